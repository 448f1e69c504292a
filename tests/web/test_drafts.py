"""Drafts by mail on their member's page: what was understood, where it belongs, nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.drafts import KEPT, Draft
from tests.notify.office import Office, office
from tests.notify.test_receiving import REPLY
from tests.world import World


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    with office(world, tmp_path, mail_reply=REPLY) as served:
        yield served


def waits(at: Office, matter: str = "w", name: str = "0" * 32) -> None:
    """Bea has a draft about a matter."""
    draft = Draft(name, matter, "I agree <b>", "> The rest", ("crane.png",), at.world.now)
    bea = at.world.member("Bea").number
    assert at.node.reach.drafts.put(at.world.id, bea, draft)


def test_a_member_sees_what_was_understood_and_what_was_left_out(at: Office) -> None:
    waits(at)
    page = at.page("me/drafts", "Bea")
    assert "I agree &lt;b&gt;</textarea>" in page
    assert '<pre dir="auto" data-left>&gt; The rest</pre>' in page
    assert "Attached, and not taken: <bdi>crane.png</bdi>" in page
    assert "1 draft by mail waits to be signed" in at.page(at.here, "Bea")
    assert "me/drafts" in at.page("me", "Bea")


def test_nobody_else_sees_it(at: Office) -> None:
    waits(at)
    for other in ("Ada", ""):
        assert "I agree" not in at.page("me/drafts", other)
        assert "draft by mail" not in at.page(at.here, other)


def test_the_first_page_is_not_taken_from_a_browsers_memory_once_a_draft_has_come(
    at: Office,
) -> None:
    bea = at.session("Bea")
    tag = at.get(at.here, headers=bea).headers["etag"]
    assert at.get(at.here, headers={**bea, "if-none-match": tag}).status_code == 304
    waits(at)
    assert at.get(at.here, headers={**bea, "if-none-match": tag}).status_code == 200


def test_a_draft_belongs_to_the_debate_of_what_its_mail_was_about(tmp_path: Path) -> None:
    world = World().found()
    ada = world.members("Ada", "Bea", "Cem")[0]
    ada.raises_problem("The roof leaks")
    crane = ada.raises_problem("The crane is unsafe")
    argument = ada.argues(crane, text="It is old.")
    with office(world, tmp_path, mail_reply=REPLY) as at:
        waits(at, f"p{crane}")
        page = at.page("me/drafts", "Bea")
        assert f'problems/{crane}"><bdi>The crane is unsafe' in page
        assert (
            f'<option value="problems/{crane}#argue" data-form="argue-new" dir="auto" selected'
            in page
        )
        waits(at, f"a{argument}", "1" * 32)
        there = f"problems/{crane}/arguments?after={argument - 1}#argument-{argument}"
        assert f'value="{there}" data-form="argue-{argument}" selected' in at.page(
            "me/drafts", "Bea"
        )


def test_a_mail_about_a_topic_is_answered_in_the_topic(tmp_path: Path) -> None:
    world = World().found()
    ada = world.members("Ada", "Bea", "Cem")[0]
    topic = ada.opens_topic("The bins\n\nWho empties them?")
    with office(world, tmp_path, mail_reply=REPLY) as at:
        waits(at, f"t{topic}")
        page = at.page("me/drafts", "Bea")
        assert f'topics/{topic}"><bdi>The bins' in page
        assert f'name="place" value="topics/{topic}#write"' in page
        waits(at, f"t{topic + 1}", "1" * 32)
        assert f"topics/{topic + 1}" not in at.page("me/drafts", "Bea")


def test_a_mail_about_a_vote_is_no_ballot_and_says_so(at: Office) -> None:
    vote = at.asks("Shall we paint the stairs?")
    waits(at, f"v{vote}")
    page = at.page("me/drafts", "Bea")
    assert "A mail is never a ballot." in page
    assert f'votes/{vote}"><bdi>Shall we paint the stairs?' in page


def test_a_mail_about_what_was_decided_names_it_also_where_no_problem_was(tmp_path: Path) -> None:
    world = World().found(question_days="1")
    members = world.members("Ada", "Bea", "Cem")
    vote = members[0].puts_to_vote(text=world.text("Shall we paint the stairs?"))
    for one in members:
        one.votes(vote, "yes")
    world.pass_days(3)
    with office(world, tmp_path, mail_reply=REPLY) as at:
        waits(at, "d1")
        assert 'decisions/1"><bdi>Shall we paint the stairs?' in at.page("me/drafts", "Bea")


def test_what_is_about_nothing_that_is_here_is_put_where_its_member_chooses(at: Office) -> None:
    for n, matter in enumerate(("p99", "a99", "q9", "v9", "d9", "m9", "w")):
        waits(at, matter, str(n) * 32)
    page = at.page("me/drafts", "Bea")
    assert page.count("It answers a mail about several things") == 7


def test_only_its_member_throws_it_away(at: Office) -> None:
    waits(at)
    name = "drafts/" + "0" * 32
    for who, status in (("", 403), ("Ada", 204)):
        at.forget_cookies()
        assert at.ask("DELETE", name, headers=at.session(who)).status_code == status
        assert "I agree" in at.page("me/drafts", "Bea")
    assert at.ask("DELETE", name, headers=at.session("Bea")).status_code == 204
    assert "I agree" not in at.page("me/drafts", "Bea")


def test_the_page_says_how_long_it_waits_and_then_it_is_gone(at: Office) -> None:
    waits(at)
    assert "after 30 days at the latest" in at.page("me/drafts", "Bea")
    at.passes(KEPT)
    at.run(at.service.turn())
    assert "Nothing waits." in at.page("me/drafts", "Bea")


def test_a_server_that_takes_no_answers_says_so(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem")
    with office(world, tmp_path) as at:
        assert "This server takes no answers by mail" in at.page("me/drafts", "Bea")
