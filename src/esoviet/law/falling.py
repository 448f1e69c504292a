"""Chapter 17 of the law, third part: an exhibit is contested, and falls or stands.

Whether it has fallen is in no record: it follows from how its contests are weighed now. So a
contest that is upheld by three friends comes undone as soon as others weigh it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.arguments import Argument
from esoviet.law.common import check_text, claim_blobs, overtaken, recounted, sha
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit, Vouching, is_erased
from esoviet.law.facts import Fact
from esoviet.law.headcount import enough
from esoviet.law.mandates import Report
from esoviet.law.outcome import Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.planning import Plan
from esoviet.law.record import ByMember, Record
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.solutions import Solution, Version
from esoviet.law.topics import Post
from esoviet.law.view import View

Ground = Literal["authenticity", "relevance", "age", "person"]
Fall = Literal["withdrawn", "erased", "authenticity", "relevance", "age", "person"]
Verdict = Literal["open", "upheld", "unfounded", "withdrawn"]


class Contest(Record, frozen=True):
    """A member contests an exhibit, on a ground. Whoever does finds it founded, and so counts."""

    INDEXES = ("exhibit", "by")

    number: int
    exhibit: int
    by: int
    ground: Ground
    text: bytes
    entry: int
    time: int
    founded: int = 1
    unfounded: int = 0
    state: Literal["open", "withdrawn"] = "open"


class ContestWeighing(ByMember, frozen=True):
    """Whether a member finds a contest founded."""

    PARENT = "contest"
    INDEXES = ("member",)

    contest: int
    member: int
    founded: bool
    entry: int
    device: int


class ContestExhibit(Act, frozen=True, kw_only=True):
    """Contest an exhibit: as not authentic, not to the point, too old, or for a person in it."""

    DEED = "contested an exhibit"

    exhibit: Number
    ground: Ground
    text: Blob | None = None


class WithdrawContest(Act, frozen=True, kw_only=True):
    """Withdraw a contest of one's own."""

    DEED = "withdrew a contest"

    contest: Number


class WeighContest(Act, frozen=True, kw_only=True):
    """Say whether one finds a contest founded."""

    DEED = "weighed a contest"

    contest: Number
    founded: bool


def contest_exhibit(view: View, author: Author, act: ContestExhibit) -> Outcome:
    """Clauses 17.5 and 17.7; words about a person stay their author's own."""
    own = act.ground == "person"
    blobs = (
        _no_contest(view, author, act)
        or check_text(view, act.text, "17.5", view.limits.exhibit_bytes)
        or claim_blobs(view, author.number if own else HOST, (act.text,))
    )
    me, number = author.number, view.next_number(Contest)
    about = act.exhibit, me, act.ground, sha(act.text), view.index, view.time
    said = ContestWeighing(number, me, True, view.index, author.device)
    return blobs | put(Contest(number, *about), said)


def withdraw_contest(view: View, author: Author, act: WithdrawContest) -> Outcome:
    """Clause 17.5."""
    contest = view.get(Contest, act.contest)
    if contest is None or contest.by != author.number or contest.state == "withdrawn":
        return Refusal("17.5", "You have no standing contest with this number.")
    return put(replace(contest, state="withdrawn"))


def weigh_contest(view: View, author: Author, act: WeighContest) -> Outcome:
    """Clause 17.6."""
    contest = view.get(Contest, act.contest)
    if contest is None or contest.state == "withdrawn":
        return Refusal("17.6", "No contest with this number stands.")
    exhibit = view.must(Exhibit, contest.exhibit)
    if author.number in (contest.by, exhibit.by):
        return Refusal("17.6", "The others weigh it: it is about what is yours.")
    if exhibit.state == "withdrawn":
        return Refusal("17.6", "The exhibit was withdrawn: there is nothing to weigh.")
    before = view.get(ContestWeighing, author.number, contest.number)
    said = ContestWeighing(contest.number, author.number, act.founded, view.index, author.device)
    counts = recounted(contest, _found(before) if before else None, _found(said))
    return overtaken(author, act, before) or put(said, counts)


def verdict(view: View, contest: Contest) -> Verdict:
    """How a contest stands by now."""
    if contest.state == "withdrawn":
        return "withdrawn"
    founded, unfounded, needed = contest.founded, contest.unfounded, enough(view)
    if founded > unfounded and founded >= needed:
        return "upheld"
    return "unfounded" if unfounded > founded and unfounded >= needed else "open"


def falls(view: View, exhibit: Exhibit) -> tuple[Fall, ...]:
    """Why an exhibit has fallen; empty while it stands (clause 17.6)."""
    if exhibit.state == "withdrawn":
        return ("withdrawn",)
    gone: tuple[Fall, ...] = ("erased",) if is_erased(view, exhibit) else ()
    contests = view.by(Contest, "exhibit", exhibit.number)
    upheld = (one.ground for one in contests if verdict(view, one) == "upheld")
    return tuple(dict.fromkeys((*gone, *upheld)))


def is_folded(view: View, exhibit: Exhibit) -> bool:
    """Whether somebody may be in the picture who does not want to be (clause 17.7)."""
    contests = view.by(Contest, "exhibit", exhibit.number)
    shown = ("withdrawn", "unfounded")
    return any(one.ground == "person" and verdict(view, one) not in shown for one in contests)


def is_folded_away(view: View, blob: BlobRecord) -> bool:
    """Whether a text or file belongs to an exhibit that is folded: only members get it (17.7)."""
    numbers = range(1, view.next_number(Exhibit))
    place = bisect_left(numbers, blob.entry, key=lambda one: view.must(Exhibit, one).entry)
    found = view.get(Exhibit, place + 1)
    return found is not None and found.entry == blob.entry and is_folded(view, found)


def folded_away(view: View) -> tuple[int, ...]:
    """The entries that brought what is folded, in their order (17.7)."""
    contests = (view.must(Contest, number) for number in range(1, view.next_number(Contest)))
    person = {one.exhibit for one in contests if one.ground == "person"}
    found = (view.must(Exhibit, number) for number in sorted(person))
    return tuple(one.entry for one in found if is_folded(view, one))


def fallen(view: View, numbers: tuple[int, ...]) -> dict[int, tuple[Fall, ...]]:
    """Those of these exhibits that have fallen, and why."""
    found = {number: falls(view, view.must(Exhibit, number)) for number in numbers}
    return {number: why for number, why in found.items() if why}


def rests_on(view: View, decision: Decision) -> tuple[int, ...]:
    """The exhibits that a decision rests on (clause 17.4).

    What it adopted names them, and the standing arguments for that, and the facts of both.
    """
    works = list(_behind(view, decision))
    facts = (view.must(Fact, number) for number in facts_behind(view, decision))
    numbers = (number for one in (*works, *facts) for number in one.exhibits)
    return tuple(dict.fromkeys(numbers))


def facts_behind(view: View, decision: Decision) -> tuple[int, ...]:
    """The facts that a decision rests on: of what it adopted, and of what spoke for it (18.5)."""
    works = _behind(view, decision)
    return tuple(dict.fromkeys(number for one in works for number in one.facts))


def citing(view: View, fact: int) -> Iterator[Argument | Version]:
    """What cites a fact: arguments and versions of solutions."""
    yield from view.by(Argument, "facts", fact)
    yield from view.by(Version, "facts", fact)


def resting(view: View, exhibit: int) -> Iterator[Argument | Report | Plan | Version | Fact | Post]:
    """What names an exhibit: facts, arguments, reports, plans, versions of solutions, posts."""
    yield from view.by(Fact, "exhibits", exhibit)
    yield from view.by(Argument, "exhibits", exhibit)
    yield from view.by(Report, "exhibits", exhibit)
    yield from view.by(Plan, "exhibits", exhibit)
    yield from view.by(Version, "exhibits", exhibit)
    yield from view.by(Post, "exhibits", exhibit)


def taken_back(view: View, member: int) -> Iterator[Changes]:
    """Who leaves weighs no contest any more, and vouches for nothing (clause 3.9)."""
    for weighed in view.by(ContestWeighing, "member", member):
        contest = view.must(Contest, weighed.contest)
        fewer = recounted(contest, _found(weighed), None)
        yield put(fewer) | drop(ContestWeighing, member, contest.number)
    for vouched in view.by(Vouching, "member", member):
        exhibit = view.must(Exhibit, vouched.exhibit)
        less = replace(exhibit, vouchers=exhibit.vouchers - vouched.vouches)
        yield put(less) | drop(Vouching, member, exhibit.number)


def _behind(view: View, decision: Decision) -> Iterator[Version | Argument]:
    """The versions that a decision adopted, and the standing arguments for them."""
    if decision.kind not in ("problem", "election"):
        return
    for winner in decision.winners:
        solution = view.get(Solution, winner)
        if solution is None:
            continue
        yield view.must(Version, solution.version, winner)
        for one in view.by(Argument, "problem", solution.problem):
            if one.solution == winner and one.stance == "supports" and not one.retracted:
                yield one


def _no_contest(view: View, author: Author, act: ContestExhibit) -> Refusal | None:
    exhibit = view.get(Exhibit, act.exhibit)
    if exhibit is None or exhibit.state == "withdrawn":
        return Refusal("17.5", "No exhibit with this number stands.")
    if exhibit.by == author.number:
        return Refusal("17.5", "Withdraw what is yours: nobody contests it so.")
    if act.text is None and act.ground != "person":
        return Refusal("17.5", "A contest says what is wrong.")
    own = view.by(Contest, "by", author.number)
    if any(one.exhibit == act.exhibit and one.ground == act.ground for one in own):
        return Refusal("17.5", "You have contested it on this ground already.")
    most = view.limits.contests
    if sum(verdict(view, one) == "open" for one in own) >= most:
        return refuse("17.5", "{most} contests of yours are undecided.", most=most)
    return None


def _found(weighed: ContestWeighing) -> str:
    return "founded" if weighed.founded else "unfounded"
