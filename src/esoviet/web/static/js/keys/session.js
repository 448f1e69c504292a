// Reading as a member, or as a guest of a closed assembly: a signed challenge instead of a password.

import * as db from "../base/db.js";
import { seal } from "../wire/envelope.js";

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
  const asked = await fetch(`/a/${assembly}/session`, { cache: "no-store" }).catch(() => null);
  const { nonce } = asked?.ok ? await asked.json() : {};
  if (!nonce) return false; // no network, or no answer: read as a visitor, try at the next page
  const said = JSON.stringify({ assembly, nonce, origin: location.host });
  const answer = await fetch(`/a/${assembly}/session`, {
    method: "POST", body: await seal(said, pair, "session"), headers: { "Content-Type": "application/jose" },
  }).catch(() => null);
  return Boolean(answer?.ok);
}
