// A PIN that locks one person's keys in this browser. It keeps housemates out, not thieves: it is short,
// and whoever takes the disk apart can try all of them.
//
//   pin   in the store `locks`: {name, salt, rounds, iv, sealed, wrong, until}: the key of the lock (AES-GCM,
//         256 bits), sealed by what PBKDF2-SHA-256 makes of the PIN; how often in a row it was wrong, and
//         until when none is tried
//   open  {name, key}: the key of the lock, which cannot be read out; there while it is open
//
// A pair that can be locked carries its seed, sealed by the key of the lock: {publicKey, sealed}, and while
// the lock is open `privateKey` too. One that was made before there was a lock cannot be sealed, since
// nobody can read it out: another takes its place (page/pin.js).

import * as db from "../base/db.js";
import { utf8 } from "../wire/bytes.js";
import { fromSeed } from "../wire/ed25519.js";

export const ROUNDS = 600_000;
const HOLDING = ["keys", "begun", "asking"];
const FREE = 3; // so many wrong ones cost no time
const [WAIT, MOST_WAIT] = [5000, 3_600_000];
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export const isPin = (text) => /^\d{4,8}$/.test(text);

// How long nothing is tried after so many wrong ones in a row.
export const waitAfter = (wrong) => (wrong < FREE ? 0 : Math.min(MOST_WAIT, WAIT * 2 ** (wrong - FREE)));

// Give who acts a lock, or the one that they have another PIN; `before` is the one that it had.
export async function setPin(pin, before) {
  const had = await db.get("locks", "pin");
  const secret = had ? await secretOf(had, before) : random(32);
  if (!secret) return false;
  const salt = random(16);
  const sealed = await seal(await keyOf(pin, salt, ROUNDS), secret);
  const key = await lockOf(secret);
  await db.change(["locks", "put", { name: "pin", salt, rounds: ROUNDS, ...sealed, wrong: 0, until: 0 }],
    ["locks", "put", { name: "open", key }]);
  return true;
}

// No lock any more: the keys stay, as they are while it is open.
export async function takeOff(place, pin) {
  if (!(await secretOf(await db.get("locks", "pin"), pin))) return false;
  await turn(place, ({ sealed: _sealed, ...pair }) => pair);
  await db.change(["locks", "delete", "pin"], ["locks", "delete", "open"]);
  return true;
}

// A pair that can be locked, where who acts has a lock.
export async function sealedPair() {
  const { key } = (await db.get("locks", "open")) ?? {};
  if (!key) return undefined;
  const seed = random(32);
  return { ...await fromSeed(seed), sealed: await seal(key, seed) };
}

// Nothing of this person can sign from now on.
export async function shut(place) {
  await turn(place, ({ publicKey, sealed }) => ({ publicKey, sealed }));
  await place.remove("locks", "open");
}

// Change each pair that can be locked.
async function turn(place, into) {
  for (const store of HOLDING) {
    await place.rewrite(store, (row) => row.pair?.sealed && { ...row, pair: into(row.pair) });
  }
}

// Try a PIN on the lock of a person; answers 0 if it opened, else how long (ms) to wait, one at the least.
export async function unlock(place, pin, now = Date.now()) {
  const lock = await counted(place, now);
  if (now < lock.until) return lock.until - now;
  const secret = await secretOf(lock, pin);
  if (!secret) return Math.max(1, waitAfter(lock.wrong + 1));
  const key = await lockOf(secret);
  for (const store of HOLDING) {
    for (const row of await place.all(store)) {
      const { sealed } = row.pair ?? {};
      if (sealed) await place.put(store, { ...row, pair: { ...await fromSeed(await unseal(key, sealed)), sealed } });
    }
  }
  await place.put("locks", { ...lock, wrong: 0, until: 0 });
  await place.put("locks", { name: "open", key });
  return 0;
}

// The lock as it was, one more try counted before it is made, whichever tabs try at the same time.
async function counted(place, now) {
  let lock;
  await place.rewrite("locks", (row) => {
    if (row.name !== "pin") return undefined;
    lock = row;
    const wrong = row.wrong + 1;
    return now < row.until ? undefined : { ...row, wrong, until: now + waitAfter(wrong) };
  });
  return lock;
}

async function keyOf(pin, salt, iterations) {
  const secret = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, secret,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const lockOf = (secret) => crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);

const secretOf = async (lock, pin) =>
  unseal(await keyOf(pin, lock.salt, lock.rounds), lock).catch(() => null); // not the PIN

async function seal(key, bytes) {
  const iv = random(12);
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes)) };
}

const unseal = async (key, { iv, sealed }) =>
  new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
