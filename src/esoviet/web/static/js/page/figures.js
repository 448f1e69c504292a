// The figures of a constitution: as people write them ("10 minutes", "2,5 days", "10 %"), and as the law
// reads them (a whole number or a fraction, of days where it is a time). What the law would refuse is said
// at its field while one types.

import { t } from "../base/words.js";
import { blame } from "./fields.js";

const SAID = /^(\d{1,9})(?:[.,](\d{1,6}))?(?:\s*\/\s*(\d{1,9}))?\s*(%|\p{L}+)?\.?$/u;

// What a field says, as the law reads it; as it was typed where that cannot be read.
export function exact(field) {
  const [top, bottom] = read(field) ?? [];
  if (top === undefined) return field.value;
  return bottom === 1n ? `${top}` : `${top}/${bottom}`;
}

// Heard at the document: forms come and go with the phases of a matter.
export function watchFigures() {
  for (const field of document.querySelectorAll("[data-figure]")) field.setCustomValidity(faultOf(field));
  document.addEventListener("input", ({ target }) => {
    if ("figure" in target.dataset) judge(target, read(target) !== null);
  });
  document.addEventListener("change", ({ target }) => {
    if ("figure" in target.dataset) judge(target, true);
  });
}

// A figure of a template: where one is taken whole the law takes it, however far from the one in force.
function isGiven(field) {
  const templates = field.closest("[data-units]").querySelector("[data-whole]")?.options ?? [];
  const rule = field.name.split(".").at(-1);
  return [...templates].some(({ dataset }) => JSON.parse(dataset.figures ?? "{}")[rule] === field.value);
}

// An unfinished word is no fault yet: it is told when the field is left.
function judge(field, told) {
  const fault = faultOf(field);
  field.setCustomValidity(fault);
  if (fault && told) setTimeout(() => blame(field, fault)); // after what was said before is taken away
}

function faultOf(field) {
  if (field.value.trim() === "" || isGiven(field)) return "";
  const value = read(field);
  const { figure, least, most, from, to } = field.dataset;
  if (!value) return t(`figure-${figure}`);
  const within = !less(value, plain(least)) && !less(plain(most), value);
  return within ? "" : t("figure-range", { from, to });
}

// As a fraction in lowest terms; null where it is none.
function read(field) {
  const [, whole, part = "", under = "1", unit = ""] = SAID.exec(field.value.trim()) ?? [];
  if (whole === undefined) return null;
  const bottom = 10n ** BigInt(part.length) * BigInt(under);
  const per = unitOf(field, unit.toLowerCase(), BigInt(whole + part) === 0n || under !== "1");
  if (!bottom || !per || (field.dataset.figure === "count" && bottom !== 1n)) return null;
  return lowest(BigInt(whole + part), bottom * BigInt(per));
}

// How many of a unit make a whole; 0 where there is none such. A time says its unit, unless it is
// `clear` without: nothing, or a fraction of a day.
function unitOf(field, unit, clear) {
  const { figure } = field.dataset;
  if (figure === "span") return unit ? JSON.parse(field.closest("[data-units]").dataset.units)[unit] ?? 0 : Number(clear);
  if (figure === "share" && unit === "%") return 100;
  return Number(!unit);
}

function plain(text) {
  const [top, bottom = "1"] = text.split("/");
  return [BigInt(top), BigInt(bottom)];
}

const less = ([a, b], [c, d]) => a * d < c * b;

function lowest(top, bottom) {
  let [a, b] = [top, bottom];
  while (b) [a, b] = [b, a % b];
  return [top / a, bottom / a];
}
