// How long a text may be: told while it is typed, and nothing that is pasted is ever cut off.

import { isVisible } from "../base/visible.js";
import { locale, t } from "../base/words.js";
import { headed } from "./forms.js";

const FIELDS = "textarea[data-kind=blob], input[data-kind=blob], input[data-kind=head], input[data-caption]";
const NEAR = 0.8;
export const MOST_BYTES = 65536; // of a text, by the law

export function watchLengths() {
  for (const field of document.querySelectorAll(FIELDS)) check(field);
  const seen = ({ target }) => { if (target.matches?.(FIELDS)) check(target); };
  for (const kind of ["focusin", "input", "change"]) document.addEventListener(kind, seen);
  // What was put back into a form by a script is looked at before the browser asks whether it is valid.
  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.("button")?.form;
    for (const field of form?.querySelectorAll(FIELDS) ?? []) check(field);
  }, true);
}

// Characters left (less than 0: too many), and whether that is worth telling.
export function measure(text, most, whole = text) {
  const letters = [...text].length;
  const bytes = new TextEncoder().encode(whole.replaceAll("\r\n", "\n")).length;
  const room = Math.floor(((MOST_BYTES - bytes) * Math.max(1, letters)) / Math.max(1, bytes));
  const near = letters >= NEAR * most || bytes >= NEAR * MOST_BYTES;
  return { left: Math.min(most - letters, room), near };
}

// The browser would cut what is pasted at `maxlength`: the limit is kept as data instead.
function check(field) {
  if (field.maxLength > 0) {
    field.dataset.most = field.maxLength;
    field.removeAttribute("maxlength");
  }
  const isLine = field.dataset.kind === "head" || "caption" in field.dataset; // may be blank, and is no text alone
  const whole = isLine ? field.value : headed(field);
  const { left, near } = measure(field.value, Number(field.dataset.most) || MOST_BYTES, whole);
  const over = left < 0 ? t("field-over", { over: figure(-left) }) : "";
  field.setCustomValidity(over || (!isLine && field.value && !isVisible(field.value) ? t("text-blank") : ""));
  tell(field, over || (near ? t("characters-left", { left: figure(rounded(left)) }) : ""), over);
}

const figure = (number) => new Intl.NumberFormat(locale).format(number);
const rounded = (left) => (left > 100 ? left - (left % 100) : left); // who listens hears it seldom

function tell(field, text, over) {
  const known = field.parentElement.querySelector(":scope > [data-left]");
  if (!known && !text) return;
  const line = known ?? Object.assign(document.createElement("p"), { role: "status" });
  line.dataset.left = "";
  line.className = over ? "left wrong" : "left";
  if (line.textContent !== text) line.textContent = text;
  if (!known) field.after(line);
}
