// Signing and sending acts, whatever their type: the page says what is in them (page/signer.js).

import * as db from "../base/db.js";
import { t } from "../base/words.js";
import { parse } from "../wire/envelope.js";
import { mark } from "./delivery.js";
import { drain, enter, locked, turnBack } from "./sending.js";

const ASKED = ["1.11", "1.12"]; // the clock is wrong; another device of the same member said it later
const MOST = 3;
const agreed = new Set(); // the ids of refused acts that the member was shown, and signs over

// Sign and send one act of this device; `fields` without what ties it to others. `told` is what the
// outbox shows of it. What it throws is marked `kept` if the act stays in the outbox.
export async function act(assembly, type, fields, blobs = [], told = {}) {
  const made = { ...told, type, blobs };
  for (let turn = 1; ; turn++) {
    try {
      return await locked(assembly, () => follow(assembly, made, { type, ...fields }));
    } catch (error) {
      if (error.kept || turn === MOST || !(await settled(assembly, error, told.lines ?? []))) throw error;
      agreed.add(error.id);
    }
  }
}

// Whether what stood in the way is out of it, so that the same can be signed anew.
async function settled(assembly, error, lines) {
  if (error.clause === "1.4") return (await import("./copied.js")).settled(assembly);
  if (!ASKED.includes(error.clause)) return false;
  return (await import("./questions.js")).settled(assembly, error, lines);
}

async function follow(assembly, made, content) {
  const own = await db.get("keys", assembly);
  if (!own) throw new Error(t("no-key-here"));
  if (own.out) throw new Error(t("signed-out"));
  if (own.copied) throw new Error(`${t("copied-theft")}. ${t("copied-see")}`);
  if ((await rivals(assembly)).some(({ id }) => !agreed.has(id))) throw new Error(t("rival-unseen"));
  return enter(own, { ...made, assembly }, content);
}

// Refused acts in whose place the next one is signed: a host could log any of them, until one is.
export async function rivals(assembly) {
  const own = await db.get("keys", assembly);
  return (await db.of("outbox", assembly))
    .filter((one) => one.refused && !one.dead && one.kid === own?.kid && one.seq === own.seq + 1);
}

// The member was shown them, and signs all the same.
export const agree = (shown) => shown.forEach(({ id }) => agreed.add(id));

// Send what waits in the outbox, oldest first; answers what stopped it, if anything did.
export const flush = (assembly) => locked(assembly, async () => (await drain(assembly)).error);

// Do not want an act any more. What may have left this browser can still be logged: it is remembered.
export const drop = (assembly, id) => locked(assembly, async () => {
  const kept = await db.get("outbox", id);
  if (!kept) return;
  if (kept.blocked || kept.dead) await db.remove("outbox", id);
  else if (kept.refused) await mark(kept, { thrown: true });
  else await turnBack(kept, kept.sent && { thrown: true, refused: { message: "", at: Date.now() } });
});

// Sign anew what a refused act before it, or the circumstances, kept from being logged; answers its
// receipt, or nothing where it waits.
export async function again(one) {
  const { assembly, title, lines, page, form, values, deadline } = one;
  const told = { title, lines, page, form, values, deadline };
  const receipt = await act(assembly, one.type, fieldsOf(one), one.blobs, told).catch((error) => {
    if (!error.kept) throw error;
  });
  await drop(assembly, one.id);
  return receipt;
}

// What an act says of itself, without what ties it to others.
export function fieldsOf({ jws }) {
  const payload = JSON.parse(new TextDecoder().decode(parse(jws).payload));
  for (const tie of ["type", "assembly", "seq", "prev", "at", "seen"]) delete payload[tie];
  return payload;
}

// What was refused, put back into a form and signed from there is dealt with.
export async function settle(assembly, page, form) {
  for (const one of await db.of("outbox", assembly)) {
    if (one.back && one.page === page && one.form === form) await drop(assembly, one.id);
  }
}
