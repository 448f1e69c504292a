// A browser that several people share: every page says who acts, and a page of somebody else's session is
// not shown to them.

import * as db from "../base/db.js";
import { actor, called, NOBODY, note } from "../base/people.js";
import { t } from "../base/words.js";
import { backTo, BEGINS } from "./handing.js";

const ENDED = "ended"; // where a session of somebody else was ended, so that it is tried once
const never = () => new Promise(() => undefined);
const own = () => document.querySelector(".bar .own[data-called]");

export async function begin(assembly) {
  const choosing = document.querySelector("[data-flow=who]");
  if (actor === NOBODY && !choosing) {
    backTo(location.href);
    await leave("/who");
  }
  if (actor === NOBODY) return;
  const idle = called()?.pin && (await import("./idle.js"));
  if (idle) await idle.watch();
  if (assembly) await mine(assembly);
  await emptied();
  const learned = learn(own(), assembly);
  if (learned) note(actor, learned);
  const { name } = called() ?? {};
  document.body.dataset.acting = name || t("somebody");
  if (!choosing) document.querySelector("header.bar").after(strip(called() ?? {}, idle));
}

async function leave(path) {
  document.documentElement.hidden = true;
  if (path) location.replace(path);
  else location.reload();
  await never();
}

// The cookie is the browser's, not a person's: what it opens for another than who acts is shut again.
async function mine(assembly) {
  const reader = Number(document.body.dataset.reader ?? 0);
  if (!reader || (await db.get("keys", assembly))?.member === reader) return;
  document.documentElement.hidden = true;
  const again = sessionStorage.getItem(ENDED) === location.href;
  sessionStorage.setItem(ENDED, location.href);
  await fetch(`/a/${assembly}/session`, { method: "DELETE" }).catch(() => null);
  await leave(again && "/who");
}

// Going back, browsers fill in again what was typed on a page, whoever typed it.
async function emptied() {
  for (const form of document.forms) form.autocomplete = "off"; // nor do they note it from here on
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  const strange = type !== "navigate" && (history.state?.actor !== actor || history.state.strange);
  history.replaceState({ ...history.state, actor, strange }, "");
  if (!strange) return;
  document.documentElement.hidden = true;
  if (document.readyState !== "complete") {
    await new Promise((resolve) => { addEventListener("load", resolve, { once: true }); });
  }
  for (const form of document.forms) form.reset();
  document.documentElement.hidden = false;
}

// What the members call who acts, in which colour, and where they were last.
export function learn(link, at) {
  if (!link) return undefined;
  const [, hue] = /\bk(\d+)/.exec(link.querySelector(".who").className);
  return { ...(link.dataset.called && { name: link.dataset.called }), hue: Number(hue), at };
}

// The round mark of somebody, and their name.
export function mark({ name, hue = 0 }) {
  const shown = name || t("somebody");
  const disc = Object.assign(document.createElement("span"), { className: `who k${hue}` });
  const letter = Object.assign(document.createElement("i"), { textContent: [...shown][0].toUpperCase() });
  letter.setAttribute("aria-hidden", "true");
  const said = document.createElement("bdi");
  said.textContent = shown;
  disc.append(letter, said);
  return disc;
}

function strip(one, idle) {
  const place = Object.assign(document.createElement("div"), { className: "acting no-print" });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", t("who-acts"));
  const link = Object.assign(document.createElement("a"), { href: "/who", textContent: t("somebody-else") });
  link.addEventListener("click", () => BEGINS.test(location.pathname) && backTo(location.href));
  const said = mark(one);
  said.append(` ${t("acts-here")}`);
  place.append(said, ...(idle ? [idle.button()] : []), link);
  return place;
}
