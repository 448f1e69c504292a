// The seal of a file as it was before anything was done to it: SHA-256 of 32 random bytes and the file.
// The random bytes, without which nobody can tell which file it is, stay in this browser.

import * as db from "../base/db.js";
import { concat, hex, sha256 } from "../wire/bytes.js";

const SALT = 32;
const known = new WeakMap(); // by file: its seal, so that reading a form twice makes one

export function sealOf(file) {
  if (!known.has(file)) known.set(file, make(file));
  return known.get(file);
}

async function make(file) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const hash = hex(await sha256(concat(salt, new Uint8Array(await file.arrayBuffer()))));
  await db.change(["originals", "put", { hash, salt: hex(salt), at: Date.now() }]);
  return hash;
}

// Show the salt of a seal on its page, where this browser made it.
export async function showSalt(place) {
  const row = await db.get("originals", place.dataset.hash);
  if (!row) return;
  place.querySelector("[data-salt]").textContent = row.salt;
  place.hidden = false;
}
