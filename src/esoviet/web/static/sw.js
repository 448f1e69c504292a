// The service worker: the app's own files from its cache, the offline page when there is no network.
// Pages of an assembly are kept only where a member wants it (js/page/keeping.js), the last ones, for
// a fortnight, and none that shows what stands in no log: a shared phone must not show them to the next
// person. Whether it is wanted is whether there is a cache of that name.
//
// The server puts the version of its files in the place of VERSION, so a new version brings a new
// worker, which fetches its shell (the offline page and what that page loads) and drops the old one.

const NAME = "esoviet-shell-VERSION";
const FILES = "/static/VERSION";
const OFFLINE = "/offline";
const PAGES = "esoviet-pages";
// Of a browser that several people share (js/page/handing.js): its words for what is told by push, and that
// the sessions of who handed it over are to be ended before anybody is shown a page.
const [SHARED, ENDS] = ["esoviet-shared", "esoviet-ends"];
const MOST = 40;
const KEPT_MS = 14 * 86_400_000;
const [MAY_KEEP, KEPT] = ["Esoviet-Offline", "Esoviet-Kept"];

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(renew()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "/settings") event.respondWith(anew(request));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

async function renew() {
  const names = await caches.keys();
  const old = names.filter((one) => ![NAME, SHARED, ENDS].includes(one));
  await Promise.all(old.map((one) => caches.delete(one)));
  if (names.includes(PAGES)) await caches.open(PAGES); // empty: those pages name files that are gone
  await self.clients.claim();
}

async function page(event) {
  const { request } = event;
  try {
    if ((await caches.has(ENDS)) || (await isOver())) await endSessions();
    const answer = await fetch(request);
    if (answer.ok && answer.headers.has(MAY_KEEP)) event.waitUntil(keep(request.url, answer.clone()));
    return answer;
  } catch {
    return (await keptPage(request.url)) ?? caches.match(OFFLINE);
  }
}

async function endSessions() {
  const answer = await fetch("/hand-over", { method: "POST" });
  if (!answer.ok) throw new Error(`/hand-over: ${answer.status}`);
  await caches.delete(ENDS);
}

// Nobody has touched a page for some minutes, and who did has a PIN (js/page/idle.js).
async function isOver() {
  const until = (await caches.has(SHARED)) && (await (await caches.open(SHARED)).match("/until"));
  return Boolean(until) && Number(await until.text()) < Date.now();
}

async function keep(url, answer) {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.set(KEPT, Date.now());
  const body = await answer.blob();
  if (!(await caches.has(PAGES))) return;
  const cache = await caches.open(PAGES);
  await cache.delete(url); // the latest stands last
  await cache.put(url, new Response(body, { headers }));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST).map((one) => cache.delete(one)));
}

// The page says itself when it was kept (js/page/kept.js).
async function keptPage(url) {
  const cache = (await caches.has(PAGES)) ? await caches.open(PAGES) : undefined;
  const found = await cache?.match(url);
  if (!found) return undefined;
  const at = Number(found.headers.get(KEPT));
  if (Date.now() - at > KEPT_MS) return void (await cache.delete(url));
  const html = (await found.text()).replace("<html ", `<html data-kept="${at}" `);
  return new Response(html, { headers: found.headers });
}

// What is told by push is always shown: who asks to be told silently is told nothing by browsers.
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

async function show(data) {
  const { notification: said, app_badge: badge } = read(data);
  const told = (await caches.has(SHARED)) && (await (await caches.open(SHARED)).match("/told"));
  if (told) return showShared(await told.text());
  const { title = "E-Soviet", body = "", lang = "", dir = "auto", tag = "", navigate = "/" } = said ?? {};
  if (badge !== undefined) navigator.setAppBadge?.(Number(badge)).catch(() => undefined);
  return self.registration.showNotification(title, {
    body, lang, dir, tag, icon: `${FILES}/icon-192.png`, data: navigate });
}

// Whoever holds the phone reads it: neither whose it is nor what.
const showShared = (body) => self.registration.showNotification("E-Soviet", {
  body, tag: "shared", icon: `${FILES}/icon-192.png`, data: "/who" });

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

// The page that it leads to, in a window that shows it already if there is one.
async function open(path) {
  const { origin, href } = new URL(path, location.origin);
  if (origin !== location.origin) return;
  const shown = await self.clients.matchAll({ type: "window" });
  const there = shown.find(({ url }) => url === href);
  await (there ? there.focus() : self.clients.openWindow(href));
}

// The offline page in the language and colours that were chosen, and the files that it names.
async function keepShell() {
  const page = await fetch(OFFLINE, { cache: "no-cache" });
  if (!page.ok) throw new Error(`${OFFLINE}: ${page.status}`);
  const named = (await page.clone().text()).matchAll(/"(\/static\/[^"]+)"/g);
  const cache = await caches.open(NAME);
  await cache.addAll([...new Set(Array.from(named, ([, path]) => path))]);
  await cache.put(OFFLINE, page);
}

const anew = (request) => fetch(request).finally(() => keepShell().catch(() => undefined));

async function fromCache(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}
