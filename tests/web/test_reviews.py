"""Reviews: on the page of the decision and of its problem, on the floor, in the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.reviews import JudgeOutcome, Review
from esoviet.law.solutions import Effect
from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Decision 1 is under review, decision 2 is carried out still."""
    world = World().found(mandate_cap="5", report_days="100")
    ada, bea, cem, _ = world.crowd(4)
    world.decide(ada)
    world.decide(ada)
    world.carry_out(ada, 1)
    bea.judges(1, "partly", "amend")
    cem.judges(1)
    with desk(world, tmp_path_factory.mktemp("reviews")) as served:
        yield served


def test_a_review_stands_with_its_decision_and_its_problem(at: Desk) -> None:
    for path in ("decisions/1", "votes/1", "problems/1"):
        told = at.page(path, "Ada")
        assert "What came of it, and is it kept?" in told
        assert "2 members have said" in told
        assert 'data-act="judge-outcome"' in told
    assert 'data-act="judge-outcome"' not in at.page("decisions/2", "Ada")


def test_what_is_now_is_the_review_and_leads_to_it(at: Desk) -> None:
    for path in ("decisions/1", "votes/1", "problems/1"):
        asked, said = at.page(path, "Ada"), at.page(path, "Cem")
        assert "2 of 4 members have said." in asked
        assert ">Say what came of it</a>" in asked
        assert asked.count('id="review-1"') == 1
        assert "You said: The aim was reached · Keep it" in said
        assert ">Change what you said</a>" in said
        assert "<b>Review</b>" in asked
    assert "Say what came of it" not in at.page("problems/2", "Ada")


def test_the_form_begins_with_what_one_said(at: Desk) -> None:
    asked, said = at.page("problems/1", "Ada"), at.page("problems/1", "Bea")
    assert "required checked" not in asked
    assert 'value="partly" required checked' in said
    assert 'value="amend" required checked' in said


def test_the_page_of_the_mandate_shows_the_review_too(at: Desk) -> None:
    page = at.page("mandates/1", "Ada")
    assert page.count('id="review-1"') == 1
    assert 'data-act="judge-outcome"' in page
    assert 'id="review-' not in at.page("mandates/2", "Ada")


def test_what_was_expected_is_held_against_what_was_measured_and_own_words_stand_by_it(
    tmp_path: Path,
) -> None:
    world = World().found(report_days="20")
    ada, bea, *_ = world.crowd(4)
    effect = Effect(
        indicator=world.text("degrees in the stairs"), baseline="9", target="17",
        by=world.now + 300 * 86_400_000,
    )  # fmt: skip
    world.decide(ada, effect=effect)
    bea.criticises("Nobody was told", mandate=1)
    world.carry_out(ada, 1, measured="16.5", lesson=world.text("Ask two workshops"))
    with desk(world, tmp_path) as served:
        page = served.page("problems/1", "Bea")
        assert "degrees in the stairs</bdi>: expected 17, measured: 16.5" in page
        assert "Ask two workshops" in page
        assert "mandates/1#criticism" in page


def test_it_needs_who_has_not_said_anything(at: Desk) -> None:
    assert "Review" in at.page(at.here, "Ada").partition('id="board"')[0]
    assert "#review-1" in at.page(at.here, "Ada")
    assert "#review-1" not in at.page(at.here, "Bea")


def test_the_api_says_who_wants_what(at: Desk) -> None:
    first, second = at.get("reviews.json").json()["items"]
    assert (first["state"], second["state"]) == ("open", "ahead")
    assert first["reached"] == {"achieved": 1, "partly": 1, "missed": 0}
    assert first["wanted"] == {"keep": 1, "amend": 1, "repeal": 0}
    said = at.get("decisions/1/review.json").json()["items"]
    assert [(one["member"]["name"], one["wants"]) for one in said] == [
        ("Bea", "amend"), ("Cem", "keep"),
    ]  # fmt: skip
    assert "Partly · Amend it" in at.page("decisions/1/review", "Ada")
    assert at.get("decisions/99/review.json").status_code == 404


def test_a_self_criticism_waits_for_the_review_and_then_goes(tmp_path: Path) -> None:
    world = World().found()
    ada, *_ = world.crowd(4)
    world.decide(ada)
    world.carry_out(ada, 1, lesson=world.text("Ask sooner"))
    with desk(world, tmp_path / "open") as served:
        assert "What can be erased later" in served.page("members/1/leave", "Ada")
        assert "once the review of the decision" in served.page("members/1/texts", "Ada")
        waits = [
            one for one in served.get("members/1/texts.json").json()["items"] if one["kept_for"]
        ]
        assert [(one["kind"], one["handed_over"]) for one in waits] == [("self-criticism", False)]
    world.turn_to(world.the(Review, 1).due)
    ada.asks()
    with desk(world, tmp_path / "over") as served:
        assert "What can be erased later" not in served.page("members/1/leave", "Ada")
        assert not any(
            one["kept_for"] for one in served.get("members/1/texts.json").json()["items"]
        )


def test_what_members_want_otherwise_is_put_anew_and_both_pages_say_so(tmp_path: Path) -> None:
    world = World().found(report_days="20")
    ada, bea, cem, dot = world.crowd(4)
    world.decide(ada)
    world.carry_out(ada, 1)
    with desk(world, tmp_path / "open") as served:
        assert served.does(dot, JudgeOutcome, decision=1, reached="not", wants="repeal").is_success
        assert served.does(cem, JudgeOutcome, decision=1, reached="not", wants="amend").is_success
    world.turn_to(world.the(Review, 1).due)
    bea.asks()
    with desk(world, tmp_path / "over") as served:
        assert "the problem was put anew" in served.page("decisions/1", "Ada")
        told = served.page("problems/1", "Ada")
        assert "Reviewed: it is put anew." in told
        assert "0 say that the aim was reached, 0 partly, 2 not." in told
        assert "Say what came of it" not in told
        assert "the problem was put anew" in served.page("reviews", "Ada")
        again = served.page("problems/2", "Ada")
        assert "This was decided before" in again
        assert "decisions/1" in again
