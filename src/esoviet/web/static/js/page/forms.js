// Reads any form that describes an act: what stands in the payload is said by data attributes.
//
//   <form data-act="argue"> <input name="problem" value="7" data-kind="int"> …
//   kinds: text (default), int, bool, blob (a text), files (evidence), json, secret (never sent),
//   media (a file that the server has made ready, page/media.js), day (of a calendar, UTC), numbers (several, as people write them), original (the seal of
//   a file, page/originals.js), figure (a rule of a constitution as people write it), decimal (with a point or a comma),
//   code (letters, which become capitals), position (where a place lies, page/position.js),
//   head (a title, which goes on top of the text whose data-head names it)
//   a name with dots goes into a part: effect.target; one that ends in [] is one of several values;
//   an empty field is left out; a button with a name says its value where it was pressed

import { isVisible } from "../base/visible.js";
import { language, t } from "../base/words.js";
import { isUtf8 } from "../wire/bytes.js";
import { blobOf, textBlob } from "../wire/blobs.js";
import { captionsOf, shownFile } from "./captions.js";
import { fileOf } from "./chosen.js";
import { nameOf } from "./filenames.js";
import { repainted } from "./pictures.js";

const MOST_PIXELS = 2000;

// The fields of the act, the blobs that go with it (`sources`: which element each comes from), and
// lines that tell the member what is signed.
export async function read(form, pressed = null) {
  const fields = {};
  const blobs = [];
  const lines = [];
  const sources = new Map();
  for (const element of form.elements) {
    if (!element.name || element.disabled || element.dataset.kind === "secret") continue;
    if (element.tagName === "BUTTON") continue;
    if (!element.checked && isChoice(element)) continue;
    if (element.dataset.kind === "head") {
      if (element.value) lines.push([labelOf(element), element.value]);
      continue;
    }
    const before = blobs.length;
    const value = await valueOf(element, blobs);
    for (const one of [value ?? []].flat()) if (one.sha256) sources.set(one.sha256, element);
    if (value === undefined) continue;
    place(fields, element.name.split("."), value);
    if (element.dataset.kind === "time") fields.times?.sort((a, b) => a - b);
    const captions = captionsOf(element);
    if (captions) blobs.push(await textBlob(captions, language));
    if (captions) fields.captions = blobs.at(-1).ref;
    const label = labelOf(element);
    const isText = element.matches("textarea[data-kind=blob]");
    if (label) lines.push([label, shown(element, blobs.slice(before)), ...(isText ? [true] : [])]);
  }
  if (pressed?.name) {
    place(fields, [pressed.name], pressed.value);
    lines.unshift([pressed.dataset.label, pressed.textContent.trim()]);
  }
  return { fields, blobs, lines, sources };
}

// One of several values that are chosen, not a yes or no of its own.
const isChoice = ({ type, dataset }) => type === "radio" || (type === "checkbox" && dataset.kind !== "bool");

async function valueOf(element, blobs) {
  const { kind } = element.dataset;
  if (kind === "bool") return element.type === "checkbox" ? element.checked : element.value === "true";
  if (kind === "files") {
    const made = await Promise.all(Array.from(element.files, fileBlob));
    blobs.push(...made);
    return made.length ? made.map((blob) => blob.ref) : undefined;
  }
  if (kind === "original") return sealed(element);
  if (element.value === "") return undefined;
  if (kind === "media") {
    const ref = await (await import("./media.js")).refOf(element);
    if (ref) return ref;
    const blob = await fileBlob(fileOf(element));
    delete blob.ref.name; // names tell of devices and days, and the log keeps them
    blobs.push(blob);
    return blob.ref;
  }
  if (kind === "numbers") return element.value.match(/\d+/g)?.map(Number);
  if (kind === "day") return Date.parse(element.value);
  if (kind === "int") return Number(element.value);
  if (kind === "decimal") return element.value.trim().replace(",", ".").replace("−", "-");
  if (kind === "code") return element.value.trim().toUpperCase();
  if (kind === "figure") return (await import("./figures.js")).exact(element);
  if (kind === "json") return JSON.parse(element.value);
  if (kind === "time") {
    const asItCame = element.dataset.ms && element.value === element.defaultValue;
    return asItCame ? Number(element.dataset.ms) : new Date(element.value).getTime();
  }
  if (kind === "position") {
    blobs.push(await textBlob((await import("./position.js")).geoOf(element), language));
    return blobs.at(-1).ref;
  }
  if (kind === "blob") {
    if (!isVisible(element.value)) throw new Error(t("field-blank", { field: labelOf(element) ?? "" }));
    const blob = await textBlob(headed(element), language);
    blobs.push(blob);
    return blob.ref;
  }
  return element.value;
}

export function headed(element) {
  const head = element.dataset.head && element.form.elements[element.dataset.head].value.trim();
  return head ? `${head}\n\n${element.value}` : element.value;
}

async function fileBlob(file) {
  const clean = file.type.startsWith("image/") ? await repainted(file, MOST_PIXELS) : file;
  const bytes = new Uint8Array(await clean.arrayBuffer());
  const named = clean.type.startsWith("text/") && !isUtf8(bytes) ? "" : clean.type;
  return blobOf(bytes, named || "application/octet-stream", "", nameOf(file, clean));
}

async function sealed({ checked, form, dataset }) {
  const file = checked && fileOf(form.elements[dataset.of]);
  return file ? (await import("./originals.js")).sealOf(file) : undefined;
}

function place(fields, path, value) {
  const last = path.pop();
  let part = fields;
  for (const name of path) part = part[name] ??= {};
  const several = last.endsWith("[]") && last.slice(0, -2);
  if (several) part[several] = [...new Set([part[several] ?? [], value].flat())];
  else part[last] = value;
}

function labelOf(element) {
  if (element.type === "hidden" && !element.dataset.label) return "";
  if (element.dataset.label) return element.dataset.label;
  if (element.type === "radio") return element.closest("fieldset")?.querySelector("legend")?.textContent;
  return element.labels?.[0]?.textContent.trim();
}

function shown(element, made) {
  const { stays } = element.dataset;
  return stays ? `${stays} → ${said(element, made)}` : said(element, made);
}

function said(element, made) {
  if (element.dataset.shown) return element.dataset.shown;
  if (element.type === "radio") return element.labels[0]?.textContent.trim();
  if (element.type === "checkbox") return t(element.checked ? "choice-yes" : "choice-no");
  if (element.type === "file") return Array.from(element.files, (_, place) => shownFile(element, made[place].ref, place)).join("\n");
  if (element.tagName === "SELECT") return element.selectedOptions[0]?.textContent.trim();
  return element.value;
}
