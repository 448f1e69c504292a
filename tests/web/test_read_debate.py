"""A debate on pages: in its order, all of it within reach, and what is best said before a vote."""

import html
import re
from pathlib import Path

from esoviet.web.api.arguments import ArgumentLine
from esoviet.web.api.shapes import Text, Who
from esoviet.web.pages.debate import turns
from tests.web.served import serve
from tests.world import World

EVERYBODY = {"readership": "public", "necessity_quorum": "0"}


def line(number: int, about: int | None = None) -> ArgumentLine:
    text = Text(
        sha256="", size=0, media_type="", state="kept", title=None, content=None,
        before=None, mended=None,
    )  # fmt: skip
    return ArgumentLine(
        number=number, problem=1, solution=None, argument=about, by=Who(member=1, name=None, hue=0),
        stance="asks", version=None, text=text, evidence=[], entry=0, time=0, founded=0,
        unfounded=0, unsure=0, retracted=False, criticisms=[], exhibits=[], facts=[],
    )  # fmt: skip


def shape(*lines: ArgumentLine) -> str:
    return " ".join(f"{turn.argument.number}{')' * turn.closing}" for turn in turns(lines))


def test_answers_stand_inside_what_they_answer() -> None:
    assert shape(line(1), line(2), line(3, 1), line(4, 3), line(5, 1)) == "1 3 4)) 5)) 2)"


def test_an_answer_to_an_earlier_page_stands_alone_and_says_so() -> None:
    [first, second] = turns([line(41, 7), line(42, 41)])
    assert (first.is_elsewhere, second.is_elsewhere) == (True, False)


def test_an_exchange_without_end_is_no_fault() -> None:
    found = turns([line(n, n - 1 or None) for n in range(1, 5000)])
    assert [turn.closing for turn in found[-2:]] == [0, 4999]


def test_a_long_debate_says_that_it_goes_on_and_all_of_it_can_be_reached(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    bea = world.member("Bea")
    problem = bea.raises_problem("The heating")
    first = bea.argues(problem, "asks", "Argument 1")
    for number in range(2, 45):
        bea.argues(problem, "asks", f"Argument {number}")
    bea.argues(problem, "refutes", "Argument 45", argument=first)
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
        assert "These are the first 40 of 45 arguments." in page
        assert ("Argument 40<" in page, "Argument 41<" in page) == (True, False)
        [further] = re.findall(r'rel="next" href="([^"]+)"', page)
        rest = up.get(html.unescape(further)).text
        assert ("Argument 41<" in rest, "Argument 45<" in rest) == (True, True)
        assert f'problems/{problem}/arguments?after=0#argument-1">in answer to' in rest


def test_every_assessment_can_be_read_by_name(tmp_path: Path) -> None:
    world = World().found(readership="public", necessity_quorum="1/4")
    ada, bea, *_ = world.crowd(9)
    problem = ada.raises("The heating")
    ada.finds("not-necessary", problem)
    bea.finds("unsure", problem, reason="I do not live here")
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
        assert "I do not live here" in page
        assert f"problems/{problem}/assessments" in page
        all_of_them = up.get(f"problems/{problem}/assessments").text
        assert ("Ada" in all_of_them, "I do not live here" in all_of_them) == (True, True)


def test_the_briefing_takes_the_best_founded_argument_of_all(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("The heating")
    solution = bea.proposes(problem, "A new boiler")
    for number in range(41):
        last = bea.argues(problem, "supports", f"Argument {number}", solution=solution)
    ada.weighs(last, True)
    world.pass_days(7.5)
    world.confirm()
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
        briefing = page[page.index('id="briefing"') : page.index('id="solutions"')]
        assert "Argument 40<" in briefing
        assert f"arguments?after={last - 1}#argument-{last}" in briefing
