"""Why can I not …?: each deed that a matter asks for, and of each what the law itself says."""

import html
import re
from importlib.resources import files
from pathlib import Path

import pytest

from esoviet.law.outcome import Refusal
from esoviet.law.problems import Problem
from esoviet.may.asking import SOMEBODY, can
from esoviet.may.lines import BY_TAG, LINES
from esoviet.web.pages.table import WORDS
from esoviet.web.pages.whynot import OF_ALL, OF_APPLICANT, OF_PROBLEM, OF_QUESTION
from tests.web.desk import desk
from tests.web.served import Served
from tests.web.story import Story
from tests.world import World

DEED = re.compile(r"(?s)<div><dt>(.*?)</dt>\s*<dd>(.*?)</dd></div>")
LAW = (files("esoviet.web") / "law.md").read_text("utf-8")
NAMES = {said: act for act, said in WORDS["deed_word"].items()}
TEMPLATES = sorted(Path(str(files("esoviet.web") / "templates")).rglob("*.html"))
FORMS = {act for one in TEMPLATES for act in re.findall(r'data-act="([a-z-]+)"', one.read_text())}
BY_A_SCRIPT = {"enrol-key"}


def said(page: str) -> dict[str, tuple[str, str]]:
    """By act: what the page says of it, without and with its elements."""
    found = DEED.findall(page)
    return {
        NAMES[html.unescape(name)]: (html.unescape(re.sub("<[^>]+>", "", told)), told)
        for name, told in found
    }


def test_every_act_that_says_so_is_asked_about_and_every_other_has_a_form() -> None:
    asked = {act for act, kind in BY_TAG.items() if LINES[kind].asked}
    groups = OF_ALL, OF_APPLICANT, OF_PROBLEM, OF_QUESTION
    assert {act for group in groups for act, _ in group} == asked == set(WORDS["deed_word"])
    assert BY_TAG.keys() - asked <= FORMS | BY_A_SCRIPT


@pytest.mark.parametrize("matter", ["problems", "questions", "members"])
def test_a_visitor_reads_of_each_what_the_law_says(
    served: Served, story: Story, matter: str
) -> None:
    view, groups = story.world.view, {"problems": OF_PROBLEM, "questions": OF_QUESTION}
    seen = 0
    for number in range(1, 30):
        page = served.get(f"{served.here}/{matter}/{number}/why")
        if page.status_code == 404:
            continue
        seen += 1
        told = said(page.text)
        deeds = groups.get(matter, OF_APPLICANT)
        assert set(told) == {act for act, _ in deeds if not LINES[BY_TAG[act]].owns}
        for act, name in deeds:
            if name in ("problem", "question", "member") and act in told:
                refusal = can(view, SOMEBODY, BY_TAG[act], (name, number))
                assert_says(told[act], refusal)
    assert seen > 1


def assert_says(told: tuple[str, str], refusal: Refusal | None) -> None:
    plain, elements = told
    if refusal is None:
        assert plain.startswith("possible now")
        return
    assert str(refusal.because) in " ".join(plain.split())
    assert f'href="/law#c{refusal.clause}"' in elements
    assert f"**{refusal.clause}**" in LAW


def test_a_member_reads_it_of_themselves(story: Story, tmp_path: Path) -> None:
    view = story.world.view
    number = next(one.number for one in view.by(Problem, "phase", "necessity") if one.by == 1)
    with desk(story.world, tmp_path) as up:
        at = f"{up.here}/problems/{number}/why"
        stranger, founder = said(up.page(at)), said(up.page(at, "Ada"))
    assert "withdraw-problem" in founder.keys() - stranger.keys()
    assert founder["withdraw-problem"][0].startswith("possible now")


def test_of_several_solutions_it_is_about_one_to_which_it_can_be_done(tmp_path: Path) -> None:
    """The last one is withdrawn: what can be done to the first is possible all the same."""
    world = World().found(readership="public")
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    problem = ada.raises_problem()
    for who in (ada, bea):
        who.proposes(problem)
    bea.withdraws_solution(2)
    with desk(world, tmp_path) as up:
        told = said(up.page(f"{up.here}/problems/{problem}/why", "Ada"))
    assert told["back-solution"][0].startswith("possible now")


def test_what_is_not_there_yet_is_said(served: Served, story: Story) -> None:
    waits = next(iter(story.world.view.by(Problem, "phase", "necessity"))).number
    raised = said(served.get(f"{served.here}/problems/{waits}/why").text)
    assert "There is no vote on it yet." in raised["cast-ballot"][0]
    assert "Nobody has a mandate for it yet." in raised["take-up-mandate"][0]


def test_each_matter_leads_there_and_each_clause_has_an_address(
    served: Served, story: Story
) -> None:
    for path in (f"/problems/{story.problem}", "/questions/1", f"/votes/{story.open_vote}", ""):
        assert "/why" in served.get(served.here + path).text, path
    law = served.get("/law").text
    for clause in re.findall(r"(?m)^\*\*(\d+\.\d+)\*\*", LAW):
        assert law.count(f'id="c{clause}"') == 1, clause
