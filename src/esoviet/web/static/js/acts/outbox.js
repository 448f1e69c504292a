// The outbox on every page: sends what waits, again and again until it has gone; says how many acts
// wait, and what came back to the member.

import { NEAR, now } from "../base/clock.js";
import * as db from "../base/db.js";
import { ago, t } from "../base/words.js";
import { flush } from "./acts.js";
import { waits } from "./sending.js";

const LEAST = 2000;
const MOST = 30_000;

export async function watchOutbox(assembly) {
  const place = document.querySelector("[data-outbox]");
  const channel = new BroadcastChannel(`outbox/${assembly}`);
  const send = sender(assembly);
  channel.onmessage = () => tell(place, assembly);
  document.addEventListener("outbox", () => {
    channel.postMessage("");
    tell(place, assembly);
    send.later();
  });
  document.addEventListener("send-now", () => send.now(true));
  document.addEventListener("reached", () => send.now()); // the change stream is open again
  addEventListener("online", () => send.now());
  document.addEventListener("visibilitychange", () => document.hidden || send.now());
  await send.now(false, await tell(place, assembly));
}

// Tries after 2, 4, 8 … 30 seconds, a little apart from other browsers', and never before the server
// wants to be asked again, unless the member says so.
function sender(assembly) {
  let [timer, tries, busy] = [0, 0, false];
  const wait = async (kept) => {
    const waiting = (kept ?? (await db.of("outbox", assembly))).filter(waits);
    if (!waiting.length) return undefined;
    return Math.max(0, ...waiting.map((one) => (one.notBefore ?? 0) - Date.now()));
  };
  async function at(once, insisting, kept) {
    const least = await wait(kept);
    if (busy || (timer && !once)) return;
    clearTimeout(timer);
    timer = 0;
    if (least === undefined) tries = 0;
    else if (once && (insisting || !least)) await send();
    else timer = setTimeout(send, Math.max(least, pause(tries++)));
  }
  async function send() {
    [timer, busy] = [0, true];
    const error = await flush(assembly).catch((thrown) => thrown);
    if (!error) tries = 0;
    busy = false;
    await at(false);
  }
  return { now: (insisting, kept) => at(true, insisting, kept), later: () => at(false) };
}

const pause = (tries) => Math.min(MOST, LEAST * 2 ** tries) * (1 + Math.random() / 8);

// At once after each change, in every tab of this browser; answers what is kept.
async function tell(place, assembly) {
  const kept = await db.of("outbox", assembly);
  const waiting = kept.filter(waits);
  const back = kept.filter((one) => (one.refused || one.blocked) && !one.back && !one.told && !one.thrown);
  const parts = [];
  if (waiting.length) parts.push(t("waiting", { count: waiting.length }));
  const trouble = waiting.find((one) => one.trouble)?.trouble;
  if (trouble) parts.push(trouble);
  const near = waiting.find(isNear);
  if (near) parts.push(t("late", { title: near.title ?? t("act"), time: ago(near.deadline) }));
  const refused = back.find((one) => one.refused);
  if (refused) {
    const { title, refused: { message } } = refused;
    parts.push(t("refused-later", { title: title ?? t("act"), why: message }));
  }
  const blocked = back.filter((one) => one.blocked);
  if (blocked.length) parts.push(t("blocked", { count: blocked.length }));
  place.classList.toggle("bad", Boolean(near));
  place.replaceChildren(parts.join(" "));
  if (waiting.length) place.append(" ", sendNow());
  if (!back.length && !trouble) return kept;
  const href = `/a/${assembly}/me#outbox`;
  place.append(" ", Object.assign(document.createElement("a"), { href, textContent: t("see-outbox") }));
  return kept;
}

// Not sent yet, and soon too late.
export const isNear = ({ deadline }) => Boolean(deadline) && deadline - now() < NEAR;

export function sendNow() {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: t("send-now") });
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("send-now")));
  return button;
}
