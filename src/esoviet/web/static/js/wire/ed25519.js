// Ed25519 with the assembly's one rule of validity, the twin of wire/ed25519.py.
//
// Engines differ on crafted keys and signatures, so the bounds are checked here before the engine is
// asked: S below the group order, A and R canonical and not of small order. What then remains, all
// engines judge alike.

import { b64u } from "./bytes.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SMALL = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

export async function verify(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (number(signature.subarray(32)) >= L) return false;
  if (!usable(publicKey) || !usable(signature.subarray(0, 32))) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

// Whether 32 bytes can stand for a point: canonical, and none of the points of small order.
export function usable(point) {
  const y = number(point) & ((1n << 255n) - 1n);
  return y < P && !SMALL.has(y);
}

// A key pair in the browser's own keeping: it signs, but nobody can read it out.
export const generate = () => crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);

// A key pair from a 32-byte seed; `publicKey` comes as bytes beside the pair.
export async function fromSeed(seed) {
  const pkcs8 = new Uint8Array(48);
  pkcs8.set([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
  pkcs8.set(seed, 16);
  const open = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const x = await crypto.subtle.exportKey("jwk", open).then((jwk) => jwk.x, () => computed(seed));
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  const jwk = { kty: "OKP", crv: "Ed25519", x };
  const publicKey = await crypto.subtle.importKey("jwk", jwk, "Ed25519", true, ["verify"]);
  return { privateKey, publicKey };
}

const computed = async (seed) => b64u(await (await import("./curve.js")).publicOf(seed));

export const raw = async (publicKey) =>
  new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));

export const sign = async (pair, message) =>
  new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, message));

function number(bytes) {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}
