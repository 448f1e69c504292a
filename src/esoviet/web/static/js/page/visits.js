// What is new since this browser's last visit to the floor. A visit is over after half an hour.

import * as db from "../base/db.js";
import { t } from "../base/words.js";

const OVER = 30 * 60 * 1000;

export async function showNew(assembly) {
  const { before, seen } = await lastVisit(assembly);
  mark(before, seen);
  document.addEventListener("arrived", ({ detail }) => mark(before, seen, detail));
}

// The last entry that was there at the visit before this one, and when that ended; undefined at the
// first visit.
async function lastVisit(assembly) {
  const known = await db.get("visits", assembly);
  const now = Date.now();
  const isNew = !known || now - known.at > OVER;
  const before = isNew ? known?.latest : known.before;
  const seen = isNew ? known?.at : known.seen;
  await db.put("visits", { assembly, before, seen, latest: newest() ?? known?.latest, at: now });
  return { before, seen };
}

function newest(root = document) {
  const indexes = Array.from(root.querySelectorAll("[data-index]"), indexOf);
  return indexes.length ? Math.max(...indexes) : undefined;
}

function mark(before, seen, root = document) {
  for (const entry of root.querySelectorAll("[data-index]")) {
    entry.querySelector("[data-new]").hidden = before === undefined || indexOf(entry) <= before;
  }
  for (const one of root.querySelectorAll("[data-happened]")) {
    one.querySelector("[data-new]").hidden = !(Number(one.dataset.happened) > seen);
  }
  const since = root.querySelector("[data-since]");
  const count = (newest(root) ?? 0) - before;
  since.hidden = !(count > 0);
  const link = since.querySelector("a");
  link.href = `${link.href.split("?")[0]}?start=${before + 1}`;
  link.textContent = t("since", { count });
}

const indexOf = (entry) => Number(entry.dataset.index);
