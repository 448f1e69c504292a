// The ballots of one vote, as they stand after each entry: read by the rules of docs/law.md chapter 7.

const CHOICES = ["yes", "no", "abstain"];

export class Ballots {
  #cast = new Map(); // by member: [{entry, ranks, choice}], the last one stands

  constructor(vote) {
    this.vote = vote;
  }

  // A ballot of this vote; answers what is wrong with it.
  take(entry, time, act, member, members) {
    const { opened, opened_at: from, closes } = this.vote;
    if (entry < opened || time < from) return "early";
    if (closes && time >= closes) return "late";
    if (!members.isMember(member, from) || !members.isMember(member, time)) return "not-member";
    const ranks = readBallot(this.vote, act);
    if (!ranks) return "ballot";
    const ranking = act.ranking?.map((group) => [...group].sort((a, b) => a - b));
    if (!this.#cast.has(member)) this.#cast.set(member, []);
    this.#cast.get(member).push({ entry, ranks, said: JSON.stringify(act.choice ?? ranking) });
    return "";
  }

  // What stands in a log of so many entries: a map from members to ballots.
  at(size) {
    const standing = new Map();
    for (const [member, cast] of this.#cast) {
      const last = cast.findLast(({ entry }) => entry < size);
      if (last) standing.set(member, last);
    }
    return standing;
  }
}

// A ballot as a choice by its number or as ranks in the order of the options, *no action* last; null
// where it does not fit the vote (clause 7.4).
export function readBallot(vote, { choice, ranking }) {
  if (vote.method === "majority") {
    return CHOICES.includes(choice) && ranking === undefined ? CHOICES.indexOf(choice) + 1 : null;
  }
  if (!Array.isArray(ranking) || choice !== undefined) return null;
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

// How a line of the roll that the page shows is spelled, to compare.
export const spelled = ({ choice, ranking }) =>
  JSON.stringify(choice ?? ranking.map((group) => [...group].sort((a, b) => a - b)));
