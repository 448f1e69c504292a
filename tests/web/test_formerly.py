"""A new name never stands alone: beside it is what its member was called before."""

from pathlib import Path

from esoviet.web.api import formerly
from tests.person import Person
from tests.web.desk import desk
from tests.world import World

DAY = 86_400_000
BOB = 'Bob</bdi></a> <span class="quiet">(formerly <bdi>Ben Carter</bdi>)</span>'


def begun() -> tuple[World, Person, Person]:
    world = World().found(readership="public")
    ada, ben, *_ = world.members("Ada", "Ben Carter", "Cem")
    return world, ada, ben


def by(world: World, tmp_path: Path, number: int = 1) -> dict[str, object]:
    with desk(world, tmp_path) as at:
        answer = at.get(f"problems/{number}.json").json()["problem"]["by"]
    assert isinstance(answer, dict)
    return answer


def test_what_was_done_under_another_name_says_so_for_ever(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    ben.raises("The roof leaks")
    ben.sets_profile("Bob")
    world.pass_ms(200 * DAY)
    ben.raises("The door sticks")
    with desk(world, tmp_path) as at:
        assert BOB in at.page("problems/1")
        assert BOB not in at.page("problems/2")
        first, second = at.get("problems.json").json()["items"]
        assert first["by"]["formerly"] == ["Ben Carter"]
        assert "formerly" not in second["by"]


def test_for_ninety_days_the_name_before_stands_everywhere(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    ben.sets_profile("Bob")
    ben.raises("The roof leaks")
    assert by(world, tmp_path)["formerly"] == ["Ben Carter"]
    world.pass_ms(formerly.WINDOW_MS)
    ben.raises("The door sticks")
    assert "formerly" not in by(world, tmp_path)


def test_the_roll_and_an_argument_tell_the_name_of_then(tmp_path: Path) -> None:
    world, ada, ben = begun()
    vote = ada.puts_to_vote()
    ben.votes(vote, "yes")
    problem = ada.raises_problem()
    ben.argues(problem, text="It rains in")
    ben.sets_profile("Bob")
    world.pass_ms(100 * DAY)
    ada.raises("Any")
    with desk(world, tmp_path) as at:
        assert BOB in at.page(f"votes/{vote}/roll")
        assert BOB in at.page(f"problems/{problem}")


def test_who_changes_often_hides_no_name(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    for name in ("Zed", "Yan", "Xu", "Wim", "Bob"):
        ben.sets_profile(name)
    ben.raises("The roof leaks")
    told = by(world, tmp_path)["formerly"]
    assert told == ["Ben Carter", "Xu", "Wim"]


def test_the_ballot_of_a_borrowed_name_tells_it(tmp_path: Path) -> None:
    """Ben is called Ada when the ballot comes, and changes back at once, and again."""
    world, ada, ben = begun()
    vote = ada.puts_to_vote()
    ben.sets_profile("Rosa")
    ben.votes(vote, "yes")
    for name in ("Ben Carter", "Zed", "Yan", "Ben Carter"):
        ben.sets_profile(name)
    with desk(world, tmp_path) as at:
        lines = at.get(f"votes/{vote}/roll.json").json()["items"]
        assert [line["member"]["formerly"][0] for line in lines] == ["Rosa"]


def test_of_a_name_that_looks_the_same_nothing_is_said(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    ben.sets_profile("ben  carter\n\nI mend roofs.")
    ben.raises("The roof leaks")
    assert "formerly" not in by(world, tmp_path)


def test_a_name_that_turns_the_line_or_was_erased(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    slander = world.text("Slander")
    ben.sets_profile("Be\u202en\u2066 " + "x" * 100)
    ben.sets_profile(slander)
    ben.sets_profile("Bob")
    ben.erases(slander)
    ben.raises("The roof leaks")
    with desk(world, tmp_path) as at:
        page = at.page("problems/1")
        assert "Slander" not in page
        assert "<bdi>Ben xxx" in page
        assert "<bdi>a name since erased</bdi>)" in page


def test_the_page_of_a_member_lists_the_names_with_their_dates(tmp_path: Path) -> None:
    world, ada, ben = begun()
    ben.sets_profile("Bob")
    ben.sets_profile("Bob\n\nI mend roofs.")
    with desk(world, tmp_path) as at:
        page = at.page(f"members/{ben.number}")
        assert "Called before" in page
        assert page.count("<bdi>Ben Carter</bdi></a> <span") == 1
        former = at.get(f"members/{ben.number}.json").json()["member"]["former"]
        assert [one["profile"]["title"] for one in former] == ["Bob", "Ben Carter"]
        assert "Called before" not in at.page(f"members/{ada.number}")


def test_an_erased_profile_makes_no_other_name_of_the_same(tmp_path: Path) -> None:
    world, _ada, ben = begun()
    slip = world.text("Ben Carter\n\nTelephone 555 0100")
    ben.sets_profile(slip)
    ben.sets_profile("Ben Carter")
    ben.erases(slip)
    with desk(world, tmp_path) as at:
        called = at.page(f"members/{ben.number}").partition('id="called"')[2].partition("</ul>")[0]
        assert called.count("<li>") == 1
        assert "a name since erased" in called


def test_the_ballot_of_an_election_tells_what_a_candidate_was_called(tmp_path: Path) -> None:
    """Who takes a colleague's name before the vote is not taken for them."""
    world, ada, ben = begun()
    problem = ada.raises_problem("A treasurer", seats=1)
    ada.proposes(problem)
    ben.proposes(problem)
    vote = world.open_vote(problem).number
    ben.sets_profile("Cem")
    with desk(world, tmp_path) as at:
        ballot = at.page(f"votes/{vote}", "Ada").partition("data-ballot")[2].partition("</ol>")[0]
        assert '<bdi>Cem</bdi> <span class="quiet">(formerly <bdi>Ben Carter</bdi>)' in ballot
        assert ballot.count("formerly") == 1
