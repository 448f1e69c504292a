// Who can be a member at each moment of a log: admissions have the vouches of enough other members, and
// the waiting time, that the law asks for (docs/law.md 3.4 to 3.9). Recoveries are in recoveries.js.
//
// What only the whole law can say (votes on admissions, who is dormant, amendments in force) is taken
// at its widest: nobody is named here who may be right. `esoviet audit` judges the rest.

import { Doors } from "./doors.js";

export const DAY = 86_400_000;
export const days = (text) => {
  const [top, bottom = "1"] = text.split("/");
  return Number((BigInt(top) * BigInt(DAY)) / BigInt(bottom));
};

export class Members {
  #all = []; // by number: {from, last, left, sure: since when surely} and what doors.js says of applicants
  #invitations = new Map(); // by name of their key: {by, uses}
  #asked = [null]; // by number of a question: when

  get count() {
    return this.#all.length - 1;
  }

  // `defaults`: the parameters of the law (/law.json); `rules` has all values that each can have had.
  founded(time, constitution, defaults) {
    this.rules = Object.fromEntries(Object.entries({ ...defaults, ...constitution })
      .map(([name, value]) => [name, new Set([value])]));
    this.#all = [null, { from: time, last: time, sure: time, settled: true, vouchers: new Map() }];
    this.doors = new Doors(this.#all, time + this.#longest("founding_days"), {
      least: this.least, isFixed: (name) => this.rules[name].size === 1,
    });
  }

  // Whether somebody can have been a member at a time; of whoever left it says until when.
  isMember(number, time) {
    const one = this.#all[number];
    return Boolean(one) && one.from <= time && !(one.left < time);
  }

  applied(index, time, invitation) {
    this.#all.push({ applied: time });
    this.doors.applied(this.#all.at(-1), index, time, invitation);
  }

  // Whoever has done what members alone do is one until they leave; `open`: others do it, too.
  acted(number, time, open) {
    const one = this.#all[number];
    if (one) Object.assign(one, { last: time, sure: Math.min(one.sure, open ? Infinity : time) });
  }

  isThere = (number) => this.#all[number]?.left === undefined;

  // How many are members at a time: at the least, and at the most.
  howMany(time) {
    const there = this.#all.filter((one) => one && one.from <= time && one.left === undefined);
    return [there.filter(({ sure }) => sure < Infinity).length, there.length];
  }

  // Who surely can vote and is not at rest at a time: who was a member when the text stood still (7.3),
  // as far as the log says when that was; of the reading, as early as it can have begun. Who has left
  // by now does not wait for the end of the millisecond.
  active({ kind, subject, opened_at: opened }, time) {
    const stood = { admission: this.#all[subject]?.applied, question: this.#asked[subject] }[kind];
    const reading = ["problem", "election"].includes(kind) ? this.#longest("reading_days") : 0;
    const from = Math.min(stood ?? opened, opened - reading);
    const rest = 4 * this.least("dormancy_days");
    return this.#all.flatMap((one, number) =>
      (one?.sure < from && this.isThere(number) && time - one.last < rest ? [number] : []));
  }

  isSurelyMember = (number, time) => this.#all[number]?.sure < Infinity && this.isMember(number, time);

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
    if (act.type === "leave") this.#all[by].left = time;
    if (act.type === "end-founding") this.doors.stops(by, time);
    if (act.type === "ask") {
      this.#asked.push(time);
      this.doors.asked(act.then, time);
    }
    if (act.type === "let-in") return one ? this.doors.letIn(one, by, act.question, time) : "door";
    if (act.type === "vouch") {
      return one && act.member !== by ? this.doors.vouched(one, by, index, time) : "vouch";
    }
    if (act.type === "object") {
      for (const number of act.members) if (this.#all[number]) this.doors.objected(this.#all[number], time);
    }
    if (act.amending?.parameters) this.#proposed(act.amending.parameters);
    return "";
  }

  #proposed(parameters) {
    for (const [name, value] of Object.entries(parameters)) this.rules[name]?.add(value);
  }

  least = (name, read = days) => Math.min(...[...this.rules[name]].map(read));
  #longest = (name) => Math.max(...[...this.rules[name]].map(days));
}
