// The Method of Equal Shares with approvals and cost utilities, exactly (docs/tally.md), and completed by
// the most approved that still fit. Options are places; a ballot has 1 for what it approves.

// What is bought: {winners, added, tied}. Fractions are pairs of BigInt, top over bottom.
export function equalShares(ballots, costs, budget, approvals) {
  const payers = ballots.filter((marks) => marks.some(Boolean));
  const rests = payers.map(() => part(budget, payers.length));
  const supporters = costs.map((_, place) => [...payers.keys()].filter((n) => payers[n][place]));
  const ties = [];
  let open = [...costs.keys()].filter((place) => approvals[place]);
  let left = budget;
  const take = (place) => {
    open = open.filter((one) => one !== place);
    left -= costs[place];
    return place;
  };
  const winners = [];
  for (;;) {
    const best = cheapest(open, (place) => price(supporters[place].map((n) => rests[n]), costs[place]));
    if (!best) break;
    const place = first(best.level, approvals, ties);
    const most = times(best.price, costs[place]);
    for (const n of supporters[place]) rests[n] = minus(rests[n], most);
    winners.push(take(place));
  }
  const added = [];
  for (;;) {
    const fits = open.filter((place) => costs[place] <= left);
    if (!fits.length) break;
    added.push(take(first(fits, approvals, ties)));
  }
  const all = [...winners, ...added];
  const tied = ties.filter((level) => level.some((place) => !all.includes(place)));
  return { winners: all, added, tied };
}

// The options with the lowest price that can be paid, and that price.
function cheapest(options, priceOf) {
  let best = null;
  for (const place of options) {
    const its = priceOf(place);
    if (!its || (best && less(best.price, its))) continue;
    if (best && !less(its, best.price)) best.level.push(place);
    else best = { price: its, level: [place] };
  }
  return best;
}

// The most that one of those who have these rests pays, as a part of the cost; null if they cannot pay.
function price(rests, cost) {
  const sorted = [...rests].sort((a, b) => (less(a, b) ? -1 : Number(less(b, a))));
  let owed = [BigInt(cost), 1n];
  for (const [n, rest] of sorted.entries()) {
    const payers = sorted.length - n;
    if (!less(times(rest, payers), owed)) return [owed[0], owed[1] * BigInt(payers) * BigInt(cost)];
    owed = minus(owed, rest);
  }
  return null;
}

// Of options the one with the most approvals, then the first; a tie is noted.
function first(options, approvals, ties) {
  const most = Math.max(...options.map((place) => approvals[place]));
  const level = options.filter((place) => approvals[place] === most).sort((a, b) => a - b);
  if (level.length > 1) ties.push(level);
  return level[0];
}

const part = (top, bottom) => lowest([BigInt(top), BigInt(bottom)]);
const less = (a, b) => a[0] * b[1] < b[0] * a[1];
const times = (a, n) => lowest([a[0] * BigInt(n), a[1]]);
// What is left of a where b is taken; nothing, if that is more.
const minus = (a, b) => (less(a, b) ? [0n, 1n] : lowest([a[0] * b[1] - b[0] * a[1], a[1] * b[1]]));

function lowest([top, bottom]) {
  let [a, b] = [top, bottom];
  while (b) [a, b] = [b, a % b];
  return a ? [top / a, bottom / a] : [0n, 1n];
}
