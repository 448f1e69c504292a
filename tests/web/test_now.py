"""What is now, what one can do, what comes next: the road of a problem, the box of each phase."""

from pathlib import Path
from typing import Any

from esoviet.law.decisions import Decision
from esoviet.law.problems import Phase, Problem
from esoviet.law.questions import SecondQuestion
from esoviet.law.reviews import Review
from esoviet.law.solutions import Effect
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.mandates import HELPS
from esoviet.web.pages.steps import ROAD, Step, steps
from tests.web.desk import desk
from tests.world import World

DAY = 86_400_000


def context_of(world: World) -> AnswerContext:
    """A place to put an answer together in which no text is read."""
    nothing: Any = None
    return AnswerContext(world.view, nothing, nothing, "")


def road(world: World, problem: int = 1) -> list[Step]:
    return steps(context_of(world), world.the(Problem, problem))


def drafted(**rules: str) -> tuple[World, int]:
    """A problem with two solutions that enough back, while they are drafted."""
    world = World().found(**rules)
    ada, bea, *others = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    problem = world.necessary(ada)
    for proposer, name in ((ada, "Weld it"), (bea, "Buy a new one")):
        solution = proposer.proposes(problem, name)
        for other in others:
            other.backs(solution)
    return world, problem


def test_each_phase_has_the_date_at_which_it_really_ended() -> None:
    world, problem = drafted()
    planned: dict[Phase, int] = {}
    due = 0
    roads: tuple[tuple[Phase, Phase], ...]
    roads = (("solutions", "reading"), ("reading", "vote"), ("vote", "work"))
    for phase, following in roads:
        now = {step.phase: step for step in road(world, problem)}
        assert now[phase].state == "now"
        assert now[phase].says == "until"
        if phase == "solutions":
            planned = {step.phase: step.time for step in now.values() if step.state == "ahead"}
        if phase == "vote":
            number = world.the(Problem, problem).vote
            due = world.the(Vote, number).due
            for person in world.present():
                person.votes(number, [[1], [2], [0]])
            world.close(number)
        else:
            world.reach(problem, following)
        then = {step.phase: step for step in road(world, problem)}
        assert then[phase].state == "done"
        assert then[following].state == "now"
        assert 0 < then[phase].time <= world.now
    decision, vote = world.the(Decision, 1), world.the(Vote, 1)
    over = {step.phase: step.time for step in road(world, problem)}
    assert over["necessity"] == world.the(Problem, problem).raised
    assert over["solutions"] == vote.frozen_at
    assert over["reading"] == vote.opened_at
    assert over["vote"] == decision.time
    assert planned["reading"] == over["reading"], "the plan was kept"
    assert planned["vote"] == planned["work"] == due


def test_before_it_is_found_necessary_only_how_long_each_phase_lasts_is_known() -> None:
    world = World().found(solution_days="3", reading_days="1/2", vote_days="2")
    world.member("Ada").raises("The crane is unsafe")
    found = {step.phase: step for step in road(world)}
    assert (found["necessity"].state, found["necessity"].says) == ("now", "until")
    assert found["necessity"].time == world.the(Problem, 1).due
    lasts = {name: step.time for name, step in found.items() if step.says == "lasts"}
    assert lasts == {"solutions": 3 * DAY, "reading": DAY // 2, "vote": 2 * DAY}
    assert found["work"].says == found["done"].says == "then"


def test_the_review_is_the_last_step_until_it_is_over() -> None:
    world = World().found()
    ada, *_ = world.crowd(4)
    world.decide(ada)
    assert (road(world)[-1].review, road(world)[-1].state) == (True, "ahead")
    world.carry_out(ada, 1)
    last = road(world)[-1]
    assert (last.review, last.state, last.time) == (True, "now", world.the(Review, 1).due)
    world.turn_to(world.the(Review, 1).due)
    last = road(world)[-1]
    assert (last.phase, last.review, last.state, last.says) == ("done", False, "now", "since")


def test_a_review_can_be_open_while_the_work_goes_on() -> None:
    world = World().found(report_days="100")
    ada, *_ = world.crowd(4)
    day = world.now + 40 * DAY
    effect = Effect(indicator=world.text("Accidents"), baseline="3", target="0", by=day)
    world.decide(ada, effect=effect)
    assert (road(world)[-1].says, road(world)[-1].time) == ("from", day)
    world.turn_to(day)
    assert [step.phase for step in road(world) if step.state == "now"] == ["work", "done"]
    world.turn_to(world.the(Review, 1).due)
    assert (road(world)[-1].state, road(world)[-1].review) == ("ahead", False)


def test_what_left_the_road_has_none() -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem")
    world.person("Bea").raises("The bins are full")
    assert len(road(world)) == len(ROAD)
    world.pass_days(30).confirm()
    assert world.the(Problem, 1).phase == "lapsed"
    assert road(world) == []


def test_the_box_of_necessity_says_how_far_it_is_and_what_one_said(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    world.person("Ada").raises("The crane is unsafe")
    with desk(world, tmp_path) as at:
        page = at.page("problems/1", "Bea")
        assert "1 of 5 members have said. It opens when 3 find it necessary" in page
        assert "now 1 to 0." in page
        assert 'name="stance" value="unsure"' in page
        own = at.page("problems/1", "Ada")
        assert "You said: Necessary" in own
        assert 'class="now calm"' in own
        assert 'class="now calm"' not in page


def test_the_box_of_a_vote_asks_who_has_not_voted_and_only_them(tmp_path: Path) -> None:
    world, problem = drafted()
    vote = world.open_vote(problem).number
    world.person("Cem").votes(vote, [[2], [1], [0]])
    with desk(world, tmp_path) as at:
        asked, voted, visitor = (at.page(f"problems/{problem}", who) for who in ("Dot", "Cem", ""))
        assert "1 of 5 have voted." in asked
        assert f'href="{at.here}/votes/{vote}">Vote</a>' in asked
        assert "You voted:" in voted
        assert f'href="{at.here}/votes/{vote}">Change</a>' in voted
        assert 'class="now calm"' in voted
        assert "You voted" not in visitor
        assert "1 of 5 have voted." in visitor


def test_the_floor_has_seven_needs_and_the_others_one_tap_away(tmp_path: Path) -> None:
    world = World().found(waiting="100")
    world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    for number in range(9):
        world.person("Ada").raises(f"Problem of the day {number}")
    with desk(world, tmp_path) as at:
        page = at.page(at.here, "Bea")
        assert "Bea, 9 things need you" in page
        needs = page[page.index('id="needs"') : page.index("</section>", page.index('id="needs"'))]
        before, _, after = needs.partition("<details>")
        assert before.count("/problems/") == 2 + 6, "the first has a box, its title and its button"
        assert "2 more" in after
        assert after.count("/problems/") == 2
        assert "1 of 5 members have said." in before
        assert "Ada, nothing needs you" in at.page(at.here, "Ada")
        assert "things need you" not in at.page(at.here, "")


def test_what_a_member_promised_stands_apart_from_what_needs_them(tmp_path: Path) -> None:
    world, problem = drafted()
    world.person("Cem").volunteers_for(1)
    vote = world.open_vote(problem).number
    for person in world.present():
        person.votes(vote, [[1], [2], [0]])
    world.close(vote)
    cem = world.person("Cem").number
    assert [len(HELPS(context_of(world), cem, most)) for most in (0, 1, 2)] == [0, 1, 1]
    with desk(world, tmp_path) as at:
        lead, helper, other = (at.page(at.here, who) for who in ("Ada", "Cem", "Dot"))
        for page, word in ((lead, "Report"), (helper, "Help")):
            promised = page[page.index('id="promised"') :]
            assert f"</svg> <span><b>{word}: <bdi>Weld it" in " ".join(promised.split())
            assert "report by" in promised
        assert 'id="promised"' not in other
        assert "Decided: Weld it." in other, "it happened lately"


def test_who_answered_is_told_to_whom_was_answered_and_to_nobody_else(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem")
    world.person("Ada").raises("The crane is unsafe")
    first = world.person("Ada").argues(1, text="It slips")
    world.person("Bea").argues(1, "asks", "Since when?", argument=first)
    world.person("Ada").argues(1, text="I mean since May", argument=first)
    with desk(world, tmp_path) as at:
        assert "Bea answered you." in at.page(at.here, "Ada")
        assert "answered you" not in at.page(at.here, "Cem")
        assert "answered you" not in at.page(at.here, "Bea")
        assert "Ada answered you." not in at.page(at.here, "Ada")


def test_a_question_asks_for_seconds_until_it_is_voted_on(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dot", "Eva", "Fay", "Gil")
    world.person("Ada").asks()
    with desk(world, tmp_path) as at:
        asked, asker = at.page("questions/1", "Bea"), at.page("questions/1", "Ada")
        assert "1 of the 2 that it takes" in asked
        assert 'data-act="second-question"' in asked
        assert 'data-act="second-question"' not in asker
        at.does(world.person("Bea"), SecondQuestion, question=1)
        voting = at.page("questions/1", "Ada")
        assert "The vote is open" in voting
        assert 'data-act="second-question"' not in voting
        assert "0 of 7 have voted." in voting


def test_the_roll_names_who_had_a_voice_and_cast_no_ballot(tmp_path: Path) -> None:
    world, problem = drafted()
    vote = world.open_vote(problem).number
    world.person("Cem").votes(vote, [[1], [2], [0]])
    world.person("Dot").votes(vote, [[2], [0]])
    world.person("Fay").applies()
    world.person("Eva").leaves()
    with desk(world, tmp_path) as at:
        page = at.page(f"votes/{vote}/roll")
        silent = page[page.index("No ballot so far") : page.index("</section>")]
        assert [name for name in ("Ada", "Bea", "Cem", "Dot", "Eva", "Fay") if name in silent] == [
            "Ada",
            "Bea",
        ]
