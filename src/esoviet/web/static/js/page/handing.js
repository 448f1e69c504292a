// Handing this browser over: who acted is out of sight in every tab, their sessions are ended and the pages
// that were kept for them deleted, before anybody else acts. What they had not sent waits in their own
// outbox until they act again.

import * as db from "../base/db.js";
import { ask } from "../base/http.js";
import {
  actor, called, databaseOf, hand, isLeft, isShared, NOBODY, note, people, pushed, strike,
} from "../base/people.js";
import { shut } from "../keys/lock.js";

const PAGES = "esoviet-pages"; // as sw.js names them
const SHARED = "esoviet-shared"; // what is told by push where it could be anybody's
const ENDS = "esoviet-ends"; // sessions are to be ended before a page is shown
const BACK = "back";

// Where somebody begins, who may be somebody else than who acts.
export const BEGINS = /^\/(?:found|to\b.*|invitation|a\/[0-9a-f]{64}\/(?:join|pair|recover))$/;

export const backTo = (url) => sessionStorage.setItem(BACK, url);

// Let another act, or nobody; answers the page where they go on.
export async function handOver(id) {
  if (isLeft()) return "/who"; // another tab was quicker
  const back = sessionStorage.getItem(BACK);
  const { at } = called(id) ?? {};
  const next = back ?? (at ? `/a/${at}` : "/");
  if (id === actor) return next;
  document.body.dataset.hands = "";
  const keeps = Boolean(window.caches) && (await caches.delete(PAGES));
  const empty = actor !== NOBODY && !(await hasAnything());
  if (actor !== NOBODY) note(actor, { keeps });
  hand(id); // from here on no tab does anything for who acted
  if (called(actor)?.pin) await shut(await db.among(actor));
  localStorage.removeItem("used");
  sessionStorage.clear();
  await endSessions();
  await (await window.caches?.open(SHARED))?.delete("/until");
  if (empty) await goFrom();
  navigator.clearAppBadge?.().catch(() => undefined);
  if (called(id)?.keeps) await caches.open(PAGES);
  return next;
}

// Somebody who is not known here yet: what they begin is kept apart from the first moment on.
export async function comeNew(name, told, first) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join("");
  if (!isShared()) note(actor, first);
  note(id, { name, hue: Math.floor(Math.random() * 12) });
  await (await window.caches?.open(SHARED))?.put("/told", new Response(told));
  return handOver(id);
}

// Take who acts out of this browser, them alone; answers where it goes on.
export async function forgetOne() {
  document.body.dataset.hands = "";
  await untell();
  await window.caches?.delete(PAGES);
  const left = people().filter(({ id }) => id !== actor);
  hand(left.length === 1 ? left[0].id : NOBODY);
  sessionStorage.clear();
  await endSessions();
  await goFrom();
  if (left.length) return "/who";
  await window.caches?.delete(SHARED);
  return "/forgotten";
}

async function goFrom() {
  strike(actor);
  await db.wipe(databaseOf(actor));
}

async function hasAnything() {
  const rows = await Promise.all(["keys", "begun", "asking", "outbox"].map((store) => db.all(store)));
  return rows.some(({ length }) => length);
}

// The server is not to tell this browser anything for who goes; it forgets that at the latest with their key.
async function untell() {
  for (const { assembly } of await db.all("keys")) {
    const endpoint = localStorage.getItem(pushed(assembly));
    localStorage.removeItem(pushed(assembly));
    const body = JSON.stringify({ endpoint });
    const headers = { "Content-Type": "application/json" };
    if (endpoint) await ask(`/a/${assembly}/push`, { method: "DELETE", body, headers }).catch(() => null);
  }
}

// Until when who acts does so without touching a page: after that the service worker ends their sessions
// before it shows one (sw.js).
export async function lasts(until) {
  await (await window.caches?.open(SHARED))?.put("/until", new Response(String(until)));
}

// Without a network the service worker does it, before it shows the next page.
async function endSessions() {
  const answer = await fetch("/hand-over", { method: "POST" }).catch(() => null);
  if (!answer?.ok) await window.caches?.open(ENDS);
}
