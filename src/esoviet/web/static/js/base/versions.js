// The versions of what this browser keeps, and how each comes out of the one before it.
//
// Whatever happens, `keys` stays: nobody but this browser has what lies in it. A step that fails leaves
// the version before it, with all that it kept.

const INDEXED = ["outbox", "receipts"];

// By version, the step that leads to it.
const STEPS = {
  2: (db, work) => {
    // An act of version 1 does not name the one before it, so no host can log it any more.
    if (db.objectStoreNames.contains("outbox")) work.objectStore("outbox").clear();
    make(db, work, { keys: "assembly", logs: "assembly", outbox: "id", receipts: "id", drafts: "key" });
  },
  3: (db, work) => {
    make(db, work, { begun: "of", asking: "assembly", trials: "name", evidence: "assembly",
      names: "assembly", visits: "assembly" });
    move(work, "keys", "begun/", "begun", ({ assembly: _place, ...row }) => row);
    move(work, "keys", "asking/", "asking", rest("assembly"));
    move(work, "keys", "self-test", "trials", ({ assembly: name, ...row }) => ({ name, ...row }));
    move(work, "drafts", "evidence/", "evidence", rest("key"));
    move(work, "drafts", "name/", "names", rest("key"));
    move(work, "drafts", "visit/", "visits", rest("key"));
  },
  4: (db, work) => make(db, work, { originals: "hash" }),
  5: (db, work) => make(db, work, { uploads: "key" }),
  6: (db, work) => make(db, work, { locks: "name" }),
};

export const VERSION = 6;

// Bring a database from an older version to this one; 0 is one that is new.
export function upgrade(db, work, from) {
  for (let version = from + 1; version <= VERSION; version++) STEPS[version]?.(db, work);
}

function make(db, work, stores) {
  for (const [name, keyPath] of Object.entries(stores)) {
    const store = db.objectStoreNames.contains(name) ? work.objectStore(name)
      : db.createObjectStore(name, { keyPath });
    const wanted = INDEXED.includes(name) && !store.indexNames.contains("assembly");
    if (wanted) store.createIndex("assembly", "assembly");
  }
}

// Give what lies in a store under keys that begin so a store of its own.
function move(work, from, prefix, to, changed) {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  work.objectStore(from).openCursor(range).onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    work.objectStore(to).put(changed(cursor.value));
    cursor.delete();
    cursor.continue();
  };
}

// A row by the assembly's id, which stood behind the prefix.
const rest = (field) => ({ [field]: place, ...row }) =>
  ({ ...row, assembly: place.slice(place.indexOf("/") + 1) });
