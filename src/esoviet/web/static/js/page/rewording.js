// "Suggest a change": the whole text is edited, and what is signed is the passage that became another
// one, in whole words: where it begins and how long it is, counted in code points (law 6.14).

import { t } from "../base/words.js";
import { open } from "./drafts.js";

const WORD = /[\p{L}\p{N}_]/u;

export function watchRewordings() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-reworded]")) tell(target);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-takes]")) take(target);
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[data-rewords]");
    if (link) sessionStorage.setItem("reworded", String(getSelection()).trim());
    const field = target.closest("form")?.querySelector("[data-reworded]");
    if (field) tell(field); // before the browser checks it
  }, true);
  const marked = sessionStorage.getItem("reworded");
  sessionStorage.removeItem("reworded");
  const field = document.querySelector("[data-reworded]");
  if (marked !== null && field) select(field, marked);
}

// What a text became by editing it: { place, length, text } of the passage that is another one now.
export function passageOf(before, after) {
  const [old, now] = [[...before], [...after]];
  if (before === after) return null;
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
  while (isWithin(old, head) || isWithin(now, head)) head -= 1;
  let tail = 0;
  const room = Math.min(old.length, now.length) - head;
  while (tail < room && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  while (tail && (isWithin(old, old.length - tail) || isWithin(now, now.length - tail))) tail -= 1;
  const words = () => now.slice(head, now.length - tail).join("");
  while (words() && !/\S/u.test(words()) && head + tail) { // only space: with what stands beside it
    if (head) head -= 1;
    else tail -= 1;
  }
  return { place: head, length: old.length - tail - head, text: words() };
}

const isWithin = (text, at) => at > 0 && WORD.test(text[at - 1]) && WORD.test(text[at] ?? "");

function tell(field) {
  const [place, length, text] = ["place", "length", "text"].map((name) => field.form.elements.namedItem(name));
  const found = passageOf(field.defaultValue, field.value);
  place.value = found?.place ?? "";
  length.value = found?.length ?? "";
  text.value = found?.text ?? "";
  field.setCustomValidity(found ? "" : t("reword-same"));
}

// The words that were marked on the page are looked for in the text that is edited.
function select(field, marked) {
  const at = field.value.indexOf(marked);
  open(field).focus();
  if (marked && at >= 0) field.setSelectionRange(at, at + marked.length);
}

// A rewording is put into the text of the next version, where its passage still stands there.
function take(box) {
  const field = box.form.elements.text;
  const [old, now] = box.checked ? [box.dataset.passage, box.dataset.becomes] : [box.dataset.becomes, box.dataset.passage];
  const around = [box.dataset.before, box.dataset.after];
  const [was, is] = [old, now].map((words) => around.join(words));
  const at = field.value.indexOf(was);
  const once = at >= 0 && field.value.indexOf(was, at + 1) < 0;
  if (once) field.value = field.value.slice(0, at) + is + field.value.slice(at + was.length);
  box.closest("label").querySelector("[data-by-hand]").hidden = once || !box.checked;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
