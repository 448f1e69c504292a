"""Debian, Kubernetes and text-book votes come out as their sources state."""

from fractions import Fraction
from typing import Any

import pytest

from esoviet.tally.ranked_pairs import ranked_pairs
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_wigm import stv_wigm
from tests.exchange.published import cases, of_kind, order, read, textbook, winners
from tests.shared_data import needs_shared

pytestmark = needs_shared

DEBIAN = of_kind("ranked election, single winner")
KUBERNETES = of_kind("ranked election, N winners")
TEXTBOOK = of_kind("text-book")


def test_all_cases_of_each_kind_are_here() -> None:
    assert (len(DEBIAN), len(KUBERNETES), len(TEXTBOOK)) == (13, 6, 13)


def debian(name: str) -> Result:
    """Counted as the Debian constitution says, with the figures that the vote had."""
    case, sheet = cases()[name], read(name)
    expected = case["expected"]
    return schulze(
        sheet.profile(),
        default=sheet.options.index(case["default_option"]),
        quorum=Fraction(str(expected["quorum_required"])),
        ratios={
            sheet.options.index(check["option"]): Fraction(check["required_ratio"])
            for check in expected["majority_check"]
        },
    )


@pytest.mark.parametrize("name", DEBIAN)
def test_a_debian_vote_has_the_published_winner_matrix_and_dropped_options(name: str) -> None:
    case, sheet, result = cases()[name], read(name), debian(name)
    expected = case["expected"]
    assert list(sheet.options) == case["options"]
    assert result.ballots == case["ballots"]
    assert [list(row) for row in result.pairwise] == expected["pairwise_matrix_row_over_column"]
    assert winners(sheet, result) == expected["winners"]
    assert [sheet.options[option] for option in result.order[0]] == expected["schwartz_set"]
    dropped = [{"option": sheet.options[d.option], "reason": d.reason} for d in result.dropped]
    assert dropped == expected["dropped"]
    assert not result.ties


@pytest.mark.parametrize("name", DEBIAN)
def test_the_figures_of_a_debian_quorum_and_majority_are_those_published(name: str) -> None:
    case, sheet, result = cases()[name], read(name), debian(name)
    default = sheet.options.index(case["default_option"])
    dropped = {drop.option for drop in result.dropped}
    for check in case["expected"]["majority_check"]:
        option = sheet.options.index(check["option"])
        assert result.pairwise[option][default] == check["votes_over_default"]
        assert result.pairwise[default][option] == check["default_over"]
        assert (option not in dropped) == check["passes"]
    for check in case["expected"]["quorum_check"]:
        option = sheet.options.index(check["option"])
        assert result.pairwise[option][default] == check["votes"]
        assert check["reached"]


def test_the_whole_order_without_dropping_is_the_one_another_program_states() -> None:
    name = "debian_2007_vote_001"
    stated = cases()[name]["expected"]["full_order_schulze_margins_unranked_last"]
    sheet = read(name)
    found = order(sheet.options, schulze(sheet.profile(), strength="margins"))
    assert found == [[option] for option in stated.split(" > ")]


@pytest.mark.parametrize("name", KUBERNETES)
def test_a_kubernetes_election_has_the_published_winners_and_order(name: str) -> None:
    case, sheet = cases()[name], read(name)
    assert list(sheet.options) == case["options"]
    result = schulze(sheet.profile(), seats=case["seats"], unranked=sheet.unranked)
    assert result.ballots == case["ballots"]
    expected = case["expected"]
    if "order" in expected:
        assert order(sheet.options, result) == expected["order"]
        assert winners(sheet, result) == expected["winners"]
    else:
        # The committee published the names without an order.
        assert set(winners(sheet, result)) == set(expected["winners"])


def stated(name: str, claim: dict[str, Any]) -> object:
    """What our count says to one claim of a text-book case, in the shape of its value."""
    options, profile = cases()[name]["options"], textbook(name)
    match claim["method"], claim["kind"]:
        case "STV", kind:
            quotas: dict[str, Any] = {"Hare Quota": "hare", "Imperiali": "imperiali"}
            quota = quotas.get(cases()[name]["rules"]["quota"], "droop")
            result = stv_wigm(profile, seats=cases()[name]["seats"], quota=quota)
            if kind == "quota":
                return float(result.rounds[0].quota)
            return [options[option] for option in result.winners]
        case "Ranked Pairs Winning" | "Ranked Pairs Margin", _:
            margin = claim["method"].endswith("Margin")
            result = ranked_pairs(profile, strength="margins" if margin else "winning")
        case _:
            result = schulze(profile)
    found = order(options, result)
    if claim["method"] == "Condorcet loser":
        assert loser(result) == options.index(found[-1][0])
        return found[-1][0]
    if claim["method"] == "Condorcet winner":
        assert beats_all(result) == options.index(found[0][0])
    if claim["kind"] == "ranking":
        return [option for group in found for option in group]
    return found[0] if len(found[0]) > 1 else found[0][0]


def beats_all(result: Result) -> int | None:
    """The Condorcet winner."""
    return next((n for n, row in enumerate(result.pairwise) if won(result, n, row)), None)


def won(result: Result, n: int, row: tuple[int | None, ...]) -> bool:
    return all((cell or 0) > (result.pairwise[m][n] or 0) for m, cell in enumerate(row) if m != n)


def loser(result: Result) -> int | None:
    """The Condorcet loser."""
    columns = tuple(zip(*result.pairwise, strict=True))
    return next(
        n
        for n, row in enumerate(columns)
        if all((cell or 0) > (columns[m][n] or 0) for m, cell in enumerate(row) if m != n)
    )


@pytest.mark.parametrize("name", TEXTBOOK)
def test_a_text_book_case_comes_out_as_the_book_says(name: str) -> None:
    assert textbook(name).total == cases()[name]["ballots"]
    for claim in cases()[name]["expected"]:
        assert stated(name, claim) == claim["value"], claim
