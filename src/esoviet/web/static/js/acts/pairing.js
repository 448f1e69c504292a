// The end of a pairing, on the new device: its key stands in the log.

import * as db from "../base/db.js";
import { comeIn, signIn } from "../keys/session.js";
import { ProofError } from "../log/merkle.js";
import { b64u } from "../wire/bytes.js";
import * as ed25519 from "../wire/ed25519.js";
import { claimed, provenAt } from "./chain.js";

const [SOON, KNOCK] = [10, 5];

// The page to go on with, once the log proves that the device whose code was read has enrolled this
// one's key; "" before that.
export async function arrive({ of, kid, pair, member, inviter }) {
  const said = (await claimed(of, kid)) ?? (await knocked(of, pair) && await claimed(of, kid));
  if (!said) return "";
  const { act: enrolled } = await provenAt(of, said.enrolled, inviter);
  const key = b64u(await ed25519.raw(pair.publicKey));
  if (enrolled.type !== "enrol-key" || enrolled.key !== key) throw new ProofError("another key was enrolled");
  await db.change(
    ["keys", "put", { assembly: of, pair, kid, member, seq: 0 }], ["begun", "delete", of]);
  await signIn(of);
  return `/a/${of}/me`;
}

// Where only members read, the key itself asks whether it stands: often while somebody is just letting it
// in, then not at each look, since a server that knows nobody yet counts what strangers ask.
let looks = 0;
const knocked = (of, pair) => (looks++ < SOON || looks % KNOCK === 0 ? comeIn(of, pair) : false);
