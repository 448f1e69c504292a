// For each file that is chosen a field that says what it shows. What they say is one text, a line a
// file, signed with the act (docs/law.md 8.2); the fields themselves have no name.

import { t } from "../base/words.js";
import { isVisible } from "../base/visible.js";
import { nameOf, sizeOf } from "./filenames.js";

const MOST = 200; // ten of them fit into what the law allows, in any script

export function watchCaptions() {
  document.addEventListener("change", ({ target }) => {
    if (target.type === "file" && target.dataset.captions !== undefined) ask(target);
  });
}

// The text of all captions; empty where nothing is said of any file.
export function captionsOf(input) {
  const said = fieldsOf(input).slice(0, input.files?.length).map(({ value }) => plain(value));
  return said.join("\n").trimEnd();
}

// A file in the signing dialog: its name, its size and what is said of it.
export function shownFile(input, ref, place) {
  const caption = plain(fieldsOf(input)[place]?.value ?? "");
  return `${ref.name ?? "—"} (${sizeOf(ref.size)})${caption && `: ${caption}`}`;
}

const plain = (value) => (isVisible(value) ? value.replace(/\s+/g, " ").trim() : "");

const boxOf = (input) => (input.type === "file" ? input.parentElement.querySelector("[data-caption-fields]") : null);
const fieldsOf = (input) => Array.from(boxOf(input)?.querySelectorAll("input") ?? []);

function ask(input) {
  boxOf(input)?.remove();
  if (!input.files.length) return;
  const box = document.createElement("div");
  box.dataset.captionFields = "";
  box.append(...Array.from(input.files, (file, place) => field(input, file, place)));
  input.after(box);
}

function field(input, file, place) {
  const id = `${input.id}-shows-${place}`;
  const name = Object.assign(document.createElement("bdi"), { textContent: nameOf(file, file) || "—" });
  const label = Object.assign(document.createElement("label"), { htmlFor: id });
  label.append(`${t("caption")} `, name);
  const line = Object.assign(document.createElement("input"), { id, type: "text", maxLength: MOST, dir: "auto" });
  line.dataset.caption = ""; // told how long it may be, not cut (page/lengths.js)
  const row = Object.assign(document.createElement("div"), { className: "field" });
  row.append(label, line);
  return row;
}
