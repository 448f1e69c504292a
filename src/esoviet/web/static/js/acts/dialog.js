// A question in the middle of the page, which waits for its answer.

import { t } from "../base/words.js";

// `parts` are elements, the title first; `answers` are [value, text], the first as what is proposed,
// unless all are `alike`: then none is, and Enter answers nothing.
// Answers a value; "" where the dialog was closed without one.
export async function choice(parts, answers, alike = "") {
  const dialog = document.createElement("dialog");
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  const buttons = make("p", "", `row ${alike}`);
  answers.forEach(([value, text], n) => buttons.append(
    Object.assign(make("button", text, n || alike ? "" : "primary"), { value }), " "));
  parts[0].id = "question";
  if (alike) Object.assign(parts[0], { tabIndex: -1, autofocus: true });
  form.append(...signer(), ...parts, buttons);
  dialog.append(form);
  dialog.setAttribute("aria-labelledby", "question");
  document.body.append(dialog);
  dialog.showModal();
  await closed(dialog);
  dialog.remove();
  return dialog.returnValue;
}

// A question with two answers; true is the first. `texts` are texts or elements.
export async function ask({ title, texts, lines = [], yes, no }) {
  const list = make("dl");
  list.append(...linesOf(lines));
  const told = texts.map((text) => (typeof text === "string" ? make("p", text) : text));
  const parts = [make("h2", title), ...told, ...(lines.length ? [list] : [])];
  return (await choice(parts, [["yes", yes], ["", no]])) === "yes";
}

// In a browser that several people share: whose answer it is (page/acting.js).
function signer() {
  const { acting } = document.body.dataset;
  return acting ? [make("p", t("answers-as", { name: acting }), "label")] : [];
}

export const closed = (dialog) =>
  new Promise((resolve) => { dialog.addEventListener("close", resolve, { once: true }); });

// `text`: what it is to the letter, where it can be set as a text (page/preview.js).
export const linesOf = (lines) => lines.flatMap(([label, value, text]) => {
  const said = Object.assign(make("dd", value), { dir: "auto" });
  if (text) said.dataset.text = text;
  return [make("dt", label), said];
});

export const make = (tag, textContent = "", className = "") =>
  Object.assign(document.createElement(tag), { textContent, className });
