// The history that this browser has verified, and whether what it is shown now continues it.
//
// The founding entry names the host's key, and its id is the assembly's id, so nothing has to be
// believed: the first visit learns the key from the log itself and checks it against the address.

import { b64, hex, Malformed, sha256, unB64, unB64u, utf8 } from "./bytes.js";
import * as db from "./db.js";
import { ask, Unreachable } from "./door.js";
import { idOf, parse } from "./envelope.js";
import { ProofError, verifyConsistency } from "./merkle.js";
import { openCheckpoint } from "./note.js";

export class SplitView extends ProofError {}

const fetchText = async (url) => {
  const answer = await ask(url);
  if (!answer.ok) throw new Unreachable((await answer.json().catch(() => ({}))).detail);
  return answer.text().catch(() => { throw new Unreachable(); });
};

// One tab at a time: what one has verified another must not put an older history in place of.
const alone = (assembly, work) => navigator.locks.request(`history/${assembly}`, async () =>
  work(await db.get("logs", assembly)));

// What the founding act says; its id is the assembly's, so it is the one.
export async function founding(assembly) {
  const entry = JSON.parse(await fetchText(`/a/${assembly}/log/founding`));
  const envelope = parse(entry.act);
  if ((await idOf(envelope)) !== assembly) throw new ProofError("not this assembly's founding act");
  return JSON.parse(new TextDecoder().decode(envelope.payload));
}

// The host's public key (32 bytes).
const hostKey = async (assembly) => unB64u((await founding(assembly)).host, 32);

// Fetch the log's checkpoint, check it against what was verified before, keep it, answer it.
export const verifyHistory = (assembly) => alone(assembly, async (known) => {
  const host = known?.host ?? (await hostKey(assembly));
  return take(assembly, host, known, await fetchText(`/a/${assembly}/log/checkpoint`));
});

// Take a checkpoint (of a receipt, of a page) that must continue the known history.
export const advance = (assembly, host, text) =>
  alone(assembly, (known) => take(assembly, host, known, text));

async function take(assembly, host, known, text) {
  const checkpoint = await openCheckpoint(text, assembly, host);
  if (known && known.size > checkpoint.size) {
    await follow(assembly, checkpoint, { size: known.size, root: unB64(known.root) }, [known, text]);
    return { ...known, host };
  }
  if (known) {
    const before = { size: known.size, root: unB64(known.root) };
    await follow(assembly, before, checkpoint, [known, text]);
  }
  const { size, root } = checkpoint;
  const log = { assembly, host, checkpoint: text, size, root: b64(root) };
  await db.put("logs", log);
  return log;
}

async function follow(assembly, older, newer, evidence) {
  try {
    const proof = await fetchProof(assembly, older.size, newer.size);
    await verifyConsistency(older.size, older.root, newer.size, newer.root, proof);
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof Malformed)) throw error;
    await db.put("drafts", { key: `evidence/${assembly}`, value: evidence, at: Date.now() });
    throw new SplitView(error.message);
  }
}

// A host that answers, but has no proof, is as good as one with a false proof: its log has shrunk.
async function fetchProof(assembly, old, size) {
  if (old === size) return [];
  const url = `/a/${assembly}/log/consistency?old=${old}&size=${size}`;
  const answer = await ask(url);
  if (!answer.ok) throw new ProofError("the log that was seen before is not there any more");
  return (await answer.json()).proof.map((line) => unB64(line, 32));
}

// The bytes of an entry, as the host logs it.
export const entryBytes = (time, jws) => utf8(`{"time":${time},"act":"${jws}"}`);

export const digest = async (text) => hex(await sha256(utf8(text)));
