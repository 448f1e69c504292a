// The ballots of one vote, as they stand after each entry: read by the rules of docs/law.md chapter 7.

const CHOICES = ["yes", "no", "abstain"];

export class Ballots {
  #cast = new Map(); // by member: [{entry, ranks, choice}], the last one stands

  constructor(vote) {
    this.vote = vote;
    this.places = [...vote.options, ...(vote.no_action ? [0] : [])];
  }

  // A ballot of this vote; answers what is wrong with it.
  take(entry, time, act, member, members) {
    const { opened, opened_at: from, closes } = this.vote;
    if (entry < opened || time < from) return "early";
    if (closes && time >= closes) return "late";
    if (!members.isMember(member, from) || !members.isMember(member, time)) return "not-member";
    const ranks = this.#ranks(act);
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

  #ranks({ choice, ranking }) {
    if (this.vote.method === "majority") {
      return CHOICES.includes(choice) && ranking === undefined ? CHOICES.indexOf(choice) + 1 : null;
    }
    if (!Array.isArray(ranking) || choice !== undefined) return null;
    const given = new Array(this.places.length).fill(0);
    for (const [rank, group] of ranking.entries()) {
      for (const option of group) {
        const place = this.places.indexOf(option);
        if (place < 0 || given[place]) return null;
        given[place] = rank + 1;
      }
    }
    return given;
  }
}

// How a line of the roll that the page shows is spelled, to compare.
export const spelled = ({ choice, ranking }) =>
  JSON.stringify(choice ?? ranking.map((group) => [...group].sort((a, b) => a - b)));

export const countChoices = (ballots) =>
  CHOICES.map((_, i) => ballots.filter((choice) => choice === i + 1).length);
