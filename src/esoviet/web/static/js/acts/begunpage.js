// What is begun, shown where its author looks: what it is, that it is sent again by itself, and how to
// throw it away.

import { Refused, Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { ProofError } from "../log/merkle.js";
import { Malformed } from "../wire/bytes.js";
import * as begun from "./begun.js";
import { make } from "./dialog.js";
import { saveButton } from "./evidence.js";
import { sentence, technical } from "./trouble.js";

const LEAST = 2000;
const MOST = 30_000;

// On pages of its assembly: go on with it.
export const follow = (row) => show(row);

// Show it at the top of the page, and send it again unless it was refused; `error` is why it is not sent.
export function show(row, error) {
  document.querySelector("[data-begun]")?.remove();
  const place = make("section", "", "notice wait");
  place.dataset.begun = "";
  document.getElementById("main").prepend(place);
  fill(place, row);
  if (error) tell(place, row, error);
  if (error) place.scrollIntoView({ block: "center" });
  if (!row.refused) keepOn(place, row, error);
}

// What is begun as lines of a list, each with its buttons.
export async function lines() {
  return (await begun.all()).map((row) => {
    const line = make("li");
    line.append(make("b", row.name || `${row.of.slice(0, 8)}…`, "title"));
    const place = make("div", "", "notice wait");
    line.append(place);
    fill(place, row);
    return line;
  });
}

function fill(place, row) {
  const later = row.kind === "join" && !row.recovery ? "-later" : ""; // without twelve words
  const said = make("p", row.refused ? t("begun-refused", { why: row.refused.message })
    : t(`begun-${row.kind}${later}`, { name: row.name }));
  const status = make("div");
  status.setAttribute("role", "status");
  const buttons = make("p", "", "row");
  const there = location.pathname === row.path; // where it is mended
  if (row.refused && !there) buttons.append(Object.assign(make("a", t("go-on"), "btn"), { href: row.path }));
  if (!row.refused) buttons.append(button(t("send-again"), () => once(place, row)));
  buttons.append(" ", button(t("throw-away"), () => askAway(place, row)));
  const words = row.words ? [make("p", t("words-here")), make("p", row.words, "twowords")] : [];
  place.replaceChildren(said, ...words, status, buttons);
}

// Until it has come, a little later each time, for as long as the page is open.
async function keepOn(place, row, error) {
  const again = () => { if (place.isConnected && !document.hidden) once(place, row); };
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  let wait = LEAST;
  let ended = !error && (await once(place, row));
  while (!ended && place.isConnected) {
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    wait = Math.min(MOST, 2 * wait);
    ended = place.isConnected && (await once(place, row));
  }
}

// Answers whether that was the last time: it has come, or was refused.
async function once(place, row) {
  const ended = await trying(place, row).catch((error) => {
    if (error instanceof Refused) fill(place, { ...row, refused: error });
    else if (place.isConnected) tell(place, row, error);
    return error instanceof Refused;
  });
  return ended;
}

async function trying(place, row) {
  const next = row.kind === "pair" ? await (await import("./pairing.js")).arrive(row)
    : await begun.send(row.of);
  if (next) location.assign(next);
  else if (row.kind !== "pair") place.remove(); // thrown away in another tab
  return Boolean(next);
}

// What keeps it from being done, and, where the server contradicts itself, what to show the others.
function tell(place, row, error) {
  const status = place.querySelector("[role=status]");
  if (status.dataset.said === error.message) return; // read aloud once
  status.dataset.said = error.message;
  status.replaceChildren(make("p", sentence(error), error instanceof Unreachable ? "" : "bad"));
  if (technical(error)) status.append(make("p", technical(error), "quiet mono"));
  if (error instanceof ProofError || error instanceof Malformed) status.append(saveButton(row.of));
}

function askAway(place, row) {
  const buttons = make("p", "", "row");
  buttons.append(button(t("throw-away"), async () => {
    await begun.drop(row);
    const list = place.closest("ul");
    (place.closest("li") ?? place).remove();
    if (list && !list.children.length) list.closest("section").hidden = true;
  }), " ", button(t("keep-it"), () => fill(place, row)));
  place.replaceChildren(make("p", t("begun-away")), buttons);
}

function button(text, work) {
  const made = Object.assign(make("button", text), { type: "button" });
  made.addEventListener("click", work);
  return made;
}
