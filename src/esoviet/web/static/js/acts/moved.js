// The host says that another act stands where this key's next one belongs (clause 1.4). Either it is one
// that it had refused, or one that this browser does not know, signed with a copy of the key.

import * as db from "../base/db.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { deliver, mark } from "./delivery.js";

// Takes up what is proven to stand; answers what the member is told instead of the refusal.
export async function moved(kept, refusal) {
  const { assembly, kid, seq } = kept;
  const before = (await db.of("outbox", assembly)).filter((one) =>
    one.refused && !one.dead && one.kid === kid && one.seq <= seq && one.id !== kept.id);
  for (const one of before) {
    if (!(await stands(one))) continue;
    const error = new Error(t("after-all", { title: one.title ?? t("act") }));
    const left = await db.get("outbox", kept.id);
    if (left) await mark(left, { refused: { ...left.refused, message: error.message } });
    return error;
  }
  return refusal;
}

// What is logged has a receipt; what is not is refused as before.
const stands = (one) => deliver(one).catch((error) => {
  if (!(error instanceof Refused)) throw error;
});
