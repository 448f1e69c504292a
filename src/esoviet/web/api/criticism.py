"""Criticism: what was observed and suggested, and what its addressee says to it.

It is found by what it is about. No answer lists or counts the criticisms of a member (15.6).
"""

from collections.abc import Iterable
from itertools import islice

from esoviet.law.criticism import About, Criticism, Standing, answering, standing
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.evidence import evidence_of
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, File, Listing, Numbered, One, Part, Text, Who, some

SHOWN = 40
"""So many criticisms stand with what they are about, the newest."""


class CriticismLine(Part, frozen=True, kw_only=True):
    """A criticism of what `about` and `subject` name; of a `rule`; or of how the assembly works.

    Whom it is addressed `to` answers it (null: it is addressed to all), or who shares the mandate
    with them: while it waits, `answering` are all who can. It puts the criticism `anew` anew, or
    was itself put anew as `renewed`.
    """

    number: int
    by: Who
    about: About
    subject: int | None
    rule: str | None
    to: Who | None
    observation: Text
    consequence: Text | None
    suggestion: Text
    standing: Standing
    answering: list[Who]
    answer: Text | None
    answered: int | None
    answered_by: Who | None
    anew: int | None
    renewed: int | None
    entry: int
    time: int


class CriticismShown(Part, frozen=True, kw_only=True):
    """A criticism with its evidence."""

    criticism: CriticismLine
    evidence: list[File]


class CriticismAnswer(Answer, frozen=True, kw_only=True):
    """One criticism, of whatever it is."""

    criticism: CriticismLine
    evidence: list[File]


class CriticismsQuery(Numbered, frozen=True, kw_only=True):
    """Criticisms of decisions, of rules and of how the assembly works: what is addressed to all."""


def criticisms(context: AnswerContext, query: CriticismsQuery) -> Listing[CriticismLine]:
    """What is addressed to all, in the order in which it was said."""
    found = context.numbered(Criticism, query, "addressee", 0)
    return context.listing(
        "criticisms.json", query, found, lambda one: criticism_line(context, one, query.texts)
    )


def criticism(context: AnswerContext, query: One) -> CriticismAnswer | None:
    """One criticism."""
    found = context.view.get(Criticism, query.number)
    if found is None:
        return None
    return CriticismAnswer(
        log_size=context.log_size,
        criticism=criticism_line(context, found, True),
        evidence=evidence_of(context, found),
    )


def criticisms_of(context: AnswerContext, about: About, subject: int) -> list[CriticismShown]:
    """What is said of one thing, the newest first."""
    found = context.view.by(Criticism, "subject", subject)
    return shown(context, (one for one in reversed(found) if one.about == about))


def numbers_of(context: AnswerContext, about: About, subject: int) -> list[int]:
    """The numbers of what is said of one thing, the newest first."""
    found = context.view.by(Criticism, "subject", subject)
    return [one.number for one in reversed(found) if one.about == about][:SHOWN]


def shown(context: AnswerContext, found: Iterable[Criticism]) -> list[CriticismShown]:
    """The first of these criticisms with their texts and their evidence."""
    return [
        CriticismShown(
            criticism=criticism_line(context, one, True), evidence=evidence_of(context, one)
        )
        for one in islice(found, SHOWN)
    ]


def criticism_line(context: AnswerContext, one: Criticism, inline: bool) -> CriticismLine:
    """A criticism as lists and pages show it, its texts whole (`inline`) or named."""
    stands = standing(context.view, one)
    can = answering(context.view, one) if stands == "open" else []
    return CriticismLine(
        number=one.number,
        by=context.who(one.by, one.entry),
        about=one.about,
        subject=some(one.subject),
        rule=one.rule or None,
        to=context.maybe_who(one.addressee),
        observation=context.text(one.observation, inline=inline),
        consequence=context.maybe_text(one.consequence, inline=inline),
        suggestion=context.text(one.suggestion, inline=inline),
        standing=stands,
        answering=[context.who(number) for number in can],
        answer=context.maybe_text(one.answer_text, inline=inline),
        answered=some(one.answered),
        answered_by=context.maybe_who(one.answered_by),
        anew=some(one.anew),
        renewed=some(one.renewed),
        entry=one.entry,
        time=one.time,
    )


CRITICISMS = Read("/criticisms.json", criticisms, CriticismsQuery, Listing[CriticismLine])
CRITICISM = Read("/criticisms/{number}.json", criticism, One, CriticismAnswer)

READS: tuple[AnyRead, ...] = (
    CRITICISMS,
    CRITICISM,
)
