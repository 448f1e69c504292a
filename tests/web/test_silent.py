"""Who cast no ballot: members of today by name, those who left since as a number."""

from pathlib import Path

from esoviet.law.records import Member
from esoviet.law.votes import Vote
from esoviet.web.api.rolls import cast_by, has_cast
from tests.web.desk import desk
from tests.world import World

LEFT = "more is no member any more"


def told(world: World, vote: int) -> None:
    """Two ways to ask who cast a ballot say the same of everybody, also of who never was."""
    view = world.view
    one = view.must(Vote, vote)
    cast = has_cast(view, one)
    for number in range(view.count(Member) + 3):
        assert cast(number) == (cast_by(view, one, number) is not None), number


def test_who_left_without_a_ballot_is_told_as_a_number(tmp_path: Path) -> None:
    world = World().found(readership="public", question_days="2")
    ada, bea, _cem, dot, _eva, gone = world.members("Ada", "Bea", "Cem", "Dot", "Eva", "Fay")
    vote = ada.puts_to_vote()
    told(world, vote)
    ada.votes(vote, "yes")
    bea.votes(vote, "no")
    dot.votes(vote, "yes")
    told(world, vote)
    world.pass_days(1)
    dot.leaves()  # with a ballot, which stays on the roll
    gone.leaves()  # without one
    world.pass_days(1)
    told(world, vote)
    with desk(world, tmp_path) as at:
        page = at.page("decisions/1")
    silent = page[page.index("Did not vote: 2") :]
    silent = silent[: silent.index("</section>")]
    assert "Cem" in silent
    assert "Eva" in silent
    assert f"1 {LEFT}" in silent


def test_who_left_before_it_began_and_who_only_applied_are_not_counted(tmp_path: Path) -> None:
    world = World().found(readership="public", question_days="2")
    ada, bea, _cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    dot.leaves()
    world.pass_days(1)
    vote = ada.puts_to_vote()
    ada.votes(vote, "yes")
    bea.votes(vote, "yes")
    world.pass_days(2)
    told(world, vote)
    with desk(world, tmp_path) as at:
        page = at.page("decisions/1")
    assert "Did not vote: 1" in page
    assert LEFT not in page
