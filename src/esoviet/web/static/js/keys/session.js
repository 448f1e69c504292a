// Reading as a member: a signed challenge instead of a password.

import * as db from "../base/db.js";
import { seal } from "../wire/envelope.js";

// Open a session with this device's key; answers whether the host knows us as a member now.
export async function signIn(assembly) {
  const own = await db.get("keys", assembly);
  if (!own) return false;
  const asked = await fetch(`/a/${assembly}/session`, { cache: "no-store" }).catch(() => null);
  const { nonce } = asked?.ok ? await asked.json() : {};
  if (!nonce) return false; // no network, or no answer: read as a visitor, try at the next page
  const jws = await seal(JSON.stringify({ assembly, nonce }), own.pair, "session");
  const answer = await fetch(`/a/${assembly}/session`, {
    method: "POST", body: jws, headers: { "Content-Type": "application/jose" },
  }).catch(() => null);
  return Boolean(answer?.ok);
}
