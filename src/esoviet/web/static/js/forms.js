// Reads any form that describes an act: what stands in the payload is said by data attributes.
//
//   <form data-act="argue"> <input name="problem" value="7" data-kind="int"> …
//   kinds: text (default), int, bool, blob (a text), files (evidence), json, secret (never sent)
//   a name with dots goes into a part: effect.target; an empty field is left out

import { blobOf, textBlob } from "./blobs.js";
import { language } from "./words.js";

// The fields of the act, the blobs that go with it, and lines that tell the member what is signed.
export async function read(form) {
  const fields = {};
  const blobs = [];
  const lines = [];
  for (const element of form.elements) {
    if (!element.name || element.disabled || element.dataset.kind === "secret") continue;
    if (element.type === "radio" && !element.checked) continue;
    const value = await valueOf(element, blobs);
    if (value === undefined) continue;
    place(fields, element.name.split("."), value);
    const label = labelOf(element);
    if (label) lines.push([label, shown(element)]);
  }
  return { fields, blobs, lines };
}

async function valueOf(element, blobs) {
  const { kind } = element.dataset;
  if (kind === "bool") return element.type === "checkbox" ? element.checked : element.value === "true";
  if (kind === "files") {
    const made = await Promise.all(Array.from(element.files, fileBlob));
    blobs.push(...made);
    return made.length ? made.map((blob) => blob.ref) : undefined;
  }
  if (element.value === "") return undefined;
  if (kind === "int") return Number(element.value);
  if (kind === "json") return JSON.parse(element.value);
  if (kind === "time") return new Date(element.value).getTime();
  if (kind === "blob") {
    const blob = await textBlob(element.value, language);
    blobs.push(blob);
    return blob.ref;
  }
  return element.value;
}

const fileBlob = async (file) =>
  blobOf(new Uint8Array(await file.arrayBuffer()), file.type || "application/octet-stream");

function place(fields, path, value) {
  const last = path.pop();
  let part = fields;
  for (const name of path) part = part[name] ??= {};
  part[last] = value;
}

function labelOf(element) {
  if (element.type === "hidden" && !element.dataset.label) return "";
  if (element.dataset.label) return element.dataset.label;
  if (element.type === "radio") return element.closest("fieldset")?.querySelector("legend")?.textContent;
  return element.labels?.[0]?.textContent.trim();
}

function shown(element) {
  if (element.dataset.shown) return element.dataset.shown;
  if (element.type === "radio") return element.labels[0]?.textContent.trim();
  if (element.type === "checkbox") return element.checked ? "✓" : "–";
  if (element.type === "file") return Array.from(element.files, (file) => file.name).join(", ");
  if (element.tagName === "SELECT") return element.selectedOptions[0]?.textContent.trim();
  return element.value;
}
