// Counting a vote from ballots, in the browser: votes by yes and no, and every vote that the Schulze method
// counts or in which options are chosen (choosing.js), with what follows from it (docs/law.md chapter 11).
// Of an election it says who stays in the count (elections.js), not whom a single transferable vote elects.
// Rankings are arrays of ranks (0 unranked), one an option in the order of the vote's options, the one in
// which ties go, and *no action* last if there is any; a choice: 1 yes, 2 no, 3 abstain.

import { byChoosing, CHOOSING } from "./choosing.js";
import { byElection } from "./elections.js";
import { fill, pairwise, schulze } from "./schulze.js";

const [YES, NO, ABSTAIN] = [1, 2, 3];
const NO_ACTION = 0;

// What `ballots` decide in a vote {method, options, option_needs, option_takes, needs, takes, no_action,
// of_all, unranked, seats, quorum, option_quorums, fewest, option_fewest, electorate, counted}: the fields
// of a decision, options by their numbers on ballots.
export function outcome(vote, ballots) {
  const support = vote.no_action && vote.kind !== "election"
    ? vote.option_takes.map((takes, i) => needed(vote, takes, vote.option_quorums[i], vote.option_fewest[i]))
    : [needed(vote, vote.takes, vote.quorum, vote.fewest)];
  const found = { ballots: ballots.length, support };
  if (["majority", "consent"].includes(vote.method)) return { ...found, ...byChoice(vote, ballots, support[0]) };
  if (CHOOSING.includes(vote.method)) return { ...found, ...byChoosing(vote, ballots, support[0]) };
  if (vote.kind === "election") return { ...found, ...byElection(vote, ballots, support[0]) };
  return { ...found, ...byRanking(vote, ballots, support) };
}

function byChoice(vote, ballots, support) {
  const counts = [YES, NO, ABSTAIN].map((one) => ballots.filter((choice) => choice === one).length);
  const [yes, no] = counts;
  const none = { winners: [], order: [], pairwise: [], dropped: [], tied: [], counts };
  if (vote.method === "consent") {
    return { ...none, ending: yes >= support && no < vote.objections ? "adopted" : "no-consent" };
  }
  const carried = yes >= support ? "adopted" : "unsupported";
  return { ...none, ending: passes(yes, no, vote.needs) ? carried : "rejected" };
}

function byRanking(vote, ballots, support) {
  const names = [...vote.options, NO_ACTION];
  const named = (places) => places.map((place) => names[place]);
  const cast = vote.unranked === "uncounted" ? ballots.map(withNoAction) : ballots;
  const pairs = pairwise(cast, names.length, vote.unranked);
  const dropped = fallen(vote, pairs, support);
  const left = names.map((_, place) => place).filter((place) => !dropped.includes(place));
  const order = schulze(pairs, left);
  const { seated, tied } = fill(order, vote.seats, names.length - 1);
  const ending = ended(vote, pairs, support, named(seated));
  const winners = ending === "unsupported" ? [] : named(seated);
  return {
    counts: [], winners, order: order.map(named), dropped: named(dropped), tied: tied.map(named),
    pairwise: pairs.map((row, i) => row.map((votes, j) => (i === j ? null : votes))),
    ending,
  };
}

// Who ranks anything and leaves no action out puts it below that (11.8).
const withNoAction = (ranks) => (ranks.at(-1) || !ranks.some(Boolean)
  ? ranks : [...ranks.slice(0, -1), Math.max(...ranks) + 1]);

// Nothing is done: because too few are for an option that has its majority, or because none has one.
function ended(vote, wins, support, winners) {
  const last = wins.length - 1;
  if (winners[0] !== NO_ACTION) return "adopted";
  const short = (_, i) => wins[i][last] < support[i] && passes(wins[i][last], wins[last][i], vote.option_needs[i]);
  return vote.options.some(short) ? "unsupported" : "no-action";
}

// How many members must be for something (11.2, 11.3).
function needed(vote, takes, quorum, fewest) {
  const { electorate: awake, counted } = vote;
  const [part, square] = takes === "amendment" ? [2, 4] : [3, 2.25];
  const base = [Math.max(part * awake, counted), part]; // as a fraction
  let few = 0;
  while (few * part * part < base[0] && few * few * part < square * base[0]) few += 1;
  const asked = Math.min(Math.max(fewest, few, upTo(quorum, ...base)), Math.max(awake, counted));
  const least = takes === "none" ? 0 : asked;
  if (!vote.of_all) return least;
  return Math.max(least, Math.floor(awake / 2) + 1, upTo(vote.needs ?? vote.option_needs[0], awake));
}

// The places of options that do not reach, against no action (the last), the share that they need.
function fallen(vote, wins, support) {
  const last = wins.length - 1;
  const stands = (i) => wins[i][last] >= support[i]
    && passes(wins[i][last], wins[last][i], vote.option_needs[i]);
  return wins.map((_, i) => i).filter((i) => i !== last && !stands(i));
}

// Whether `votes` reach a share such as "2/3" against `against`, and are more. Exact for any share.
export function passes(votes, against, needed) {
  const [top, bottom] = share(needed);
  return BigInt(votes) * bottom >= top * BigInt(votes + against) && votes > against;
}

// The least whole number that is at least this share of all / parts.
export function upTo(text, all, parts = 1) {
  const [top, bottom] = share(text);
  const whole = bottom * BigInt(parts);
  return Number((top * BigInt(all) + whole - 1n) / whole);
}

function share(text) {
  const [top, bottom = "1"] = text.split("/");
  return [BigInt(top), BigInt(bottom)];
}
