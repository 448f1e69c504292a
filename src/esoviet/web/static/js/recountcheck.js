// What a page says of a vote, held against the ballots of the log: the roll, the totals, the outcome.

import { days } from "./recountmembers.js";
import { countChoices, spelled } from "./recountvote.js";
import { pairwise, passes, schulze, share } from "./tally.js";

// Differences of the roll that is shown, line by line; `roll` is a list of {size, member, name, ballot}.
export function checkRoll(roll, ballots) {
  const wrong = [];
  const shown = new Map(roll.lines.map((line) => [line.member, line]));
  for (const { member, name, ballot, size } of roll.lines) {
    const own = ballots.at(size).get(member);
    const who = name ?? member;
    if (!own) wrong.push({ why: "roll-extra", member: who, entry: ballot.entry });
    else if (own.entry !== ballot.entry || own.said !== spelled(ballot)) {
      wrong.push({ why: "roll-other", member: who, entry: own.entry });
    }
  }
  for (const [member, { entry }] of ballots.at(roll.size)) {
    if (!shown.has(member)) wrong.push({ why: "roll-missing", member, entry });
  }
  return wrong;
}

// Differences of the count and of what follows from it.
export function checkTally(vote, standing) {
  const { tally } = vote;
  const ballots = [...standing.values()].map(({ ranks }) => ranks);
  const wrong = [];
  const differs = (what, ours, theirs) => {
    const [here, there] = [ours, theirs].map((value) => JSON.stringify(value));
    if (here !== there) wrong.push({ why: `tally-${what}`, here, there });
  };
  differs("ballots", ballots.length, tally.ballots);
  differs("quorum", Math.max(1, upTo(vote.quorum, vote.electorate)), tally.quorum_needed);
  const enough = ballots.length >= tally.quorum_needed;
  if (vote.method === "majority") {
    const [yes, no, abstain] = countChoices(ballots);
    differs("counts", [yes, no, abstain], tally.counts);
    const all = !vote.of_all || yes >= upTo(vote.needs, vote.electorate);
    const adopted = all && passes(yes, no, share(vote.needs));
    differs("ending", !enough ? "no-quorum" : adopted ? "adopted" : "rejected", tally.ending);
    return { wrong, counted: true };
  }
  const size = vote.options.length + (vote.no_action ? 1 : 0);
  const wins = pairwise(ballots, size, vote.unranked);
  if (tally.pairwise.length) differs("pairs", bare(wins), bare(tally.pairwise));
  if (!vote.no_action) return { wrong, counted: false };
  const least = vote.of_all ? upTo(vote.option_needs[0], vote.electorate) : 0;
  const { winner, dropped } = schulze(wins, vote.option_needs.map(share), least);
  const names = [...vote.options, 0];
  differs("ending", !enough ? "no-quorum" : names[winner] ? "adopted" : "no-action", tally.ending);
  differs("winners", enough ? [names[winner]] : [], tally.winners);
  differs("dropped", dropped.map((place) => names[place]), tally.dropped);
  return { wrong, counted: true };
}

// Whether the vote opened where the log says so, and lasted as long as the constitution says.
export function checkTimes(vote, before, after, rules) {
  const lasts = rules[vote.kind === "question" ? "question_days" : "vote_days"];
  const long = vote.closes && [...lasts].some((text) => vote.closes - vote.opened_at === days(text));
  const placed = before <= vote.opened_at && !(after < vote.opened_at);
  return long && placed ? [] : [{ why: "times" }];
}

const bare = (matrix) => matrix.map((row, i) => row.map((votes, j) => (i === j ? 0 : votes)));
const upTo = (text, all) => {
  const [top, bottom] = share(text);
  return Math.ceil((top * all) / bottom);
};
