// Who can have come in, and when: by the founder's link, by the vouches of settled members, by a vote
// on the admission, by a list or a door (docs/law.md 2.5 and 3.3 to 3.16). A vouch is a ballot in a vote
// on an admission, too.
//
// What only the whole law can say (who may vouch, how long the line is, how a vote ends) is taken at
// its widest, as in members.js.

export class Doors {
  #stopper = 0; // who wants the founding period over, besides the founder
  #questions = []; // in their order, the door that each asks for

  // `all` are the members by number; `rules` say the least and the longest that a parameter can have been.
  constructor(all, founding, rules) {
    Object.assign(this, { all, founding, rules });
  }

  applied(one, index, time, invitation) {
    Object.assign(one, { from: Infinity, sure: Infinity, last: time, applied: time, vouchers: new Map() });
    if (!invitation) return;
    invitation.uses -= 1;
    if (invitation.by === 1 && time < this.founding) {
      const settled = this.rules.isFixed("founding_days");
      Object.assign(one, { from: time, sure: settled ? time : Infinity, settled });
    } else this.#counts(one, invitation.by, { entry: index, maybe: true }, time);
  }

  // A member vouches by an act of their own; answers a fault. Where an invitation was no vouch, they can.
  vouched(one, by, index, time) {
    const before = one.vouchers.get(by);
    if (before && !before.maybe) return "vouch";
    this.#counts(one, by, { entry: index, maybe: !this.#votedOn(one, by) }, time);
    return "";
  }

  objected(one, time) {
    one.contested = true;
    if (one.from < Infinity) one.from = Math.min(one.from, time);
  }

  // A question that may admit applicants, or open a door.
  asked(then, time) {
    this.#questions.push(then?.door && { ...then.door, came: 0 });
    for (const number of then?.admits ?? []) {
      const one = this.all[number];
      if (one) one.from = Math.min(one.from, time);
    }
  }

  // A member lets somebody in by the door of a question; answers a fault.
  letIn(one, by, question, time) {
    const door = this.#questions[question - 1];
    if (!door?.keepers.includes(by) || time >= door.until || door.came === door.places) return "door";
    door.came += 1;
    one.from = Math.min(one.from, time);
    return "";
  }

  // Somebody says that the founding period be over.
  stops(by, time) {
    const stopper = this.all[this.#stopper];
    const first = by !== 1 && (!stopper || stopper.left !== undefined || this.#stopper === by);
    if (first) this.#stopper = by;
    else this.founding = Math.min(this.founding, time);
  }

  // The yes with which a vote on applicant `number` opens: of whom, in which entry; `maybe` where only
  // the whole law can say whether it is one.
  ballots(number) {
    const given = [...(this.all[number]?.vouchers ?? [])];
    return given.filter(([member]) => this.all[member].left === undefined)
      .map(([member, { entry, maybe }]) => ({ member, entry, maybe }));
  }

  #counts(one, by, given, time) {
    one.vouchers.set(by, given);
    if (one.vouchers.size < Math.min(this.rules.least("vouches", Number), this.#settled(time))) return;
    const ready = one.contested ? time : time + this.rules.least("objection_days");
    one.from = Math.min(one.from, ready);
  }

  // Whether somebody surely was a member when the other applied, and so votes on them.
  #votedOn = (one, by) => Boolean(this.all[by]?.settled) && this.all[by].from <= one.applied;

  // How many are settled at a time, at the least.
  #settled(time) {
    const idle = this.rules.least("dormancy_days");
    return Math.max(1, this.all.filter((one) =>
      one?.settled && one.left === undefined && one.last > time - idle).length);
  }
}
