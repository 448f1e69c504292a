// What a page says of a vote, held against the ballots of the log: the roll, the totals, the outcome.

import { DAY, days } from "./members.js";
import { outcome } from "./tally.js";
import { spelled } from "./vote.js";

const COUNTED = [
  "ballots", "support", "counts", "pairwise", "ending", "winners", "dropped", "order", "tied",
  "accepted", "rejected", "accepting", "added",
];

// Differences of the roll that is shown, line by line; `roll` is a list of {size, member, name, ballot}.
export function checkRoll(roll, ballots) {
  const wrong = [];
  const shown = new Set(roll.lines.map(({ member }) => member));
  const standing = new Map(); // by size of the log: pages of a roll may come from several
  for (const { member, name, ballot, size } of roll.lines) {
    if (!standing.has(size)) standing.set(size, ballots.at(size));
    const own = standing.get(size).get(member);
    const who = name ?? member;
    if (!own) wrong.push({ why: "roll-extra", member: who, entry: ballot.entry });
    else if (own.entry !== ballot.entry || own.said !== spelled(ballot) || own.counts !== ballot.counts) {
      wrong.push({ why: "roll-other", member: who, entry: own.entry });
    }
  }
  for (const [member, { entry }] of ballots.at(roll.size)) {
    if (!shown.has(member)) wrong.push({ why: "roll-missing", member, entry });
  }
  return wrong;
}

// Differences of the count and of what follows from it, as far as the vote's method is counted here.
export function checkTally(vote, standing) {
  const { tally } = vote;
  const ours = outcome(vote, [...standing.values()].filter(({ counts }) => counts).map(({ ranks }) => ranks));
  const wrong = [];
  for (const field of COUNTED.filter((one) => one in ours)) {
    const [here, there] = [ours, tally].map((count) => JSON.stringify(count[field]));
    if (here !== there) wrong.push({ why: `tally-${field}`, here, there });
  }
  return { wrong, counted: "winners" in ours, ballots: ours.ballots };
}

// How long, in ms, a vote can last by what the constitution ever said or was to say, and the time of which
// its parts are parts: one on an amendment lasts for a day, but ends after its own time if half are for it.
export const lengths = ({ kind, takes }, rules) => {
  const lasting = (name) => [...rules[name]].map(days);
  if (kind === "admission") return lasting("vote_days").map((one) => [one, one]);
  if (kind === "recovery") {
    return lasting("vote_days").flatMap((one) =>
      lasting("recovery_days").map((other) => new Array(2).fill(Math.max(one, other))));
  }
  if (kind === "completion") return lasting("question_days").map((one) => [one, one]);
  return lasting(kind === "question" && takes !== "amendment" ? "question_days" : "vote_days")
    .flatMap((one) => (one < DAY ? [[one, one], [one, DAY], [DAY, DAY]] : [[one, one]]));
};

// Whether the vote opened where the log says so, and closed when it had to: `before` is up to when
// all had surely taken effect at the entry before its first, `after` the time of that first entry.
export const checkTimes = (vote, { before, after, courses }, closed) =>
  (before <= vote.opened_at && vote.opened_at <= after && (closed !== undefined || courses?.lost)
    ? [] : [{ why: "times" }]);
