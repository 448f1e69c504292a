// Pages to be read without a network: kept by the service worker (sw.js) where a member wants it.

import { t } from "../base/words.js";

const PAGES = "esoviet-pages";

export async function watch(form) {
  if (!window.caches || !navigator.serviceWorker) return;
  form.hidden = false;
  const show = async () => {
    const on = await caches.has(PAGES);
    form.querySelector("[data-off]").hidden = on;
    form.querySelector("[data-on]").hidden = !on;
    if (on) form.querySelector("[data-number]").textContent = t("kept-pages", { count: (await listed()).length });
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await caches.has(PAGES)) await caches.delete(PAGES);
    else await caches.open(PAGES);
    await show();
  });
  await show();
}

// What this browser keeps of an assembly is deleted; whether it keeps any stays as it was chosen.
export async function forgetPages(assembly) {
  if (!window.caches || !(await caches.has(PAGES))) return;
  const cache = await caches.open(PAGES);
  const kept = (await cache.keys()).filter(({ url }) => isOf(url, assembly));
  await Promise.all(kept.map((one) => cache.delete(one)));
}

const isOf = (url, assembly) => {
  const { pathname } = new URL(url);
  return pathname === `/a/${assembly}` || pathname.startsWith(`/a/${assembly}/`);
};

// The kept pages, the latest first: where each is, and what it is called.
export async function listed() {
  if (!window.caches || !(await caches.has(PAGES))) return [];
  const cache = await caches.open(PAGES);
  const pages = await Promise.all((await cache.keys()).map(async ({ url }) => {
    const html = await (await cache.match(url)).text();
    return { url, title: new DOMParser().parseFromString(html, "text/html").title };
  }));
  return pages.reverse();
}
