"""The rules of a constitution as people read and write them: number, unit and bounds."""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from typing import Literal, NamedTuple

from babel.core import Locale
from babel.units import format_unit

from esoviet.law.amendments import FACTOR
from esoviet.law.constitution import (
    BY_NAME,
    PARAMETERS,
    TEMPLATES,
    Parameter,
    fraction,
    milliseconds,
)
from esoviet.web.http.language import _, catalogue, locale_of
from esoviet.web.pages.assembly import WORDS

OUT = ("edition", "readership")
_PER_DAY = (("day", 1), ("hour", 24), ("minute", 1440))
_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
_DAYS = _("days")
_LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")

UNITS: Mapping[str, str] = {
    "vouches": _("members"), "stale_hours": _("hours"),
    "necessity_quorum": _("of the members"), "backing": _("of the members"),
    "vote_quorum": _("of the members"), "amendment_quorum": _("of the members"),
    "majority": _("of the votes"), "amendment_majority": _("of the votes"),
    "options": _("solutions"), "waiting": _("problems and questions"), "daily_acts": _("acts"),
    "lead_term_days": _("days"), "mandate_cap": _("mandates"),
}  # fmt: skip
"""What a rule counts, or is a share of; durations carry their unit themselves."""


class Rule(NamedTuple):
    """A rule in a form: its value as people write it, of `unit`, within bounds.

    `figure` says how it is written: a length of time (`span`), a `share`, a `count`, or nothing
    where it is chosen. `least` and `most` are as the law takes them, `bounds` for people. `now` is
    what is in force, as people write it; at a founding nothing is.
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
    now: str = ""


@lru_cache(maxsize=64)
def rules(language: str, template: str) -> tuple[Rule, ...]:
    """What a template says, rule by rule."""
    values = TEMPLATES[template]
    shown = (p for p in PARAMETERS if p.name not in OUT)
    return tuple(_rule(language, p, values.get(p.name, p.default)) for p in shown)


@lru_cache(maxsize=256)
def amendable(
    language: str, now: tuple[tuple[str, str], ...], voted: bool, new: tuple[tuple[str, str], ...]
) -> tuple[Rule, ...]:
    """What can be put in the place of the rules in force; `new` is what stands there already.

    By a vote a time becomes a quarter of what it is at least, four times that at most (2.8).
    """
    texts, locale, begun = catalogue(language), locale_of(language), dict(new)
    found = []
    for name, value in now:
        p = BY_NAME[name]
        one = _rule(language, _bounded(p, value) if voted else p, begun.get(name, ""))
        found.append(one._replace(now=value if p.choices else said(texts, locale, value, name)))
    return tuple(found)


def said(texts: NullTranslations, locale: Locale, value: str, name: str) -> str:
    """A value as people say it, with its unit: "5 minutes", "1/2 of the votes", "members only"."""
    written = _written(BY_NAME.get(name), value, locale)
    if name in UNITS or (name.endswith("_days") and written == value):
        return f"{written} {texts.gettext(UNITS.get(name, _DAYS))}"
    word = WORDS["value_word"].get(value)
    return texts.gettext(word) if word else written


def figures_said(locale: Locale, figures: Mapping[str, str]) -> dict[str, str]:
    """Figures of a template as they are written in the fields."""
    return {name: _written(BY_NAME[name], value, locale) for name, value in figures.items()}


@lru_cache(maxsize=8)
def units(language: str) -> dict[str, int]:
    """The words for units of time, and how many of each make a day."""
    found: dict[str, int] = {}
    for unit, a_day in _PER_DAY:
        for length in _LENGTHS:
            for number in (1, 2, 5, 11):
                said_of = format_unit(number, unit, length=length, locale=locale_of(language))
                word = "".join(c for c in said_of if not c.isdigit()).strip(" \u00a0\u202f.")
                found.setdefault(word.lower(), a_day)
    return found


@lru_cache(maxsize=512)
def lasting(locale: Locale, ms: int) -> str:
    """A length of time in the largest unit of which it is a whole number."""
    seconds = round(ms / 1000)
    unit, size = next(one for one in _UNITS if seconds % one[1] == 0)
    return format_unit(seconds // size, unit, locale=locale) or ""


@lru_cache(maxsize=512)
def roughly(locale: Locale, ms: int) -> str:
    """A length of time in days, or in hours or minutes where it is short: about so long."""
    seconds = ms / 1000
    for unit, size in _UNITS[:-1]:
        if seconds >= 2 * size or unit == "minute":
            return format_unit(round(seconds / size), unit, locale=locale) or ""
    raise AssertionError("the minute is the last of them")


def _rule(language: str, p: Parameter, value: str) -> Rule:
    texts, locale = catalogue(language), locale_of(language)
    named = WORDS["parameter_word"][p.name]
    least, written, most = (_written(p, one, locale) for one in (p.least, value, p.most))
    return Rule(
        name=p.name,
        label=texts.gettext(named),
        figure={"days": "span", "choice": ""}.get(p.kind, p.kind),
        value=written,
        unit=texts.gettext(UNITS[p.name]) if p.name in UNITS else "",
        choices=p.choices,
        meaning=texts.gettext(p.meaning),
        least=p.least,
        most=p.most,
        bounds=(least, most),
    )


def _written(p: Parameter | None, value: str, locale: Locale) -> str:
    """A length of time in whole minutes with its unit; anything else as the law reads it."""
    if p is None or p.kind != "days" or not value or fraction(value) * 1440 % 1:
        return value
    return lasting(locale, milliseconds(value))


def _bounded(p: Parameter, value: str) -> Parameter:
    """What the law takes for it in one step from a value."""
    if not p.is_duration:
        return p
    old = fraction(value)
    least = max(fraction(p.least), old / FACTOR)
    most = min(fraction(p.most), old * FACTOR)
    return p._replace(least=str(least), most=str(most))
