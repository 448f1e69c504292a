// Requests for the place of a member who has lost every key: when each can have taken effect, and when
// it surely has (docs/law.md 4.4 to 4.10). Like members.js it takes what only the whole law can say (how
// a vote on one ended, whose turn it is, who is settled) at its widest.

import { wasAway } from "./clock.js";

const LEAST = 2;
const MOST = 5; // of vouches

export class Recoveries {
  asked = new Map(); // by name of the new key: {member, bytes, id, entry, vouchers, from, sure, over, done}
  #last = new Map(); // by member: when they last vouched
  #back = new Map(); // by member: when they recovered, at the earliest

  constructor(members) {
    this.members = members;
  }

  // How many keys rest on a recovery.
  get count() {
    return [...this.asked.values()].filter(({ done }) => done).length;
  }

  asks({ name, bytes }, member, id, entry, time) {
    if (!this.members.isMember(member, time)) return false;
    this.asked.set(name, { member, bytes, id, entry, vouchers: new Set(), from: Infinity });
    return true;
  }

  // An act of member `by`, with a key of this kind, that names a request; answers a fault.
  take(by, kind, act, time) {
    const asked = this.asked.get(act.kid);
    if (!asked || asked.over) return act.type === "vouch-for-recovery" ? "vouch" : "not-own";
    if (act.type === "vouch-for-recovery") return this.#vouch(asked, by, time);
    if (act.type === "refuse-recovery" && asked.member !== by) return "not-own";
    if (kind === "recovery") asked.over = true;
    else this.#doubt(asked, time);
    return "";
  }

  // What the use of a key says of the requests for its member's place that it has seen (4.6 and 4.7).
  used(member, kind, seen, time) {
    for (const asked of this.#of(member)) {
      if (asked.entry >= seen) continue;
      if (kind === "recovery") asked.over = true;
      else this.#doubt(asked, time);
    }
  }

  // An entry at this time, after one at `last`: where the host was away at the end, a request takes effect
  // later (7.7), and nobody knows when for sure.
  ends(time, last) {
    for (const one of this.asked.values()) {
      if (last < one.sure && one.sure <= time && wasAway(this.#lasts(), one.sure, last)) one.sure = undefined;
    }
  }

  #lasts = () => this.members.least("recovery_days");

  // Requests that have surely taken effect by now.
  recovered(time) {
    if (this.members.rules?.recovery_days.size !== 1) return [];
    return [...this.asked].filter(([, one]) => !one.over && one.sure <= time && this.#isNext(one)
      && [one.member, ...one.vouchers].every((number) => this.members.isThere(number)));
  }

  // A request that may have taken effect by now.
  mayRecover(kid, time) {
    const asked = this.asked.get(kid);
    return asked && !asked.over && asked.from <= time ? asked : null;
  }

  // A request has taken effect, some time before now.
  does(asked) {
    Object.assign(asked, { over: true, done: true });
    this.#back.set(asked.member, asked.from);
  }

  // Whether a member surely recovered after a moment, so that they have no vote in what was open (4.10).
  since = (member, time) => time < (this.#back.get(member) ?? -Infinity);

  #vouch(asked, by, time) {
    const rests = this.#last.get(by) + this.members.least("settling_days");
    if (asked.member === by || asked.vouchers.has(by) || time < rests) return "vouch";
    asked.vouchers.add(by);
    this.#last.set(by, time);
    const [fewest, most] = this.members.howMany(time).map(needed);
    const due = time + this.members.least("recovery_days");
    if (asked.vouchers.size >= fewest) asked.from = Math.min(asked.from, due);
    if (asked.vouchers.size === most && !asked.doubted) asked.sure = due;
    if (asked.vouchers.size >= most && [...asked.vouchers].every(this.members.isThere)) this.#isFirst(asked, time);
    return "";
  }

  // It has its vouches for sure: others for the same member are over (4.5), unless they have taken effect.
  #isFirst(asked, time) {
    for (const other of this.#of(asked.member)) other.over = other !== asked && !(other.from <= time);
  }

  // From now on it takes effect after a vote, if it does, and that lasts as long again.
  #doubt(asked, time) {
    if (asked.doubted) return;
    const from = asked.from === Infinity ? Infinity : time + this.members.least("recovery_days");
    Object.assign(asked, { doubted: true, from, sure: undefined });
  }

  // Whether no other request can have taken the turn of one (4.9).
  #isNext(one) {
    const lasts = this.members.least("recovery_days");
    return ![...this.asked.values()].some((other) => other !== one
      && (other.done || (!other.over && other.from < Infinity)) && !(other.sure + lasts <= one.sure));
  }

  #of = (member) => [...this.asked.values()].filter((one) => one.member === member && !one.over);
}

const needed = (members) => Math.max(LEAST, Math.min(MOST, Math.ceil(members / 3)));
