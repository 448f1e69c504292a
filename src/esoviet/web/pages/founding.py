"""The templates of a constitution as timelines, side by side on the founding form."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations
from typing import NamedTuple

from esoviet.law.constitution import PARAMETERS, TEMPLATES, milliseconds
from esoviet.web.http.language import _, catalogue
from esoviet.web.pages.assembly import WORDS

PHASES = (
    ("necessity", "necessity_days"), ("solutions", "solution_days"), ("reading", "reading_days"),
    ("vote", "vote_days"),
)  # fmt: skip
GAP = Fraction(1, 2)
LEAST = 4

ABOUT: Mapping[str, str] = {
    "meeting": _("All in one room, telephones in hand: a general meeting, one evening"),
    "branch": _("Ten to a few hundred who meet now and then: neighbours, a union branch, a club"),
    "co-op": _("People who look in every day: a co-op, a shared house, a project"),
    "large": _("Hundreds or thousands who read at home and talk it over: a union, a student body"),
}


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


@lru_cache(maxsize=64)
def timelines(language: str) -> tuple[Timeline, ...]:
    """All templates."""
    texts = catalogue(language)
    return tuple(_timeline(name, texts) for name in TEMPLATES)


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
