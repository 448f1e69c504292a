// What every page starts. It brings little, since the line may be slow: what only some pages or only
// members need is fetched when it is there, and what can wait comes after the page is ready.

import { isLeft, isShared, pushed } from "../base/people.js";

const { assembly, door, signin } = document.body.dataset;
const FIRST = [
  "./reader.js", "./times.js", "../base/db.js", "../base/versions.js", "../base/words.js",
];

// What the page has of something, but for what is hidden from this reader.
const shown = (kind) => Array.from(document.querySelectorAll(kind))
  .filter((one) => !one.closest("[data-for][hidden], [data-mine][hidden]"));

async function signIn(own) {
  if (signin === undefined || (!own && door === undefined)) return;
  const opened = door === undefined ? (await import("../keys/session.js")).signIn(assembly)
    : (await import("./knock.js")).knock(assembly);
  if (!(await opened)) return;
  location.reload();
  await new Promise(() => undefined); // the page that comes is the one that is ready
}

// Another tab has this browser forget everything (page/goodbye.js).
function leaveWithAll() {
  new BroadcastChannel("forgotten").onmessage = () => {
    if ("forgets" in document.body.dataset) return; // this very one
    sessionStorage.clear();
    location.replace("/forgotten");
  };
}

// Somebody else acts in this browser now (page/handing.js): nothing of who did is left in sight, neither
// in another tab nor by going back.
function leaveToOthers() {
  const leave = () => {
    if (!isLeft() || "hands" in document.body.dataset) return;
    document.documentElement.hidden = true;
    sessionStorage.clear();
    location.replace(isShared() ? "/who" : "/");
  };
  for (const name of ["storage", "pageshow", "focus"]) addEventListener(name, leave);
  document.addEventListener("visibilitychange", leave);
}

// What the address aims at, where there is such a thing: what else stands behind # is a secret.
const aimed = () => document.getElementById(location.hash.slice(1));
const unfold = async () => aimed() && (await import("./folds.js")).unfoldAimed();

async function start() {
  leaveWithAll();
  leaveToOthers();
  const sandbox = "sandbox" in document.body.dataset; // nobody's but who takes the tour
  if (isShared() && !sandbox) await (await import("./acting.js")).begin(assembly);
  // Side by side, also what these import: each round over a slow line is long.
  const [reader, times] = await Promise.all((assembly ? FIRST : []).map((name) => import(name)));
  const own = await reader?.greet(assembly);
  times?.keepTimes();
  await unfold();
  addEventListener("hashchange", unfold);
  const { kept } = document.documentElement.dataset;
  if (kept) (await import("./kept.js")).tell(Number(kept));
  if (own || shown("form[data-act], form[data-draft]").length) {
    await (await import("./drafts.js")).keepDrafts();
  }
  if (own) (await import("./lengths.js")).watchLengths();
  if (own) (await import("./preview.js")).watchTexts(assembly);
  if (shown("[data-ballot]").length) (await import("./ballot.js")).ballots();
  if (shown("[data-choose], [data-when]").length) (await import("./choose.js")).chooses();
  if (shown("[data-needs]").length) (await import("./badge.js")).keepBadge();
  if (shown("[data-ended]").length) (await import("./ended.js")).watchEnd();
  if (shown("[data-minutes]").length) (await import("./minutes.js")).offerMinutes();
  if (shown("[data-figure]").length) (await import("./figures.js")).watchFigures();
  if (shown("[data-whole]").length) (await import("./whole.js")).watchTemplates();
  for (const fold of shown("[data-hand-out]")) {
    const hand = async () => (await import("./handover.js")).handOut(fold);
    if (fold.tagName === "DETAILS") fold.addEventListener("toggle", hand, { once: true });
    else hand();
  }
  const flows = shown("[data-flow]");
  if (document.querySelector("[data-flow=own]")) {
    ["./assemblies.js", ...FIRST.slice(2)].forEach((name) => import(name));
  }
  if (flows.length) await (await import("./flows.js")).follow(flows, assembly);
  if (own || shown("form[data-act]").length) {
    (await import("./signer.js")).watchForms(assembly);
  }
  if (own && shown("[data-captions]").length) (await import("./captions.js")).watchCaptions();
  if (own && document.querySelector("[data-brushed]")) (await import("./brush.js")).watchBrushes();
  if (own && document.querySelector("input[type=file]")) (await import("./room.js")).watchRoom(assembly);
  if (own && document.querySelector("[data-kind=media]")) (await import("./media.js")).watchMedia(assembly);
  if (own && shown("form[data-learns]").length) (await import("./lessons.js")).watchLessons(assembly);
  if (own && document.getElementById("write")) (await import("./replies.js")).watchReplies();
  if (own && document.getElementById("argue")) (await import("./side.js")).watchSides();
  if (own && document.querySelector("[data-reworded], [data-rewords], [data-takes]")) {
    (await import("./rewording.js")).watchRewordings();
  }
  await signIn(own);
  if (own) (await import("./flash.js")).tell();
  const rest = () => reader?.follow(assembly, own);
  if (own) await rest(); // a member's page is ready when what waited in the outbox has been sent
  return { own, rest: own ? null : rest };
}

// In a sandbox its end comes nearer; elsewhere nothing of one that is over stays in this browser.
async function sweep() {
  const ends = Number(localStorage.getItem("esoviet-sandbox"));
  if (document.querySelector("[data-gone]")) (await import("./tour.js")).countDown();
  else if (ends && ends < Date.now()) await (await import("./tour.js")).throwAway();
}

// The style sheets that came within this page are files for the next one.
function keepSheets() {
  for (const { dataset } of document.querySelectorAll("style[data-sheet]")) {
    fetch(dataset.sheet, { priority: "low" }).catch(() => undefined);
  }
}

// What works without a network is a member's: a stranger's line, which may be slow, need not carry it.
async function keepWorker(own) {
  const worker = navigator.serviceWorker;
  if (!worker || !(own || isShared() || worker.controller)) return;
  await worker.register("/sw.js", { type: "module" }).catch(() => undefined);
}

// What can wait: the service worker's own fetches among it.
async function goOn({ own, rest } = {}) {
  document.documentElement.dataset.ready = "";
  await sweep();
  try {
    await rest?.();
  } finally {
    keepSheets();
    await keepWorker(own);
  }
  const device = document.querySelector("[data-push]");
  if (device) await (await import("./push.js")).begin(device, assembly);
  else if (assembly && localStorage.getItem(pushed(assembly))) {
    await (await import("./push.js")).compare(assembly);
  }
}

start().then(goOn, (error) => {
  goOn();
  throw error;
});
