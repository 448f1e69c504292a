"""Who follows a matter is told what happens in it: once, and nothing that they saw or did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from esoviet.law.arguments import Argue
from esoviet.law.drafts import ProposeSolution
from esoviet.store.wishes import NOTHING, Wanting, Wishes
from tests.notify.office import AT_ONCE, Office, office, text_of
from tests.world import DAY, World

HOIST = "Stop the hoist"
FOLLOWED = replace(NOTHING, followed="at once", quiet_from=0, quiet_until=0)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    yield from begun(tmp_path, "public")


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Office]:
    yield from begun(tmp_path, "members")


def begun(folder: Path, readership: str) -> Iterator[Office]:
    world = World().found(readership=readership, necessity_quorum="1/4")
    ada, *_others = world.members("Ada", "Bea", "Cem")
    ada.raises_problem(HOIST)
    with office(world, folder) as up:
        follows(up, "Bea")
        yield up


def follows(at: Office, who: str, wishes: Wishes = FOLLOWED) -> None:
    at.has_address(at.world.member(who), wishes)
    answer = at.ask("PUT", "follows/problems/1", headers=at.session(who))
    assert answer.status_code == 204


def argues(at: Office, name: str, times: int = 1) -> None:
    for _time in range(times):
        text = at.world.text("It slips.")
        at.bring(text, **at.session(name))
        said = at.does(at.world.member(name), Argue, problem=1, stance="supports", text=text)
        assert said.status_code == 201, said.text


def test_several_arguments_are_one_line_and_each_is_told_once(at: Office) -> None:
    argues(at, "Ada", 3)
    [message] = at.turns()
    assert f"{HOIST}: 3 new arguments" in text_of(message)
    assert "you follow" in text_of(message)
    assert at.turns() == at.turns(at.begins()) == []
    argues(at, "Cem")
    [message] = at.turns()
    assert f"{HOIST}: 1 new argument" in text_of(message)


def test_a_new_solution_is_told(at: Office) -> None:
    text = at.world.text("Weld it")
    at.bring(text, **at.session("Ada"))
    said = at.does(at.world.member("Ada"), ProposeSolution, problem=1, text=text)
    assert said.status_code == 201, said.text
    [message] = at.turns()
    assert f"{HOIST}: 1 new solution" in text_of(message)


@pytest.mark.parametrize("page", ["", "problems/1", "problems/1/arguments"])
def test_what_was_seen_on_the_floor_or_in_the_debate_is_not_told(at: Office, page: str) -> None:
    argues(at, "Ada")
    at.page(page or at.here, "Bea")
    assert at.turns() == []


def test_nobody_is_told_what_they_said_themselves_or_what_they_do_not_follow(at: Office) -> None:
    at.has_address(at.world.member("Cem"), FOLLOWED)
    argues(at, "Bea")
    assert at.turns() == []


def test_a_summary_tells_what_came_since_the_one_before(at: Office) -> None:
    follows(at, "Cem", replace(FOLLOWED, followed="daily"))
    argues(at, "Ada", 2)
    assert [one["To"] for one in at.turns()] == ["bea@example.net"]
    at.passes(DAY)
    [message] = at.turns()
    assert f"{HOIST}: 2 new arguments" in text_of(message)
    at.passes(DAY)
    assert at.turns() == []


def test_what_did_not_go_out_is_told_with_what_came_after(at: Office) -> None:
    argues(at, "Ada")
    at.node.reach.wishes.tell(at.world.id, 2, ["followed problems/1#argument-1"], 1, post=77)
    argues(at, "Ada")
    at.node.reach.wishes.untell(77)
    messages = at.turns()
    assert f"{HOIST}: 2 new arguments" in text_of(messages[-1])


def test_of_a_closed_assembly_no_word_goes_out(closed: Office) -> None:
    argues(closed, "Ada")
    [message] = closed.turns()
    assert HOIST not in text_of(message)
    assert "problems/1#argument-1" in text_of(message)


def test_what_needs_me_or_answers_me_is_not_told_as_followed_as_well(at: Office) -> None:
    at.node.reach.wishes.put(Wanting(at.world.id, 2, AT_ONCE, at.world.now, 0))
    argues(at, "Bea")
    at.turns()
    text = at.world.text("Does it?")
    at.bring(text, **at.session("Ada"))
    at.does(at.world.member("Ada"), Argue, problem=1, stance="asks", text=text, argument=1)
    [message] = at.turns()
    assert "Ada answered you" in text_of(message)
    assert "new argument" not in text_of(message)


def test_after_less_of_this_it_comes_less_often_and_after_never_not_at_all(at: Office) -> None:
    handle = at.node.reach.mail.address(at.world.id, 2)
    assert handle is not None
    for wanted in ("daily", "weekly", "never"):
        at.presses(at.node.links.token(handle.handle, "followed"))
        assert at.wants(at.world.member("Bea")).followed == wanted
    argues(at, "Ada")
    at.passes(8 * DAY)
    assert at.turns() == []


def mentions(at: Office, who: str, text: str) -> None:
    blob = at.world.text(text)
    at.bring(blob, **at.session(who))
    said = at.does(at.world.member(who), Argue, problem=1, stance="asks", text=blob)
    assert said.status_code == 201


def test_who_is_mentioned_is_told_once_and_not_as_followed_as_well(at: Office) -> None:
    at.node.reach.wishes.put(Wanting(at.world.id, 2, AT_ONCE, at.world.now, 0))
    mentions(at, "Ada", "Ask @Bea")
    at.turns(), at.relay.clear()
    mentions(at, "Cem", "Or @2")
    [message] = at.turns()
    assert "Cem mentioned you: Or @2" in text_of(message)
    assert "who mentions you" in text_of(message)
    assert "new argument" not in text_of(message)
    assert at.turns() == []


def test_who_wants_no_mentions_is_told_them_as_what_they_follow(at: Office) -> None:
    mentions(at, "Ada", "Ask @Bea")
    [message] = at.turns()
    assert "mentioned you" not in text_of(message)
    assert f"{HOIST}: 1 new argument" in text_of(message)


def test_a_mention_that_was_seen_or_comes_from_whom_one_mutes_is_not_told(at: Office) -> None:
    at.node.reach.wishes.put(Wanting(at.world.id, 2, AT_ONCE, at.world.now, 0))
    at.turns()
    mentions(at, "Ada", "Ask @Bea")
    at.page("problems/1", "Bea")
    assert at.turns() == []
    assert at.ask("PUT", "mutes/1", headers=at.session("Bea")).status_code == 204
    mentions(at, "Ada", "Do ask @Bea")
    assert at.turns() == []
    mentions(at, "Cem", "Ask @Bea")
    assert len(at.turns()) == 1


def test_of_a_mention_in_a_closed_assembly_no_word_goes_out(closed: Office) -> None:
    closed.node.reach.wishes.put(Wanting(closed.world.id, 2, AT_ONCE, closed.world.now, 0))
    closed.turns()
    mentions(closed, "Ada", "Ask @Bea about the hoist")
    [message] = closed.turns()
    assert "who mentions you" in text_of(message)
    for word in ("hoist", "Ada", "@Bea"):
        assert word not in text_of(message)
