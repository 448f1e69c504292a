// The recovery phrase: twelve words of BIP-39 to a recovery key, the twin of the command line's.
//
//   seed64 = PBKDF2-HMAC-SHA512(words, "mnemonic", 2048 rounds, 64 bytes)
//   seed   = HKDF-SHA256(seed64, no salt, info "esoviet recovery key v1", 32 bytes)

import { sha256, utf8 } from "../wire/bytes.js";
import { fromSeed } from "../wire/ed25519.js";

export const WORDS = 12;
let list;

export async function words() {
  list ??= (await fetch("/words/english.json")).json();
  return list;
}

export async function newPhrase() {
  return fromEntropy(crypto.getRandomValues(new Uint8Array(16)));
}

export async function fromEntropy(entropy) {
  const all = await words();
  const checksum = (await sha256(entropy))[0] >> 4;
  let bits = (BigInt(`0x${hexOf(entropy)}`) << 4n) | BigInt(checksum);
  const chosen = [];
  for (let i = 0; i < WORDS; i++) {
    chosen.unshift(all[Number(bits & 2047n)]);
    bits >>= 11n;
  }
  return chosen.join(" ");
}

// What is wrong with a phrase: "count", an unknown word, "checksum", or null if nothing is.
export async function wrong(phrase) {
  const all = await words();
  const parts = normal(phrase).split(" ");
  if (parts.length !== WORDS) return { why: "count", count: parts.length };
  const unknown = parts.find((word) => !all.includes(word));
  if (unknown) return { why: "word", word: unknown };
  let bits = 0n;
  for (const word of parts) bits = (bits << 11n) | BigInt(all.indexOf(word));
  const entropy = new Uint8Array(16);
  let rest = bits >> 4n;
  for (let i = 15; i >= 0; i--) {
    entropy[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return (await fromEntropy(entropy)) === parts.join(" ") ? null : { why: "checksum" };
}

// However it was written down: in lines, with commas or numbers, in capitals, with wide letters.
export const normal = (phrase) => phrase.normalize("NFKD").replace(/\p{Cf}/gu, "").toLowerCase()
  .split(/[\s\d,.;:()–-]+/).filter(Boolean).join(" ");

// The key pair of a phrase.
export async function recoveryKey(phrase) {
  const secret = await crypto.subtle.importKey(
    "raw", utf8(normal(phrase)), "PBKDF2", false, ["deriveBits"]);
  const seed64 = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-512", salt: utf8("mnemonic"), iterations: 2048 }, secret, 512);
  const material = await crypto.subtle.importKey("raw", seed64, "HKDF", false, ["deriveBits"]);
  const info = utf8("esoviet recovery key v1");
  const seed = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, material, 256);
  return fromSeed(new Uint8Array(seed));
}

const hexOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
