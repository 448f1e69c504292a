// Signed acts on their way: each names the one before it, and they leave one at a time, in order.
//
// One tab at a time signs with this device's key (Web Locks). An act stays in the outbox, signed, until
// its receipt has come; sending it twice gives the same receipt. `keys` holds the number and the id of
// the last act, sent or not, on which the next one follows. What became of a row of the outbox:
//
//   refused   the host read it and did not take it: {message, clause, status, at, entry, time}. It is
//             kept, since a host may log it later, until another act with its number has a receipt
//   blocked   the id of a refused act before it: it can never be logged, and never left this browser
//   told      the member was told of the refusal at once;   thrown   … does not want to see it again
//   dead      another act stands under its number: nobody can log it any more
//
// After a refusal the next act takes the number of the refused one.

import { now, stamp } from "../base/clock.js";
import * as db from "../base/db.js";
import { Refused, Unreachable } from "../base/http.js";
import { verifyHistory } from "../log/history.js";
import { idOf, parse, seal } from "../wire/envelope.js";
import { deliver, mark } from "./delivery.js";
import { sentence } from "./trouble.js";

export const locked = (assembly, work) => navigator.locks.request(`acts/${assembly}`, work)
  .finally(() => document.dispatchEvent(new CustomEvent("outbox")));

export const waits = (one) => !one.refused && !one.blocked;
const waiting = async (assembly) =>
  (await db.of("outbox", assembly)).filter(waits).sort((a, b) => a.seq - b.seq);

// Sign an act that follows on the last one, put it into the outbox, send what waits there; answers
// its receipt. What it throws is marked `kept` with the act's id if the act waits in the outbox.
export async function enter(own, made, content) {
  const { assembly } = own;
  const seq = own.seq + 1;
  const { size, root } = await lastSeen(assembly);
  const chain = { seq, ...(seq > 1 && { prev: own.last }), at: stamp(), seen: [size, root] };
  const jws = await seal(JSON.stringify({ ...content, assembly, ...chain }), own.pair);
  const id = await idOf(parse(jws));
  const kept = { ...made, assembly, id, jws, kid: own.kid, seq, prev: own.last ?? "", made: now() };
  await db.change(["outbox", "put", kept], ["keys", "put", { ...own, seq, last: id }]);
  const { logged, error } = await drain(assembly, id);
  if (!logged) throw error;
  return logged;
}

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

// Send what waits, until nothing does or something stops it; answers {logged} or {error} of the act
// whose id is `mine`, else the error at which it stopped.
export async function drain(assembly, mine = "") {
  const done = {};
  for (let [kept] = await waiting(assembly); kept; [kept] = await waiting(assembly)) {
    const { logged, error, stopped } = await attempt(kept, mine);
    if (kept.id === mine) Object.assign(done, { logged, error });
    const left = await db.get("outbox", mine);
    if (error && (stopped || left?.blocked)) done.error = Object.assign(error, { kept: Boolean(left) });
    if (stopped) break;
  }
  if (done.error && mine) done.error.id = mine;
  return done;
}

async function attempt(kept, mine) {
  try {
    return { logged: await deliver(kept) };
  } catch (error) {
    const stopped = !(error instanceof Refused);
    await (stopped ? stuck(kept, error) : refuse(kept, error, mine));
    if (error.clause !== "1.4") return { error, stopped };
    return { error: await (await import("./moved.js")).moved(kept, error) };
  }
}

async function stuck(kept, error) {
  const last = await db.get("outbox", kept.id);
  const more = { notBefore: error.after ? Date.now() + error.after * 1000 : 0 };
  if (last) await mark(last, error.why === "" ? more : { ...more, trouble: sentence(error) });
}

async function refuse(kept, { message, clause, status, problem }, mine) {
  const refused = { message, clause, status, at: now(), entry: problem.entry, time: problem.time };
  await turnBack(kept, { refused, told: kept.id === mine });
}

// What was signed after this act can never be logged; the next one is signed in its place.
export async function turnBack(kept, more) {
  const { assembly, id, kid, seq } = kept;
  const own = await db.get("keys", assembly);
  const behind = (await waiting(assembly)).filter((one) => one.kid === kid && one.seq > seq);
  await db.change(
    more ? ["outbox", "put", { ...kept, ...more }] : ["outbox", "delete", id],
    ...behind.map((one) => ["outbox", "put", { ...one, blocked: id }]),
    ...(own?.kid === kid ? [["keys", "put", { ...own, seq: seq - 1, last: kept.prev }]] : []));
}
