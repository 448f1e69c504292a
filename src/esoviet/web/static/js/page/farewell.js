// Erasing all that one wrote, and leaving: many acts, agreed to once. That it has begun is kept with the
// key, so that it goes on where it was; what is still to be erased is asked of the host each time, since
// the law may have given some of it to the assembly meanwhile. One's name is the last to go.

import { act, agree, drop, flush } from "../acts/acts.js";
import { ask as question } from "../acts/dialog.js";
import * as db from "../base/db.js";
import { ask, Refused, Unreachable } from "../base/http.js";
import { t } from "../base/words.js";
import { fail } from "./outcome.js";
import { callDevice } from "./owndevices.js";
import { say } from "./say.js";

const GONE = "12.3"; // erased already, or the assembly's by now
const MOST = 1000;
const RETRY = 4000;

export async function watch(form, assembly) {
  const { member } = form.dataset;
  const own = await db.get("keys", assembly);
  if (own?.member !== Number(member)) return;
  const stop = form.querySelector("[data-stop]");
  const button = form.querySelector("[type=submit]");
  const go = async () => {
    stop.hidden = false;
    button.disabled = true;
    await goOnWhenever(form, assembly, member).catch((error) => fail(form, error));
    button.disabled = false;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await begun(assembly)) && !(await agreed(form))) return;
    await remember(assembly, { total: Number(form.dataset.total) });
    await go();
  });
  stop.addEventListener("click", async () => {
    await remember(assembly, undefined);
    location.reload();
  });
  if (own.leaving) await go();
}

const begun = async (assembly) => (await db.get("keys", assembly)).leaving;

async function remember(assembly, leaving) {
  await db.put("keys", { ...(await db.get("keys", assembly)), leaving });
}

function agreed(form) {
  const leaves = "leaves" in form.dataset;
  const texts = Array.from(document.querySelectorAll("#erases li"), (line) => line.textContent.trim());
  const list = Object.assign(document.createElement("ul"));
  list.append(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  const title = t(!leaves ? "farewell-erase" : texts.length ? "farewell-title" : "farewell-leave");
  return question({ title, texts: [list, t("farewell-why")], yes: t("farewell-yes"), no: t("farewell-no") });
}

// A host that cannot be reached, or takes no more for a while, is waited for.
async function goOnWhenever(form, assembly, member) {
  while (await begun(assembly)) {
    const error = await goOn(form, assembly, member).then(() => null, (thrown) => thrown);
    if (!error) return;
    if (!error.kept && !(error instanceof Unreachable)) throw error;
    say(form, t("kept"), "wait");
    await new Promise((resolve) => { setTimeout(resolve, Math.max(RETRY, 1000 * (error.after ?? 0))); });
  }
}

async function goOn(form, assembly, member) {
  const stuck = await flush(assembly); // what was signed before goes first
  if (stuck) throw stuck;
  const leaving = await begun(assembly);
  let left = await standing(assembly, member);
  const total = Math.max(leaving.total, left.length);
  for (; left.length; left = left.slice(1)) {
    if (!(await begun(assembly))) return; // stopped
    say(form, t("farewell-progress", { done: total - left.length, total }), "wait");
    await erase(assembly, left[0]);
  }
  if ((await standing(assembly, member)).length) throw new Error(t("farewell-more"));
  if (!(await begun(assembly))) return;
  if ("leaves" in form.dataset) {
    say(form, t("farewell-leaving"), "wait");
    await forgetNames(assembly);
    await act(assembly, "leave", {}, [], { title: t("farewell-leave") });
  }
  await remember(assembly, undefined);
  location.reload();
}

// What refuses to be erased is passed over: it is not ours any more.
async function erase(assembly, sha256) {
  await act(assembly, "erase-blob", { sha256 }, [], { title: t("farewell-erase") }).catch(async (error) => {
    if (!(error instanceof Refused) || error.clause !== GONE) throw error;
    agree([error]);
    await drop(assembly, error.id);
  });
}

async function standing(assembly, member) {
  const found = [];
  let address = `/a/${assembly}/members/${member}/texts.json?limit=${MOST}`;
  while (address) {
    const answer = await ask(address);
    if (!answer.ok) throw new Unreachable();
    const { items, next } = await answer.json();
    found.push(...items.filter((one) => !one.handed_over && one.kept_for === null));
    address = next;
  }
  const isName = (one) => Number(one.kind === "profile");
  return found.sort((a, b) => isName(a) - isName(b)).map((one) => one.sha256);
}

// What one called one's devices is kept by the host for members alone.
async function forgetNames(assembly) {
  const answer = await ask(`/a/${assembly}/devices`);
  const { items } = answer.ok ? await answer.json() : { items: [] };
  for (const { kid, name } of items) if (name) await callDevice(assembly, kid, "");
}

// On other pages: it has begun, and is not done.
export function remind(assembly, { member }) {
  const note = Object.assign(document.createElement("p"), { className: "notice wait", textContent: t("farewell-begun") });
  const href = `/a/${assembly}/members/${member}/leave`;
  note.append(" ", Object.assign(document.createElement("a"), { href, textContent: t("go-on") }));
  document.getElementById("main").prepend(note);
}
