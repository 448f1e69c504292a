// What shows that a new key is there: it signs for the key which enrols it.

import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { keyName, proofText } from "../wire/envelope.js";

// A new key, and its proof that names the key which enrols it.
export async function possession(assembly, signer, pair) {
  const bytes = await ed25519.raw(pair.publicKey);
  const text = proofText("enrol-key", assembly, signer, await keyName(bytes));
  return { key: b64u(bytes), proof: b64u(await ed25519.sign(pair, text)) };
}
