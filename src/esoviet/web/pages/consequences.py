"""Questions with a consequence: the page on which they are asked, what follows, the doors."""

from itertools import islice

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.actions import Action
from esoviet.law.consequences import Kind, Then, stated
from esoviet.law.constitution import DAY
from esoviet.law.doors import Doorway
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import Mandate
from esoviet.law.outcome import Refusal
from esoviet.law.problems import Problem
from esoviet.law.questions import FORMS, FormName, Question
from esoviet.law.records import WAITING, Member
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.doors import DoorLine, door_line
from esoviet.web.api.questions import ThenLine
from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.http.reasons import in_words_of
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Subject, Words, title_of_text
from esoviet.web.pages.topics import Origin, asked_from

SHOWN = 60
NUMBER = 9  # digits at most


class Wanted(Struct, frozen=True):
    """What a question is to bring about, before it is asked: `why` it cannot be, in words.

    Of a door: for how many at most, the last moment at which it closes, and who could keep it. Of a
    mandate: the `carriers` that it is taken from, and the one `member`, where it is not all.
    """

    kind: Kind
    numbers: tuple[int, ...]
    about: list[Subject]
    why: str = ""
    most: int = 0
    latest: int = 0
    people: list[Who] = []
    carriers: list[Who] = []
    member: int = 0


class NewQuestion(Struct, frozen=True):
    """The consequence of the question that is asked, where it has one.

    And the form in which it is asked, of all `forms`; the post that it comes from.
    """

    wanted: Wanted | None
    form: FormName
    forms: list[FormName]
    came: Origin | None


class Follows(Struct, frozen=True):
    """What follows from a question: whom it is about, what came of it, the door.

    `waiting` are applicants whom the reader can let in by it.
    """

    about: list[Subject]
    made: list[Subject]
    door: DoorLine | None
    waiting: list[Who]


def new_question(request: Request, frame: Frame, context: AnswerContext) -> NewQuestion:
    """Whatever its address asks for: `admits`, `recalls`, … some numbers, or a `door`."""
    asked = request.query_params.get("form", "")
    form: FormName = next((name for name in FORMS if name == asked), "yes-no")
    wanted = _asked_for(request, frame, context)
    came = asked_from(request, context)
    return NewQuestion(wanted, "yes-no" if wanted else form, list(FORMS), came)


def _asked_for(request: Request, frame: Frame, context: AnswerContext) -> Wanted | None:
    if "door" in request.query_params:
        return _new_door(frame, context)
    for name, kind in _NAMED.items():
        given = request.query_params.getlist(name)[: EDITION_1.listed]
        numbers = tuple(int(one) for one in given if one[:NUMBER].isdecimal())
        member = request.query_params.get("member", "")[:NUMBER]
        if numbers:
            only = int(member) if member.isdecimal() else None
            return _wanted(frame, context, kind, numbers, only)
    return None


def follows(context: AnswerContext, number: int, then: ThenLine, reader: int | None) -> Follows:
    """Beside a question that has a consequence."""
    door = context.view.get(Doorway, number)
    can = door is not None and door.state == "open" and reader in door.keepers
    return Follows(
        named(context, then.kind, then.about),
        named(context, "made" if then.kind == "recall" else then.kind, then.made),
        door_line(context, door) if door else None,
        _waiting(context) if can else [],
    )


def open_doors(context: AnswerContext) -> list[DoorLine]:
    """The doors that are open."""
    return [door_line(context, one) for one in context.view.by(Doorway, "state", "open")]


def named(context: AnswerContext, kind: str, numbers: list[int]) -> list[Subject]:
    """Where what a question is about can be seen, and what it is called."""
    found = (_subject(context, kind, number) for number in numbers)
    return [one for one in found if one is not None]


def _subject(context: AnswerContext, kind: str, number: int) -> Subject | None:
    view, text = context.view, b""
    if kind in ("recall", "made"):
        path = f"problems/{number}"
        if (election := view.get(Problem, number)) is not None:
            text = election.text
    elif kind == "vacate":
        path = f"mandates/{number}"
        if (mandate := view.get(Mandate, number)) is not None:
            text = view.must(Solution, mandate.solution).text
    elif kind == "stop":
        path = f"actions/{number}"
        if (action := view.get(Action, number)) is not None:
            text = action.text
    else:
        path = f"members/{number}"
        if (member := view.get(Member, number)) is not None:
            text = member.profile
    return Subject(path, title_of_text(context, text, number)) if text else None


def _wanted(
    frame: Frame, context: AnswerContext, kind: Kind, numbers: tuple[int, ...], member: int | None
) -> Wanted:
    one = numbers[0]
    then = {
        "admit": Then(admits=numbers),
        "recall": Then(recalls=one),
        "vacate": Then(vacates=one, member=member),
        "stop": Then(stops=one),
    }[kind]
    asked = stated(context.view, context.view.next_number(Question), then)
    about = named(context, kind, list(numbers))
    if isinstance(asked, Refusal):
        return Wanted(kind, numbers, about, in_words_of(frame.language, asked.because))
    carriers = [context.who(number) for number in asked.carriers]
    only = member if kind == "vacate" and member else 0
    return Wanted(kind, numbers, about, carriers=carriers, member=only)


def _new_door(frame: Frame, context: AnswerContext) -> Wanted:
    view, reader = context.view, frame.reader or 0
    awake = (one for one in view.by(Member, "state", "member") if not one.dormant)
    others = (one.number for one in awake if one.number != reader)
    people = [context.who(number) for number in islice(others, SHOWN)]
    latest = view.time + EDITION_1.door_days * DAY
    most = view.assembly.counted
    return Wanted("door", (), [], most=most, latest=latest, people=people)


def _waiting(context: AnswerContext) -> list[Who]:
    found = (one.number for state in WAITING for one in context.view.by(Member, "state", state))
    return [context.who(number) for number in islice(found, SHOWN)]


_NAMED: dict[str, Kind] = {
    "admits": "admit", "recalls": "recall", "vacates": "vacate", "stops": "stop",
}  # fmt: skip
WORDS: Words = {
    "door_word": {
        "open": _("Open"), "full": _("All places are taken"), "shut": _("Shut by the members"),
        "over": _("Its time is over"),
    },
}  # fmt: skip
