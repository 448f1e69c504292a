// Whose keys stand at each moment of a log: from the acts that bring, revoke and recover keys, each
// signed by a key that stood then, with the proofs that the law asks for (docs/law.md chapters 1, 3
// and 4). `take` answers what is wrong with an entry; such an entry has no effect.

import { Members } from "./recountmembers.js";
import { keyIn, proves } from "./recountproofs.js";
import { Ring } from "./recountring.js";

export class Keys {
  // `law`: the tables of the law (/law.json), which say who may do what.
  constructor(assembly, law) {
    this.assembly = assembly;
    this.law = law;
    this.ring = new Ring();
    this.members = new Members();
    this.time = 0;
  }

  get bytes() {
    return [...[...this.members.asked].map(([name, { bytes }]) => [name, bytes]), ...this.ring.bytes];
  }

  // One entry, in its order; answers {fault} or {member, kind} of who signed it.
  async take(index, entry) {
    const { time, envelope, act } = entry;
    if (time < this.time) return { fault: "time" };
    this.time = time;
    if (!act.type) return { fault: "malformed" };
    if ((index === 0) !== (act.type === "found-assembly")) return { fault: "founding" };
    if (index && act.assembly !== this.assembly) return { fault: "foreign" };
    for (const [name, asked] of this.members.recovered(time)) {
      if (!this.ring.has(name)) this.#recover(name, asked);
    }
    const key = this.ring.get(envelope.kid) ?? this.#asking(envelope.kid, time);
    if (!key) return this.#stranger(index, entry);
    if (key.revoked) return { fault: "revoked" };
    const fault = unsound(key, entry) || this.#mayNot(key, act, time)
      || (await this.#effect(envelope.kid, key, act, time));
    if (fault) return { fault };
    key.seq = act.seq;
    this.members.acted(key.member, time);
    return { member: key.member, kind: key.kind };
  }

  // What stands against an act of this type by this key (clauses 1.7 to 1.9).
  #mayNot(key, act, time) {
    if (!Object.hasOwn(this.law.acts, act.type)) return "malformed";
    const may = this.law.acts[act.type];
    if (may.by === "stranger") return "known-key";
    if ((key.kind === "host") !== (may.by === "host")) return "host";
    if (key.kind === "host") return "";
    if (key.kind === "recovery" && !may.recovery) return "recovery-key";
    const open = may.applicant || may.former;
    return open || this.members.isMember(key.member, time) ? "" : "not-member";
  }

  // Whoever is not known yet signs with the key that the act carries (clause 1.8).
  async #stranger(index, entry) {
    const { time, envelope: { kid }, act } = entry;
    const own = await keyIn(act.key);
    const by = index ? Object.hasOwn(this.law.acts, act.type) && this.law.acts[act.type].by : "stranger";
    if (own?.name !== kid || by !== "stranger") return { fault: "unknown-key" };
    const asked = this.members.asked.has(kid) ? 1 : 0;
    const fault = unsound({ seq: asked }, entry);
    if (fault) return { fault };
    if (act.type === "ask-to-recover") {
      return this.members.asks(kid, act.member, own.bytes, time) ? {} : { fault: "recovery" };
    }
    const second = await keyIn(act.recovery?.key ?? act.recovery);
    if (act.recovery && (!second || this.ring.has(second.name))) return { fault: "proof" };
    const wrong = await (index ? this.#applies(kid, act, second, time) : this.#founds(act, time));
    if (wrong) return { fault: wrong };
    const member = this.members.count;
    this.ring.add(own, member, "device", asked + 1);
    if (second) this.ring.add(second, member, "recovery");
    return { member, kind: "device" };
  }

  async #founds(act, time) {
    const host = await keyIn(act.host);
    if (!host) return "proof";
    this.members.founded(time, act.constitution ?? {}, this.law.defaults);
    this.ring.add(host, 0, "host");
    return "";
  }

  async #applies(kid, { recovery, invitation: shown }, second, time) {
    const proof = ["recovery-of", "", kid, second?.name, second?.bytes, recovery?.proof];
    if (recovery && !(await proves(...proof))) return "proof";
    const link = shown && (await keyIn(shown.key));
    const shows = ["invitation", this.assembly, link?.name, kid, link?.bytes, shown?.proof];
    const invitation = link && (await proves(...shows)) && this.members.invitation(link.name);
    if (shown && !invitation) return "proof";
    this.members.applied(time, invitation);
    return "";
  }

  // What an act of an enrolled key does to keys and members; answers a fault.
  async #effect(kid, key, act, time) {
    const { member } = key;
    if (act.type === "enrol-key") return this.#enrol(act, member, "device", "enrol-key");
    if (act.type === "set-recovery-key") return this.#enrol(act, member, "recovery", "recovery-key");
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
    return this.members.take(member, act, time);
  }

  async #enrol(act, member, kind, purpose) {
    const key = await keyIn(act.key);
    if (!key || this.ring.has(key.name)) return "proof";
    if (!(await proves(purpose, this.assembly, String(member), key.name, key.bytes, act.proof))) return "proof";
    if (kind === "recovery") this.ring.revoke(this.ring.standing(member, kind));
    this.ring.add(key, member, kind, this.members.asked.has(key.name) ? 1 : 0);
    return "";
  }

  // A key that asked to recover and signs now: whether it has the vouches and has waited.
  #asking(kid, time) {
    const asked = this.members.mayRecover(kid, time);
    return asked && this.#recover(kid, asked);
  }

  #recover(name, asked) {
    this.ring.revoke(this.ring.standing(asked.member));
    Object.assign(asked, { over: true, done: true });
    return this.ring.add({ name, bytes: asked.bytes }, asked.member, "device", 1);
  }
}

// What is wrong with an act as the next one of a key.
function unsound(key, { act, valid, knows }) {
  if (act.seq !== key.seq + 1) return "number";
  if (!knows) return "seen";
  return valid ? "" : "signature";
}
