// What this browser keeps for a member: the outbox, the receipts, all of it to download.

import { drop, mark } from "./acts.js";
import * as db from "./db.js";
import { keyOf } from "./drafts.js";
import { ago, t } from "./words.js";

// What waits and what was refused, with what it says; followed as it changes.
export async function showOutbox(place, assembly) {
  const show = async () => {
    const kept = (await db.of("outbox", assembly)).sort((a, b) => a.made - b.made);
    const [waiting, refused] = ["waiting", "refused"].map((name) => place.querySelector(`[data-${name}]`));
    fill(waiting, kept.filter((one) => !one.refused));
    fill(refused, kept.filter((one) => one.refused));
  };
  document.addEventListener("outbox", show);
  new BroadcastChannel(`outbox/${assembly}`).addEventListener("message", show);
  await show();
}

function fill(section, acts) {
  section.hidden = !acts.length;
  section.querySelector("ul").replaceChildren(...acts.map(card));
}

function card(one) {
  const item = line("");
  item.append(make("b", one.title ?? t("act")), `, ${ago(one.made)}`);
  const { message, clause } = one.refused ?? { message: one.trouble };
  if (message) {
    item.append(make("p", clause ? `${message} ${t("clause", { clause })}` : message, "bad"));
  }
  const said = make("details", "");
  const list = make("dl", "");
  list.append(...(one.lines ?? []).flatMap(([label, value]) => [make("dt", label), make("dd", value, "said")]));
  said.append(make("summary", t("what-it-said")), list);
  if (list.children.length) item.append(said);
  if (message) item.append(choices(one));
  return item;
}

function choices(one) {
  const row = make("p", "", "row");
  const button = (text, work) => {
    const made = Object.assign(make("button", text), { type: "button" });
    made.addEventListener("click", work);
    row.append(made);
  };
  if (one.page && one.refused) button(t("put-back"), () => putBack(one, row));
  button(t("throw-away"), () => drop(one.assembly, one.id));
  return row;
}

// The text stays listed here until it is signed anew or thrown away: its form may be gone by now.
async function putBack(one, row) {
  const key = keyOf(one.page, one.form);
  const there = await db.get("drafts", key);
  if (there && !one.back) {
    row.append(make("span", t("form-taken"), "bad"));
    return;
  }
  if (one.values && !there) await db.put("drafts", { key, value: one.values, at: Date.now() });
  await mark(one, { back: true });
  location.assign(one.page);
}

export async function showMine(place, assembly) {
  const deeds = JSON.parse(place.dataset.deeds);
  const own = await db.get("keys", assembly);
  const receipts = (await db.of("receipts", assembly)).sort((a, b) => a.index - b.index);
  place.querySelector("[data-kid]").textContent = own?.kid ?? t("no-key");
  document.querySelector(`[data-key="${own?.kid}"] [data-this]`)?.removeAttribute("hidden");
  place.querySelector("ul").replaceChildren(...receipts.map((receipt) =>
    line(`${receipt.index}: ${deeds[receipt.type] ?? t("act")}, ${ago(receipt.time)}`)));
  place.querySelector("button").addEventListener("click", () => {
    const text = JSON.stringify({ assembly, member: own?.member, kid: own?.kid, receipts }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `esoviet-${assembly.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

const make = (tag, textContent, className = "") =>
  Object.assign(document.createElement(tag), { textContent, className, dir: tag === "dd" ? "auto" : "" });
const line = (text) => make("li", text);
