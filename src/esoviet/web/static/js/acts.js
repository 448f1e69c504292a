// Signing and sending acts, whatever their type: the page says what is in them (signer.js).
//
// One tab at a time numbers the acts of this device's key (Web Locks). An act that could not be
// sent stays in the outbox, signed, and is sent again when the network is back: sending an act twice
// gives the same receipt.

import * as db from "./db.js";
import { idOf, parse, seal } from "./envelope.js";
import { advance, entryBytes, verifyHistory } from "./history.js";
import { verifyReceipt } from "./note.js";

export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail ?? problem.title ?? `refused (${status})`);
    this.clause = problem.clause;
    this.problem = problem;
    this.status = status;
  }
}

export class Unreachable extends Error {}

const locked = (assembly, work) => navigator.locks.request(`acts/${assembly}`, work);

// Sign and send one act of this device; `fields` without type, assembly, seq and seen.
export function act(assembly, type, fields, blobs = []) {
  return locked(assembly, async () => {
    const own = await db.get("keys", assembly);
    if (!own) throw new Error("no key on this device");
    const log = await verifyHistory(assembly).catch((error) => offline(error, assembly));
    const number = own.seq + 1;
    const head = { type, assembly, seq: number, seen: [log.size, log.root] };
    const jws = await seal(JSON.stringify({ ...head, ...fields }), own.pair);
    const id = await idOf(parse(jws));
    await db.put("outbox", { id, assembly, jws, blobs, type, made: Date.now() });
    await db.put("keys", { ...own, seq: number });
    return deliver(assembly, id);
  });
}

// Without a network the last verified history is what the author has seen.
async function offline(error, assembly) {
  const known = await db.get("logs", assembly);
  if (!known || !(error instanceof TypeError)) throw error;
  return known;
}

// Send what waits in the outbox, oldest first; answers how many remain.
export function flush(assembly) {
  return locked(assembly, async () => {
    const waiting = (await db.of("outbox", assembly)).sort((a, b) => a.made - b.made);
    for (const { id } of waiting) {
      try {
        await deliver(assembly, id);
      } catch (error) {
        if (error instanceof Unreachable) break;
      }
    }
    return (await db.of("outbox", assembly)).length;
  });
}

async function deliver(assembly, id) {
  const waiting = await db.get("outbox", id);
  const answer = await post(`/a/${assembly}/acts`, waiting.jws, waiting.blobs);
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(String(answer.status));
  const said = await answer.json();
  if (!answer.ok) {
    await db.remove("outbox", id);
    await renumber(assembly, said);
    throw new Refused(said, answer.status);
  }
  const log = await db.get("logs", assembly);
  const host = log?.host ?? (await verifyHistory(assembly)).host;
  const bytes = entryBytes(said.time, waiting.jws);
  const receipt = await verifyReceipt(said.receipt, bytes, assembly, host);
  await advance(assembly, host, log, receipt.text);
  const { jws, type } = waiting;
  await db.put("receipts", { id, assembly, type, jws, ...said });
  await db.remove("outbox", id);
  return { id, ...said };
}

// A refused act does not count: its number is free again, or the host says which one is next.
async function renumber(assembly, problem) {
  const own = await db.get("keys", assembly);
  if (own) await db.put("keys", { ...own, seq: (problem.next ?? own.seq) - 1 });
}

// Post an envelope with its blobs; a node may ask founders for a token.
export async function post(url, jws, blobs, token = "") {
  let body = jws;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (blobs.length) {
    body = new FormData();
    body.append("act", new Blob([jws], { type: "application/jose" }));
    for (const { ref, bytes } of blobs) body.append(ref.sha256, new Blob([bytes]));
  } else {
    headers["Content-Type"] = "application/jose";
  }
  try {
    return await fetch(url, { method: "POST", body, headers });
  } catch (error) {
    throw new Unreachable(error.message);
  }
}
