// The ballots of one vote, as they stand after each entry: read by the rules of docs/law.md chapter 7.

import { CHOOSING } from "./choosing.js";
import { upTo } from "./tally.js";

const WORDS = { majority: "yes no abstain".split(" "), consent: "consent object abstain".split(" ") };

export class Ballots {
  #cast = new Map(); // by member: [{entry, device, ranks, said}], the last one stands
  #left = new Map(); // by member: the entry
  #asked = new Set();
  #perhaps = new Map(); // by member: a vouch that may be a ballot

  constructor(vote) {
    this.vote = vote;
  }

  // The vote opens with the yes of those who vouched for the applicant (3.7).
  vouched(given) {
    for (const { member, entry, maybe } of given) {
      const yes = { entry, ranks: 1, said: JSON.stringify("yes") };
      (maybe ? this.#perhaps : this.#cast).set(member, maybe ? yes : [yes]);
    }
  }

  // What only the whole law can say is taken as the roll shows it: a vouch that counts, or does not.
  believe(lines) {
    for (const { member, ballot } of lines) {
      const yes = this.#perhaps.get(member);
      if (yes?.entry === ballot.entry) this.#cast.set(member, [yes, ...(this.#cast.get(member) ?? [])]);
    }
  }

  // A ballot of this vote; answers what is wrong with it, but whether it came in time.
  take(index, time, act, { member, device }, { members, effects }) {
    const { opened, opened_at: from } = this.vote;
    if (index < opened || time < from) return "early";
    if (!members.isMember(member, from) || !members.isMember(member, time)) return "not-member";
    if (effects.recoveries.since(member, from)) return "recovered";
    const ranks = readBallot(this.vote, act);
    if (!ranks) return "ballot";
    const before = this.#cast.get(member)?.at(-1);
    if (before && isOther(before.device, device) && act.seen[0] <= before.entry) return "outdated";
    if (!this.#cast.has(member)) this.#cast.set(member, []);
    const said = spelled(act);
    this.#cast.get(member).push({ entry: index, device, ranks, said });
    return "";
  }

  // A member leaves: their ballot counts no more (7.3), unless the vote has closed.
  leaves = (entry, member) => this.#left.set(member, entry);

  // A member asks that the vote end; answers whether enough do (7.8).
  asks(member) {
    this.#asked.add(member);
    const { counted, electorate, needs, option_needs: each, asking } = this.vote;
    const people = Math.max(counted, electorate);
    const shares = [needs, ...each].filter(Boolean).map((one) => upTo(one, people));
    const needed = Math.max(Math.floor(people / 2) + 1, asking, ...shares);
    return [...this.#asked].filter((one) => !this.#left.has(one)).length >= needed;
  }

  // Whether as many may have voted, or left, as there were members who were not at rest.
  areAll = () =>
    new Set([...this.#cast.keys(), ...this.#perhaps.keys(), ...this.#left.keys()]).size >= this.vote.counted;

  // Whether all of these members may have cast a ballot: of a vouch it can be open whether it is one.
  hasAll = (members) => members.every((one) => this.#cast.has(one) || this.#perhaps.has(one));

  // The vote had closed before this entry: ballots from there on fall out, and are answered.
  close(entry) {
    for (const [member, left] of this.#left) if (left >= entry) this.#left.delete(member);
    const late = [];
    for (const [member, cast] of this.#cast) {
      late.push(...cast.filter((one) => one.entry >= entry).map((one) => ({ member, entry: one.entry })));
      this.#cast.set(member, cast.filter((one) => one.entry < entry));
    }
    return late;
  }

  // How many members have cast a first ballot from this entry on.
  firstFrom = (entry) => [...this.#cast.values()].filter(([first]) => first?.entry >= entry).length;

  // What stands in a log of so many entries: a map from members to ballots, and whether they count.
  at(size) {
    const standing = new Map();
    for (const [member, cast] of this.#cast) {
      const last = cast.findLast(({ entry }) => entry < size);
      if (last) standing.set(member, { ...last, counts: !(this.#left.get(member) < size) });
    }
    return standing;
  }
}

// Whether two ballots are surely from two keys; keys are told by the entries that enrolled them.
const isOther = (one, other) => one !== undefined && other !== undefined && one !== other;

// A ballot as a choice by its number or as ranks in the order of the options, *no action* last; null
// where it does not fit the vote (clause 7.4).
export function readBallot(vote, { choice, ranking, chosen, reason }) {
  const words = WORDS[vote.method];
  if (words) {
    const fits = words.includes(choice) && ranking === undefined && chosen === undefined;
    return fits && (choice !== "object" || reason) ? words.indexOf(choice) + 1 : null;
  }
  if (CHOOSING.includes(vote.method)) {
    return choice === undefined && ranking === undefined ? readChosen(vote, chosen) : null;
  }
  if (!Array.isArray(ranking) || choice !== undefined || chosen !== undefined) return null;
  const places = [...vote.options, ...(vote.no_action ? [0] : [])];
  const ranks = new Array(places.length).fill(0);
  for (const [place, group] of ranking.entries()) {
    if (!Array.isArray(group) || !group.length) return null;
    for (const option of group) {
      const at = places.indexOf(option);
      if (at < 0 || ranks[at]) return null;
      ranks[at] = place + 1;
    }
  }
  return ranks;
}

// What is chosen as marks in the order of the options; 0 alone is none of them (7.12).
function readChosen({ options, most }, chosen) {
  if (!Array.isArray(chosen) || !chosen.length) return null;
  if (chosen.length === 1 && chosen[0] === 0) return options.map(() => 0);
  const fits = new Set(chosen).size === chosen.length && chosen.every((one) => options.includes(one));
  if (!fits || (most && chosen.length > most)) return null;
  return options.map((option) => Number(chosen.includes(option)));
}

// How a line of the roll that the page shows is spelled, to compare.
export const spelled = ({ choice, ranking, chosen }) =>
  JSON.stringify(choice ?? (chosen ? rising(chosen) : ranking.map(rising)));
const rising = (numbers) => [...numbers].sort((a, b) => a - b);
