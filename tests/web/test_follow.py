"""To follow a matter: what happens in it is on the floor, until one has read it; theirs alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.arguments import Argue, Argument, RetractArgument
from esoviet.law.blobs import EraseBlob
from esoviet.law.leaving import Leave
from esoviet.law.problems import WithdrawProblem
from esoviet.store.marks import VISIT
from tests.person import Person
from tests.web.desk import Desk, desk
from tests.world import World

HOIST = "Stop the hoist"
STOPPED = "You stopped reading here"


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    ada, *_others = world.members("Ada", "Bea", "Cem")
    ada.raises_problem(HOIST)
    ada.raises("Paint the hoist")
    ada.asks(text=world.text("Paint it?"))
    with desk(world, tmp_path) as served:
        served.until(lambda: served.size() > len(world.entries))  # the host has said the time
        served.sync()
        yield served


def follows(at: Desk, who: str, path: str = "problems/1", method: str = "PUT") -> int:
    return at.ask(method, f"follows/{path}", headers=at.session(who)).status_code


def argues(at: Desk, name: str, text: str = "It slips.", **about: object) -> None:
    who: Person = at.world.person(name)
    blob = at.world.text(text)
    assert at.bring(blob, **at.session(name)).status_code == 201
    said = at.does(who, Argue, problem=1, stance="supports", text=blob, **about)
    assert said.status_code == 201, said.text


def lately(at: Desk, who: str) -> str:
    """What the floor says happened."""
    return at.page(at.here, who).partition('id="lately"')[2].partition("</section>")[0]


def thread(at: Desk, who: str) -> str:
    return at.page("problems/1", who)


def test_a_member_follows_and_stops_and_nothing_of_it_enters_the_log(at: Desk) -> None:
    size = at.size()
    assert ">Follow<" in thread(at, "Bea")
    assert follows(at, "Bea") == follows(at, "Bea", "questions/1") == 204
    assert ">Following<" in thread(at, "Bea")
    assert ">Following<" in at.page("questions/1", "Bea")
    assert ">Follow<" in thread(at, "Cem")
    assert follows(at, "Bea", method="DELETE") == 204
    assert ">Follow<" in thread(at, "Bea")
    assert at.size() == size


@pytest.mark.parametrize(
    "path",
    ["problems/3", "problems/0", "problems/x", "problems/-1", f"problems/{'9' * 30}", "votes/1",
     "questions/2", "problems/１"],
)  # fmt: skip
def test_what_there_is_not_cannot_be_followed(at: Desk, path: str) -> None:
    assert follows(at, "Bea", path) == follows(at, "Bea", path, "DELETE") == 404
    assert at.node.reach.follows.of(at.world.id, 2) == []


@pytest.mark.parametrize("who", ["", "A stranger"])
def test_nobody_follows_for_a_member_or_without_being_one(at: Desk, who: str) -> None:
    assert follows(at, who) in (403, 404)
    assert at.node.reach.members(at.world.id) == set()


def test_what_others_argue_is_on_the_floor_until_it_is_read(at: Desk) -> None:
    follows(at, "Bea")
    argues(at, "Ada")
    assert "1 new argument" in lately(at, "Bea")
    argues(at, "Cem")
    floor = lately(at, "Bea")
    assert "2 new arguments" in floor
    assert "problems/1#argument-1" in floor
    assert HOIST in floor
    assert "new argument" not in lately(at, "Cem")
    thread(at, "Bea")
    assert "new argument" not in lately(at, "Bea")


def test_what_one_did_oneself_or_what_was_taken_back_is_no_news(at: Desk) -> None:
    follows(at, "Bea")
    argues(at, "Bea")
    argues(at, "Ada")
    at.does(at.world.person("Ada"), RetractArgument, argument=2)
    assert "new argument" not in lately(at, "Bea")


def test_what_was_there_before_one_followed_is_no_news(at: Desk) -> None:
    argues(at, "Ada")
    follows(at, "Bea")
    assert "new argument" not in lately(at, "Bea")


def test_an_answer_to_the_reader_is_told_as_that_alone(at: Desk) -> None:
    argues(at, "Bea")
    follows(at, "Bea")
    argues(at, "Ada", argument=1)
    assert "Ada answered you" in lately(at, "Bea")
    assert "new argument" not in lately(at, "Bea")


def test_that_a_problem_is_in_another_phase_is_told(at: Desk) -> None:
    follows(at, "Bea", "problems/2")
    at.world.now += 1000
    at.does(at.world.person("Ada"), WithdrawProblem, problem=2)
    assert "Withdrawn." in lately(at, "Bea")
    at.page("problems/2", "Bea")
    assert "Withdrawn." not in lately(at, "Bea")


def test_the_thread_shows_where_one_stopped_reading_for_a_whole_visit_and_not_at_the_next(
    at: Desk,
) -> None:
    argues(at, "Ada", "It slips.")
    assert STOPPED not in thread(at, "Bea")
    at.world.now += VISIT + 1
    argues(at, "Bea", "I saw it.")
    argues(at, "Cem", "It was repaired.")
    argues(at, "Ada", "It was not.")
    for _look in range(2):
        page = thread(at, "Bea")
        assert "2 new since your last visit" in page
        assert page.count(STOPPED) == 1
        assert page.index("It slips.") < page.index(STOPPED) < page.index("It was repaired.")
    at.world.now += VISIT + 1
    assert STOPPED not in thread(at, "Bea")


def test_where_one_stopped_is_nobody_elses(at: Desk) -> None:
    argues(at, "Ada")
    thread(at, "Bea")
    at.world.now += VISIT + 1
    argues(at, "Ada")
    for who in ("Ada", "Cem"):
        assert STOPPED not in thread(at, who)
    assert STOPPED in thread(at, "Bea")
    assert (
        STOPPED not in at.page("problems/1", "Bea")[: at.page("problems/1", "Bea").find("debate")]
    )


def test_a_browser_that_has_the_page_is_told_that_it_is_another_one(at: Desk) -> None:
    def asks(tag: str = "") -> tuple[int, str]:
        answer = at.get("problems/1", headers={**at.session("Bea"), "If-None-Match": tag})
        return answer.status_code, answer.headers.get("etag", "")

    _status, tag = asks()
    if not at.hosted.ledger.is_public:
        return
    assert asks(tag)[0] == 304
    follows(at, "Bea")
    status, tag = asks(tag)
    assert status == 200
    argues(at, "Ada")
    at.world.now += VISIT + 1
    status, tag = asks(tag)
    assert asks(tag)[0] == 304
    at.world.now += VISIT + 1
    assert asks(tag)[0] == 200


def test_a_visitor_leaves_no_trace_and_has_no_button(at: Desk) -> None:
    if at.hosted.ledger.is_public:
        page = at.page("problems/1")
        assert ">Follow<" not in page
        assert at.node.reach.members(at.world.id) == set()


def test_a_long_debate_is_read_up_to_where_its_page_ends(at: Desk) -> None:
    for _turn in range(42):
        argues(at, "Ada")
    thread(at, "Bea")
    at.world.now += VISIT + 1
    page = thread(at, "Bea")
    assert "2 new since your last visit" in page
    assert "/problems/1/arguments?after=40#argument-41" in page
    rest = at.page("problems/1/arguments?after=40", "Bea")
    assert rest.index(STOPPED) < rest.index("argument-41")
    at.world.now += VISIT + 1
    assert "since your last visit" not in thread(at, "Bea")


def test_of_who_leaves_nothing_is_kept(at: Desk) -> None:
    follows(at, "Cem")
    thread(at, "Cem")
    assert at.node.reach.members(at.world.id) == {3}
    assert at.does(at.world.person("Cem"), Leave).status_code == 201
    assert at.node.reach.members(at.world.id) == set()


def test_who_is_mentioned_by_number_or_name_is_told_on_the_floor_and_nobody_else(at: Desk) -> None:
    argues(at, "Ada", "Ask @Bea, she knows.")
    argues(at, "Cem", "Or @2.")
    floor = lately(at, "Bea")
    assert "Ada mentioned you." in floor
    assert "Cem mentioned you." in floor
    assert "problems/1#argument-2" in floor
    for who in ("Ada", "Cem"):
        assert "mentioned you" not in lately(at, who)


def test_who_follows_and_is_mentioned_is_told_once(at: Desk) -> None:
    follows(at, "Bea")
    argues(at, "Ada", "Ask @Bea.")
    assert "Ada mentioned you." in lately(at, "Bea")
    assert "new argument" not in lately(at, "Bea")


def test_a_mention_that_was_erased_taken_back_or_ones_own_is_not_told(at: Desk) -> None:
    argues(at, "Bea", "I am @Bea.")
    argues(at, "Ada", "Not @Bea.")
    argues(at, "Cem", "Nor @2.")
    at.does(at.world.person("Ada"), RetractArgument, argument=2)
    text = at.world.the(Argument, 3).text.hex()
    assert at.does(at.world.person("Cem"), EraseBlob, sha256=text).status_code == 201
    assert "mentioned you" not in lately(at, "Bea")


def mutes(at: Desk, who: str, number: int | str, method: str = "PUT") -> int:
    return at.ask(method, f"mutes/{number}", headers=at.session(who)).status_code


def test_of_whom_one_mutes_there_is_no_news_and_their_arguments_are_folded_for_oneself_alone(
    at: Desk,
) -> None:
    argues(at, "Bea")
    follows(at, "Bea")
    argues(at, "Ada", "So says @Bea.", argument=1)
    argues(at, "Ada", "It slips, @Bea.")
    assert mutes(at, "Bea", 1) == 204
    assert "you." not in lately(at, "Bea")
    assert "new argument" not in lately(at, "Bea")
    assert thread(at, "Bea").count("Muted by you: show") == 2
    assert "Muted by you" not in thread(at, "Cem")
    assert "It slips, @Bea." in thread(at, "Bea")
    assert "Whom I mute" in at.page("me", "Bea")
    assert ">Muted: hear them again<" in at.page("members/1", "Bea")
    assert mutes(at, "Bea", 1, "DELETE") == 204
    assert "Muted by you" not in thread(at, "Bea")
    assert ">Mute<" in at.page("members/1", "Bea")
    assert "mentioned you" in lately(at, "Bea")


def test_whom_one_mutes_keeps_every_right_and_is_not_told(at: Desk) -> None:
    before = at.page("members/2", "Ada")
    needs = at.page(at.here, "Ada").count("need")
    assert mutes(at, "Bea", 1) == 204
    assert at.page("members/2", "Ada") == before
    assert at.page(at.here, "Ada").count("need") == needs
    assert ">Muted" not in at.page("members/2", "Ada")


@pytest.mark.parametrize("number", ["0", "2", "9", "x", "9" * 30])
def test_nobody_mutes_themselves_or_nobody(at: Desk, number: str) -> None:
    assert mutes(at, "Bea", number) == 404


def test_there_is_an_end_to_what_one_follows_and_mutes(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esoviet.store.follows.MOST", 1)
    monkeypatch.setattr("esoviet.store.follows.MOST_MUTED", 1)
    assert [mutes(at, "Bea", one) for one in (1, 3, 1)] == [204, 409, 204]
    assert [follows(at, "Bea", f"problems/{one}") for one in (1, 2, 1)] == [204, 409, 204]
