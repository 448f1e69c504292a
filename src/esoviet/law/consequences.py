"""Chapter 10 of the law, second part: a question by yes and no, and what follows from it.

`RULES` is the table: for each kind whether it can be asked, whether it decides who decides (then it
takes what an amendment takes), and what follows when it is adopted. Between asking and the close
much can happen: what no longer fits then is decided, and nothing follows.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Date, Number, Shape
from esoviet.law.actions import OPEN, Action
from esoviet.law.amendments import Bar, bar_of
from esoviet.law.constitution import DAY, Constitution, fraction
from esoviet.law.doors import Doorway
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import Mandate, carriers, dismiss
from esoviet.law.membership import admit, is_member
from esoviet.law.outcome import NOTHING, Changes, Refusal, put, refuse
from esoviet.law.problems import Problem, put_anew
from esoviet.law.record import Record
from esoviet.law.records import APPLYING, WAITING, Member
from esoviet.law.seats import is_being_renewed
from esoviet.law.view import View
from esoviet.law.votes import Vote

Kind = Literal["admit", "door", "recall", "vacate", "stop"]


class DoorTerms(Shape, frozen=True, kw_only=True):
    """A door: for how many, until when (ms), and the members who let in by it."""

    places: Number
    until: Date
    keepers: Annotated[tuple[Number, ...], Meta(min_length=1, max_length=EDITION_1.keepers)]


class Then(Shape, frozen=True, kw_only=True):
    """What follows if a question is adopted: one of these.

    The applicants to admit, a door to open, the election whose seats are filled anew, the mandate
    that is taken from all who carry it or from one `member`, or the action or call that is stopped.
    """

    admits: Annotated[tuple[Number, ...], Meta(max_length=EDITION_1.listed)] = ()
    door: DoorTerms | None = None
    recalls: Number | None = None
    vacates: Number | None = None
    member: Number | None = None
    stops: Number | None = None


class Consequence(Record, frozen=True):
    """What follows if a question is adopted, and what came of it.

    `about` are applicants, the keepers of a door, an election, a mandate or an action; `places` and
    `until` are those of the door, `carriers` those from whom the mandate is taken. `made` are those
    who were admitted, the keepers, the new election, the mandate or the action. It is `unfit` if
    the question was adopted, and what it wants did not fit any more.
    """

    KEY = "question"
    INDEXES = ("kind",)

    question: int
    kind: Kind
    about: tuple[int, ...]
    places: int = 0
    until: int = 0
    carriers: tuple[int, ...] = ()
    outcome: Literal["", "followed", "unfit"] = ""
    made: tuple[int, ...] = ()


class Followed(NamedTuple):
    """What an adopted question changes, and whom or what it is about in the end."""

    changes: Changes
    made: tuple[int, ...]


class Rule(NamedTuple):
    """One kind of consequence. `grave`: it decides who decides (clause 3.15)."""

    refused: Callable[[View, Consequence], Refusal | None]
    grave: bool
    follows: Callable[[View, Consequence, int], Followed | None]


class Terms(NamedTuple):
    """How a question is voted on: the share, the bar where it is grave, for how long in ms."""

    needs: str
    bar: Bar | None
    lasts: int


def stated(view: View, number: int, then: Then) -> Consequence | Refusal:
    """The consequence that a question states, if it can be asked for."""
    named = [
        Consequence(number, "admit", then.admits) if then.admits else None,
        then.door
        and Consequence(number, "door", then.door.keepers, then.door.places, then.door.until),
        then.recalls and Consequence(number, "recall", (then.recalls,)),
        then.vacates
        and Consequence(number, "vacate", (then.vacates,), carriers=_carried_by(view, then)),
        then.stops and Consequence(number, "stop", (then.stops,)),
    ]
    told = [one for one in named if one]
    if len(told) != 1 or (then.member and not then.vacates):
        return Refusal("10.8", "A question has one consequence, or none.")
    if len(set(told[0].about)) < len(told[0].about):
        return Refusal("10.8", "This question names somebody twice.")
    return RULES[told[0].kind].refused(view, told[0]) or told[0]


def terms(rules: Constitution, then: Consequence | None, asked: str) -> Terms:
    """How a question is voted on that asks for this share (clauses 10.2 and 3.15)."""
    needs = max(asked, rules.values["majority"], key=fraction)
    if then is None or not RULES[then.kind].grave:
        return Terms(needs, None, rules.days("question_days"))
    bar = bar_of(rules, {})
    needs = max(needs, bar.majority, key=fraction)
    return Terms(needs, bar, rules.days("vote_days"))


def follow(view: View, question: int, by: int) -> Changes:
    """A question was adopted that a member (`by`) asked: what follows."""
    then = view.get(Consequence, question)
    if then is None:
        return NOTHING
    followed = RULES[then.kind].follows(view, then, by)
    if followed is None:
        return put(replace(then, outcome="unfit"))
    return followed.changes | put(replace(then, outcome="followed", made=followed.made))


def decided_by(view: View, applicant: int) -> int:
    """When the vote ends that would admit an applicant by name, in ms; 0 where none is open."""
    ends = [
        vote.due
        for vote in view.by(Vote, "state", "open")
        if vote.kind == "question"
        and (then := view.get(Consequence, vote.subject)) is not None
        and then.kind == "admit"
        and applicant in then.about
    ]
    return max(ends, default=0)


# -- applicants by name


def _no_list(view: View, then: Consequence) -> Refusal | None:
    applicants = [view.get(Member, number) for number in then.about]
    if all(one is not None and one.state in WAITING for one in applicants):
        return None
    return Refusal("3.14", "Only applicants who wait are admitted by name.")


def _admit(view: View, then: Consequence, _by: int) -> Followed | None:
    """Also those on whom a vote of their own is open by now: this one took more."""
    named = [view.must(Member, number) for number in then.about]
    waiting = [one for one in named if one.state in APPLYING]
    if not waiting:
        return None
    return Followed(admit(view, "list", *waiting), tuple(one.number for one in waiting))


# -- a door


def _no_door(view: View, then: Consequence) -> Refusal | None:
    most = view.assembly.counted
    if then.places > most:
        return refuse("3.14", "A door lets in {most} people at most.", most=most)
    opens = view.time + terms(view.rules, then, "0").lasts
    if not opens < then.until <= view.time + view.limits.door_days * DAY:
        return Refusal(
            "3.14", "A door closes after the vote that opens it, and within ninety days."
        )
    if not all(is_member(view, number) for number in then.about):
        return Refusal("3.14", "Only members let in by a door.")
    return None


def _open(view: View, then: Consequence, _by: int) -> Followed | None:
    keepers = tuple(number for number in then.about if is_member(view, number))
    places = min(then.places, view.assembly.counted)
    if not keepers or then.until <= view.time:
        return None
    door = Doorway(then.question, keepers, places, view.time, then.until)
    return Followed(put(door), keepers)


# -- the seats of an election


def _no_recall(view: View, then: Consequence) -> Refusal | None:
    election = view.get(Problem, then.about[0])
    if election is None or not election.seats or election.phase != "work":
        return Refusal("9.11", "There is no election with this number whose seats are held.")
    if is_being_renewed(view, election.number):
        return Refusal("9.11", "An election for these seats is under way already.")
    return None


def _recall(view: View, then: Consequence, by: int) -> Followed | None:
    election = view.must(Problem, then.about[0])
    if election.phase != "work" or is_being_renewed(view, election.number):
        return None
    anew = put_anew(view, election, by)
    over = replace(election, term=min(election.term, view.time))
    return Followed(put(over, anew), (anew.number,))


# -- a mandate


def _carried_by(view: View, then: Then) -> tuple[int, ...]:
    """From whom a mandate is to be taken: all who carry it, or the one that is named."""
    mandate = view.get(Mandate, then.vacates or 0)
    found = carriers(view, mandate) if mandate is not None else ()
    return found if then.member is None else tuple(one for one in found if one == then.member)


def _no_vacating(view: View, then: Consequence) -> Refusal | None:
    mandate = view.get(Mandate, then.about[0])
    if mandate is None or not mandate.held_by:
        return Refusal("9.10", "Nobody leads a mandate with this number.")
    if not then.carriers:
        return Refusal("9.10", "This member does not carry the mandate.")
    if mandate.until:
        return Refusal("9.10", "An elected seat is not vacated: its election can be recalled.")
    return None


def _vacate(view: View, then: Consequence, _by: int) -> Followed | None:
    """Who is named carries it no more, though they gave it back meanwhile."""
    mandate = view.must(Mandate, then.about[0])
    if mandate.state in ("done", "ended"):
        return None
    return Followed(dismiss(view, mandate, *then.carriers), (mandate.number,))


# -- an action or a call


def _no_stop(view: View, then: Consequence) -> Refusal | None:
    action = view.get(Action, then.about[0])
    if action is None or action.state not in OPEN:
        return Refusal("14.6", "There is no action with this number that has not ended.")
    return None


def _stop(view: View, then: Consequence, _by: int) -> Followed | None:
    action = view.must(Action, then.about[0])
    if action.state not in OPEN:
        return None
    stopped = replace(action, state="stopped", due=0, stopped_by=then.question)
    return Followed(put(stopped), (action.number,))


RULES: Mapping[Kind, Rule] = MappingProxyType(
    {
        "admit": Rule(_no_list, True, _admit),
        "door": Rule(_no_door, True, _open),
        "recall": Rule(_no_recall, False, _recall),
        "vacate": Rule(_no_vacating, False, _vacate),
        "stop": Rule(_no_stop, False, _stop),
    }
)
