// What this browser keeps for a member: the outbox, the receipts, all of it to download.

import { again, agree, drop, fieldsOf, rivals } from "../acts/acts.js";
import { confirmed } from "../acts/confirm.js";
import { mark } from "../acts/delivery.js";
import { linesOf, make } from "../acts/dialog.js";
import { replaces } from "../acts/questions.js";
import { waits } from "../acts/sending.js";
import { sentence } from "../acts/trouble.js";
import * as db from "../base/db.js";
import { ago, t } from "../base/words.js";
import { keyOf } from "./drafts.js";
import { say } from "./say.js";

const AGAIN = ["1.4", "1.5", "1.11", "1.12"]; // the act itself may be as it should

// What waits, what came back because of an act before it, and what was refused, with what each says;
// followed as it changes.
export async function showOutbox(place, assembly) {
  const show = async () => {
    const kept = (await db.of("outbox", assembly)).filter((one) => !one.thrown)
      .sort((a, b) => a.seq - b.seq || a.made - b.made);
    const [waiting, blocked, refused] =
      ["waiting", "blocked", "refused"].map((name) => place.querySelector(`[data-${name}]`));
    fill(waiting, kept.filter(waits));
    fill(blocked, kept.filter((one) => one.blocked));
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
  if (one.refused && !one.dead) item.append(make("p", t("refused-stays"), "hint"));
  const said = make("details", "");
  said.open = Boolean(one.blocked); // what is signed anew is shown
  const list = make("dl", "");
  list.append(...linesOf(one.lines ?? []));
  said.append(make("summary", t("what-it-said")), list);
  if (list.children.length) item.append(said);
  if (message || one.blocked) item.append(choices(one));
  return item;
}

function choices(one) {
  const row = make("p", "", "row");
  const button = (text, work, kind = "") => {
    const made = Object.assign(make("button", text, kind), { type: "button" });
    made.addEventListener("click", () => work(made));
    row.append(made);
  };
  if (one.blocked || AGAIN.includes(one.refused?.clause)) {
    button(t("sign-again"), (pressed) => signAgain(one, row, pressed), "primary");
  }
  if (one.page && one.refused) button(t("put-back"), () => putBack(one, row));
  button(t("throw-away"), () => drop(one.assembly, one.id));
  return row;
}

// A ballot, and what takes the place of a refused act, is shown as any act before it is signed.
async function signAgain(one, row, button) {
  button.disabled = true;
  try {
    const receipt = (await agreed(one)) && (await again(one));
    if (receipt) say(document.getElementById("outbox"), t("logged", { index: receipt.index }), "good");
  } catch (error) {
    if (row.isConnected) row.after(make("p", sentence(error), "bad"));
  } finally {
    button.disabled = false;
  }
}

async function agreed(one) {
  const { assembly, type, title, lines = [], refused } = one;
  if (refused?.entry !== undefined) {
    if (!(await replaces(assembly, refused.entry, lines))) return false;
    agree([one]);
    if ((await rivals(assembly)).every(({ id }) => id === one.id)) return true;
  } else if (type !== "cast-ballot" && !(await rivals(assembly)).length) return true;
  return confirmed({ dataset: { title } }, { lines, fields: fieldsOf(one) }, type);
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
  const receiptsNow = async () => (await db.of("receipts", assembly)).sort((a, b) => a.index - b.index);
  const show = async () => place.querySelector("ul").replaceChildren(...(await receiptsNow()).map((one) =>
    line(`${one.index}: ${deeds[one.type] ?? t("act")}, ${ago(one.time)}`)));
  place.querySelector("[data-kid]").textContent = own?.kid ?? t("no-key");
  document.querySelector(`[data-key="${own?.kid}"] [data-this]`)?.removeAttribute("hidden");
  document.addEventListener("outbox", show);
  await show();
  place.querySelector("button").addEventListener("click", async () => {
    const receipts = await receiptsNow();
    const text = JSON.stringify({ assembly, member: own?.member, kid: own?.kid, receipts }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `esoviet-${assembly.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

const line = (text) => make("li", text);
