// How modules find each other that come in one file (web/http/packs.py): each is a function, called once,
// when it is first used. The text of a module is as it stands here, but for its imports and exports.

const ROOT = new URL("./", import.meta.url).href;
const makers = new Map();
const made = new Map();
export const packs = {}; // the file in which a module comes, where that is not one of its own

// Add a module, which is made when somebody uses it.
export function add(name, make) {
  makers.set(name, make);
}

// What a module exports. It is here: the file of who uses it has asked for its file.
export function use(name) {
  if (!made.has(name)) {
    const exported = {};
    makers.get(name)(exported, use, (path) => load(name, path));
    made.set(name, exported);
  }
  return made.get(name);
}

// Fetch a module that another one names, if it is not here yet.
async function load(from, path) {
  const name = new URL(path, ROOT + from).href.slice(ROOT.length);
  if (!makers.has(name)) await import(ROOT + (packs[name] ?? name));
  return use(name);
}
