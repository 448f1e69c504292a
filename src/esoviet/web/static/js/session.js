// Reading as a member: a signed challenge instead of a password.

import * as db from "./db.js";
import { seal } from "./envelope.js";

// Open a session with this device's key; answers whether the host knows us as a member now.
export async function signIn(assembly) {
  const own = await db.get("keys", assembly);
  if (!own) return false;
  const { nonce } = await (await fetch(`/a/${assembly}/session`, { cache: "no-store" })).json();
  const jws = await seal(JSON.stringify({ assembly, nonce }), own.pair, "session");
  const answer = await fetch(`/a/${assembly}/session`, {
    method: "POST", body: jws, headers: { "Content-Type": "application/jose" },
  });
  return answer.ok;
}
