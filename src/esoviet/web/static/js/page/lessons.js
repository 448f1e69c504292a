// Lessons of earlier work that are like what somebody writes: at most three, which the server finds by
// the words. They are shown beside the form, and nothing is kept of what was written.

import { showTimes } from "./times.js";

const QUIET_MS = 1500;
const MOST = 480; // characters, of 500 that the server takes
const SHORT = 3;

const waits = new WeakMap(); // by form: what will look
const asked = new WeakMap(); // by form: the words it looked for last, so that a late answer is not shown

export function watchLessons(assembly) {
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-learns]");
    if (!form || !["title", "text"].includes(target.name)) return;
    clearTimeout(waits.get(form));
    waits.set(form, setTimeout(() => look(form, assembly), QUIET_MS));
  });
}

async function look(form, assembly) {
  const { title, text } = form.elements;
  const like = wordsOf([form.dataset.learns, title?.value ?? "", text.value].join(" "));
  if (asked.get(form) === like) return;
  asked.set(form, like);
  const address = `/a/${assembly}/lessons?${new URLSearchParams({ like })}`;
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return asked.delete(form);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked.get(form) === like) show(form, page.querySelectorAll("#lessons > article"));
}

function show(form, found) {
  const box = form.querySelector("[data-alike]");
  for (const one of found) one.removeAttribute("id"); // the page may have it already
  box.querySelector("div").replaceChildren(...found);
  showTimes(box);
  box.hidden = !found.length;
}

// The words of a text, each once, but for the short ones, which tell nothing.
export function wordsOf(text) {
  const found = new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  const long = [...found].filter((word) => word.length > SHORT || word.codePointAt(0) > 0x2e7f);
  let said = "";
  for (const word of long) if (said.length + word.length < MOST) said += `${word} `;
  return said.trim();
}
