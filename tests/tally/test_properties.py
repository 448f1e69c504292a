"""The quick counts against slow and obvious ones, over thousands of small elections."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from esoviet.tally.irv import irv
from esoviet.tally.methods import METHODS
from esoviet.tally.pairwise import Strength
from esoviet.tally.profile import Profile, Scores, Unranked, groups
from esoviet.tally.ranked_pairs import ranked_pairs
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_meek import stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm
from tests.tally.ballots import profiles

UNRANKED: st.SearchStrategy[Unranked] = st.sampled_from(("last", "uncounted"))
STRENGTHS: st.SearchStrategy[Strength] = st.sampled_from(("winning", "margins", "ratio"))
Links = dict[tuple[int, int], tuple[Fraction, Fraction]]


def prefers(ballot: bytes, one: int, other: int, unranked: Unranked) -> bool:
    if unranked == "uncounted" and not (ballot[one] and ballot[other]):
        return False
    return (ballot[one] or 999) < (ballot[other] or 999)


def slow_pairs(profile: Profile, unranked: Unranked) -> list[list[int]]:
    size = range(profile.options)
    return [
        [sum(n for b, n in profile.ballots.items() if prefers(b, i, j, unranked)) for j in size]
        for i in size
    ]


def strengths(pairs: list[list[int]], strength: Strength) -> Links:
    found = {}
    for i, row in enumerate(pairs):
        for j, votes in enumerate(row):
            against = pairs[j][i]
            if votes > against:
                found[i, j] = {
                    "winning": (Fraction(votes), Fraction(-against)),
                    "margins": (Fraction(votes - against), Fraction(0)),
                    "ratio": (Fraction(votes, against) if against else Fraction(10**9),
                              Fraction(0 if against else votes)),
                }[strength]  # fmt: skip
    return found


@given(profiles(), UNRANKED)
def test_the_matrix_is_what_a_count_pair_by_pair_gives(
    profile: Profile, unranked: Unranked
) -> None:
    quick = schulze(profile, unranked=unranked).pairwise
    assert [[cell or 0 for cell in row] for row in quick] == slow_pairs(profile, unranked)


def cloneproof(options: int, links: Links) -> set[int]:
    """Schwartz sequential dropping, word by word (Debian constitution A.6.5 to A.6.8)."""
    alive, links = set(range(options)), dict(links)
    while True:
        reach = {(i, i) for i in alive} | set(links)
        for via in alive:
            reach |= {(i, j) for i in alive for j in alive
                      if (i, via) in reach and (via, j) in reach}  # fmt: skip
        alive = {a for a in alive
                 if all((a, b) in reach for b in alive if (b, a) in reach)}  # fmt: skip
        links = {pair: s for pair, s in links.items() if set(pair) <= alive}
        if not links:
            return alive
        weakest = min(links.values())
        links = {pair: s for pair, s in links.items() if s != weakest}


@given(profiles(), STRENGTHS, UNRANKED)
def test_schulze_finds_what_schwartz_sequential_dropping_finds(
    profile: Profile, strength: Strength, unranked: Unranked
) -> None:
    links = strengths(slow_pairs(profile, unranked), strength)
    result = schulze(profile, strength=strength, unranked=unranked)
    assert set(result.order[0]) == cloneproof(profile.options, links)
    assert result.winners[0] == min(result.order[0])


def path(links: Links, options: int, start: int, end: int) -> tuple[Fraction, Fraction]:
    """The strongest path, by trying them all."""
    inner = [n for n in range(options) if n not in (start, end)]
    best = (Fraction(-1), Fraction(0))
    for length in range(len(inner) + 1):
        for way in permutations(inner, length):
            steps = list(zip((start, *way), (*way, end), strict=True))
            if all(step in links for step in steps):
                best = max(best, min(links[step] for step in steps))
    return best


@given(profiles(most=4), STRENGTHS)
def test_nobody_in_the_schulze_order_has_a_stronger_path_to_one_before(
    profile: Profile, strength: Strength
) -> None:
    size = profile.options
    links = strengths(slow_pairs(profile, "last"), strength)
    result = schulze(profile, strength=strength)
    place = {option: n for n, group in enumerate(result.order) for option in group}
    assert sorted(place) == list(range(size))
    for i in range(size):
        for j in range(size):
            if i != j and path(links, size, i, j) > path(links, size, j, i):
                assert place[i] < place[j]


@given(profiles(), STRENGTHS)
def test_ranked_pairs_never_close_a_circle_and_keep_what_they_can(
    profile: Profile, strength: Strength
) -> None:
    links = strengths(slow_pairs(profile, "last"), strength)
    result = ranked_pairs(profile, strength=strength)
    locked: set[tuple[int, int]] = set()
    for pair in sorted(links, key=lambda p: (tuple(-x for x in links[p]), p[0], -p[1])):
        if not reaches(locked, pair[1], pair[0]):
            locked.add(pair)
    place = {option: n for n, group in enumerate(result.order) for option in group}
    assert all(place[i] < place[j] for i, j in locked)
    assert set(result.order[0]) == set(range(profile.options)) - {j for _, j in locked}


def reaches(links: set[tuple[int, int]], start: int, end: int) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for i, j in links:
            if i == here and j not in seen:
                seen.add(j)
                waiting.append(j)
    return end in seen


@given(profiles(), STRENGTHS)
def test_a_condorcet_winner_wins_every_pairwise_method(
    profile: Profile, strength: Strength
) -> None:
    pairs = slow_pairs(profile, "last")
    size = range(profile.options)
    best = [i for i in size if all(pairs[i][j] > pairs[j][i] for j in size if i != j)]
    for method in (schulze, ranked_pairs):
        assert not best or method(profile, strength=strength).winners == tuple(best)


def slow_irv(profile: Profile) -> int:
    """Every ballot as one paper, fractions throughout, the lowest out first."""
    left = list(range(profile.options))
    while True:
        tally = dict.fromkeys(left, Fraction(0))
        for ballot, count in profile.ballots.items():
            share(tally, ballot, Fraction(count), left)
        total = sum(tally.values())
        for option in left:
            if tally[option] * 2 > total or len(left) == 1:
                return option
        left.remove(min(left, key=lambda option: (tally[option], option)))


def share(tally: dict[int, Fraction], ballot: bytes, value: Fraction, left: list[int]) -> None:
    for group in groups(ballot):
        alive = [option for option in group if option in left]
        for option in alive:
            tally[option] += value / len(alive)
        if alive:
            return


@given(profiles())
def test_instant_run_off_elects_whom_a_recount_from_nothing_elects(profile: Profile) -> None:
    assert irv(profile).winners == (slow_irv(profile),)


@given(profiles(ties=False))
def test_batches_never_change_the_winner(profile: Profile) -> None:
    assert irv(profile).winners == irv(profile, batch=True).winners


def stages_add_up(profile: Profile, result: Result) -> None:
    valid = sum(count for ballot, count in profile.ballots.items() if any(ballot))
    for stage in result.rounds:
        tallies = sum(Decimal(one.tally) for one in stage.standings)
        assert tallies + Decimal(stage.exhausted) + Decimal(stage.lost) == valid
        assert min(Decimal(one.tally) for one in stage.standings) >= 0


@given(profiles(), st.integers(1, 4))
def test_no_vote_is_lost_or_made_up_in_any_stage(profile: Profile, seats: int) -> None:
    for method in (stv_scottish, stv_wigm, stv_meek):
        result = method(profile, seats=seats)
        stages_add_up(profile, result)
        assert len(set(result.winners)) == len(result.winners) == min(seats, profile.options)
        assert sorted(n for group in result.order for n in group) == list(range(profile.options))


@given(profiles(counts=3), st.integers(1, 3))
def test_guarded_figures_elect_whom_exact_fractions_elect(profile: Profile, seats: int) -> None:
    exact = stv_wigm(profile, seats=seats, variant="rational")
    guarded = stv_wigm(profile, seats=seats, variant="guarded")
    assert (exact.winners, exact.order) == (guarded.winners, guarded.order)


@given(profiles(ties=False), st.integers(1, 3))
def test_a_solid_coalition_of_k_quotas_gets_k_seats(profile: Profile, seats: int) -> None:
    """Droop proportionality, for the coalitions of those who put one option first."""
    valid = sum(count for ballot, count in profile.ballots.items() if any(ballot))
    for option in range(profile.options):
        first = sum(count for ballot, count in profile.ballots.items() if ballot[option] == 1)
        if first * (seats + 1) > valid + seats + 1:
            for method in (stv_scottish, stv_wigm, stv_meek):
                assert option in method(profile, seats=seats).winners


@given(profiles(), st.permutations(range(5)))
def test_the_order_in_which_ballots_come_means_nothing(
    profile: Profile, shuffle: list[int]
) -> None:
    items = list(profile.ballots.items())
    moved = [items[n] for n in shuffle if n < len(items)] + items[5:]
    other = Profile(profile.options, dict(moved))
    for name in ("schulze", "ranked-pairs", "irv", "stv-scottish", "stv-wigm", "stv-meek"):
        assert METHODS[name](profile) == METHODS[name](other)


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(-2, 5)), st.integers(1, 5)))
def test_points_add_up(ballots: dict[tuple[int, int], int]) -> None:
    votes = Scores(4, {(pair,): count for pair, count in ballots.items()})
    total = sum(points * count for (_, points), count in ballots.items())
    tallies = METHODS["score"](votes).rounds[0].standings
    assert sum(int(one.tally) for one in tallies) == total
