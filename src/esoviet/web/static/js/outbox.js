// The outbox on every page: sends what waits, says how many acts wait and what was refused.

import { flush } from "./acts.js";
import * as db from "./db.js";
import { t } from "./words.js";

const AGAIN = 30_000;

export async function watchOutbox(assembly) {
  const place = document.querySelector("[data-outbox]");
  const channel = new BroadcastChannel(`outbox/${assembly}`);
  channel.onmessage = () => tell(place, assembly);
  document.addEventListener("outbox", () => {
    channel.postMessage("");
    tell(place, assembly);
  });
  let timer = 0;
  const send = async () => {
    clearTimeout(timer);
    const error = (await db.of("outbox", assembly)).some((one) => !one.refused) && await flush(assembly);
    if (error) timer = setTimeout(send, Math.max(AGAIN, error.after * 1000 || 0));
  };
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  await tell(place, assembly);
  await send().catch(() => undefined);
}

// At once after each change, in every tab of this browser.
async function tell(place, assembly) {
  const kept = await db.of("outbox", assembly);
  const refused = kept.filter((one) => one.refused && !one.back);
  const waiting = kept.filter((one) => !one.refused);
  const parts = [];
  if (waiting.length) parts.push(t("waiting", { count: waiting.length }));
  const trouble = waiting.find((one) => one.trouble)?.trouble;
  if (trouble) parts.push(trouble);
  if (refused.length) {
    const [{ title, refused: { message } }] = refused;
    parts.push(t("refused-later", { count: refused.length, title: title ?? t("act"), why: message }));
  }
  place.replaceChildren(parts.join(" "));
  if (!refused.length && !trouble) return;
  const href = `/a/${assembly}/me#outbox`;
  place.append(" ", Object.assign(document.createElement("a"), { href, textContent: t("see-outbox") }));
}
