// The name under which a file is signed: what cannot be seen or turns the line round is left out.

import { locale } from "../base/words.js";

const MOST = 200; // docs/protocol/acts.md: file name
const END = 20;
const SALT = 32;
const UNSEEN = /[\p{C}/\\]/gu;

// A picture that was painted anew is another kind of file, and says so.
export function nameOf(file, clean) {
  let name = file.name.normalize("NFC").replace(UNSEEN, "").replace(/\s+/g, " ").trim();
  if (clean !== file && clean.type.startsWith("image/")) {
    name = `${name.replace(/\.[^.]{1,5}$/, "") || "picture"}.${clean.type.slice(6)}`;
  }
  const letters = [...name];
  if (letters.length <= MOST) return name;
  return [...letters.slice(0, MOST - END - 1), "…", ...letters.slice(-END)].join("");
}

export function sizeOf(size) {
  const bytes = size - SALT;
  const [unit, value] = bytes >= 1e9 ? ["gigabyte", bytes / 1e9] : bytes >= 1e6 ? ["megabyte", bytes / 1e6] : ["kilobyte", Math.max(1, bytes / 1e3)];
  const maximumFractionDigits = unit === "kilobyte" ? 0 : 1;
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits }).format(value);
}
