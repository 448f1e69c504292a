// The history that this browser has verified, and whether what it is shown now continues it.
//
// The founding entry names the host's key, and its id is the assembly's id, so nothing has to be
// believed: the first visit learns the key from the log itself and checks it against the address.

import * as db from "../base/db.js";
import { ask, Unreachable } from "../base/http.js";
import { b64, Malformed, unB64, unB64u } from "../wire/bytes.js";
import * as entries from "../wire/entry.js";
import { idOf, parse } from "../wire/envelope.js";
import * as json from "../wire/json.js";
import { keep as keepEvidence } from "./evidence.js";
import { ProofError, verifyConsistency } from "./merkle.js";
import { openCheckpoint, verifyReceipt } from "./note.js";

const CLOSED = "urn:esoviet:closed";

export class SplitView extends ProofError {}

const fetchBytes = async (url) => {
  const answer = await ask(url);
  if (!answer.ok) throw new Unreachable((await answer.json().catch(() => ({}))).detail);
  return new Uint8Array(await answer.arrayBuffer().catch(() => { throw new Unreachable(); }));
};

const fetchText = async (url) => new TextDecoder().decode(await fetchBytes(url));

// One tab at a time: what one has verified another must not put an older history in place of.
const alone = (assembly, work) => navigator.locks.request(`history/${assembly}`, async () =>
  work(await db.get("logs", assembly)));

// What the founding act says; its id is the assembly's, so it is the one.
export async function founding(assembly) {
  const { jws } = entries.read(await fetchBytes(`/a/${assembly}/log/founding`));
  const envelope = parse(jws);
  if ((await idOf(envelope)) !== assembly) throw new ProofError("not this assembly's founding act");
  return json.read(envelope.payload);
}

// The host's public key (32 bytes).
const hostKey = async (assembly) => unB64u((await founding(assembly)).host, 32);

// Fetch the log's checkpoint, check it against what was verified before, keep it, answer it, and
// whether there was any before.
export const verifyHistory = (assembly) => alone(assembly, async (known) => {
  const host = known?.host ?? (await hostKey(assembly));
  const log = await take(assembly, host, known, await fetchText(`/a/${assembly}/log/checkpoint`));
  return { ...log, isFirst: !known };
});

// Take a checkpoint (of a receipt, of a page) that must continue the known history.
export const advance = (assembly, host, text) =>
  alone(assembly, (known) => take(assembly, host, known, text));

// What a host answered to an act: {index, time, receipt}, believed only if the receipt proves that
// exactly this act stands at that time in a log that continues the known one. `host` is the key of
// who keeps the log, where this browser knows it from the act itself.
export async function believe(assembly, jws, said, host) {
  host ??= ((await db.get("logs", assembly)) ?? (await verifyHistory(assembly))).host;
  try {
    if (typeof said.receipt !== "string" || !Number.isSafeInteger(said.time)) {
      throw new ProofError("an answer without a receipt");
    }
    const receipt = await verifyReceipt(said.receipt, entries.spell(said.time, jws), assembly, host);
    await advance(assembly, host, receipt.text);
    const { index } = receipt;
    return { index, time: said.time, receipt: said.receipt, id: await idOf(parse(jws)), assembly, jws };
  } catch (error) {
    const unproven = error instanceof ProofError || error instanceof Malformed;
    if (unproven && !(error instanceof SplitView)) await keepEvidence(assembly, "receipt", { jws, said });
    throw error;
  }
}

async function take(assembly, host, known, text) {
  const checkpoint = await openCheckpoint(text, assembly, host);
  if (known && known.size > checkpoint.size) {
    await follow(assembly, checkpoint, { size: known.size, root: unB64(known.root) }, [known.checkpoint, text]);
    return { ...known, host };
  }
  if (known) {
    const before = { size: known.size, root: unB64(known.root) };
    await follow(assembly, before, checkpoint, [known.checkpoint, text]);
  }
  if (known?.checkpoint === text && known.host === host) return known; // as it is kept
  const { size, root } = checkpoint;
  const log = { assembly, host, checkpoint: text, size, root: b64(root) };
  await db.put("logs", log);
  return log;
}

async function follow(assembly, older, newer, checkpoints) {
  try {
    const proof = await fetchProof(assembly, older.size, newer.size);
    await verifyConsistency(older.size, older.root, newer.size, newer.root, proof);
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof Malformed)) throw error;
    await keepEvidence(assembly, "split", { checkpoints });
    throw new SplitView(error.message);
  }
}

// A host that answers, but has no proof, is as good as one with a false proof: its log has shrunk.
async function fetchProof(assembly, old, size) {
  if (old === size) return [];
  const url = `/a/${assembly}/log/consistency?old=${old}&size=${size}`;
  const answer = await ask(url);
  const said = await answer.json().catch(() => ({}));
  if (said.type === CLOSED) throw new Unreachable(said.detail); // to us: that proves nothing
  if (!answer.ok) throw new ProofError("the log that was seen before is not there any more");
  return said.proof.map((line) => unB64(line, 32));
}
