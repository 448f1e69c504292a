// Whether each entry of a log can stand where it does: its time, its key, the place of the act among
// those of its key, the history that it names, the signature, and who may do such a thing
// (docs/law.md chapter 1). What it does then to keys and members is in effects.js.

import { Clock } from "./clock.js";
import { Effects } from "./effects.js";
import { Members } from "./members.js";
import { keyIn } from "./proofs.js";
import { Ring } from "./ring.js";

export class Keys {
  // `law`: the tables of the law (/law.json), which say who may do what.
  constructor(assembly, law) {
    this.assembly = assembly;
    this.law = law;
    this.ring = new Ring();
    this.members = new Members();
    this.clock = new Clock(law);
    this.effects = new Effects(assembly, this.ring, this.members, law.defaults);
  }

  get bytes() {
    const asked = [...this.effects.recoveries.asked].map(([name, { bytes }]) => [name, bytes]);
    return [...asked, ...this.effects.phrases.bytes, ...this.ring.bytes];
  }

  // One entry, in its order; answers {fault}, or of who signed it {member, device}, and of the time
  // {last, surely}: that of the entry before, and up to when all had surely taken effect at this one.
  async take(index, entry) {
    const { time, envelope: { kid }, act } = entry;
    if (time < this.clock.last) return { fault: "time" };
    if (!act.type) return { fault: "malformed" };
    if ((index === 0) !== (act.type === "found-assembly")) return { fault: "founding" };
    if (index && act.assembly !== this.assembly) return { fault: "foreign" };
    const at = this.#confirms(this.ring.get(kid), act, time);
    const passed = { last: this.clock.last, surely: this.clock.reach(time, at) };
    this.effects.pass(passed.surely, time, passed.last);
    const key = this.ring.get(kid) ?? this.effects.waiting(kid, time);
    const fault = await (key ? this.#known(index, key, entry) : this.#stranger(index, entry));
    const { member, enrolled: device } = this.ring.get(kid) ?? {};
    if (fault) return { fault, member };
    this.clock.pass(time, index ? at : act.at);
    return { member, device, ...passed };
  }

  async #known(index, key, entry) {
    const { time, act, id } = entry;
    if (key.revoked) return "revoked";
    const fault = this.#unsound(key, entry) || this.#mayNot(key, act, time)
      || (await this.effects.does(index, entry.envelope.kid, key, act, time));
    if (fault) return fault;
    Object.assign(key, { seq: act.seq, last: id });
    this.members.acted(key.member, time, this.#isOpen(act));
    return "";
  }

  // Whoever is not known yet signs with the key that the act carries (clause 1.8).
  async #stranger(index, entry) {
    const { envelope: { kid }, act } = entry;
    const own = await keyIn(act.key);
    const by = index ? this.#may(act)?.by : "stranger";
    if (own?.name !== kid || by !== "stranger" || this.effects.recoveries.asked.has(kid)) return "unknown-key";
    return this.#unsound({ seq: 0, last: "" }, entry) || this.effects.enters(index, own, entry);
  }

  // What is wrong with an act as the next one of a key (clauses 1.3 to 1.5 and 1.11).
  #unsound(key, { time, act, valid, knows }) {
    if (act.seq !== key.seq + 1 || (act.prev ?? "") !== key.last) return "number";
    if (!knows) return "seen";
    if (!this.clock.admits(time, act.at, this.#hours(act))) return "clock";
    return valid ? "" : "signature";
  }

  // For how many hours after it was signed an act is taken, at the most.
  #hours({ constitution }) {
    const { rules } = this.members;
    if (!rules) return Number(constitution?.stale_hours ?? this.law.defaults.stale_hours);
    return Math.max(...[...rules.stale_hours].map(Number));
  }

  // What stands against an act of this type by this key (clauses 1.7 to 1.9).
  #mayNot(key, act, time) {
    const may = this.#may(act);
    if (!may) return "malformed";
    if (may.by === "stranger") return "known-key";
    if (key.kind === "host") return may.by === "member" ? "host" : "";
    if (may.by === "host") return "host";
    if (key.kind === "recovery" && !may.recovery) return "recovery-key";
    return this.#isOpen(act) || this.members.isMember(key.member, time) ? "" : "not-member";
  }

  #may = ({ type }) => (Object.hasOwn(this.law.acts, type) ? this.law.acts[type] : undefined);

  // Whether others than members may do such a thing, too.
  #isOpen(act) {
    const may = this.#may(act);
    return Boolean(may.applicant || may.former);
  }

  // The moment that an act confirms (clause 1.6), 0 for none: only of who is surely a member.
  #confirms = (key, act, time) =>
    (key && key.kind !== "host" && this.members.isSurelyMember(key.member, time) ? act.at : 0);
}
