// Who can be elected (docs/law.md 11.10 and 11.11): *none of these* is on every ballot, as its last option.

import { fill, pairwise, schulze } from "./schulze.js";

// What an election decides; of a single transferable vote only who stays, not who is elected.
export function byElection(vote, ballots, support) {
  const { stay, above, ...said } = acceptance(vote, ballots);
  const ending = said.accepting < support ? "unsupported" : stay.length ? "elected" : "none-of-these";
  if (vote.method !== "schulze") return { ...said, ending };
  const named = (places) => places.map((place) => vote.options[place]);
  const pairs = pairwise(above, vote.options.length + 1, vote.unranked);
  const order = schulze(pairs, stay);
  const { seated, tied } = fill(order, vote.seats);
  const counts = (i, j) => i !== j && stay.includes(i) && stay.includes(j);
  return {
    ...said, ending, counts: [], winners: ending === "elected" ? named(seated) : [], order: order.map(named),
    tied: tied.map(named),
    pairwise: stay.length ? pairs.map((row, i) => row.map((votes, j) => (counts(i, j) ? votes : null))) : [],
  };
}

// What `ballots` say of the candidates of a vote {options, seats, gone}: how many accept and reject each,
// who falls, how many ballots accept anybody. `stay` are the places of those who are counted, and `above`
// the ballots with nothing on them but who stays and is ranked above none.
function acceptance(vote, ballots) {
  const [accepted, rejected] = [0, 1].map(() => vote.options.map(() => 0));
  const away = vote.options.map((option) => vote.gone.includes(option));
  let accepting = 0;
  for (const ranks of ballots) {
    const sides = vote.options.map((_, place) => (away[place] ? 0 : side(ranks, place)));
    sides.forEach((one, place) => {
      if (one > 0) accepted[place] += 1;
      if (one < 0) rejected[place] += 1;
    });
    if (sides.includes(1)) accepting += 1;
  }
  const stays = (place) => accepted[place] * (vote.seats + 1) > accepted[place] + rejected[place];
  const standing = vote.options.map((_, place) => place).filter((place) => !away[place]);
  const stay = standing.filter(stays);
  const dropped = standing.filter((place) => !stays(place)).map((place) => vote.options[place]);
  const counts = (ranks, place) => stay.includes(place) && side(ranks, place) > 0;
  const above = ballots.map((ranks) => ranks.map((rank, place) => (counts(ranks, place) ? rank : 0)));
  return { accepted, rejected, accepting, dropped, stay, above };
}

// 1 where a ballot accepts a candidate, -1 where it rejects, 0 where it says neither.
function side(ranks, place) {
  const none = ranks.some(Boolean) ? ranks.at(-1) : 1;
  const rank = ranks[place];
  if (rank && (!none || rank < none)) return 1;
  return none && (!rank || rank > none) ? -1 : 0;
}
