// What shows that a host contradicts itself: kept in this browser, and saved as a file to show others.
//
// In `drafts` as `evidence/<assembly>`, the newest last: {at, what, …}. `what` is "split" for two signed
// checkpoints that do not belong to one history, "receipt" for an act and an answer that does not prove
// that the act stands in the log.

import * as db from "../base/db.js";
import { t } from "../base/words.js";

const MOST = 20;
const place = (assembly) => `evidence/${assembly}`;

export const all = async (assembly) => (await db.get("drafts", place(assembly)))?.value ?? [];

export async function keep(assembly, what, shown) {
  const before = await all(assembly);
  const told = JSON.stringify(shown);
  if (before.some(({ at: _at, what: _what, ...one }) => JSON.stringify(one) === told)) return;
  const value = [...before.slice(1 - MOST), { at: Date.now(), what, ...shown }];
  await db.put("drafts", { key: place(assembly), value, at: Date.now() });
}

// On a page: say what the evidence shows and what to do, for as long as this browser keeps it.
export async function warn(assembly) {
  const kept = await all(assembly);
  if (!kept.length) return;
  const split = kept.some(({ what }) => what === "split");
  const notices = document.querySelector("[data-split]");
  const away = button(t("throw-away"), async () => {
    const { ask } = await import("../acts/confirm.js");
    const [yes, no] = [t("throw-away"), t("keep-it")];
    if (!(await ask({ title: t("evidence-title"), texts: [t("evidence-away")], yes, no }))) return;
    await db.remove("drafts", place(assembly));
    notices.classList.remove("bad");
    notices.replaceChildren();
  });
  const row = make("p", { className: "row" });
  row.append(saveButton(assembly), " ", away);
  notices.classList.add("bad");
  notices.replaceChildren(make("p", { textContent: t(split ? "split" : "unproven") }), row);
}

// A button that saves the evidence as a file.
export const saveButton = (assembly) => button(t("save-evidence"), async () => {
  const text = JSON.stringify({ assembly, evidence: await all(assembly) }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: `esoviet-evidence-${assembly.slice(0, 8)}.json` }).click();
  URL.revokeObjectURL(href);
});

const make = (tag, values) => Object.assign(document.createElement(tag), values);

function button(textContent, work) {
  const made = make("button", { type: "button", textContent });
  made.addEventListener("click", work);
  return made;
}
