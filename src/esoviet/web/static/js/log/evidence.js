// What shows that a host contradicts itself: kept in this browser.
//
// A list by assembly, the newest last: {at, what, …}. `what` is "split" for two signed
// checkpoints that do not belong to one history, "receipt" for an act and an answer that does not prove
// that the act stands in the log.

import * as db from "../base/db.js";

const MOST = 20;

export const all = async (assembly) => (await db.get("evidence", assembly))?.value ?? [];

export async function keep(assembly, what, shown) {
  const before = await all(assembly);
  const told = JSON.stringify(shown);
  if (before.some(({ at: _at, what: _what, ...one }) => JSON.stringify(one) === told)) return;
  const value = [...before.slice(1 - MOST), { at: Date.now(), what, ...shown }];
  await db.put("evidence", { assembly, value, at: Date.now() });
}

export const drop = (assembly) => db.remove("evidence", assembly);
