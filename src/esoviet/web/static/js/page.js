// What every page starts. Parts that few pages need are fetched when a page has them.

import * as db from "./db.js";
import { keepDrafts } from "./drafts.js";
import { showPlace } from "./frame.js";
import { SplitView, verifyHistory } from "./history.js";
import { watchOutbox } from "./outbox.js";
import { fail, watchForms } from "./signer.js";
import { keepTimes } from "./times.js";
import { t } from "./words.js";

const { assembly, signin } = document.body.dataset;
const flows = {
  found: ["./found.js", (m, form) => m.watch(form, m.found)],
  join: ["./found.js", (m, form) => m.watch(form, m.join)],
  invite: ["./devices.js", (m, form) => onSubmit(form, () => m.invite(form, assembly))],
  phrase: ["./recovery.js", (m, form) => onSubmit(form, () => m.newPhrase(form, assembly))],
  ask: ["./asking.js", (m, form) => onSubmit(form, () => m.ask(form, assembly))],
  waiting: ["./asking.js", (m, place) => m.wait(place, assembly)],
  recover: ["./devices.js", (m, form) => onSubmit(form, () => m.recover(form, assembly))],
  pair: ["./devices.js", (m, form) => onSubmit(form, () => m.acceptPairing(form, assembly))],
  "offer-pairing": ["./devices.js", (m, form) => onSubmit(form, async () => {
    await m.offerPairing(form, assembly);
    location.reload();
  })],
  recount: ["./recountpage.js", (m, form) => m.watch(form)],
  outbox: ["./mine.js", (m, form) => m.showOutbox(form, assembly)],
  mine: ["./mine.js", (m, form) => m.showMine(form, assembly)],
};

function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    await work().catch((error) => fail(form, error));
    button.disabled = false;
  });
}

// Controls for members only where this browser holds a key; others are told how to join.
async function showFor(own) {
  for (const element of document.querySelectorAll("[data-for]")) {
    element.hidden = element.dataset.for === "member" ? !own : Boolean(own);
  }
  for (const element of document.querySelectorAll("[data-mine]")) {
    element.hidden = !own || Number(element.dataset.mine) !== own.member;
  }
  for (const link of document.querySelectorAll("[data-me]")) {
    if (own) link.href = `/a/${assembly}/members/${own.member}${link.dataset.me}`;
  }
}

async function checkHistory() {
  const place = document.querySelector("[data-history]");
  try {
    const before = await db.get("logs", assembly);
    const { size } = await verifyHistory(assembly);
    if (place) place.textContent = t(before ? "consistent" : "first-visit", { size });
  } catch (error) {
    if (!(error instanceof SplitView)) return;
    const notices = document.querySelector("[data-split]");
    notices.textContent = t("split");
    notices.classList.add("bad");
  }
}

async function start() {
  keepTimes();
  showPlace();
  await keepDrafts();
  if (document.querySelector("[data-ballot]")) (await import("./ballot.js")).ballots();
  for (const form of document.querySelectorAll("[data-flow]")) {
    const [module, run] = flows[form.dataset.flow];
    run(await import(module), form);
  }
  if (assembly) {
    const own = await db.get("keys", assembly);
    await showFor(own);
    document.addEventListener("refreshed", () => showFor(own));
    watchForms(assembly);
    if (signin !== undefined && own && (await (await import("./session.js")).signIn(assembly))) {
      location.reload();
      await new Promise(() => undefined); // the page that comes is the one that is ready
    }
    const asking = await db.get("keys", `asking/${assembly}`);
    if (asking) await (await import("./asking.js")).follow(assembly, asking);
    if (document.querySelector("[data-index]")) await (await import("./visits.js")).showNew(assembly);
    await checkHistory();
    await watchOutbox(assembly);
    if (document.querySelector("[data-live]")) (await import("./live.js")).follow(assembly);
  }
}

start().finally(() => { document.documentElement.dataset.ready = ""; });
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => undefined);
}
