// What this browser keeps: a thin layer over IndexedDB, one store a kind of thing.
//
//   keys        by assembly id: {assembly, pair, kid, member, seq, last} this device's key, the number
//               and the id of the last act that it signed, logged or waiting in the outbox
//   logs        by assembly id: {assembly, host, checkpoint, size, root} the last verified history
//   outbox      by act id: {id, assembly, jws, blobs, seq, prev, …}      signed, no receipt (acts/sending.js)
//   receipts    by act id: {id, assembly, index, time, text, jws}
//   drafts      by page and field: {key, value, at}

const NAME = "esoviet";
const VERSION = 2; // what an older one kept has another form, and goes
const STORES = { keys: "assembly", logs: "assembly", outbox: "id", receipts: "id", drafts: "key" };
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const name of [...request.result.objectStoreNames]) request.result.deleteObjectStore(name);
      for (const [name, keyPath] of Object.entries(STORES)) {
        const store = request.result.createObjectStore(name, { keyPath });
        if (name === "outbox" || name === "receipts") store.createIndex("assembly", "assembly");
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // a newer page needs it
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
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

async function run(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    if (mode === "readwrite") transaction.commit();
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (store, key) => run(store, "readonly", (s) => s.get(key));
export const all = (store) => run(store, "readonly", (s) => s.getAll());
export const put = (store, value) => run(store, "readwrite", (s) => s.put(value));
export const remove = (store, key) => run(store, "readwrite", (s) => s.delete(key));
export const of = (store, assembly) =>
  run(store, "readonly", (s) => s.index("assembly").getAll(assembly));
