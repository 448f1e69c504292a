"""Elections by transferable votes come out as their sources state, stage by stage."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from esoviet.tally.irv import irv
from esoviet.tally.result import Result, Round
from esoviet.tally.stv_meek import stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm
from tests.exchange.published import cases, ids, read, winners
from tests.shared_data import SHARED, needs_shared

pytestmark = needs_shared

STV = ids(lambda case: case.get("files", {}).get("ballots", "").startswith("stv/"))
RULES: dict[str, Callable[..., Result]] = {
    "wigm_prf": stv_wigm,
    "wigm_guarded": partial(stv_wigm, variant="guarded"),
    "wigm_rational": partial(stv_wigm, variant="rational"),
    "meek_prf": stv_meek,
    "scotland": stv_scottish,
}
STAGES = [
    *((name, "scotland", "expected_stages") for name in STV if name.startswith("glasgow")),
    *((name, rule, f"stages_{rule}") for name in STV if name.startswith("droop") for rule in RULES),
]

Stage = tuple[str, str, str, list[tuple[str, str]]]
"""What was done, the quota, the exhausted votes, each option's state and tally."""


def test_all_cases_of_this_kind_are_here() -> None:
    assert len(STV) == 12
    assert len(STAGES) == 13


@pytest.mark.parametrize("name", [name for name in STV if name.startswith(("edin", "glas"))])
def test_a_scottish_ward_elects_the_councillors_it_elected(name: str) -> None:
    case, sheet = cases()[name], read(name)
    result = stv_scottish(sheet.profile(), seats=sheet.seats or 0)
    elected, expected = winners(sheet, result), case["expected"]["winners"]
    assert (sheet.seats, result.ballots) == (case["seats"], case["ballots"])
    assert list(sheet.options) == case["options"]
    assert (elected if case["expected"]["winners_ordered"] else sorted(elected)) == expected
    if "quota" in case["expected"]:
        assert float(result.rounds[0].quota) == case["expected"]["quota"]


@pytest.mark.parametrize("count", [stv_scottish, stv_wigm, stv_meek])
def test_the_maemo_council_is_elected_in_the_published_order_by_every_rule(
    count: Callable[..., Result],
) -> None:
    sheet = read("stv_maemo")
    elected = winners(sheet, count(sheet.profile(), seats=sheet.seats))
    assert elected == cases()["stv_maemo"]["expected"]["winners"]


@pytest.mark.parametrize("count", [stv_scottish, stv_wigm, stv_meek])
def test_portlands_first_district_elects_its_three_by_every_rule(
    count: Callable[..., Result],
) -> None:
    case, sheet = cases()["portland_2024_d1"], read("portland_2024_d1")
    assert list(sheet.options) == case["options"]
    result = count(sheet.profile(), seats=case["seats"])
    assert set(winners(sheet, result)) == set(case["expected"]["winners"])
    assert result.ballots == case["ballots"]


def published(path: str) -> Iterator[tuple[str, ...]]:
    """The rows of a stage file that have figures: action, quota, exhausted, (state, tally)..."""
    header, *lines = (SHARED / path).read_text("utf-8").splitlines()
    heads = header.split("\t")
    states = [n for n, head in enumerate(heads) if head.endswith(".state")]
    for line in lines:
        cells = line.split("\t")
        if len(cells) == len(heads):
            figures = [cell for n in states for cell in cells[n : n + 2]]
            yield (cells[1], cells[2], cells[heads.index("Residual" if "Residual" in heads else
                   "Non-Transferable")], *figures)  # fmt: skip


def row(action: str, stage: Round, states: list[str], tallies: list[str]) -> tuple[str, ...]:
    figures = [cell for pair in zip(states, tallies, strict=True) for cell in pair]
    return (action, stage.quota, stage.exhausted, *figures)


def told(result: Result) -> Iterator[tuple[str, ...]]:
    """The same rows out of our stages: H hopeful, e elected, E its surplus gone, D defeated."""
    states = ["H"] * result.options
    before: Round | None = None
    late: list[int] = []
    for stage in result.rounds:
        tallies = [one.tally for one in stage.standings]
        if before is not None:
            old = [one.tally for one in before.standings]
            if any(tie.round == stage.number for tie in result.ties):
                yield row("tie", before, states, old)
            for option in stage.options:
                states[option] = "E" if stage.action == "surplus" else "D"
            yield row("unpend" if stage.action == "surplus" else "defeat", before, states, old)
        yield row("transfer" if before else "begin", stage, states, tallies)
        filled = before is not None and states.count("H") == len(stage.elected)
        late = [n for n, state in enumerate(states) if state == "H"]
        for option in stage.elected:
            states[option] = "E" if filled else "e"
            late.remove(option)
            yield row("elect", stage, states, tallies)
        before = stage
    for option in late:
        states = ["E" if state == "e" else state for state in states]
        states[option] = "D"
        yield row("defeat", stage, states, tallies)
    yield row("end", stage, states, tallies)


@pytest.mark.parametrize(("name", "rule", "file"), [s for s in STAGES if s[1] != "meek_prf"])
def test_every_stage_has_the_published_tallies_and_states(name: str, rule: str, file: str) -> None:
    case, sheet = cases()[name], read(name)
    result = RULES[rule](sheet.profile(), seats=sheet.seats)
    assert list(told(result)) == list(published(case["files"][file]))
    if "winners_by_rule" in case["expected"]:
        assert winners(sheet, result) == case["expected"]["winners_by_rule"][rule]


@pytest.mark.parametrize("name", [name for name in STV if name.startswith("droop")])
def test_every_stage_of_meek_has_the_published_tallies_and_keep_factors(name: str) -> None:
    """The source also prints the state after the last exclusion, when nobody iterates any more."""
    case, sheet = cases()[name], read(name)
    result = stv_meek(sheet.profile(), seats=2)
    lines = (SHARED / case["files"]["stages_meek_prf"]).read_text("utf-8").splitlines()
    table = [line.split("\t") for line in lines if re.match(r"\d\t(begin|elect|defeat)", line)]
    assert [line[1] for line in table] == ["begin", "elect", "defeat", "elect"]
    for stage, line in zip(result.rounds, table, strict=False):
        assert stage.quota == line[2]
        assert [one.tally for one in stage.standings] == line[8::4]
        assert [one.keep for one in stage.standings] == line[9::4]
        assert stage.exhausted == line[5]
    assert [stage.elected for stage in result.rounds] == [(), (0,), (2,)]
    assert result.rounds[2].options == (1,)
    assert winners(sheet, result) == case["expected"]["winners_by_rule"]["meek_prf"]


def minneapolis() -> list[list[str]]:
    path = cases()["minneapolis_2017_mayor"]["files"]["expected_rounds"]
    text = (SHARED / path).read_text("utf-8")
    return [line.split(",") for line in text.splitlines()]


def test_minneapolis_is_counted_round_by_round_as_published() -> None:
    case, sheet = cases()["minneapolis_2017_mayor"], read("minneapolis_2017_mayor", max_skips=1)
    result = irv(sheet.profile(), batch=True, first_out=sheet.write_ins)
    assert winners(sheet, result) == case["expected"]["winners"]
    assert result.ballots == case["ballots"]
    lines = {line[0]: line[1::3] for line in minneapolis() if len(line) > 12}
    names = {option: option for option in sheet.options} | {"UWI": "Undeclared Write-ins"}
    assert set(names) - {"UWI"} == set(case["options"])
    for stage in result.rounds:
        assert stage.quota == lines["Current Round Threshold"][stage.number]
        for one in stage.standings:
            name = names[sheet.options[one.option]]
            assert one.tally == lines[name][stage.number], (stage.number, name)


def test_minneapolis_exhausts_75_ballots_more_that_we_never_call_valid() -> None:
    """37 ballots bear void marks only and 38 skip two ranks in a row. The published table counts
    them as inactive from the first round; here a ballot that ranks nothing is no valid ballot."""
    sheet = read("minneapolis_2017_mayor", max_skips=1)
    result = irv(sheet.profile(), batch=True, first_out=sheet.write_ins)
    inactive = next(line for line in minneapolis() if line[0] == "Inactive Ballots Total")
    ours = [int(stage.exhausted) + 75 for stage in result.rounds]
    assert ours == [int(cell) for cell in inactive[1::3]]


def test_without_the_limit_on_skipped_ranks_38_more_ballots_count_and_the_winner_is_the_same() -> (
    None
):
    limited = read("minneapolis_2017_mayor", max_skips=1)
    free = read("minneapolis_2017_mayor")
    counted = [irv(sheet.profile(), first_out=sheet.write_ins) for sheet in (limited, free)]
    first = [sum(int(one.tally) for one in result.rounds[0].standings) for result in counted]
    assert first[1] - first[0] == 38
    assert winners(limited, counted[0]) == winners(free, counted[1]) == ["Jacob Frey"]


def test_one_by_one_exclusion_ends_in_the_same_last_round_as_in_batches() -> None:
    sheet = read("minneapolis_2017_mayor", max_skips=1)
    single = irv(sheet.profile(), first_out=sheet.write_ins)
    batch = irv(sheet.profile(), first_out=sheet.write_ins, batch=True)
    assert single.rounds[-1].standings == batch.rounds[-1].standings
    assert len(single.rounds) > len(batch.rounds)
