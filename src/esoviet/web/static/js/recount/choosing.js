// Votes in which options are chosen (docs/law.md 11.12 to 11.14): a ballot has 1 for what is chosen; who
// chooses nothing says none of them.

import { equalShares } from "./shares.js";

export const CHOOSING = ["approval", "dates", "equal-shares"];

// What `ballots` decide in a vote {method, options, costs, budget} that takes `enough` members.
export function byChoosing(vote, ballots, enough) {
  const places = vote.options.map((_, place) => place);
  const named = (group) => group.map((place) => vote.options[place]);
  const accepted = places.map((place) => ballots.filter((marks) => marks[place]).length);
  const accepting = ballots.filter((marks) => marks.some(Boolean)).length;
  const order = [...new Set(accepted)].sort((a, b) => b - a)
    .map((level) => places.filter((place) => accepted[place] === level));
  const found = { approval, dates, "equal-shares": budget }[vote.method]({
    vote, ballots, enough, places, accepted, accepting, order,
  });
  return {
    counts: [], pairwise: [], order: order.map(named), accepted, rejected: [], accepting, ending: found.ending,
    winners: named(found.ending === "adopted" ? found.winners : []), dropped: named(found.dropped ?? []),
    tied: (found.tied ?? []).map(named), added: named(found.ending === "adopted" ? found.added ?? [] : []),
  };
}

function approval({ ballots, enough, places, accepted, order }) {
  const most = order.flat().filter((place) => 2 * accepted[place] > ballots.length);
  const winners = most.filter((place) => accepted[place] >= enough);
  const ending = winners.length ? "adopted" : most.length ? "unsupported" : "none-of-these";
  return { ending, winners, dropped: places.filter((place) => !winners.includes(place)) };
}

function dates({ enough, accepting, order }) {
  if (!accepting) return { ending: "none-of-these", winners: [] };
  const tied = order[0].length > 1 ? [order[0]] : [];
  return { ending: accepting >= enough ? "adopted" : "unsupported", winners: order[0].slice(0, 1), tied };
}

function budget({ vote, ballots, enough, accepted, accepting }) {
  const shared = equalShares(ballots, vote.costs, vote.budget, accepted);
  if (2 * accepting <= ballots.length) return { ...shared, ending: "none-of-these" };
  return { ...shared, ending: accepting >= enough ? "adopted" : "unsupported" };
}
