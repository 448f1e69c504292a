// What is wrong with a form, said at the field where it belongs, in plain words.

import { t } from "../base/words.js";
import { open } from "./drafts.js";

const STATES = {
  valueMissing: "missing", patternMismatch: "pattern", typeMismatch: "pattern", badInput: "pattern",
  rangeUnderflow: "too-small", rangeOverflow: "too-large", tooLong: "too-long", tooShort: "too-short",
};

// The browser checks; what it finds is said here, and the first field that is wrong gets the focus.
export function watchFields() {
  let focused = false;
  document.addEventListener("invalid", (event) => {
    const field = event.target;
    if (field.dataset.kind === "secret") return;
    event.preventDefault();
    blame(field, wordsOf(field));
    if (!focused) open(field).focus();
    focused = true;
    setTimeout(() => { focused = false; });
  }, true);
  for (const group of document.querySelectorAll("[data-together]")) together(group);
  document.addEventListener("input", ({ target }) => {
    if (!target.form) return;
    if (target.closest("[data-together]")) together(target.closest("[data-together]"));
    for (const field of target.form.elements) if (field.name === target.name) absolve(field);
  });
}

function wordsOf(field) {
  const state = Object.keys(STATES).find((name) => field.validity[name]);
  if (!state) return field.validationMessage;
  if (STATES[state] === "missing" && field.type === "radio") return t("field-choose");
  if (STATES[state] === "missing" && field.name.endsWith("[]") && field.type === "checkbox") return t("field-or-none");
  return t(`field-${STATES[state]}`, { min: field.min, max: field.max, most: field.maxLength });
}

// Fields that are filled in all together or not at all.
function together(group) {
  const fields = [...group.querySelectorAll("input, textarea, select")];
  const some = fields.some((field) => field.value !== "");
  for (const field of fields) field.required = some;
  if (!some) fields.forEach(absolve);
}

export function blame(field, text) {
  absolve(field);
  const spot = (["radio", "checkbox"].includes(field.type) && field.closest("fieldset")) || field;
  const id = `${(spot.id ||= `field-${crypto.randomUUID()}`)}-fault`;
  if (!document.getElementById(id)) {
    const place = Object.assign(document.createElement("p"), { id, className: "wrong", textContent: text });
    if (spot === field) (field.closest(".figure") ?? field).after(place);
    else spot.append(place);
  }
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [...described(field), id].join(" "));
}

const described = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);

function absolve(field) {
  if (field.getAttribute?.("aria-invalid") !== "true") return;
  field.removeAttribute("aria-invalid");
  const [own, others] = [true, false].map((fault) =>
    described(field).filter((id) => id.endsWith("-fault") === fault));
  for (const id of own) document.getElementById(id)?.remove();
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
}

export function absolveAll(form) {
  for (const field of form.elements) absolve(field);
}

// Where a refusal belongs: the text or file that is missing, the files that are too many bytes, the
// rule that it names. Answers whether such a field was found.
export function blameFor(form, error, text, sources = new Map()) {
  const { problem = {}, status } = error;
  const found = (problem.missing ?? []).map((sha256) => sources.get(sha256)).filter(Boolean);
  const fields = Array.from(form.elements).filter((field) => field.name && field.type !== "hidden");
  if (status === 413) found.push(...fields.filter((field) => field.files?.length));
  if (!found.length) {
    found.push(...fields.filter((field) => {
      const rule = field.name.split(".").at(-1);
      return rule.includes("_") && new RegExp(`\\b${rule}\\b`).test(error.message);
    }));
  }
  for (const field of found) blame(open(field), text);
  found[0]?.focus();
  return found.length > 0;
}
