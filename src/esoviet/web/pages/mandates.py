"""Pages of mandates."""

from collections.abc import Iterable
from functools import partial
from itertools import islice

from msgspec import Struct

from esoviet.law.carriers import MOST, Partner
from esoviet.law.completion import Doubt, ObjectToCompletion
from esoviet.law.handing import Offer, may_lead, offered_to
from esoviet.law.lessons import QUESTIONS, said_by
from esoviet.law.mandates import Mandate, ReportProgress, TakeUpMandate, at_cap, carriers
from esoviet.law.problems import Problem
from esoviet.law.records import Member
from esoviet.law.sharing import is_offered, may_share, offered
from esoviet.law.solutions import Backing, Solution, Volunteer
from esoviet.law.votes import Vote
from esoviet.web.api import mandates
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Who
from esoviet.web.api.votes import VoteLine, vote_line
from esoviet.web.http.language import _
from esoviet.web.pages.away import shown
from esoviet.web.pages.fitting import Fitting
from esoviet.web.pages.matter import (
    Find,
    Kind,
    Need,
    Source,
    Subject,
    Words,
    mandate_title,
    possible,
)
from esoviet.web.pages.measures import Measures, measures
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.reviews import Reviewing, reviewing
from esoviet.web.pages.together import unbound

MOST_HEIRS = 100


class MandatePage(Struct, frozen=True):
    """Whether the term of an elected seat is over, and the vote on whether it is carried out.

    `objects` says whether the reader objects, `measures` what was expected and measured, `heirs` to
    whom the reader, who leads it, can offer it, and `sharers` with whom they can share it:
    first who offered to help, then who backed it. `asked` are the questions about their own work
    that the reader has not answered, `review` is that of the decision. The `unbound` signed for it
    before the vote (6.12), and held as many as one may when it was decided. `away` says of whom
    until when (ms), to members alone; whoever is away is asked neither to lead nor to share it.
    """

    over: bool
    vote: VoteLine | None
    objects: bool
    measures: Measures | None
    heirs: list[Who]
    sharers: list[Who]
    asked: list[str]
    review: Reviewing | None
    unbound: list[Who]
    away: dict[int, int]


def mandate_page(
    context: AnswerContext, _query: One, answer: mandates.MandateAnswer, reader: int | None
) -> MandatePage:
    """Beside a mandate."""
    view = context.view
    problem = view.must(Problem, answer.mandate.problem)
    mandate = view.must(Mandate, answer.mandate.number)
    vote = vote_line(context, view.must(Vote, mandate.vote)) if mandate.vote else None
    said = view.get(Doubt, reader, mandate.declared) if reader else None
    objects = said is not None and said.stands
    drawn = measures(answer.effect, mandate.since, answer.reports)
    own = said_by(view, mandate.number, reader or 0)
    asked = [name for name in QUESTIONS if not any(getattr(one, name) for one in own)]
    heirs, sharers = _others(context, mandate) if reader and reader == mandate.held_by else ([], [])
    return MandatePage(
        over=0 < problem.term <= view.time,
        vote=vote,
        objects=objects,
        measures=drawn,
        heirs=heirs,
        sharers=sharers,
        asked=asked,
        review=reviewing(context, mandate.decision, reader),
        unbound=unbound(context, mandate),
        away=shown(context, reader),
    )


def _others(context: AnswerContext, mandate: Mandate) -> tuple[list[Who], list[Who]]:
    """Whom a mandate can be offered to, and whom a share of it."""
    view = context.view
    close = [one.member for one in view.rows(Volunteer, mandate.solution)]
    close += [one.member for one in view.rows(Backing, mandate.solution)]
    all_others = (one.number for one in view.by(Member, "state", "member"))
    numbers = [one for one in dict.fromkeys((*close, *all_others)) if one not in context.own.away]
    bound, asked = carriers(view, mandate), offered(view, mandate)
    heirs = (
        number
        for number in numbers
        if may_lead(view, mandate, number) is None and (number in bound or not at_cap(view, number))
    )
    full = len(bound) + len(asked) >= MOST
    sharers = (
        number
        for number in ([] if full else numbers)
        if number not in asked
        and may_share(view, mandate, number) is None
        and not at_cap(view, number)
    )
    return _named(context, heirs), _named(context, sharers)


def _named(context: AnswerContext, numbers: Iterable[int]) -> list[Who]:
    return [context.who(number) for number in islice(numbers, MOST_HEIRS)]


PAGES: tuple[AnyPage, ...] = (
    PageLine(mandates.MANDATES, "/mandates", "mandates/list.html"),
    PageLine(mandates.MANDATE, "/mandates", "mandates/one.html", mandate_page),
)


def _reports(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What the reader owes; first what others count on them for, last what others do meanwhile."""
    view, away = context.view, context.own.away
    led = [*possible(context, reader, ReportProgress, most)] if reader else []
    held = [one for one in (view.must(Mandate, number) for number in led) if not one.declared]

    def turn(one: Mandate) -> int:
        others = [member for member in carriers(view, one) if member != reader]
        if reader in away:
            return int(any(member not in away for member in others))
        return -int(one.held_by in away)

    held.sort(key=lambda one: (turn(one), one.due))
    return [_need("report", context, one.number) for one in held]


def _to_check(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What is declared carried out, until nobody can object any more (9.12)."""
    numbers = possible(context, reader, ObjectToCompletion, most)
    return [_need("check", context, number) for number in numbers]


def _to_take_up(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What nobody leads; first what fits what the reader says that they can do."""
    view, fitting = context.view, Fitting(context)
    needs = []
    for number in possible(context, reader, TakeUpMandate, most):
        fits = fitting.has(view.must(Solution, view.must(Mandate, number).solution).text)
        needs.append(_need("take-up", context, number)._replace(fits=fits))
    return sorted(needs, key=lambda one: not one.fits)


def _offered(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What others lead, and offer to the reader, or a share of it."""
    view = context.view
    offers = view.by(Offer, "to", reader) if reader else []
    numbers = [one.mandate for one in offers]
    mandates = [view.must(Mandate, number) for number in numbers]
    standing = [one.number for one in mandates if offered_to(view, one) == reader]
    shares = view.by(Partner, "member", reader) if reader else []
    asked = [view.must(Mandate, one.mandate) for one in shares if one.state == "offered"]
    shared = [one.number for one in asked if is_offered(view, one, reader or 0)]
    needs = [_need("offered", context, number) for number in standing]
    return [*needs, *(_need("share", context, number) for number in shared)][:most]


def _helps(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """What others lead, and the reader offered to help with; the latest first."""
    view, found = context.view, []
    for state in ("active", "overdue") if reader else ():
        for one in view.by(Mandate, "state", state):
            own = reader in carriers(view, one)
            helps = not own and view.get(Volunteer, reader or 0, one.solution)
            found += [one.number] if helps else []
    return [_need("help", context, number) for number in sorted(found, reverse=True)[:most]]


def _need(kind: Kind, context: AnswerContext, number: int) -> Need:
    mandate = context.view.must(Mandate, number)
    title = partial(mandate_title, context, mandate)
    return Need(kind, f"mandates/{number}", mandate.due, title)


def _mandate(context: AnswerContext, number: int) -> Subject | None:
    mandate = context.view.get(Mandate, number)
    return Subject(f"mandates/{number}", mandate_title(context, mandate)) if mandate else None


REPORTS: Source = _reports
HELPS: Source = _helps
TO_CHECK: Source = _to_check
TO_TAKE_UP: Source = _to_take_up
OFFERED: Source = _offered
FINDERS: dict[str, Find] = {"mandate": _mandate}
WORDS: Words = {
    "mandate_word": {
        "active": _("Active"), "overdue": _("Report overdue"), "vacant": _("Vacant"),
        "declared": _("Declared carried out"), "contested": _("Voted on"),
        "done": _("Carried out"), "ended": _("Ended"),
    },
    "work_word": {
        "vacant": _("Nobody carries it out yet"), "declared": _("It is said to be carried out"),
        "contested": _("Is it carried out? All vote on it"), "done": _("It is carried out"),
        "ended": _("The mandate has ended"),
    },
    "work_due_word": {
        "active": _("Next report"), "overdue": _("Without a report it falls vacant"),
        "vacant": _("The same ballots fill it again"), "declared": _("Objections until"),
        "contested": _("Until"),
    },
    "report_word": {
        "progress": _("Report"), "resigned": _("Given back"), "taken-up": _("Taken up"),
        "handed-over": _("Taken over"), "joined": _("Carries it too"),
        "seated": _("Takes the vacant seat, by the same ballots"),
        "completed": _("Declared carried out"),
    },
    "need_word": {"report": _("Report"), "take-up": _("Take up"), "check": _("Carried out?"),
                  "help": _("Help"), "offered": _("Offered to you"),
                  "share": _("Carry it together")},
}  # fmt: skip
