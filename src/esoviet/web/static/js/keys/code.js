// The code of a pairing, and the mailbox that it opens (docs/protocol/acts.md, "Pairing").
//
// Ten characters of Crockford's base32: 50 random bits that can be read aloud and typed, in any case,
// with any spaces and hyphens; what looks alike is the same.

import { ask, Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { b64u, hex, utf8 } from "../wire/bytes.js";

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;
const ROUNDS = 200_000;

export const newCode = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => ALPHABET[byte & 31]).join("");

// As it is shown: in two groups.
export const grouped = (code) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

// However it was typed; "" where it is no code.
export function readCode(text) {
  const code = text.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}_.]/gu, "")
    .replace(/[IL]/g, "1").replaceAll("O", "0").replaceAll("U", "V");
  return code.length === LENGTH && Array.from(code).every((one) => ALPHABET.includes(one)) ? code : "";
}

// The place of a code at the host, and the key that seals what is left there.
export async function secretsOf(assembly, code) {
  const secret = await crypto.subtle.importKey("raw", utf8(code), "PBKDF2", false, ["deriveBits"]);
  const salt = utf8(`esoviet pairing v1\n${assembly}`);
  const bits = new Uint8Array(await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, secret, 512));
  return { place: hex(bits.slice(0, 32)), key: bits.slice(32) };
}

// The mailbox of a code: `leave` answers whether nobody else had left that part before, `read` what was
// left, null before that.
export async function mailbox(assembly, code) {
  const { place, key } = await secretsOf(assembly, code);
  const at = (part) => `/a/${assembly}/pairings/${place}/${part}`;
  return {
    async leave(part, message) {
      const said = JSON.stringify(message);
      const body = JSON.stringify({ said, seal: await sealOf(key, part, said) });
      const answer = await known(await ask(at(part), { method: "PUT", body }));
      if (!answer.ok && answer.status !== 409) throw new Refused(await answer.json(), answer.status);
      return answer.ok;
    },
    async read(part) {
      const answer = await known(await ask(at(part)));
      if (answer.status !== 200) return null;
      const { said, seal } = await answer.json();
      if (seal !== (await sealOf(key, part, said))) throw new Error(t("pairing-forged"));
      return JSON.parse(said);
    },
  };
}

async function known(answer) {
  if (answer.status === 404) throw new Error(t("code-unknown"));
  return answer;
}

export async function sealOf(key, part, said) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const mac = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return b64u(new Uint8Array(await crypto.subtle.sign("HMAC", mac, utf8(`${part}\n${said}`))));
}
