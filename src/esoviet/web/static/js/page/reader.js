// Pages of an assembly: what this browser's key lets its reader do, and whether the history that they
// are shown continues the one that they saw.

import * as db from "../base/db.js";

const STRANGER = ["signin", "door", "guest"]; // to the host: signed in as nobody, where everybody may read

// Show what is for this reader; answers their key, if this browser holds one and is not signed out.
export async function greet(assembly) {
  const row = await db.get("keys", assembly);
  const own = row?.out ? undefined : row;
  showFor(own, assembly, row);
  document.addEventListener("arrived", ({ detail }) => showFor(own, assembly, row, detail));
  if (row?.out) (await import("./goodbye.js")).offerBack(assembly);
  return own;
}

// What goes on once the page is ready. One that was fetched when its link was touched may never have
// been shown, so the host noted nothing: now it is told.
export async function follow(assembly, own) {
  if ("ahead" in document.body.dataset) noteSeen();
  if (document.querySelector("[data-mutes]")) (await import("./mutes.js")).watch(assembly);
  const begun = await db.get("begun", assembly);
  if (begun) await (await import("../acts/begunpage.js")).follow(begun);
  if (own?.leaving && !document.querySelector("[data-flow=farewell]")) {
    (await import("./farewell.js")).remind(assembly, own);
  }
  if (own && STRANGER.every((name) => (name in document.body.dataset) === (name === "signin"))) {
    await (await import("./standing.js")).tell(assembly, own);
  }
  const asking = await db.get("asking", assembly);
  if (asking) await (await import("./asking.js")).follow(assembly, asking);
  if (document.querySelector("[data-index]")) await (await import("./visits.js")).showNew(assembly);
  if (!("door" in document.body.dataset)) await checkHistory(assembly);
  if (own) await (await import("./assemblies.js")).keepName(assembly);
  if (own) await (await import("../acts/outbox.js")).watchOutbox(assembly);
  if (document.querySelector("#now .now[role]")) (await import("./nowbar.js")).keepInSight();
  if (document.querySelector("[data-live]")) (await import("./live.js")).follow(assembly);
}

// Controls for members only where this browser holds a key; others are told how to join. Who signed
// out is told neither.
function showFor(own, assembly, row, root = document) {
  for (const element of root.querySelectorAll("[data-for]")) {
    element.hidden = element.dataset.for === "member" ? !own : Boolean(row);
  }
  for (const element of root.querySelectorAll("[data-mine]")) {
    element.hidden = !own || !element.dataset.mine.split(" ").map(Number).includes(own.member);
  }
  for (const element of root.querySelectorAll("[data-theirs]")) {
    element.hidden = Boolean(own) && Number(element.dataset.theirs) === own.member;
  }
  for (const link of root.querySelectorAll("[data-me]")) {
    if (own) link.href = `/a/${assembly}/members/${own.member}${link.dataset.me}`;
  }
}

function noteSeen() {
  fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
}

async function checkHistory(assembly) {
  const [{ verifyHistory }, { warn }, { t }] = await Promise.all(
    [import("../log/history.js"), import("../acts/evidence.js"), import("../base/words.js")]);
  const place = document.querySelector("[data-history]");
  try {
    const { size, isFirst } = await verifyHistory(assembly);
    if (place) place.textContent = t(isFirst ? "first-visit" : "consistent", { size });
  } catch {
    // No network, or no proof: two histories that were both signed are kept as evidence.
  }
  await warn(assembly);
}
