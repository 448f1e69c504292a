// The paper: the twelve words of a new recovery phrase take the whole page; then three of them are asked,
// while the words are out of sight. They are nowhere but in this page, and go from it with the answer.

import { t } from "../base/words.js";
import { newPhrase, recoveryKey } from "../keys/phrase.js";

// Answers the recovery key once it is written down; null where that is put off. `form` says whose it is.
// What is still to be founded is `addressed` by its first act, which names the recovery key.
export async function writeDown(place, form, addressed) {
  const phrase = await newPhrase();
  const words = phrase.split(" ");
  const pair = await recoveryKey(phrase);
  if (addressed) place.querySelector("[data-code]").textContent = await addressed(pair);
  fill(place, words, form);
  const bringBack = alone(place);
  stage(place, "write");
  const done = await answered(place, words);
  place.querySelector("ol").replaceChildren();
  place.querySelector("[data-asked]").replaceChildren();
  place.hidden = true;
  bringBack();
  step(3);
  return done ? pair : null;
}

// Which of the three steps this is, where they are shown.
export function step(number) {
  document.querySelectorAll(".steps li").forEach((one, at) => {
    one.classList.toggle("done", at + 1 < number);
    if (at + 1 === number) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  });
}

function fill(place, words, form) {
  place.querySelector("ol").replaceChildren(...words.map((word) =>
    Object.assign(document.createElement("li"), { textContent: word })));
  for (const line of place.querySelectorAll("[data-from]")) {
    const said = form.elements[line.dataset.from]?.value.trim();
    if (said) line.textContent = said;
  }
  place.querySelector("[data-asked]").replaceChildren(...pick(3).map(question));
  place.querySelector("[role=status]").textContent = "";
}

// Until the words are answered for, or put off.
function answered(place, words) {
  const on = (name, work) => {
    const button = place.querySelector(`[data-${name}]`);
    if (button) button.onclick = work;
  };
  return new Promise((resolve) => {
    on("print", () => print());
    on("written", () => stage(place, "check"));
    on("again", () => stage(place, "write"));
    on("later", () => resolve(false));
    place.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      if (right(event.target, words)) resolve(true);
    };
  });
}

function right(form, words) {
  const inputs = [...form.querySelectorAll("input")];
  const wrong = inputs.filter((input) =>
    input.value.trim().toLowerCase() !== words[Number(input.dataset.word)]);
  inputs.forEach((input) => input.setAttribute("aria-invalid", String(wrong.includes(input))));
  form.querySelector("[role=status]").textContent = wrong.length ? t("wrong-words") : "";
  wrong[0]?.focus();
  return !wrong.length;
}

function stage(place, name) {
  place.hidden = false;
  for (const one of place.querySelectorAll("[data-stage]")) one.hidden = one.dataset.stage !== name;
  step(2);
  scrollTo(0, 0);
  place.querySelector(`[data-stage=${name}] h2[role]`).focus({ preventScroll: true });
}

// All else of the page goes out of sight; answers what brings it back.
function alone(place) {
  const aside = [];
  for (let at = place; at.id !== "main"; at = at.parentElement) {
    aside.push(...[...at.parentElement.children].filter((one) => one !== at && !one.matches(".steps")));
  }
  aside.forEach((one) => { one.dataset.aside = ""; });
  document.body.dataset.paper = "";
  return () => {
    aside.forEach((one) => { delete one.dataset.aside; });
    delete document.body.dataset.paper;
  };
}

function question(place) {
  const label = document.createElement("label");
  label.className = "field";
  label.textContent = t("word-number", { number: place + 1 });
  const input = document.createElement("input");
  input.dataset.word = place;
  input.dataset.kind = "secret";
  Object.assign(input, { autocomplete: "off", autocapitalize: "none", spellcheck: false, required: true });
  label.append(input);
  return label;
}

function pick(count) {
  const places = new Set();
  while (places.size < count) places.add(crypto.getRandomValues(new Uint8Array(1))[0] % 12);
  return [...places].sort((a, b) => a - b);
}
