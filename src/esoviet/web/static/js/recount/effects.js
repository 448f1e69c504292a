// What acts do to keys and members: those that bring, revoke and recover keys, invite, apply and
// leave, with the proofs that the law asks for (docs/law.md chapters 2 to 4). Each answers a fault;
// an act with a fault has no effect.

import { Phrases } from "./phrases.js";
import { keyIn, proves } from "./proofs.js";
import { Recoveries } from "./recoveries.js";

export class Effects {
  constructor(assembly, ring, members, defaults) {
    Object.assign(this, { assembly, ring, members, defaults });
    this.recoveries = new Recoveries(members);
    this.phrases = new Phrases(ring, members);
  }

  // An act that a stranger signs with the key `own` that it carries.
  async enters(index, own, { id, time, act }) {
    if (act.type === "ask-to-recover") {
      return this.recoveries.asks(own, act.member, id, index, time) ? "" : "recovery";
    }
    const second = await keyIn(act.recovery?.key ?? act.recovery);
    if (act.recovery && (!second || this.ring.has(second.name))) return "proof";
    const fault = await (index ? this.#applies(index, own.name, act, second, time) : this.#founds(act, time));
    if (fault) return fault;
    const member = this.members.count;
    Object.assign(this.ring.add(own, member, "device", index), { seq: 1, last: id });
    if (second) this.#add(second, member, "recovery", index);
    return "";
  }

  async #founds(act, time) {
    const host = await keyIn(act.host);
    if (!host) return "proof";
    this.members.founded(time, act.constitution ?? {}, this.defaults);
    this.ring.add(host, 0, "host", 0);
    return "";
  }

  async #applies(index, kid, { recovery, invitation: shown }, second, time) {
    const proof = ["recovery-of", "", kid, second?.name, second?.bytes, recovery?.proof];
    if (recovery && !(await proves(...proof))) return "proof";
    const link = shown && (await keyIn(shown.key));
    const shows = ["invitation", this.assembly, link?.name, kid, link?.bytes, shown?.proof];
    const invitation = link && (await proves(...shows)) && this.members.invitation(link.name);
    if (shown && !invitation) return "proof";
    this.members.applied(index, time, invitation);
    return "";
  }

  // An act of the enrolled key named `kid`.
  async does(index, kid, key, act, time) {
    const { member, kind } = key;
    const fault = await this.#does(index, { kid, member, kind }, act, time);
    if (!fault) this.recoveries.used(member, kind, act.seen[0], time);
    return fault;
  }

  async #does(index, by, act, time) {
    const { member, kind } = by;
    if (act.type === "enrol-key") return this.#enrol(index, act, by, time);
    if (act.type === "set-recovery-key") return this.#sets(index, act, by, time);
    if (act.type === "revoke-key") return this.#revokes(act.kid, by);
    if (act.type.endsWith("-recovery")) return this.recoveries.take(member, kind, act, time);
    if (act.type === "invite" || act.type === "revoke-invitation") {
      const link = await keyIn(act.key);
      if (!link) return "proof";
      return act.type === "invite"
        ? this.members.invites(member, link.name, act.uses ?? 1) : this.members.uninvites(member, link.name);
    }
    return this.members.take(index, member, act, time);
  }

  #revokes(name, { member, kind }) {
    if (this.phrases.revokes(member, name)) return "";
    const own = this.ring.get(name);
    if (own?.member !== member || own.revoked || this.ring.standing(member).length === 1) return "not-own";
    if (own.kind === "recovery" && kind !== "recovery") return "not-own";
    this.ring.revoke([own]);
    return "";
  }

  async #enrol(index, act, { kid, member }) {
    const key = await this.#shown("enrol-key", act, kid);
    if (!key) return "proof";
    const asked = this.recoveries.asked.get(key.name);
    if (asked) asked.over = true;
    this.#add(key, member, "device", index);
    return "";
  }

  // A recovery key; a device only announces one where another stands (4.2).
  async #sets(index, act, { kid, member, kind }, time) {
    const key = await this.#shown("recovery-key", act, kid);
    if (!key) return "proof";
    const standing = this.ring.standing(member, "recovery");
    if (kind !== "recovery" && standing.length) {
      this.phrases.announces(key, member, kid, index, time);
      return "";
    }
    this.phrases.falls(member);
    this.ring.revoke(standing);
    this.#add(key, member, "recovery", index);
    return "";
  }

  // The new key that an act of the key named `kid` brings, if it shows that it is there.
  async #shown(purpose, act, kid) {
    const key = await keyIn(act.key);
    if (!key || this.ring.has(key.name)) return null;
    return (await proves(purpose, this.assembly, kid, key.name, key.bytes, act.proof)) ? key : null;
  }

  #add = (key, member, kind, index) =>
    this.ring.add(key, member, kind, index, this.recoveries.asked.get(key.name)?.id);

  // All recoveries and announced recovery keys that have surely taken effect by now, at an entry that
  // follows one at `last`.
  pass(time, entry, last) {
    this.phrases.ends(entry, last);
    this.recoveries.ends(entry, last);
    this.phrases.pass(time, this.recoveries.asked);
    for (const [name, asked] of this.recoveries.recovered(time)) {
      if (!this.ring.has(name)) this.#recover(name, asked);
    }
  }

  // A key that waits to be enrolled and signs now: it stands if it can have been by now.
  waiting(name, time) {
    const asked = this.recoveries.mayRecover(name, time);
    return this.phrases.signs(name, time, this.recoveries.asked) ?? (asked && this.#recover(name, asked));
  }

  #recover(name, asked) {
    this.ring.revoke(this.ring.standing(asked.member));
    this.phrases.falls(asked.member);
    this.recoveries.does(asked);
    return this.ring.add({ name, bytes: asked.bytes }, asked.member, "device", undefined, asked.id);
  }
}
