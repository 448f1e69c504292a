// Whose keys stand at each moment of a log: from the acts that bring, revoke and recover keys, each
// signed by a key that stood then, with the proofs that the law asks for (docs/law.md chapters 1, 3
// and 4). `take` answers what is wrong with an entry; such an entry has no effect.

import { keyName } from "./envelope.js";
import { keyBytes, proves } from "./recountlog.js";
import { Members } from "./recountmembers.js";

const RECOVERY_KEY_DOES = ["enrol-key", "set-recovery-key", "revoke-key", "refuse-recovery"];
const HOST_DOES = ["mark-time", "withhold-blob"];

export class Keys {
  constructor(assembly) {
    this.assembly = assembly;
    this.keys = new Map(); // name: {member, kind, bytes, seq, revoked}
    this.members = new Members();
    this.time = 0;
  }

  get bytes() {
    const asking = [...this.members.asked].map(([name, { bytes }]) => [name, bytes]);
    return [...asking, ...[...this.keys].map(([name, { bytes }]) => [name, bytes])];
  }

  // One entry, in its order; answers {fault} or {member, kind} of who signed it.
  async take(index, { time, envelope, act, valid }) {
    if (time < this.time) return { fault: "time" };
    this.time = time;
    if (!act.type) return { fault: "malformed" };
    if ((index === 0) !== (act.type === "found-assembly")) return { fault: "founding" };
    if (index && act.assembly !== this.assembly) return { fault: "foreign" };
    for (const [name, asked] of this.members.recovered(time)) {
      if (!this.keys.has(name)) this.#recover(name, asked);
    }
    const key = this.keys.get(envelope.kid) ?? this.#asking(envelope.kid, time);
    if (!key) return this.#stranger(envelope.kid, act, valid, time);
    if (key.revoked) return { fault: "revoked" };
    if (act.seq !== key.seq + 1) return { fault: "number" };
    if (!valid) return { fault: "signature" };
    if (key.kind === "recovery" && !RECOVERY_KEY_DOES.includes(act.type)) return { fault: "recovery-key" };
    if ((key.kind === "host") !== HOST_DOES.includes(act.type)) return { fault: "host" };
    const fault = await this.#effect(envelope.kid, key, act, time);
    if (fault) return { fault };
    key.seq = act.seq;
    this.members.acted(key.member, time);
    return { member: key.member, kind: key.kind };
  }

  // Whoever is not known yet signs with the key that the act carries (clause 1.8).
  async #stranger(kid, act, valid, time) {
    const bytes = keyBytes(act.key);
    if (!bytes || (await keyName(bytes)) !== kid) return { fault: "unknown-key" };
    if (!valid) return { fault: "signature" };
    if (act.seq !== (this.members.asked.has(kid) ? 2 : 1)) return { fault: "number" };
    if (act.type === "ask-to-recover") {
      return this.members.asks(kid, act.member, bytes, time) ? {} : { fault: "recovery" };
    }
    if (!["apply-to-join", "found-assembly"].includes(act.type)) return { fault: "unknown-key" };
    const recovery = act.recovery?.key ?? act.recovery;
    const recoveryBytes = recovery && keyBytes(recovery);
    const name = recoveryBytes && (await keyName(recoveryBytes));
    if (recovery && (!name || this.keys.has(name))) return { fault: "proof" };
    if (act.type === "apply-to-join") {
      if (recovery && !(await proves("recovery-of", "", kid, name, recoveryBytes, act.recovery.proof))) {
        return { fault: "proof" };
      }
      const invitation = act.invitation && (await this.#invitation(kid, act.invitation));
      if (act.invitation && !invitation) return { fault: "proof" };
      this.members.applied(time, invitation);
    } else {
      this.members.founded(time, act.constitution ?? {});
      await this.#add(act.host, 0, "host");
    }
    const member = this.members.count;
    this.keys.set(kid, { bytes, member, kind: "device", seq: act.seq });
    if (name) this.keys.set(name, { bytes: recoveryBytes, member, kind: "recovery", seq: 0 });
    return { member, kind: "device" };
  }

  async #invitation(kid, shown) {
    const bytes = keyBytes(shown.key);
    const name = bytes && (await keyName(bytes));
    const good = name && (await proves("invitation", this.assembly, name, kid, bytes, shown.proof));
    return good && this.members.invitation(name);
  }

  // What an act of an enrolled key does to keys and members; answers a fault.
  async #effect(kid, key, act, time) {
    const { member } = key;
    if (act.type === "enrol-key") return this.#enrol(kid, act, member, "device", "enrol-key");
    if (act.type === "set-recovery-key") {
      const old = this.#of(member).filter((one) => one.kind === "recovery");
      const fault = await this.#enrol(kid, act, member, "recovery", "recovery-key");
      if (!fault) old.forEach((one) => { one.revoked = true; });
      return fault;
    }
    if (act.type === "revoke-key") {
      const own = this.keys.get(act.kid);
      if (own?.member !== member || own.revoked || this.#of(member).length === 1) return "not-own";
      own.revoked = true;
      return "";
    }
    if (act.type === "invite") {
      const bytes = keyBytes(act.key);
      return bytes ? this.members.invites(member, await keyName(bytes), act.uses ?? 1, time) : "proof";
    }
    if (act.type === "revoke-invitation") {
      const bytes = keyBytes(act.key);
      return this.members.uninvites(member, bytes && (await keyName(bytes)));
    }
    return this.members.take(member, act, time);
  }

  async #enrol(kid, act, member, kind, purpose) {
    const bytes = keyBytes(act.key);
    const name = bytes && (await keyName(bytes));
    if (!name || this.keys.has(name)) return "proof";
    if (!(await proves(purpose, this.assembly, kid, name, bytes, act.proof))) return "proof";
    return this.#add(act.key, member, kind);
  }

  async #add(text, member, kind) {
    const bytes = keyBytes(text);
    const name = await keyName(bytes);
    this.keys.set(name, { bytes, member, kind, seq: this.members.asked.has(name) ? 1 : 0 });
    return "";
  }

  #of = (member) => [...this.keys.values()].filter((key) => key.member === member && !key.revoked);

  // A key that asked to recover and signs now: whether it has the vouches and has waited.
  #asking(kid, time) {
    const asked = this.members.mayRecover(kid, time);
    return asked && this.#recover(kid, asked);
  }

  #recover(kid, asked) {
    const { member, bytes } = asked;
    for (const old of this.#of(member)) old.revoked = true;
    Object.assign(asked, { over: true, done: true });
    const key = { bytes, member, kind: "device", seq: 1 };
    this.keys.set(kid, key);
    return key;
  }
}
