// Counting a vote from ballots, in the browser: votes by yes and no, and every vote that the Schulze
// method counts, with what follows from the count (docs/law.md chapter 11). Who is elected by a
// single transferable vote is not counted here. Rankings are arrays of ranks (0 unranked), one an
// option in the order of the vote's options, which is also the order in which ties go, and *no
// action* last where there is one; a choice is 1 (yes), 2 (no) or 3 (abstain).

const [YES, NO, ABSTAIN] = [1, 2, 3];
const NO_ACTION = 0;

// What `ballots` decide in a vote {method, options, option_needs, needs, no_action, of_all, unranked,
// seats, quorum, electorate}: the fields of a decision, options by their numbers on ballots.
export function outcome(vote, ballots) {
  const quorum = Math.max(1, upTo(vote.quorum, vote.electorate));
  const found = { ballots: ballots.length, quorum, reached: ballots.length >= quorum };
  if (vote.method === "majority") return { ...found, ...byChoice(vote, ballots, found.reached) };
  if (vote.method !== "schulze") return { ...found, ending: found.reached ? "elected" : "no-quorum" };
  return { ...found, ...byRanking(vote, ballots, found.reached) };
}

function byChoice(vote, ballots, reached) {
  const counts = [YES, NO, ABSTAIN].map((one) => ballots.filter((choice) => choice === one).length);
  const [yes, no] = counts;
  const all = !vote.of_all || yes >= upTo(vote.needs, vote.electorate);
  const ending = all && passes(yes, no, vote.needs) ? "adopted" : "rejected";
  const none = { winners: [], order: [], pairwise: [], dropped: [], tied: [] };
  return { ...none, counts, ending: reached ? ending : "no-quorum" };
}

function byRanking(vote, ballots, reached) {
  const names = vote.no_action ? [...vote.options, NO_ACTION] : vote.options;
  const named = (places) => places.map((place) => names[place]);
  const pairs = pairwise(ballots, names.length, vote.unranked);
  const dropped = vote.no_action ? fallen(vote, pairs) : [];
  const left = names.map((_, place) => place).filter((place) => !dropped.includes(place));
  const order = schulze(pairs, left);
  const { seated, tied } = fill(order, vote.seats, vote.no_action ? names.length - 1 : undefined);
  const winners = reached ? named(seated) : [];
  const chosen = winners[0] === NO_ACTION ? "no-action" : "adopted";
  return {
    counts: [], winners, order: order.map(named), dropped: named(dropped), tied: tied.map(named),
    pairwise: pairs.map((row, i) => row.map((votes, j) => (i === j ? null : votes))),
    ending: !reached ? "no-quorum" : vote.no_action ? chosen : "elected",
  };
}

// How many ballots rank the row's option above the column's.
export function pairwise(ballots, options, unranked = "last") {
  const wins = Array.from({ length: options }, () => new Array(options).fill(0));
  for (const ranks of ballots) {
    for (let i = 0; i < options; i++) {
      for (let j = 0; j < options; j++) {
        if (i === j || !ranks[i]) continue;
        if (ranks[j] ? ranks[i] < ranks[j] : unranked === "last") wins[i][j] += 1;
      }
    }
  }
  return wins;
}

// The places of options that do not reach, against no action (the last), the share that they need.
function fallen(vote, wins) {
  const last = wins.length - 1;
  const least = vote.of_all ? upTo(vote.option_needs[0], vote.electorate) : 0;
  const stands = (i) => wins[i][last] >= least
    && passes(wins[i][last], wins[last][i], vote.option_needs[i]);
  return wins.map((_, i) => i).filter((i) => i !== last && !stands(i));
}

// The order of the options `left`, best first, in groups that the method cannot tell apart.
export function schulze(wins, left) {
  const scale = Math.max(0, ...wins.flat()) + 1;
  const path = wins.map((row, i) => row.map((votes, j) => strength(votes, wins[j][i], scale)));
  for (const k of left) {
    for (const i of left) {
      for (const j of left) {
        if (i !== j) path[i][j] = Math.max(path[i][j], Math.min(path[i][k], path[k][j]));
      }
    }
  }
  const order = [];
  for (let waiting = [...left]; waiting.length;) {
    const first = waiting.filter((i) => waiting.every((j) => path[j][i] <= path[i][j]));
    order.push(first);
    waiting = waiting.filter((i) => !first.includes(i));
  }
  return order;
}

// Who of an order is seated, and between whom ties were broken; `stop` (no action) wins only alone.
function fill(order, seats, stop) {
  const seated = [];
  const tied = [];
  for (const group of order) {
    const free = seats - seated.length;
    if (free <= 0 || (seated.length && group.includes(stop))) break;
    if (group.length > free) tied.push(group);
    seated.push(...group.slice(0, free));
  }
  const at = seated.indexOf(stop);
  return { seated: at > 0 ? seated.slice(0, at) : seated, tied };
}

// A defeat is stronger with more votes for it, and among equals with fewer against; 0 is none.
const strength = (votes, against, scale) => (votes > against ? votes * scale - against : 0);

// Whether `votes` reach a share such as "2/3" against `against`, and are more. Exact for any share.
export function passes(votes, against, needed) {
  const [top, bottom] = share(needed);
  return BigInt(votes) * bottom >= top * BigInt(votes + against) && votes > against;
}

// The least whole number that is at least this share of all.
export function upTo(text, all) {
  const [top, bottom] = share(text);
  return Number((top * BigInt(all) + bottom - 1n) / bottom);
}

function share(text) {
  const [top, bottom = "1"] = text.split("/");
  return [BigInt(top), BigInt(bottom)];
}
