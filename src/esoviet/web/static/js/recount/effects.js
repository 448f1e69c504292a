// What acts do to keys and members: those that bring, revoke and recover keys, invite, apply and
// leave, with the proofs that the law asks for (docs/law.md chapters 2 to 4). Each answers a fault;
// an act with a fault has no effect.

import { keyIn, proves } from "./proofs.js";

export class Effects {
  constructor(assembly, ring, members, defaults) {
    Object.assign(this, { assembly, ring, members, defaults });
  }

  // An act that a stranger signs with the key `own` that it carries.
  async enters(index, own, { id, time, act }) {
    if (act.type === "ask-to-recover") {
      return this.members.asks(own, act.member, id, time) ? "" : "recovery";
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
  async does(index, kid, { member }, act, time) {
    const by = { kid, member };
    if (act.type === "enrol-key") return this.#enrol(index, act, by, "device", "enrol-key");
    if (act.type === "set-recovery-key") return this.#enrol(index, act, by, "recovery", "recovery-key");
    if (act.type === "revoke-key") {
      const own = this.ring.get(act.kid);
      if (own?.member !== member || own.revoked || this.ring.standing(member).length === 1) return "not-own";
      this.ring.revoke([own]);
      return "";
    }
    if (act.type === "invite" || act.type === "revoke-invitation") {
      const link = await keyIn(act.key);
      if (!link) return "proof";
      return act.type === "invite"
        ? this.members.invites(member, link.name, act.uses ?? 1) : this.members.uninvites(member, link.name);
    }
    return this.members.take(index, member, act, time);
  }

  async #enrol(index, act, { kid, member }, kind, purpose) {
    const key = await keyIn(act.key);
    if (!key || this.ring.has(key.name)) return "proof";
    if (!(await proves(purpose, this.assembly, kid, key.name, key.bytes, act.proof))) return "proof";
    if (kind === "recovery") this.ring.revoke(this.ring.standing(member, kind));
    this.#add(key, member, kind, index);
    return "";
  }

  #add = (key, member, kind, index) =>
    this.ring.add(key, member, kind, index, this.members.asked.get(key.name)?.id);

  // All recoveries that have surely taken effect by now.
  recover(time) {
    for (const [name, asked] of this.members.recovered(time)) {
      if (!this.ring.has(name)) this.#recover(name, asked);
    }
  }

  // A key that asked to recover and signs now: it stands if it has the vouches and has waited.
  recovering(name, time) {
    const asked = this.members.mayRecover(name, time);
    return asked && this.#recover(name, asked);
  }

  #recover(name, asked) {
    this.ring.revoke(this.ring.standing(asked.member));
    Object.assign(asked, { over: true, done: true });
    return this.ring.add({ name, bytes: asked.bytes }, asked.member, "device", undefined, asked.id);
  }
}
