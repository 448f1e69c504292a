// Counting a vote from ballots, in the browser: the pairwise matrix and the Schulze method with a
// default option, as docs/law.md chapter 11 says. Rankings are arrays of ranks (0 unranked).

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

// Whether `votes` reach the share [top, bottom] against `against`, and are more.
export const passes = (votes, against, [top, bottom]) =>
  votes * bottom >= top * (votes + against) && votes > against;

// The winner's place; options that fail their share against the default (the last) are dropped.
export function schulze(wins, shares, least = 0) {
  const last = wins.length - 1;
  const scale = Math.max(...wins.flat()) + 1;
  const left = wins.map((_, i) => i).filter((i) =>
    i === last || (wins[i][last] >= least && passes(wins[i][last], wins[last][i], shares[i])));
  const path = wins.map((row, i) => row.map((votes, j) => strength(votes, wins[j][i], scale)));
  for (const k of left) {
    for (const i of left) {
      for (const j of left) path[i][j] = Math.max(path[i][j], Math.min(path[i][k], path[k][j]));
    }
  }
  const unbeaten = left.filter((i) => left.every((j) => path[i][j] >= path[j][i]));
  return { winner: unbeaten[0], unbeaten, dropped: wins.map((_, i) => i).filter((i) => !left.includes(i)) };
}

// A defeat is stronger with more votes for it, and among equals with fewer against; 0 is none.
const strength = (votes, against, scale) => (votes > against ? votes * scale - against : 0);

export const share = (text) => {
  const [top, bottom = "1"] = text.split("/");
  return [Number(top), Number(bottom)];
};
