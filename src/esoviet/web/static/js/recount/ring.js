// The keys of an assembly as they stand at one moment of the log: whose they are, how far they came.

export class Ring {
  #keys = new Map(); // by name: {member, kind, bytes, seq, last, enrolled, revoked}

  get = (name) => this.#keys.get(name);
  has = (name) => this.#keys.has(name);

  // Enrol a key {name, bytes}. `asked` is the id of the act by which it asked to recover, if it did;
  // `enrolled` the entry that enrols it, where that is known.
  add({ name, bytes }, member, kind, enrolled, asked = "") {
    const key = { bytes, member, kind, enrolled, seq: asked ? 1 : 0, last: asked };
    this.#keys.set(name, key);
    return key;
  }

  standing(member, kind = "") {
    return [...this.#keys.values()].filter((key) =>
      key.member === member && !key.revoked && (!kind || key.kind === kind));
  }

  revoke(keys) {
    for (const key of keys) key.revoked = true;
  }

  // All that a signature can be checked with, by name.
  get bytes() {
    return [...this.#keys].map(([name, { bytes }]) => [name, bytes]);
  }
}
