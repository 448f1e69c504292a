"""The founding form: templates as timelines, and every rule with its number, unit and bounds."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations
from typing import Literal, NamedTuple

from babel.core import Locale
from babel.units import format_unit

from esoviet.law.constitution import PARAMETERS, TEMPLATES, Parameter, milliseconds
from esoviet.web.http.language import _, before_the_comma, catalogue, locale_of
from esoviet.web.pages.assembly import WORDS
from esoviet.web.pages.render import lasting

PHASES = (
    ("necessity", "necessity_days"), ("solutions", "solution_days"), ("reading", "reading_days"),
    ("vote", "vote_days"),
)  # fmt: skip
OUT = ("edition", "readership")
GAP = Fraction(1, 2)
LEAST = 4
_PER_DAY = (("day", 1), ("hour", 24), ("minute", 1440))
_LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")

ABOUT: Mapping[str, str] = {
    "meeting": _("All in one room, telephones in hand"),
    "branch": _("People on shifts, some of them rarely online"),
    "co-op": _("People who look in every day"),
    "large": _("Many people, who read at home and talk it over"),
}
UNITS: Mapping[str, str] = {
    "vouches": _("members"), "jury_size": _("members"), "stale_hours": _("hours"),
    "necessity_quorum": _("of the members"), "backing": _("of the members"),
    "vote_quorum": _("of the members"), "amendment_quorum": _("of the members"),
    "majority": _("of the votes"), "amendment_majority": _("of the votes"),
    "expulsion_majority": _("of the votes"), "options": _("solutions"),
    "waiting": _("problems and questions"), "daily_acts": _("acts"),
    "mandate_cap": _("mandates"), "breach_habit": _("breaches"),
}  # fmt: skip
"""What a rule counts, or is a share of; durations carry their unit themselves."""


class Phase(NamedTuple):
    """A phase of a template: how long it lasts (ms), its place in a strip of a hundred."""

    name: str
    lasts: int
    start: str
    width: str


class Timeline(NamedTuple):
    """A template: its phases, and how long they last together at most, in ms."""

    name: str
    label: str
    about: str
    phases: tuple[Phase, ...]
    lasts: int


class Chosen(NamedTuple):
    """A rule on the founding form: its value as people write it, of `unit`, within bounds.

    `figure` says how it is written: a length of time (`span`), a `share`, a `count`, or nothing
    where it is chosen. `least` and `most` are as in the law, `bounds` for people.
    """

    name: str
    label: str
    figure: str
    value: str
    unit: str
    choices: tuple[str, ...]
    meaning: str
    least: str
    most: str
    bounds: tuple[str, str]


@lru_cache(maxsize=64)
def timelines(language: str) -> tuple[Timeline, ...]:
    """All templates."""
    texts = catalogue(language)
    return tuple(_timeline(name, texts) for name in TEMPLATES)


@lru_cache(maxsize=64)
def rules(language: str, template: str) -> tuple[Chosen, ...]:
    """What a template says, rule by rule."""
    texts, locale = catalogue(language), locale_of(language)
    values = TEMPLATES[template]
    shown = (p for p in PARAMETERS if p.name not in OUT)
    return tuple(_chosen(p, values.get(p.name, p.default), texts, locale) for p in shown)


@lru_cache(maxsize=8)
def units(language: str) -> dict[str, int]:
    """The words for units of time, and how many of each make a day."""
    found: dict[str, int] = {}
    for unit, a_day in _PER_DAY:
        for length in _LENGTHS:
            for number in (1, 2, 5, 11):
                said = format_unit(number, unit, length=length, locale=locale_of(language))
                word = "".join(c for c in said if not c.isdigit()).strip(" \u00a0\u202f.")
                found.setdefault(word.lower(), a_day)
    return found


def _timeline(template: str, texts: NullTranslations) -> Timeline:
    values = TEMPLATES[template]
    by_default = {p.name: p.default for p in PARAMETERS}
    last = [milliseconds(values.get(rule, by_default[rule])) for _phase, rule in PHASES]
    whole = 100 - GAP * (len(last) - 1)
    least = [max(Fraction(ms, sum(last)), Fraction(LEAST, 100)) for ms in last]
    phases, start = [], Fraction(0)
    for (name, _rule), ms, part in zip(PHASES, last, least, strict=True):
        width = whole * part / sum(least)
        phases.append(Phase(name, ms, f"{float(start):.1f}", f"{float(width):.1f}"))
        start += width + GAP
    label = WORDS["template_word"][template]
    return Timeline(
        template, texts.gettext(label), texts.gettext(ABOUT[template]), tuple(phases), sum(last)
    )


def _chosen(p: Parameter, value: str, texts: NullTranslations, locale: Locale) -> Chosen:
    figure = {"days": "span", "choice": ""}.get(p.kind, p.kind)
    least, value_said, most = (_said(p, one, locale) for one in (p.least, value, p.most))
    named = WORDS["parameter_word"][p.name]
    label = texts.gettext(named)
    return Chosen(
        name=p.name,
        label=before_the_comma(label) if p.is_duration else label,
        figure=figure,
        value=value_said,
        unit=texts.gettext(UNITS[p.name]) if p.name in UNITS else "",
        choices=p.choices,
        meaning=texts.gettext(p.meaning),
        least=p.least,
        most=p.most,
        bounds=(least, most),
    )


def _said(p: Parameter, value: str, locale: Locale) -> str:
    """A length of time with its unit; anything else as it is."""
    return lasting(locale, milliseconds(value)) if p.kind == "days" else value
