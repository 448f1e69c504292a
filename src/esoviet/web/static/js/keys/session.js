// Reading as a member, or as a guest of a closed assembly: a signed challenge instead of a password.

import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { seal } from "../wire/envelope.js";
import { shortOf } from "./short.js";

// Open a session with this device's key; answers whether the host knows us as a member now.
export async function signIn(assembly) {
  const own = await db.get("keys", assembly);
  return Boolean(own) && open(assembly, own.pair);
}

// The same with another key, where only members read and this browser is not let in as one.
export const comeIn = async (assembly, pair) =>
  ["door", "guest"].some((name) => name in document.body.dataset) && open(assembly, pair);

// Open a session with a key: of a device, of a recovery phrase, of an invitation, of who waits.
export async function open(assembly, pair) {
  return Boolean((await proved(`/a/${assembly}/session`, assembly, pair))?.ok);
}

// Which assembly a short address leads to, for who holds a key there; "" for everybody else.
export async function wayTo(short, pair) {
  const answer = await proved(`/to/${short}/session`, short, pair);
  const { assembly } = answer?.ok ? await answer.json() : {};
  if (answer?.status === 429) throw new Refused(await answer.json(), 429);
  return /^[0-9a-f]{64}$/.test(assembly) && shortOf(assembly) === short ? assembly : "";
}

// The answer to a challenge that a key has signed; null without a network, or without an answer: then one
// reads as a visitor, and tries at the next page.
export async function proved(at, assembly, pair) {
  const asked = await fetch(at, { cache: "no-store" }).catch(() => null);
  const { nonce } = asked?.ok ? await asked.json() : {};
  if (!nonce) return null;
  const said = JSON.stringify({ assembly, nonce, origin: location.host });
  return fetch(at, {
    method: "POST", body: await seal(said, pair, "session"), headers: { "Content-Type": "application/jose" },
  }).catch(() => null);
}
