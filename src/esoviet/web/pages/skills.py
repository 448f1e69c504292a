"""What members say of themselves for the work: the page to say it, and how others see it.

It is made for each reader anew and kept nowhere: no cache has a word of it.
"""

from msgspec import Struct
from starlette.requests import Request

from esoviet.store.skills import LONGEST, MOST_LINES, PARTS, Skills
from esoviet.store.words import folded
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.context import node_of
from esoviet.web.http.language import _, catalogue
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Words
from esoviet.web.pages.messages import zones
from esoviet.web.pages.page import OwnLine

SUGGESTED = (
    "write", "translate", "draw", "talk", "count", "law", "code", "repair", "cook", "carry",
    "drive", "children", "first-aid", "film",
)  # fmt: skip
OF_DAY = ("morning", "afternoon", "evening")


class Suggestion(Struct, frozen=True):
    """A skill that many have, and whether the reader says it is theirs."""

    says: str
    chosen: bool


class SkillsPage(Struct, frozen=True):
    """What the reader says of themselves; `known`: they have said something.

    `more` are the skills that are not among those that are suggested. The others are what there is
    to choose from, and how much of it.
    """

    said: Skills
    known: bool
    suggested: list[Suggestion]
    more: list[str]
    zones: list[str]
    parts: tuple[str, ...] = OF_DAY
    most: int = MOST_LINES
    longest: int = LONGEST


class Free(Struct, frozen=True):
    """A day of the week (0: Monday), and which parts of it."""

    day: int
    parts: list[str]


class Shown(Struct, frozen=True):
    """What a member says of themselves, as others read it."""

    said: Skills
    free: list[Free]


def skills(request: Request, frame: Frame, _context: AnswerContext) -> SkillsPage:
    """The page of a reader."""
    assert frame.assembly is not None
    store = node_of(request).reach.skills
    known = store.of(frame.assembly.id, frame.reader) if frame.reader else None
    said = known or Skills()
    labels = [catalogue(frame.language).gettext(SAYS[name]) for name in SUGGESTED]
    mine = {folded(line) for line in said.skills}
    suggested = {folded(label) for label in labels}
    return SkillsPage(
        said=said,
        known=known is not None,
        suggested=[Suggestion(label, folded(label) in mine) for label in labels],
        more=[line for line in said.skills if folded(line) not in suggested],
        zones=sorted({*zones(), said.zone}),
    )


def shown(context: AnswerContext, member: int) -> Shown | None:
    """What a member says, for a reader who is one too; the page is then kept nowhere."""
    said = context.own.says(member)
    if said is None:
        return None
    hours: dict[int, list[str]] = {}
    for hour in sorted(said.hours):
        hours.setdefault(hour // PARTS, []).append(OF_DAY[hour % PARTS])
    return Shown(said, [Free(day, parts) for day, parts in hours.items()])


SAYS = {
    "write": _("Writing texts"), "translate": _("Translating"), "draw": _("Drawing and layout"),
    "talk": _("Talking to people"), "count": _("Bookkeeping"), "law": _("Law"),
    "code": _("Programming"), "repair": _("Repairing"), "cook": _("Cooking"),
    "carry": _("Carrying and setting up"), "drive": _("Driving"),
    "children": _("Looking after children"), "first-aid": _("First aid"),
    "film": _("Photographs and film"),
}  # fmt: skip
PAGES: tuple[OwnLine, ...] = (OwnLine("/me/skills", "/me", "me/skills.html", skills),)
WORDS: Words = {
    "part_word": {
        "morning": _("morning"), "afternoon": _("afternoon"), "evening": _("evening"),
    },
}  # fmt: skip
