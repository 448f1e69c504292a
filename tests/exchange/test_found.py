"""Every smallest vote file that was once read wrongly or refused gives its right value."""

from fractions import Fraction

import pytest

from esoviet.exchange.ballots import How, open_file
from esoviet.exchange.deciding import Decided, Passed, Wish, decide
from esoviet.wire.errors import Malformed
from tests.shared_data import SHARED, needs_shared

FOUND = SHARED / "found"
ELECTED = [
    ("blt_nickname.blt", "irv", "Dot Ehrl"),
    ("blt_nickname_doubled.blt", "irv", "Dot Ehrl"),
    ("blt_unquoted.blt", "irv", "Anna Berg"),
    ("blt_party.blt", "irv", "Ben Cole"),
    ("blt_dup_names.blt", "irv", "Anna (2)"),
    ("blt_undeclared.blt", "irv", "Ben"),
    ("blt_dos_eof.blt", "irv", "Ben"),
    ("blt_no_zero.blt", "irv", "Ben"),
    ("blt_comma.csv", "irv", "Ben Cole"),
    ("csv_points.csv", "score", "Bread"),
    ("csv_blank_is_last.csv", "schulze", "Anna"),
    ("csv_option_named_weight.csv", "schulze", "Weight"),
    ("csv_sep_line.csv", "schulze", "Bread"),
    ("csv_timestamp.csv", "schulze", "Bread"),
    ("csv_voter_called_name.csv", "schulze", "Bread"),
    ("csv_gforms_rank_of.csv", "schulze", "Bread"),
    ("csv_comma_option_in_semicolon.csv", "schulze", "Bread, white"),
    ("csv_cp1252.csv", "schulze", "Flat of O’Brien"),
    ("cvr_codes.csv", "irv", "12"),
    ("cvr_first_blank.csv", "irv", "Olive"),
    ("cvr_two_in_cell.csv", "irv", "Cas"),
    ("cvr_tie_order.csv", "irv", "Thyme"),
    ("cvr_two_undervotes.csv", "irv", "Thyme"),
    ("cvr_bare_ordinals.csv", "irv", "Olive"),
    ("cvotes.cvotes", "schulze", "Anna"),
    ("preflib_categories.cat", "approval", "Stew"),
    ("preflib_zero.soc", "schulze", "Anna"),
    ("pabulib_no_header.pb", "approval", "2"),
]
REFUSED = [
    ("blt_one_name_too_many.blt", "irv", "line 9: 3 candidates announced"),
    ("csv_duplicate_voter_case.csv", "schulze", "line 3: the voter of line 2 again"),
    ("civs_larger_is_better.csv", "schulze", "Say --cells ranks or --cells points"),
    ("cvr_overvote_exhausts.csv", "irv", "Say --overvote skip or --overvote exhaust"),
]
ASKED = [
    ("csv_yes_no.csv", [(2, 1, 0, True)]),
    ("rollcall_wide.csv", [(2, 1, 0, True), (1, 2, 0, False)]),
    ("rollcall_es.csv", [(1, 1, 1, False)]),
    ("rollcall_one_question.csv", [(2, 1, 0, True)]),
]
pytestmark = needs_shared


def outcome(file: str, method: str, **told: object) -> Decided | Passed:
    how = How(method=method, **told)  # type: ignore[arg-type]
    return decide(open_file(FOUND / file, how), how, Wish(method=method))


def elected(file: str, method: str, **told: object) -> list[str]:
    found = outcome(file, method, **told)
    assert isinstance(found, Decided)
    return [found.sheet.options[option] for option in found.result.winners]


def tallies(file: str, method: str, **told: object) -> dict[str, Fraction]:
    found = outcome(file, method, **told)
    assert isinstance(found, Decided)
    standings = found.result.rounds[0].standings
    return {found.sheet.options[one.option]: Fraction(one.tally) for one in standings}


@pytest.mark.parametrize(("file", "method", "winner"), ELECTED)
def test_who_won_is_elected(file: str, method: str, winner: str) -> None:
    assert elected(file, method) == [winner]


@pytest.mark.parametrize(("file", "method", "message"), REFUSED)
def test_what_is_not_certain_is_refused(file: str, method: str, message: str) -> None:
    with pytest.raises(Malformed, match=message):
        outcome(file, method)


@pytest.mark.parametrize(("file", "right"), ASKED)
def test_questions_pass_or_fail(file: str, right: list[tuple[int, int, int, bool]]) -> None:
    found = outcome(file, "majority")
    assert isinstance(found, Passed)
    told = [(*one.sides(), result.winners == (0,)) for one, result in found.questions]
    assert told == right


def test_every_file_is_here() -> None:
    there = {path.name for path in FOUND.iterdir()} - {"README.md"}
    named = {one[0] for one in (*ELECTED, *REFUSED, *ASKED)} | {"csv_approval_x.csv"}
    assert there == named


def test_what_is_told_settles_a_doubt() -> None:
    assert elected("civs_larger_is_better.csv", "schulze", cells="points") == ["Bread"]
    assert elected("civs_larger_is_better.csv", "schulze", cells="ranks") == ["Soup"]
    assert elected("cvr_overvote_exhausts.csv", "irv", overvote="exhaust") == ["Thyme"]
    assert elected("cvr_two_undervotes.csv", "irv", max_skips=1) == ["Olive"]


def test_the_figures_are_right_too() -> None:
    assert tallies("csv_points.csv", "score") == {"Bread": 14, "Stew": 5, "Soup": 1}
    assert tallies("csv_approval_x.csv", "approval") == {"Bread": 2, "Soup": 2}
    assert tallies("preflib_categories.cat", "approval") == {"Bread": 0, "Soup": 1, "Stew": 3}
    assert tallies("pabulib_no_header.pb", "approval") == {"1": 1, "2": 2}
    assert tallies("cvr_two_undervotes.csv", "irv") == {"Olive": 2, "Thyme": 3}
    assert tallies("cvr_first_blank.csv", "irv") == {"Olive": 2, "Thyme": 1}


def test_an_empty_cell_that_decides_is_told_with_both_results() -> None:
    notes = outcome("csv_blank_is_last.csv", "schulze").notes
    assert any("Anna wins; if an option without a rank is in no pair, Ben wins" in n for n in notes)
