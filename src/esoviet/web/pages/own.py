"""Pages without an answer of their own: forms to join, to raise, to ask; one's keys and devices."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.criticism import Criticism
from esoviet.law.keys import PhraseChange
from esoviet.law.problems import Problem
from esoviet.law.records import THE, Member
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.problems import ProblemLine, problem_line
from esoviet.web.api.shapes import Text, Who
from esoviet.web.endpoints.devices import Device, OpenSession, devices_of, sessions_of
from esoviet.web.endpoints.secrets import SecretLine, secrets_of
from esoviet.web.http.door import admitted
from esoviet.web.pages import consequences, farewell, joining, recovery, reports, texts
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.page import Nothing, OwnLine
from esoviet.web.pages.topics import Origin, asked_from

ROAD = ("necessity_days", "solution_days", "reading_days", "vote_days")


class NewProblem(Struct, frozen=True):
    """Whether an election is called, and which earlier one's seats it fills anew.

    It begins with a part of a `report` of the assembly on itself, with a `criticism` (0: with
    nothing), with a post (`came`), or with a `rule` of the constitution and its `value`. `lasts`
    are the days of each phase, by the rule.
    """

    election: bool
    renews: ProblemLine | None = None
    report: int = 0
    part: str = ""
    criticism: int = 0
    came: Origin | None = None
    rule: str = ""
    value: str = ""
    lasts: dict[str, str] = {}


class OwnPage(Struct, frozen=True):
    """The reader's own devices, and where they are signed in.

    `announced` is a recovery key that is to take the place of the one before, if there is one;
    `lasts` how long another one would wait for that, in ms. `profile` and `for_members` are what
    they say of themselves. `secrets` are the addresses of their calendar and feed.
    `muted` are the members whom they mute.
    """

    devices: list[Device]
    sessions: list[OpenSession]
    announced: PhraseChange | None = None
    lasts: int = 0
    profile: Text | None = None
    for_members: Text | None = None
    secrets: list[SecretLine] = []
    muted: list[Who] = []


def _nothing(_request: Request, _frame: Frame, _context: AnswerContext) -> Nothing:
    return Nothing()


def _election(request: Request, _frame: Frame, context: AnswerContext) -> NewProblem:
    number = request.query_params.get("renews", "")
    earlier = context.view.get(Problem, int(number)) if number[:9].isdecimal() else None
    renews = problem_line(context, earlier, inline=False) if earlier and earlier.seats else None
    election = request.query_params.get("election") == "1"
    return NewProblem(
        election,
        renews,
        *reports.begun_by(request, context),
        _said(request, context),
        None if election else asked_from(request, context),
        *_rule(request, context),
        {name: context.view.rules.values[name] for name in ROAD},
    )


def _rule(request: Request, context: AnswerContext) -> tuple[str, str]:
    """The rule that a problem is to change, and what is in force; nothing for none."""
    name = request.query_params.get("rule", "")
    value = context.view.rules.values.get(name)
    return ("", "") if value is None else (name, value)


def _said(request: Request, context: AnswerContext) -> int:
    """The number of the criticism that a problem is raised from; 0 for none."""
    number = request.query_params.get("criticism", "")
    asked = int(number) if number[:9].isdecimal() and len(number) <= 9 else 0
    return asked if context.view.get(Criticism, asked) is not None else 0


def _own(request: Request, frame: Frame, context: AnswerContext) -> OwnPage:
    if frame.reader is None:
        return OwnPage([], [])
    asker = admitted(request)
    view, devices = context.view, devices_of(request, *asker)
    lasts = view.must(Constitution, THE).days("recovery_days")
    announced = view.get(PhraseChange, frame.reader)
    member = view.must(Member, frame.reader)
    said = context.text(member.profile), context.maybe_text(member.for_members)
    secrets = secrets_of(request, *asker)
    muted = [context.who(number) for number in sorted(context.own.muted)]
    return OwnPage(
        devices, sessions_of(request, *asker), announced, lasts, *said, secrets=secrets, muted=muted
    )


PAGES: tuple[OwnLine, ...] = (
    OwnLine("/problems/new", "/problems", "problems/new.html", _election),
    OwnLine("/questions/new", "/questions", "questions/new.html", consequences.new_question),
    OwnLine("/join", "/join", "members/join.html", joining.join, guests=True),
    OwnLine(
        "/recover", "/me", "me/recover.html", recovery.recover, guests=True, bare=recovery.by_phrase
    ),
    OwnLine("/recoveries/{kid}", "/me", "me/recovery.html", recovery.waiting, guests=True),
    OwnLine("/pair", "/me", "me/pair.html", _nothing, bare=Nothing),
    OwnLine("/members/{number}/texts", "/me", "members/texts.html", texts.own_texts, guests=True),
    OwnLine("/members/{number}/leave", "/me", "members/leave.html", farewell.leaving, guests=True),
    OwnLine("/me", "/me", "me/me.html", _own),
)
