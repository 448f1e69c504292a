// What a form says of what is done in it.

import { sentence, technical } from "../acts/trouble.js";
import { Refused } from "../base/http.js";
import { t } from "../base/words.js";
import { blameFor } from "./fields.js";

// Tell why it is not signed or was refused: at the field where that is known, else at the form.
export function sayWhy(form, error, sources) {
  const text = sentence(error, form);
  say(form, text, "bad", technical(error));
  if (error.id) form.querySelector("[data-say]").append(hint(t("refused-stays")));
  if (error instanceof Refused) blameFor(form, error, text, sources);
  form.dispatchEvent(new CustomEvent("refused", { bubbles: true, detail: error }));
}

export function say(form, text, kind = "", more = "") {
  let place = form.querySelector("[data-say]");
  if (!place) {
    place = document.createElement("div");
    place.dataset.say = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.className = text ? `notice ${kind}` : "";
  place.textContent = text;
  if (more) place.append(fold(more));
}

const hint = (textContent) =>
  Object.assign(document.createElement("p"), { className: "hint", textContent });

function fold(more) {
  const made = document.createElement("details");
  made.append(
    Object.assign(document.createElement("summary"), { textContent: t("technical") }),
    Object.assign(document.createElement("code"), { textContent: more }));
  return made;
}
