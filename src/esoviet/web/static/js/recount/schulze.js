// The Schulze method: pairs, the order that follows from them, and who of it is seated. Options are
// places; a ballot is an array of ranks (0 unranked), one an option.

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
export function fill(order, seats, stop) {
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
