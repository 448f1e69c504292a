// The log as it is read for a recount: tile by tile, every entry hashed, taken apart and its
// signature checked. A name of a key says what the key is, so keys that a tile brings with it are
// known before its acts are judged.

import { ask } from "../base/http.js";
import { leafHash, ProofError } from "../log/merkle.js";
import * as entries from "../wire/entry.js";
import { idOf, parse, verified } from "../wire/envelope.js";
import { read } from "../wire/json.js";
import { keysIn } from "./proofs.js";

export const WIDTH = 256;

// Tile `number` of the log of `size` entries: what stands in each, and its leaf hash.
export async function tile(assembly, number, size, known) {
  const opened = await Promise.all((await bundle(assembly, number, size)).map(open));
  const keys = new Map(known);
  for (const { act } of opened) {
    for await (const { name, bytes } of keysIn(act)) keys.set(name, bytes);
  }
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

// What cannot be read stands in the tree, but is no act.
async function open(bytes) {
  const leaf = await leafHash(bytes);
  try {
    const { time, jws } = entries.read(bytes);
    const envelope = parse(jws);
    const act = read(envelope.payload);
    if (typeof act?.type !== "string") throw new ProofError("no act");
    return { leaf, time, envelope, act, id: await idOf(envelope) };
  } catch {
    return { leaf, time: 0, envelope: { kid: "" }, act: {} };
  }
}
