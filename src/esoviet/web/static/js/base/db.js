// What this browser keeps of who acts (base/people.js): a thin layer over IndexedDB, a database a person,
// one store a kind of thing.
//
//   keys      by assembly id: {assembly, pair, kid, member, seq, last} this device's key, the number and
//             the id of the last act that it signed, logged or waiting in the outbox
//   begun     by assembly id: {of, kind, pair, …}             what is not a place yet (acts/begun.js)
//   asking    by assembly id: as in keys                      a key that asks to be recognised
//   logs      by assembly id: {assembly, host, checkpoint, size, root}      the last verified history
//   outbox    by act id: {id, assembly, jws, blobs, seq, prev, …}  signed, no receipt (acts/sending.js)
//   receipts  by act id: {id, assembly, index, time, text, jws}
//   evidence  by assembly id: {assembly, value, at}           against its host (log/evidence.js)
//   names     by assembly id: {assembly, value, at}           what it is called
//   visits    by assembly id: {assembly, before, latest, at}  (page/visits.js)
//   drafts    by page and form: {key, value, at}              (page/drafts.js)
//   originals by seal: {hash, salt, at}                       of an untouched file (page/originals.js)
//   uploads   by assembly and file: {key, assembly, at, …}    on its way, or brought (page/uploads.js)
//   locks     by name: {name, …}     what a PIN locks the keys with (keys/lock.js)
//   trials    by name: {name, …}     what is kept for a moment, to see whether this browser can

import { actor, databaseOf, isLeft, NOBODY } from "./people.js";
import { upgrade, VERSION } from "./versions.js";
import { t } from "./words.js";

// The keys of the tour never lie beside those of a member (page/tour.js).
export const SANDBOX = "esoviet-sandbox";
const NAME = "sandbox" in document.body.dataset ? SANDBOX : databaseOf(actor);
const LET_GO_MS = 3000; // for tabs with an older version to let go
let opened;
let gone = false;

function open() {
  if (gone || isLeft() || NAME === databaseOf(NOBODY)) return new Promise(() => undefined); // the page is being left
  opened ??= connect(NAME).catch((error) => {
    opened = undefined; // the next one tries again
    if (error?.name === "VersionError") throw new Error(t("page-too-old"));
    throw error;
  });
  return opened;
}

function connect(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    let late = false;
    request.onblocked = () => setTimeout(() => {
      late = true;
      reject(new Error(t("tab-too-old"))); // to no effect where it has been opened meanwhile
    }, LET_GO_MS);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, request.transaction, oldVersion);
    request.onsuccess = () => {
      const db = request.result;
      if (late) return db.close();
      db.onclose = () => { opened = undefined; };
      db.onversionchange = () => { // a newer page needs it
        db.close();
        opened = undefined;
      };
      return resolve(db);
    };
    request.onerror = () => reject(request.error);
  });
}

// Several changes at once, all or none: [store, "put" | "delete", value or key].
export async function change(...changes) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction([...new Set(changes.map(([store]) => store))], "readwrite");
    for (const [store, verb, value] of changes) transaction.objectStore(store)[verb](value);
    transaction.commit(); // waiting for no answer: the page may be left the next moment
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// Forget all of it, for good, or what another of the people here has; other tabs let go of theirs.
export async function wipe(name = NAME) {
  if (name === NAME) {
    const db = await opened;
    gone = true;
    db?.close();
  }
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

// Throw away what belongs to a sandbox, from whatever page.
export async function throwAway() {
  const db = NAME === SANDBOX && (await opened);
  if (db) db.close();
  if (NAME === SANDBOX) opened = undefined;
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(SANDBOX);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

const run = async (...asked) => runIn(await open(), ...asked);

function runIn(db, store, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    if (mode === "readwrite" && request) transaction.commit();
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (store, key) => run(store, "readonly", (s) => s.get(key));
export const all = (store) => run(store, "readonly", (s) => s.getAll());
export const beginning = (store, start) =>
  run(store, "readonly", (s) => s.getAll(IDBKeyRange.bound(start, `${start}\uffff`)));
export const put = (store, value) => run(store, "readwrite", (s) => s.put(value));
export const remove = (store, key) => run(store, "readwrite", (s) => s.delete(key));
// What one of the people here keeps, whoever acts: for changing who does.
export async function among(id) {
  const db = await connect(databaseOf(id));
  return {
    get: (store, key) => runIn(db, store, "readonly", (s) => s.get(key)),
    all: (store) => runIn(db, store, "readonly", (s) => s.getAll()),
    put: (store, value) => runIn(db, store, "readwrite", (s) => s.put(value)),
    remove: (store, key) => runIn(db, store, "readwrite", (s) => s.delete(key)),
    rewrite: (store, change) => runIn(db, store, "readwrite", (s) => rewrite(s, change)),
  };
}

// Change each row at once, before anybody else can: `change` answers the new one, or nothing.
function rewrite(store, change) {
  store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    const row = change(cursor.value);
    if (row) cursor.update(row);
    cursor.continue();
  };
}
export const of = (store, assembly) =>
  run(store, "readonly", (s) => s.index("assembly").getAll(assembly));
