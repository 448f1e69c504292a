// A text as it will be shown, while it is typed: set by the server, which sets it for everybody.

import { t } from "../base/words.js";

const QUIET_MS = 600;
const AGAIN_MS = 5000;
const FIELDS = "form[data-act] textarea[data-kind=blob]";

export function watchTexts(assembly) {
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(FIELDS)) later(target, assembly);
  });
}

const waits = new WeakMap(); // by field: what will ask for its text
const asked = new WeakMap(); // by field: the text it asked for last, so that a late answer is not shown

function later(field, assembly) {
  clearTimeout(waits.get(field));
  waits.set(field, setTimeout(() => show(field, assembly), QUIET_MS));
}

async function show(field, assembly) {
  const box = boxOf(field, assembly);
  box.hidden = !field.value.trim();
  if (!box.open || box.hidden || !field.isConnected) return;
  const text = field.value;
  if (asked.get(field) === text) return;
  asked.set(field, text);
  const html = await rendered(assembly, text);
  if (asked.get(field) !== text) return;
  put(box.querySelector(".preview"), html);
  if (html !== null) return;
  asked.delete(field);
  waits.set(field, setTimeout(() => show(field, assembly), AGAIN_MS));
}

async function rendered(assembly, text) {
  const headers = { "Content-Type": "text/plain;charset=utf-8" };
  const answer = await fetch(`/a/${assembly}/preview`, { method: "POST", headers, body: text }).catch(() => null);
  return answer?.ok ? answer.json().then(({ html }) => html, () => null) : null;
}

// The texts of the sheet that is signed, as they will be shown; to the letter they stand on it too.
export function setTexts(sheet, assembly) {
  for (const place of sheet.querySelectorAll("dd[data-text]")) set(place, assembly);
}

async function set(place, assembly) {
  const { text } = place.dataset;
  const html = /[\n*_`#[\]<>|~]/.test(text) ? await rendered(assembly, text) : null;
  if (html === null || !place.isConnected) return;
  put(place, html);
  place.classList.add("prose");
}

// It comes cleaned; a document of its own runs nothing in any case.
function put(place, html) {
  if (html === null) place.textContent = t("preview-failed");
  else place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

function boxOf(field, assembly) {
  const place = field.closest(".field") ?? field.parentElement;
  const known = place.querySelector(":scope > [data-preview]");
  if (known) return known;
  const box = Object.assign(document.createElement("details"), { open: true });
  const shown = Object.assign(document.createElement("div"), { className: "preview prose", dir: "auto" });
  box.dataset.preview = "";
  box.append(Object.assign(document.createElement("summary"), { textContent: t("preview") }), shown);
  box.addEventListener("toggle", () => show(field, assembly));
  place.append(box);
  return box;
}
