"""A budget is divided by the votes of a Pabulib file, as another program finds it."""

import pytest

from esoviet.exchange.ballots import How, load, understand
from esoviet.exchange.deciding import Decided, Usage, Wish, check, decide
from esoviet.wire.errors import Malformed
from tests.shared_data import SHARED, needs_shared
from tests.tally.test_equal_shares import PABUTOOLS

HOW, WISH = How(method="equal-shares"), Wish(method="equal-shares")
PARTS = """META
key;value
vote_type;cumulative
num_votes;5
budget;100.5
PROJECTS
project_id;cost;name
a;60;Park
b;40.5;Bench
c;30;Tree
VOTES
voter_id;vote;points
1;a,b;1,2
2;a,b;1,2
3;a,b;2,1
4;c;3
5;c;3
"""


def bought(text: str, **told: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    wish = Wish(method="equal-shares", **told)  # type: ignore[arg-type]
    found = decide(understand(text.encode(), HOW), HOW, wish)
    assert isinstance(found, Decided)
    return [found.sheet.options[n] for n in found.result.winners], found.notes


@needs_shared
@pytest.mark.parametrize("name", PABUTOOLS)
def test_published_budgets_are_divided_as_another_program_divides_them(name: str) -> None:
    votes = load(SHARED / "approval_score" / f"{name}.pb")
    found = decide(understand((SHARED / "approval_score" / f"{name}.pb").read_bytes()), HOW, WISH)
    assert isinstance(found, Decided)
    assert found.sheet == votes
    bought = [n for n in found.result.winners if n not in found.result.added]
    assert " ".join(found.sheet.options[n] for n in bought) == PABUTOOLS[name]


def test_every_group_decides_over_its_part_and_the_rest_is_said() -> None:
    names, notes = bought(PARTS)
    assert names == ["a", "c"]
    assert notes == (
        "90 of 100.50 are spent",
        "every option that a ballot gives points counts as chosen, however many",
    )
    assert bought(PARTS, withdrawn=("Park",))[0] == ["b", "c"]
    assert bought(PARTS.replace(";30;", ";50;"))[1][-1].startswith("bought by completion, with")


def test_a_file_without_costs_or_budget_divides_nothing() -> None:
    for gone in ("budget;100.5\n", "30;Tree"):
        with pytest.raises(Malformed, match="needs the budget and what every option costs"):
            bought(PARTS.replace(gone, ";Tree" if "Tree" in gone else ""))
    with pytest.raises(Malformed, match="as a Pabulib file has them"):
        bought("A,B\n1,2\n1,2\n")
    with pytest.raises(Usage, match="--tie-order does not go"):
        check(Wish(method="equal-shares", tie_order=("a",)))
    with pytest.raises(Usage, match="--seats does not go with equal-shares"):
        check(Wish(method="equal-shares", seats=2))


def test_what_is_given_no_points_is_not_chosen() -> None:
    """Two give the first all their points and the second none; one chooses the second."""
    head = "META\nkey;value\nbudget;10\nvote_type;cumulative\nPROJECTS\nproject_id;cost;name\n"
    votes = "1;10;A\n2;10;B\nVOTES\nvoter_id;vote;points\na;1,2;5,0\nb;1,2;5,0\nc;2;5\n"
    reading = understand((head + votes).encode(), How(method="equal-shares"))
    found = decide(reading, How(method="equal-shares"), Wish(method="equal-shares"))
    assert isinstance(found, Decided)
    assert [found.sheet.options[n] for n in found.result.winners] == ["1"]
    assert found.result.accepted == (2, 1)
