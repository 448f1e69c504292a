// Signing and sending acts, whatever their type: the page says what is in them (signer.js).
//
// One tab at a time numbers the acts of this device's key (Web Locks). An act stays in the outbox,
// signed, until its receipt has come; sending it twice gives the same receipt. Those that wait go out
// in the order of their numbers. One that is refused stays, marked `refused`, until the member has
// dealt with it; its number is free again, so those behind it are signed anew before they leave.

import * as db from "./db.js";
import { post, Refused, Unreachable } from "./door.js";
import { idOf, parse, seal } from "./envelope.js";
import { advance, entryBytes, verifyHistory } from "./history.js";
import { verifyReceipt } from "./note.js";
import { sentence } from "./trouble.js";
import { t } from "./words.js";

const MOVED = ["1.4", "1.5"]; // the number or the history that the act names; its content may stand
const SHUT = [401, 403, 404, 405, 407, 421, 451]; // without a clause: said at the door, not by the law
const locked = (assembly, work) => navigator.locks.request(`acts/${assembly}`, work)
  .finally(() => document.dispatchEvent(new CustomEvent("outbox")));

// Sign and send one act of this device; `fields` without type, assembly, seq and seen. `told` is
// what the outbox shows of it. What it throws is marked `kept` if the act stays in the outbox.
export const act = (assembly, type, fields, blobs = [], told = {}) => locked(assembly, async () => {
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  const made = { ...told, assembly, type, blobs, made: Date.now(), name: crypto.randomUUID() };
  const kept = await sign(own, made, { type, ...fields }, own.seq + 1);
  await db.change(["outbox", "put", kept], ["keys", "put", { ...own, seq: kept.seq }]);
  const { logged, error } = await drain(assembly, kept.name);
  if (!logged) throw error;
  return logged;
});

// Send what waits in the outbox, oldest first; answers what stopped it, if anything did.
export const flush = (assembly) => locked(assembly, async () => (await drain(assembly)).error);

// Forget an act that was not received.
export const drop = (assembly, id) => locked(assembly, () => db.remove("outbox", id));

// What was refused, put back into a form and signed from there is dealt with.
export async function settle(assembly, page, form) {
  for (const one of await db.of("outbox", assembly)) {
    if (one.back && one.page === page && one.form === form) await drop(assembly, one.id);
  }
}

async function sign(own, kept, content, seq) {
  const { assembly } = kept;
  const { size, root } = await lastSeen(assembly);
  const payload = { ...content, assembly, seq, seen: [size, root] };
  const jws = await seal(JSON.stringify(payload), own.pair);
  return { ...kept, id: await idOf(parse(jws)), jws, kid: own.kid, seq };
}

// The same content under another number, in the place of what was signed before.
async function anew(kept, seq) {
  const own = await db.get("keys", kept.assembly);
  const fresh = await sign(own, kept, payloadOf(kept), seq);
  await db.change(["outbox", "delete", kept.id], ["outbox", "put", fresh]);
  return fresh;
}

const payloadOf = ({ jws }) => JSON.parse(new TextDecoder().decode(parse(jws).payload));

// Without a network the last verified history is what the author has seen.
async function lastSeen(assembly) {
  try {
    return await verifyHistory(assembly);
  } catch (error) {
    const known = await db.get("logs", assembly);
    if (!known || !(error instanceof Unreachable)) throw error;
    return known;
  }
}

// Answers {logged} or {error} of the act called `mine`, or the error at which it stopped.
async function drain(assembly, mine) {
  const own = await db.get("keys", assembly);
  const done = {};
  let next = 0; // the number of our key's next act, once that is known
  for (let kept of await waiting(assembly)) {
    const ours = kept.kid === own?.kid;
    try {
      if (ours && next && kept.seq !== next) kept = await anew(kept, next);
      const end = await deliver(kept, ours);
      if (end.refused) await refuse(end, mine);
      if (ours) next = end.logged ? end.kept.seq + 1 : end.refused.problem.next ?? end.kept.seq;
      if (kept.name === mine) Object.assign(done, { logged: end.logged, error: end.refused });
    } catch (error) {
      const { name } = kept;
      const last = (await waiting(assembly)).find((one) => one.name === name);
      if (last && error.why !== "") await mark(last, { trouble: sentence(error) });
      return { error: Object.assign(error, { kept: true }), ...done };
    }
  }
  if (next) await db.put("keys", { ...own, seq: next - 1 });
  return done;
}

const waiting = async (assembly) => (await db.of("outbox", assembly))
  .filter((kept) => !kept.refused).sort((a, b) => a.seq - b.seq);

// Send an act; answers what became of it: {kept, logged} or {kept, refused}.
async function deliver(kept, ours) {
  const answer = await post(`/a/${kept.assembly}/acts`, kept.jws, kept.blobs);
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.receipt) return { kept, logged: await received(kept, said) };
  const shut = answer.ok || (SHUT.includes(answer.status) && !said.clause);
  if (shut) throw new Unreachable(said.detail || t("unreachable"));
  if (ours && !kept.again && MOVED.includes(said.clause)) {
    const fresh = await anew(await mark(kept, { again: true }), said.next ?? kept.seq);
    return deliver(fresh, ours);
  }
  return { kept, refused: new Refused(said, answer.status) };
}

async function received(kept, said) {
  const { id, assembly, type, jws } = kept;
  const { host } = (await db.get("logs", assembly)) ?? (await verifyHistory(assembly));
  const receipt = await verifyReceipt(said.receipt, entryBytes(said.time, jws), assembly, host);
  await advance(assembly, host, receipt.text);
  await db.change(
    ["receipts", "put", { ...said, id, assembly, type, jws }], ["outbox", "delete", id]);
  return { ...said, id };
}

// Who signs it now is told at once; of one that waited the outbox keeps what was said and why.
async function refuse({ kept, refused }, mine) {
  if (kept.name === mine) return db.remove("outbox", kept.id);
  const { message, clause, status } = refused;
  return mark(kept, { refused: { message, clause, status, at: Date.now() } });
}

export async function mark(kept, more) {
  await db.put("outbox", { ...kept, ...more });
  return { ...kept, ...more };
}
