// Who can be a member at each moment of a log: admissions and recoveries have the vouches of enough
// other members, and the waiting time, that the law asks for (docs/law.md 3.4 to 3.9, 4.4 to 4.7).
//
// What only the whole law can say (votes on admissions, who is dormant, amendments in force) is taken
// at its widest: nobody is named here who may be right. `esoviet audit` judges the rest.

import { Doors } from "./doors.js";

const DAY = 86_400_000;
export const days = (text) => {
  const [top, bottom = "1"] = text.split("/");
  return Number((BigInt(top) * BigInt(DAY)) / BigInt(bottom));
};

export class Members {
  #all = []; // by number: {from, last, left, sure} and what doors.js says of applicants
  #invitations = new Map(); // by name of their key: {by, uses}
  asked = new Map(); // by name of the new key: {member, bytes, id, vouchers, from, over, done}

  get count() {
    return this.#all.length - 1;
  }

  get rested() {
    return [...this.asked.values()].filter(({ done }) => done).length;
  }

  // `defaults`: the parameters of the law (/law.json); `rules` has all values that each can have had.
  founded(time, constitution, defaults) {
    this.rules = Object.fromEntries(Object.entries({ ...defaults, ...constitution })
      .map(([name, value]) => [name, new Set([value])]));
    this.#all = [null, { from: time, last: time, sure: true, settled: true, vouchers: new Map() }];
    this.doors = new Doors(this.#all, time + this.#longest("founding_days"), {
      least: this.#least, isFixed: (name) => this.rules[name].size === 1,
    });
  }

  // Whether somebody can have been a member at a time; of whoever left it says until when.
  isMember(number, time) {
    const one = this.#all[number];
    return Boolean(one) && one.from <= time && !(one.left < time);
  }

  applied(index, time, invitation) {
    this.#all.push({});
    this.doors.applied(this.#all.at(-1), index, time, invitation);
  }

  // Whoever has done what members alone do is one until they leave; `open`: others do it, too.
  acted(number, time, open) {
    const one = this.#all[number];
    if (one) Object.assign(one, { last: time, sure: one.sure || !open });
  }

  isSurelyMember = (number, time) => Boolean(this.#all[number]?.sure) && this.isMember(number, time);

  invites(by, name, uses) {
    this.#invitations.set(name, { by, uses });
    return "";
  }

  uninvites(by, name) {
    if (this.#invitations.get(name)?.by !== by) return "not-own";
    this.#invitations.delete(name);
    return "";
  }

  invitation(name) {
    const found = this.#invitations.get(name);
    return found?.uses > 0 && this.#all[found.by].left === undefined ? found : null;
  }

  // An act of member `by` that concerns members; answers a fault.
  take(index, by, act, time) {
    const one = this.#all[act.member];
    const asked = this.asked.get(act.kid);
    if (act.type === "leave") this.#all[by].left = time;
    if (act.type === "end-founding") this.doors.stops(by, time);
    if (act.type === "vouch") {
      return one && act.member !== by ? this.doors.vouched(one, by, index, time) : "vouch";
    }
    if (act.type === "object") {
      for (const number of act.members) if (this.#all[number]) this.doors.objected(this.#all[number], time);
    }
    if (act.type === "vouch-for-recovery") {
      return asked && !asked.over && asked.member !== by ? this.#vouchedAgain(asked, by, time) : "vouch";
    }
    if (act.type === "refuse-recovery") {
      if (asked?.member !== by || asked.over) return "not-own";
      asked.over = true;
    }
    if (act.amending?.parameters) this.#proposed(act.amending.parameters);
    return "";
  }

  asks({ name, bytes }, member, id, time) {
    if (!this.isMember(member, time)) return false;
    this.asked.set(name, { member, bytes, id, vouchers: new Set(), from: Infinity });
    return true;
  }

  // Recoveries that have surely taken effect by now.
  recovered(time) {
    const certain = ["vouches", "objection_days"].every((name) => this.rules?.[name].size === 1);
    return certain ? [...this.asked].filter(([, { over, sure, member }]) =>
      !over && sure <= time && this.#all[member].left === undefined) : [];
  }

  // A recovery that may have taken effect by now.
  mayRecover(kid, time) {
    const asked = this.asked.get(kid);
    return asked && !asked.over && asked.from <= time ? asked : null;
  }

  #vouchedAgain(asked, by, time) {
    if (asked.vouchers.has(by)) return "vouch";
    asked.vouchers.add(by);
    const enough = this.#least("vouches", Number);
    const due = time + Math.max(1, this.#least("objection_days"));
    if (asked.vouchers.size === enough) asked.sure = due;
    const others = Math.max(1, this.#active(time) - 1);
    if (asked.vouchers.size >= Math.min(enough, others)) asked.from = Math.min(asked.from, due);
    return "";
  }

  // How many members are active at a time, at the least.
  #active(time) {
    const idle = Math.max(...["dormancy_days", "vote_days", "question_days"].map((name) => this.#least(name)));
    return this.#all.filter((one) => one && one.from <= time && one.left === undefined
      && !one.contested && one.last > time - idle).length;
  }

  #proposed(parameters) {
    for (const [name, value] of Object.entries(parameters)) this.rules[name]?.add(value);
  }

  #least = (name, read = days) => Math.min(...[...this.rules[name]].map(read));
  #longest = (name) => Math.max(...[...this.rules[name]].map(days));
}
