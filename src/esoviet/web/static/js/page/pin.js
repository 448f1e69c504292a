// Setting, changing and taking off the PIN of who acts (keys/lock.js).

import { act, drop } from "../acts/acts.js";
import { choice, linesOf, make } from "../acts/dialog.js";
import * as db from "../base/db.js";
import { actor, isShared, note } from "../base/people.js";
import { t } from "../base/words.js";
import { newDevice } from "../keys/identity.js";
import { isPin, setPin, takeOff } from "../keys/lock.js";
import { possession } from "../keys/possession.js";
import { signIn } from "../keys/session.js";
import { learn } from "./acting.js";
import { renewed } from "./push.js";
import { say } from "./say.js";

export async function watch(form) {
  const has = Boolean(await db.get("locks", "pin"));
  form.querySelector("[data-had]").hidden = !has;
  form.elements.before.required = has;
  form.querySelector("[data-none]").hidden = has;
  form.querySelector("[data-off]").hidden = !has;
  form.querySelector("[data-off]").addEventListener("click", () => off(form));
}

export async function set(form, assembly) {
  const { pin, again, before } = form.elements;
  if (!isPin(pin.value)) throw new Error(t("pin-digits"));
  if (pin.value !== again.value) throw new Error(t("pin-differs"));
  const rows = await bare();
  if (rows.length && !(await agreed(rows))) return undefined;
  say(form, t("signing"), "wait");
  if (!(await setPin(pin.value, before.value))) throw new Error(t("pin-wrong"));
  form.reset();
  const link = document.querySelector(".bar .own[data-called]");
  note(actor, { ...(!isShared() && learn(link, assembly)), pin: true });
  const left = [];
  for (const row of rows) await renew(row).catch((error) => left.push([row, error]));
  if (!left.length) return location.reload();
  const [[{ assembly: there }, { message }]] = left;
  throw new Error(t("pin-partly", { name: await nameOf(there), why: message }));
}

async function off(form) {
  if (!(await takeOff(await db.among(actor), form.elements.before.value))) return say(form, t("pin-wrong"), "bad");
  note(actor, { pin: false });
  await (await window.caches?.open("esoviet-shared"))?.delete("/until");
  return location.reload();
}

// Keys that nobody can read out, and so nobody can lock.
const bare = async () => (await db.all("keys")).filter(({ pair, out }) => !pair.sealed && !out);

async function agreed(rows) {
  const lines = await Promise.all(rows.map(async ({ assembly, member }) =>
    [await nameOf(assembly), t("pin-member", { member })]));
  const list = make("dl");
  list.append(...linesOf(lines));
  return (await choice([make("h2", t("pin-title")), make("p", t("pin-why")), list],
    [["yes", t("pin-yes")], ["", t("not-yet")]])) === "yes";
}

const nameOf = async (assembly) => (await db.get("names", assembly))?.value ?? `${assembly.slice(0, 8)}…`;

// Another key in the place of one that cannot be locked: the old one enrols it and is revoked by it.
async function renew(own) {
  const { assembly, kid: old } = own;
  if ((await db.of("outbox", assembly)).length) throw new Error(t("pin-outbox"));
  const { pair, kid } = await newDevice();
  const fields = await possession(assembly, old, pair);
  await act(assembly, "enrol-key", fields, [], { title: t("pin-title") }).catch(async (error) => {
    if (error.id) await drop(assembly, error.id);
    throw error;
  });
  const { leaving, way, member } = await db.get("keys", assembly);
  await db.put("keys", { assembly, pair, kid, member, seq: 0, ...(leaving && { leaving }), ...(way && { way }) });
  await signIn(assembly);
  await act(assembly, "revoke-key", { kid: old }, [], { title: t("pin-revoke") }).catch((error) => {
    if (!error.kept) throw error; // it waits in the outbox
  });
  await renewed(assembly).catch(() => undefined); // a device is told by its key
}
