// The signed envelope of an act (a JWS in compact form), key names and possession proofs: the twin
// of wire/envelope.py and wire/keys.py.

import { b64u, hex, Malformed, sha256, unB64u, utf8 } from "./bytes.js";
import * as ed25519 from "./ed25519.js";

export const MAX_ACT = 16384;

// The RFC 7638 thumbprint of a public key (32 bytes).
export async function keyName(publicKey) {
  return b64u(await sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${b64u(publicKey)}"}`)));
}

// Sign a payload (a JSON text); answers the envelope as text.
export async function seal(payload, pair, typ = "act") {
  const kid = await keyName(await ed25519.raw(pair.publicKey));
  const header = `{"alg":"Ed25519","kid":"${kid}","typ":"${typ}"}`;
  const input = `${b64u(utf8(header))}.${b64u(utf8(payload))}`;
  const whole = `${input}.${b64u(await ed25519.sign(pair, utf8(input)))}`;
  if (whole.length > MAX_ACT) throw new Malformed("an act that is too long");
  return whole;
}

// Take an envelope apart; throws Malformed. Does not check the signature.
export function parse(text, typ = "act") {
  const parts = text.split(".");
  if (text.length > MAX_ACT || parts.length !== 3) throw new Malformed("not an envelope");
  const [header, payload, signature] = parts.map((part) => unB64u(part));
  const form = new RegExp(
    `^\\{"alg":"Ed25519","kid":"([\\x00-\\x7f]{43})","typ":"${typ}"\\}$`, "s");
  const found = form.exec(String.fromCharCode(...header));
  if (!found) throw new Malformed(`not the exact header of a signed ${typ}`);
  if (signature.length !== 64) throw new Malformed("the signature has not 64 bytes");
  return { kid: found[1], payload, signature, input: utf8(`${parts[0]}.${parts[1]}`) };
}

export const verified = (envelope, publicKey) =>
  ed25519.verify(publicKey, envelope.input, envelope.signature);

export const idOf = async (envelope) => hex(await sha256(envelope.input));

// The bytes that a new key signs to show that it is there.
export const proofText = (purpose, assembly, first, second) =>
  utf8(`esoviet/${purpose}/v1\n${assembly}\n${first}\n${second}\n`);
