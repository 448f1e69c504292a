// What a key has done, out of the log and proved: the host only says where to look.
//
// Each act names the one before it by its hash, so that who knows the last one knows them all.

import * as db from "../base/db.js";
import { ask } from "../base/http.js";
import { believe } from "../log/history.js";
import { ProofError } from "../log/merkle.js";
import { parseReceipt } from "../log/note.js";
import { Malformed } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { idOf, keyName, parse, verified } from "../wire/envelope.js";
import { read } from "../wire/json.js";

const MOST = 200;
const ID = /^[0-9a-f]{64}$/;

// What the host says of a key that stands: {member, seq, last, enrolled}; null where none does.
export async function claimed(assembly, kid) {
  const answer = await ask(`/a/${assembly}/keys/${kid}.json`);
  return answer.ok ? answer.json() : null;
}

// The acts of a key that stand in the log, the oldest first, back to the first that is known: `since`
// is an act's id or several, "" for the time before the first act. Each is {id, index, time, act, jws}.
// `publicKey` (32 bytes) is this browser's own key unless it is given.
export async function provenActs(assembly, kid, since, publicKey) {
  publicKey ??= await ed25519.raw((await db.get("keys", assembly)).pair.publicKey);
  if ((await keyName(publicKey)) !== kid) throw new ProofError("another key than the one asked for");
  const known = new Set([since].flat());
  const acts = [];
  let id = (await claimed(assembly, kid))?.last ?? "";
  while (!known.has(id)) {
    if (!ID.test(id) || acts.length === MOST) throw new ProofError("its acts do not follow on what is known");
    const one = await provenAct(assembly, id, publicKey);
    if (acts.length && acts[0].act.seq !== one.act.seq + 1) throw new ProofError("a number is missing");
    acts.unshift(one);
    id = one.act.prev ?? "";
    if ((one.act.seq === 1) !== (id === "")) throw new ProofError("an act without the one before it");
  }
  return acts;
}

// What the next act of a key says of the one before it.
export const after = (last) => ({ seq: (last?.act.seq ?? 0) + 1, ...(last && { prev: last.id }) });

// An act by its id, proved to stand in the log and to be signed by this key.
async function provenAct(assembly, id, publicKey) {
  const answer = await ask(`/a/${assembly}/receipts/${id}`);
  if (!answer.ok) throw new ProofError("an act that the host names is not in its log");
  const text = await answer.text();
  const one = await signed(assembly, parseReceipt(text).index, text, publicKey);
  if (one.id !== id) throw new ProofError("another act than the one asked for");
  return one;
}

// The act at an index, proved to stand there and to be signed by this key.
export async function provenAt(assembly, index, publicKey) {
  const { jws } = await entry(assembly, index);
  const answer = await ask(`/a/${assembly}/receipts/${await idOf(parse(jws))}`);
  if (!answer.ok) throw new ProofError("an entry that is not in the log");
  return signed(assembly, index, await answer.text(), publicKey);
}

async function signed(assembly, index, receipt, publicKey) {
  const { time, jws } = await entry(assembly, index);
  const found = await believe(assembly, jws, { time, receipt });
  const envelope = parse(jws);
  if (found.index !== index || envelope.kid !== (await keyName(publicKey))
    || !(await verified(envelope, publicKey))) {
    throw new ProofError("an entry by another key");
  }
  const { id } = found;
  return { id, index, time, jws, act: read(envelope.payload) };
}

async function entry(assembly, index) {
  const answer = await ask(`/a/${assembly}/log/entries/${index}.json`);
  const { jws, time } = (answer.ok && (await answer.json()).entry) || {};
  if (typeof jws !== "string") throw new Malformed("not an entry");
  return { jws, time };
}
