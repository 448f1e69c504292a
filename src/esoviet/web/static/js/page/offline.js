// Without a network: what one has signed and is not sent yet, and which pages this browser has kept.

import { linesOf, make } from "../acts/dialog.js";
import { waits } from "../acts/sending.js";
import * as db from "../base/db.js";
import { ago, t } from "../base/words.js";
import { listed } from "./keeping.js";

export async function show(place) {
  const waiting = (await db.all("outbox")).filter(waits).sort((a, b) => a.made - b.made);
  fill(place.querySelector("[data-waiting]"), await Promise.all(waiting.map(card)));
  fill(place.querySelector("[data-pages]"), (await listed()).map(page));
}

function fill(section, lines) {
  section.hidden = !lines.length;
  section.querySelector("ul").replaceChildren(...lines);
}

async function card(one) {
  const item = make("li");
  const name = (await db.get("names", one.assembly))?.value ?? `${one.assembly.slice(0, 8)}…`;
  item.append(make("b", one.title ?? t("act")), ` · ${name} · ${ago(one.made)}`);
  const list = make("dl");
  list.append(...linesOf(one.lines ?? []));
  if (list.children.length) item.append(list);
  return item;
}

function page({ url, title }) {
  const item = make("li");
  const name = title.replace(/ · E-Soviet$/, "") || url;
  const link = Object.assign(make("a", name, "title"), { href: url });
  link.dir = "auto";
  item.append(link);
  return item;
}
