// Recovery keys that devices have announced, each to take the place of the one that stands when its time
// is over (docs/law.md 4.2 and 4.3).

import { wasAway } from "./clock.js";

export class Phrases {
  #announced = new Map(); // by member: {key: {name, bytes}, member, by, index, from}

  constructor(ring, members) {
    Object.assign(this, { ring, members });
  }

  get bytes() {
    return [...this.#announced.values()].map(({ key }) => [key.name, key.bytes]);
  }

  announces(key, member, by, index, time) {
    const from = time + this.members.least("recovery_days");
    this.#announced.set(member, { key, member, by, index, from });
  }

  // A key of the member revokes this one: it calls it off if it is announced; answers whether it was.
  revokes(member, name) {
    const announced = this.#announced.get(member);
    if (announced && [announced.key.name, announced.by].includes(name)) this.#announced.delete(member);
    return announced?.key.name === name;
  }

  falls = (member) => this.#announced.delete(member);

  // An entry at this time, after one at `last`: where the host was away at the end, it takes longer (7.7).
  ends(time, last) {
    for (const one of this.#announced.values()) {
      if (last < one.from && one.from <= time && wasAway(this.#lasts(), one.from, last)) one.unsure = true;
    }
  }

  #lasts = () => this.members.least("recovery_days");

  // All that have surely taken their places by now.
  pass(time, asked) {
    if (this.members.rules?.recovery_days.size !== 1) return;
    for (const one of this.#announced.values()) if (one.from <= time && !one.unsure) this.#stands(one, asked);
  }

  // An announced key that signs now: it stands if it can have taken its place by now.
  signs(name, time, asked) {
    const one = [...this.#announced.values()].find(({ key }) => key.name === name);
    return one && one.from <= time ? this.#stands(one, asked) : null;
  }

  #stands({ key, member, index }, asked) {
    this.falls(member);
    if (this.ring.has(key.name) || !this.members.isThere(member)) return null;
    this.ring.revoke(this.ring.standing(member, "recovery"));
    return this.ring.add(key, member, "recovery", index, asked.get(key.name)?.id);
  }
}
