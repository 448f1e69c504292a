"""The founding form: templates as timelines, every rule with its number, unit and bounds."""

import re

import pytest

from esoviet.law.constitution import BY_NAME, DEFAULTS, TEMPLATES, milliseconds
from esoviet.web.pages.founding import timelines
from esoviet.web.pages.rules import UNITS, rules, units
from tests.web.served import Served
from tools.words import languages

CARD = re.compile(r'<li class="sheet.*?</ol>\s*<p>.*?</p></li>', re.DOTALL)
INPUT = re.compile(r'name="constitution\.(\w+)" value="([^"]*)"[^>]*data-least="([^"]*)"[^>]*'
                   r'data-most="([^"]*)"')  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_says_how_long_its_phases_last(template: str) -> None:
    line = next(one for one in timelines("en") if one.name == template)
    values = {**DEFAULTS, **TEMPLATES[template]}
    lasts = [milliseconds(values[f"{name}_days"]) for name in ("necessity", "solution")]
    assert [phase.lasts for phase in line.phases][:2] == lasts
    assert line.lasts == sum(phase.lasts for phase in line.phases)
    assert all(float(phase.width) >= 3 for phase in line.phases)
    ends = [float(phase.start) + float(phase.width) for phase in line.phases]
    assert ends == sorted(ends)
    assert ends[-1] == pytest.approx(100, abs=0.3)


def test_the_templates_stand_side_by_side_and_the_chosen_one_says_so(served: Served) -> None:
    page = served.get("/found?template=meeting").text
    cards = CARD.findall(page)
    assert len(cards) == len(TEMPLATES)
    assert ['aria-current="true"' in card for card in cards] == [True, False, False, False]
    first = " ".join(re.sub("<[^>]*>", " ", cards[0]).split())
    for said in (
        "at most 10 minutes",
        "Reading for 1 minute",
        "Vote for 5 minutes",
        "at most 26 minutes",
    ):
        assert said in first


def test_every_rule_has_the_bounds_of_the_law_at_its_field(served: Served) -> None:
    found = INPUT.findall(served.get("/found?template=large").text)
    figures = {p.name for p in BY_NAME.values() if p.kind != "choice"} - {"edition"}
    assert {name for name, *_ in found} == figures
    for name, _value, least, most in found:
        assert (least, most) == (BY_NAME[name].least, BY_NAME[name].most)


def test_every_number_has_a_unit(served: Served) -> None:
    for rule in rules("en", "co-op"):
        assert rule.choices or rule.unit or re.fullmatch(r"\d+ \w+", rule.value), rule.name
    assert UNITS.keys() <= BY_NAME.keys()
    assert "From 5 minutes to 90 days." in served.get("/found").text


@pytest.mark.parametrize("code", ["en", *languages()])
def test_every_time_has_a_unit_that_the_form_reads(code: str) -> None:
    for rule in rules(code, "branch"):
        assert rule.label
        if rule.figure == "span":
            unit = rule.value.partition("\u00a0" if "\u00a0" in rule.value else " ")[2]
            assert unit.lower().strip(".") in units(code), (code, rule.value)
