// Who this browser is in an assembly: whether it can hold a key, and making one.

import * as db from "../base/db.js";
import { ask } from "../base/http.js";
import { t } from "../base/words.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName } from "../wire/envelope.js";
import { sealedPair } from "./lock.js";

const IN = ["applicant", "vouched", "contested", "member"];

// Whether this browser can hold a key and sign with it; else the words that say why not.
export async function selfTest() {
  if (!window.isSecureContext) return t("insecure");
  try {
    const pair = await ed25519.generate();
    await db.put("trials", { name: "self-test", pair });
    const kept = await db.get("trials", "self-test");
    await db.remove("trials", "self-test");
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const signs = await Promise.all([kept.pair, await ed25519.fromSeed(seed)].map(works));
    return signs.every(Boolean) ? "" : t("unable");
  } catch {
    return t("unable");
  }
}

async function works(pair) {
  const message = new Uint8Array([1, 2, 3]);
  const signature = await ed25519.sign(pair, message);
  return ed25519.verify(await ed25519.raw(pair.publicKey), message, signature);
}

// A new key of this device: the pair and its name.
export async function newDevice() {
  const pair = (await sealedPair()) ?? (await ed25519.generate());
  return { pair, kid: await keyName(await ed25519.raw(pair.publicKey)) };
}

// The assembly of this page by its address: what the page says of itself is the host's word.
export const assemblyHere = () => /^\/a\/([0-9a-f]{64})(?=\/|$)/.exec(location.pathname)?.[1] ?? "";

// Why this browser takes no other key in an assembly: it has begun something of another `kind`, or it
// holds a key that stands, of somebody who is a member or waits to be one, and that nobody else has.
// Else "": who left, was refused or lost that key begins anew.
export async function refuseSecondKey(assembly, kind = "join") {
  const begun = await db.get("begun", assembly);
  if (begun && begun.kind !== kind) return t("begun-first");
  const own = await db.get("keys", assembly);
  if (!own || own.copied || !(await ask(`/a/${assembly}/keys/${own.kid}.json`)).ok) return "";
  const answer = await ask(`/a/${assembly}/members/${own.member}.json`);
  const { member } = answer.ok ? await answer.json() : {}; // whoever may not read is no member
  return IN.includes(member?.state) ? t("second-key", { member: own.member }) : "";
}
