// The tour: a sandbox of one's own for some minutes. Its key and all that goes with it lie in a database
// of their own (base/db.js), which is thrown away with it; nothing of it is a place of this browser's.

import { now } from "../base/clock.js";
import * as db from "../base/db.js";
import { post, Refused } from "../base/http.js";
import { locale, t } from "../base/words.js";
import { newDevice, selfTest } from "../keys/identity.js";
import { open } from "../keys/session.js";
import { believe, verifyHistory } from "../log/history.js";
import { b64u, unB64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName, proofText, seal } from "../wire/envelope.js";
import { read } from "./forms.js";
import { say } from "./say.js";
import { left } from "./times.js";

const day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short" });
const LAST_MS = 660_000; // longer than any sandbox is there

// The button can be pressed where this browser can hold a key.
export function watch(form) {
  selfTest().then((trouble) => {
    if (trouble) say(form, trouble, "bad");
    form.querySelector("button").disabled = Boolean(trouble);
  });
}

export async function begin(form) {
  say(form, t("tour-begins"), "wait");
  await throwAway();
  const answer = await fetch("/tour", { method: "POST" });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said, answer.status);
  localStorage.setItem(db.SANDBOX, Date.now() + LAST_MS);
  await comeIn(form, said);
  location.assign(`/a/${said.assembly}/problems/1`);
}

// Join with the one invitation, as anybody joins.
async function comeIn(form, { assembly, invitation, now: at }) {
  const invited = await ed25519.fromSeed(unB64u(invitation, 32));
  await open(assembly, invited);
  const log = await verifyHistory(assembly);
  const { pair, kid } = await newDevice();
  const bytes = await ed25519.raw(invited.publicKey);
  const text = proofText("invitation", assembly, await keyName(bytes), kid);
  const proof = { key: b64u(bytes), proof: b64u(await ed25519.sign(invited, text)) };
  const { fields, blobs } = await read(form);
  const key = b64u(await ed25519.raw(pair.publicKey));
  const head = { type: "apply-to-join", assembly, seq: 1, at: at - (at % 1000), seen: [log.size, log.root], key };
  const jws = await seal(JSON.stringify({ ...head, ...fields, invitation: proof }), pair);
  const answer = await post(`/a/${assembly}/acts`, jws, blobs);
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said, answer.status);
  await open(assembly, pair);
  const { id } = await believe(assembly, jws, said);
  const { member } = await (await fetch(`/a/${assembly}/keys/${kid}.json`)).json();
  await db.put("keys", { assembly, pair, kid, member, seq: 1, last: id });
}

// How long it really takes until a moment by the clock of the sandbox.
function real(due) {
  const rate = Number(document.querySelector("#guide")?.dataset.rate);
  return rate ? left(Date.now() + Math.max(0, due - now()) / rate, Date.now()) : "";
}

// How long the sandbox is there still; then its page goes.
export function countDown() {
  const ends = Date.now() + 1000 * Number(document.querySelector("[data-gone]").dataset.gone);
  const show = () => {
    for (const place of document.querySelectorAll("[data-gone]")) place.textContent = left(ends, Date.now());
    for (const place of document.querySelectorAll("[data-real]")) place.textContent = real(Number(place.dataset.real));
    const step = document.querySelector("#guide")?.dataset.tourStep;
    document.querySelector("[data-step]").textContent = `${step}/8`;
    document.querySelector("[data-today]").textContent = day.format(now());
    if (Date.now() < ends) return;
    clearInterval(timer);
    location.replace("/tour/over");
  };
  const timer = setInterval(show, 1000);
  show();
}

// Nothing of a sandbox stays in this browser.
export async function throwAway() {
  localStorage.removeItem(db.SANDBOX);
  await db.throwAway();
}
