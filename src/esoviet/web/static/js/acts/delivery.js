// One act on its way to the host: what the answer means, and what a receipt changes in the outbox.

import * as db from "../base/db.js";
import { post, Refused, Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { believe, verifyHistory } from "../log/history.js";

const SHUT = [401, 403, 404, 405, 407, 421, 451]; // without a clause: said at the door, not by the law

// Whether a host that answers so has not read the act.
export const isShut = ({ status }, { clause }) => SHUT.includes(status) && !clause;

// Send an act; answers its receipt, throws Refused or what else stopped it.
export async function deliver(kept) {
  if (!kept.sent) kept = await mark(kept, { sent: true });
  const answer = await post(`/a/${kept.assembly}/acts`, kept.jws, kept.blobs);
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.receipt) return received(kept, said);
  const shut = answer.ok || isShut(answer, said);
  if (shut) throw new Unreachable(said.detail || t("unreachable"));
  if (said.clause === "1.5") await verifyHistory(kept.assembly); // throws if it is another one
  throw new Refused(said, answer.status);
}

async function received(kept, said) {
  const { assembly, type, jws } = kept;
  const receipt = await believe(assembly, jws, said);
  await stand(kept, { ...receipt, type });
  return receipt;
}

// An act is logged: no other with its number ever can be.
async function stand({ id, assembly, kid, seq }, receipt) {
  const own = await db.get("keys", assembly);
  const further = own?.kid === kid && own.seq < seq; // it had been refused, or thrown away
  const past = (await db.of("outbox", assembly))
    .filter((one) => one.kid === kid && one.seq <= seq && one.id !== id && one.refused);
  await db.change(["receipts", "put", receipt], ["outbox", "delete", id],
    ...(further ? [["keys", "put", { ...own, seq, last: id }]] : []), ...past.map((one) => (
    one.told || one.thrown ? ["outbox", "delete", one.id] : ["outbox", "put", { ...one, dead: true }])));
}

export async function mark(kept, more) {
  await db.put("outbox", { ...kept, ...more });
  return { ...kept, ...more };
}
