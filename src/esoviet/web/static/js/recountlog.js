// The log as it is read for a recount: tile by tile, every entry hashed, taken apart and its
// signature checked. A name of a key says what the key is, so keys that a tile brings with it are
// known before its acts are judged.

import { equal, unB64u } from "./bytes.js";
import { ask } from "./door.js";
import { verify } from "./ed25519.js";
import { keyName, parse, proofText, verified } from "./envelope.js";
import { entryBytes } from "./history.js";
import { leafHash, ProofError } from "./merkle.js";

export const WIDTH = 256;
const decoder = new TextDecoder("utf-8", { fatal: true });

// Tile `number` of the log of `size` entries: what stands in each, and its leaf hash.
export async function tile(assembly, number, size, known) {
  const opened = await Promise.all((await bundle(assembly, number, size)).map(open));
  const keys = new Map(known);
  for (const { act } of opened) await carried(act, keys);
  return Promise.all(opened.map(async (entry) => {
    const key = keys.get(entry.envelope.kid);
    return { ...entry, valid: Boolean(key) && (await verified(entry.envelope, key)) };
  }));
}

async function bundle(assembly, number, size) {
  const width = Math.min(WIDTH, size - number * WIDTH);
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  const path = digits.map((group, i) => (i < digits.length - 1 ? `x${group}` : group)).join("/");
  const whole = `/a/${assembly}/log/tile/entries/${path}`;
  let answer = await ask(width < WIDTH ? `${whole}.p/${width}` : whole, {});
  if (!answer.ok) answer = await ask(whole, {});
  if (!answer.ok) throw new ProofError(`${whole}: ${answer.status}`);
  return split(new Uint8Array(await answer.arrayBuffer()), width);
}

function split(bytes, width) {
  const entries = [];
  for (let at = 0; at < bytes.length && entries.length < width;) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    if (!(end <= bytes.length)) break;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length < width) throw new ProofError("entries are missing");
  return entries;
}

// An entry has one spelling; what cannot be read stands in the tree, but is no act.
async function open(bytes) {
  const leaf = await leafHash(bytes);
  try {
    const { time, act: jws } = JSON.parse(decoder.decode(bytes));
    if (!equal(entryBytes(time, jws), bytes)) throw new ProofError("another spelling");
    const envelope = parse(jws);
    return { leaf, time, envelope, act: JSON.parse(decoder.decode(envelope.payload)) };
  } catch {
    return { leaf, time: 0, envelope: { kid: "" }, act: {} };
  }
}

const BRINGS = ["found-assembly", "apply-to-join", "ask-to-recover", "enrol-key", "set-recovery-key"];

async function carried(act, keys) {
  if (!BRINGS.includes(act.type)) return;
  for (const text of [act.key, act.host, act.recovery?.key ?? act.recovery]) {
    const bytes = keyBytes(text);
    if (bytes) keys.set(await keyName(bytes), bytes);
  }
}

export function keyBytes(text) {
  try {
    return unB64u(text, 32);
  } catch {
    return null;
  }
}

// Whether `proof` is a possession proof by the key of these bytes.
export async function proves(purpose, assembly, first, second, bytes, proof) {
  try {
    return await verify(bytes, proofText(purpose, assembly, first, second), unB64u(proof, 64));
  } catch {
    return false;
  }
}
