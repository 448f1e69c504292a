// Signing out, which lasts until the person signs in again; and having this browser forget everything.

import { act } from "../acts/acts.js";
import { choice, linesOf, make } from "../acts/dialog.js";
import * as db from "../base/db.js";
import { ask, Unreachable } from "../base/http.js";
import { isShared } from "../base/people.js";
import { t } from "../base/words.js";
import { signIn } from "../keys/session.js";
import { forgetOne } from "./handing.js";
import { forgetPages } from "./keeping.js";
import { say } from "./say.js";

// End the session at the server, and open no other by itself. The key stays.
export async function signOut(form, assembly) {
  await forgetPages(assembly);
  await ask(`/a/${assembly}/session`, { method: "DELETE" });
  await db.put("keys", { ...(await db.get("keys", assembly)), out: Date.now() });
  location.replace(`/a/${assembly}`);
}

// On the pages of who has signed out: the way back.
export function offerBack(assembly) {
  const place = make("section", "", "notice");
  const button = Object.assign(make("button", t("sign-in")), { type: "button" });
  button.addEventListener("click", async () => {
    const { out: _out, ...own } = await db.get("keys", assembly);
    await db.put("keys", own);
    await signIn(assembly);
    location.reload();
  });
  const link = Object.assign(make("a", t("forget-instead")), { href: "/settings#forget" });
  const row = make("p", "", "row");
  row.append(button, " ", link);
  place.append(make("p", t("signed-out")), row);
  document.getElementById("main").prepend(place);
}

// Say what is lost and what stays; then wipe it all.
export async function forget(form) {
  const places = await Promise.all((await db.all("keys")).map(standing));
  const revoke = places.filter(({ others }) => others);
  const { sure, revoking } = await asked(places, revoke);
  if (!sure) return undefined;
  for (const { own } of revoking ? revoke : []) {
    say(form, t("signing"), "wait");
    await revokeOwn(own);
  }
  if (isShared()) return location.replace(await forgetOne());
  const reached = await ask("/forget", { method: "POST" }).catch((error) => {
    if (!(error instanceof Unreachable)) throw error;
  });
  await wipe();
  if (reached?.ok) return location.replace("/forgotten");
  return document.getElementById("main").replaceChildren(make("p", t("forget-halfway"), "notice wait"));
}

// Where only members read, the receipt is not proved any more: its key has no say. That the session is
// over shows that it is revoked.
async function revokeOwn({ assembly, kid }) {
  await act(assembly, "revoke-key", { kid }, [], { title: t("forget-revoking") }).catch(async (error) => {
    if (!error.kept) throw error;
    const answer = await fetch(`/a/${assembly}/devices`, { cache: "no-store" }).catch(() => null);
    if (!answer || answer.ok) throw new Error(t("forget-unrevoked"));
  });
}

// What stays of a member's place without this browser's key, as far as the server tells.
async function standing(own) {
  const { assembly, kid, member, out } = own;
  const name = (await db.get("names", assembly))?.value ?? `${assembly.slice(0, 8)}…`;
  const tell = () => fetch(`/a/${assembly}/devices`, { cache: "no-store" }).catch(() => null);
  let answer = await tell();
  if (answer && !answer.ok && !out && (await signIn(assembly))) answer = await tell();
  if (!answer?.ok) return { own, name, said: t("forget-unknown", { member }) };
  const told = await answer.json();
  const others = told.items.filter((key) => !key.revoked && key.kid !== kid);
  const devices = others.filter((key) => key.kind === "device");
  const kept = [...devices.map((key) => key.name || t("device-unnamed")),
    ...(others.length > devices.length ? [t("device-phrase")] : [])].join(", ");
  const here = told.items.some((key) => key.kid === kid && !key.revoked);
  if (!told.member) return { own, name, said: t("forget-former", { member }) };
  return { own, name, others: here && !out && others.length, only: !others.length,
    said: t(others.length ? "forget-others" : "forget-only", { member, kept }) };
}

async function asked(places, revoke) {
  const lost = await Promise.all([["receipts", "receipts"], ["drafts", "drafts"], ["outbox", "outbox"],
    ["begun", "begun"], ["asking", "begun"], ["evidence", "evidence"]].map(async ([store, word]) => {
    const count = (await db.all(store)).filter(({ key }) => !key?.startsWith?.("mailed/")).length;
    return count ? t(`forget-${word}`, { count }) : "";
  }));
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
  const label = make("label", "", "check");
  label.append(box, ` ${t("forget-revoke")}`);
  const list = make("dl");
  list.append(...linesOf(places.map(({ name, said }) => [name, said])));
  const also = lost.filter(Boolean).join(" ");
  const parts = [make("h2", t("forget-title")), make("p", t("forget-what")), list,
    ...(also ? [make("p", also)] : []), ...(revoke.length ? [label] : [])];
  const yes = t(places.some(({ only }) => only) ? "forget-place" : "forget-yes");
  const sure = (await choice(parts, [["", t("forget-keep")], ["yes", yes]])) === "yes";
  return { sure, revoking: box.checked };
}

export async function wipe() {
  Object.assign(document.body.dataset, { forgets: "", hands: "" });
  sessionStorage.clear();
  localStorage.clear();
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const kept = window.caches ? await caches.keys() : [];
  await Promise.all([...workers.map((one) => one.unregister()), ...kept.map((name) => caches.delete(name))]);
  await db.wipe();
  new BroadcastChannel("forgotten").postMessage("");
}
