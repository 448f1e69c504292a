// The keys that acts bring, and what shows whose they are (docs/law.md chapters 1, 3 and 4).

import { unB64u } from "../wire/bytes.js";
import { verify } from "../wire/ed25519.js";
import { keyName, proofText } from "../wire/envelope.js";

const DEEPEST = 4;

// The 32 bytes of a public key as acts give it, or null for anything else.
export function keyBytes(text) {
  try {
    return unB64u(text, 32);
  } catch {
    return null;
  }
}

// A key in an act, {name, bytes}, or null where it is none.
export async function keyIn(text) {
  const bytes = keyBytes(text);
  return bytes && { bytes, name: await keyName(bytes) };
}

// Whether `proof` is a possession proof by the key of these bytes.
export async function proves(purpose, assembly, first, second, bytes, proof) {
  try {
    return await verify(bytes, proofText(purpose, assembly, first, second), unB64u(proof, 64));
  } catch {
    return false;
  }
}

// All that an act holds and that can be a key: the name of a key says what the key is, so nothing is
// believed by gathering them.
export async function* keysIn(value, depth = DEEPEST) {
  if (typeof value === "string") {
    const key = value.length === 43 && (await keyIn(value));
    if (key) yield key;
  } else if (depth && value !== null && typeof value === "object") {
    for (const part of Object.values(value)) yield* keysIn(part, depth - 1);
  }
}
