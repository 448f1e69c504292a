// The two words that both devices of a pairing show: they are the same only if both know the same keys.
//
// 22 bits of SHA-256 over what each device knows, as two words of the list of recovery phrases. Who
// stands in between could pick a key until the words fit, so the old device binds itself to its nonce
// before it sees the new device's, and opens it afterwards.

import { b64u, sha256, utf8 } from "../wire/bytes.js";
import { words } from "./phrase.js";

const NONCE = 16;

export const newNonce = () => crypto.getRandomValues(new Uint8Array(NONCE));

// What binds a device to its nonce.
export const commitment = async (nonce) => b64u(await sha256(nonce));

// `old` and `fresh` are {key, nonce} of the two devices, in base64url.
export async function twoWords(assembly, code, old, fresh) {
  const text = ["esoviet pairing words v1", assembly, code, old.key, old.nonce, fresh.key, fresh.nonce].join("\n");
  const [a, b, c] = await sha256(utf8(text));
  return pairAt((a << 14) | (b << 6) | (c >> 2));
}

// Two pairs that are not this one, to be told apart from it.
export async function otherPairs(pair) {
  const others = new Set();
  while (others.size < 2) {
    const other = await pairAt(crypto.getRandomValues(new Uint32Array(1))[0] >>> 10);
    if (other !== pair) others.add(other);
  }
  return [...others];
}

async function pairAt(bits) {
  const all = await words();
  return `${all[bits >> 11]} ${all[bits & 2047]}`;
}
