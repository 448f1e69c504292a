"""Teach me this: the page on which who leads a mandate and who would learn it find each other.

It is made for each reader anew and kept nowhere. On the floor a line says that somebody asks or
offers, or that a pair stands; it names nobody, and is in no mail and no calendar.
"""

from functools import partial

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.mandates import Mandate
from esoviet.law.records import Member
from esoviet.node.skills import Words as WordsOf
from esoviet.node.teaching import text_of
from esoviet.store.teaching import Pair
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Text, Who
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import _
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Kind, Need, Source, Words, title_of_text
from esoviet.web.pages.page import OwnLine

LOOKED_AT = 500
"""So many members who would like to learn something are looked at, by number."""
MOST = 40
LONGEST = 15


class Learner(Struct, frozen=True):
    """Who would like to learn what, in their words; whether they have ever led anything."""

    who: Who
    lines: list[str]
    led: bool


class Told(Struct, frozen=True):
    """A pair that the reader is part of, and who the other one is."""

    other: Who
    learner: int
    offered: bool
    asked: bool


class TeachPage(Struct, frozen=True):
    """A mandate, who leads it, whether that is the reader, and the reader's pairs in it.

    `learners` are shown to who leads it: those who say that they would like to learn such work,
    first who has never led anything.
    """

    number: int
    solution: Text
    lead: Who | None
    leads: bool
    pairs: list[Told]
    learners: list[Learner]


def teach(request: Request, frame: Frame, context: AnswerContext) -> TeachPage:
    """The page of a reader; raises `HttpError` 404."""
    said = str(request.path_params["number"])
    is_number = said.isascii() and said.isdecimal() and len(said) <= LONGEST
    mandate = context.view.get(Mandate, int(said)) if is_number else None
    if mandate is None:
        raise HttpError(404, "There is nothing with this number.")
    number, reader = mandate.number, frame.reader or 0
    leads = reader > 0 and mandate.held_by == reader
    pairs = [_told(context, one, reader) for one in context.own.pairs if one.mandate == number]
    known = {one.learner for one in pairs}
    return TeachPage(
        number=number,
        solution=context.text(text_of(context.view, number)),
        lead=context.maybe_who(mandate.held_by),
        leads=leads,
        pairs=pairs,
        learners=_learners(context, mandate, known) if leads else [],
    )


def _told(context: AnswerContext, pair: Pair, reader: int) -> Told:
    other = pair.learner if pair.leader == reader else pair.leader
    return Told(context.who(other), pair.learner, pair.offered, pair.asked)


def _learners(context: AnswerContext, mandate: Mandate, known: set[int]) -> list[Learner]:
    words = WordsOf(context.plain(text_of(context.view, mandate.number)) or "")
    led = {one.lead for one in context.cache.reports.ledger(context.view).terms}
    found = []
    for number, said in context.own.would_learn(LOOKED_AT):
        lines = [line for line in said.learn if words.fit([line])]
        if lines and number not in {*known, mandate.held_by} and _is_member(context, number):
            found.append(Learner(context.who(number), lines, number in led))
    return sorted(found, key=lambda one: one.led)[:MOST]


def never_led(context: AnswerContext) -> list[Who]:
    """Who says that they would like to lead and has led nothing yet, by number."""
    led = {one.lead for one in context.cache.reports.ledger(context.view).terms}
    found = (number for number in context.own.would_lead(LOOKED_AT) if number not in led)
    return [context.who(number) for number in found if _is_member(context, number)]


def _is_member(context: AnswerContext, number: int) -> bool:
    member = context.view.get(Member, number)
    return member is not None and member.state == "member"


def _waiting(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What asks for the reader's yes: somebody would learn what they lead, or offers to show it."""
    pairs = [one for one in context.own.pairs if not one.stands]
    mine = [one for one in pairs if one.asked != (one.learner == reader)]
    found = {one.mandate: one.learner == reader for one in mine}
    return [_need("shown" if learns else "asked", context, one) for one, learns in found.items()][
        :most
    ]


def _standing(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What the reader shows to somebody, or is shown."""
    found = {one.mandate: one.learner == reader for one in context.own.pairs if one.stands}
    return [_need("learn" if learns else "teach", context, one) for one, learns in found.items()][
        :most
    ]


def _need(kind: Kind, context: AnswerContext, number: int) -> Need:
    title = partial(title_of_text, context, text_of(context.view, number), number)
    return Need(kind, f"mandates/{number}/teach", 0, title)


WAITING: Source = _waiting
STANDING: Source = _standing
PAGES: tuple[OwnLine, ...] = (
    OwnLine("/mandates/{number}/teach", "/mandates", "mandates/teach.html", teach),
)
WORDS: Words = {
    "need_word": {
        "asked": _("Somebody would like to learn"), "shown": _("Somebody offers to show you"),
        "learn": _("You are shown"), "teach": _("You show"),
    },
}  # fmt: skip
