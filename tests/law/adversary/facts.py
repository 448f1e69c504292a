"""The few facts that plans, honest members and goals look at: the only file that names records."""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from esoviet.law import facts as situation
from esoviet.law.actions import Action, ActionSecond
from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.completion import Doubt
from esoviet.law.consequences import Consequence
from esoviet.law.constitution import DAY, TEMPLATES, Constitution
from esoviet.law.contests import Objection
from esoviet.law.decisions import Decision, decide
from esoviet.law.doors import Doorway
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact, FactWeighing
from esoviet.law.falling import Contest, ContestWeighing
from esoviet.law.growth import Vouch
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Assessment, Problem
from esoviet.law.questions import Question, Seconding
from esoviet.law.records import THE, Assembly, BlobRecord, Clock, Key, Member
from esoviet.law.recovery import Recovery, RecoveryVouch
from esoviet.law.solutions import Backing, Solution
from esoviet.law.view import View
from esoviet.law.votes import Ballot, Vote, voices
from esoviet.law.windows import last_parts
from tests.world import FIGURES

NO_ACTION = 0
BRISK = {name: value for name, value in FIGURES.items() if name not in ("waiting", "daily_acts")}
WAITING: tuple[Literal["applicant", "vouched"], ...] = ("applicant", "vouched")
DRAFTING, READING, VOTING, NECESSITY = "solutions", "reading", "vote", "necessity"
ENDED = ("done", "work", "lapsed", "closed", "withdrawn")


# -- the constitution


def template(name: str) -> dict[str, str]:
    """The parameters of a template of the law, or of the brisk assembly of the other tests."""
    return dict(BRISK if name == "brisk" else TEMPLATES[name])


def parameter(view: View, name: str) -> str:
    return view.must(Constitution, THE).values[name]


def days(view: View, name: str) -> int:
    """A duration of the constitution, in ms."""
    return view.must(Constitution, THE).days(name)


def settling(view: View) -> int:
    """In how long so many guests come in by vouches, in ms; a month where no rule says so."""
    rules = view.must(Constitution, THE)
    return rules.days("settling_days") if "settling_days" in rules.values else 30 * DAY


def dormancy(view: View) -> int:
    return view.must(Constitution, THE).dormancy


def wish_done(view: View, wants: Mapping[str, str]) -> bool:
    """Whether the constitution says all of this."""
    return all(parameter(view, name) == value for name, value in wants.items())


def version(view: View) -> int:
    """How often the constitution was amended, and one more."""
    return view.must(Constitution, THE).version


# -- people and their keys


def members(view: View) -> list[int]:
    return [one.number for one in view.by(Member, "state", "member")]


def awake(view: View) -> list[int]:
    return [one.number for one in view.by(Member, "state", "member") if not one.dormant]


def has_ended(view: View) -> bool:
    """Whether the assembly is over."""
    return view.must(Assembly, THE).ended > 0


def is_member(view: View, number: int) -> bool:
    one = view.get(Member, number)
    return one is not None and one.state == "member"


def owner(view: View, kid: str) -> int:
    """Whose key this is, 0 where it acts for no member now."""
    key = view.get(Key, kid)
    stands = key is not None and not key.revoked
    return key.member if stands and key is not None and is_member(view, key.member) else 0


def number_of(view: View, kid: str) -> int:
    """The number that the holder of a key has, a member or not; 0 for none."""
    key = view.get(Key, kid)
    return 0 if key is None else key.member


def kids_of(view: View, member: int) -> set[str]:
    """The keys with which a member can vote."""
    keys = view.by(Key, "member", member)
    return {key.kid for key in keys if not key.revoked and key.kind == "device"}


def chain(view: View, kid: str) -> tuple[int, str]:
    """The number and the id of the last act of a key."""
    key = view.get(Key, kid)
    if key is not None:
        return key.seq, key.last.hex()
    asked = view.get(Recovery, kid)
    return (0, "") if asked is None else (1, asked.act.hex())


def last_act(view: View, kid: str) -> int:
    """When a key last acted, in ms."""
    key = view.get(Key, kid)
    return 0 if key is None else key.at


class Guest(NamedTuple):
    """Somebody who applies."""

    number: int
    vouchers: frozenset[int]
    objectors: frozenset[int]
    waits: bool  # for an objection only


def guests(view: View) -> Iterator[Guest]:
    """All applicants on whom no vote is open yet."""
    for state in WAITING:
        for one in view.by(Member, "state", state):
            vouched = frozenset(v.member for v in view.each(Vouch, one.number))
            objected = frozenset(o.member for o in view.each(Objection, one.number))
            yield Guest(one.number, vouched, objected, state == "vouched")


def is_waiting(view: View, number: int) -> bool:
    """Whether an applicant still needs vouches."""
    return view.must(Member, number).state == "applicant"


def guest_due(view: View, number: int) -> int:
    """When something happens to an applicant by itself; 0 where nothing does."""
    one = view.must(Member, number)
    return one.due if one.state in WAITING else 0


class Claim(NamedTuple):
    """Somebody asks for the place of a member."""

    kid: str
    member: int
    vouchers: frozenset[int]
    due: int
    doubted: bool


def claims(view: View) -> Iterator[Claim]:
    """Those that nobody has put to the vote yet."""
    for state in ("asked", "vouched"):
        for one in view.by(Recovery, "state", state):
            yield _claim(view, one)


def claim(view: View, kid: str) -> Claim | None:
    """The one by this key, unless it is over or put to the vote."""
    one = view.get(Recovery, kid)
    return _claim(view, one) if one is not None and one.state in ("asked", "vouched") else None


def _claim(view: View, one: Recovery) -> Claim:
    vouched = frozenset(v.member for v in view.each(RecoveryVouch, one.entry))
    return Claim(one.kid, one.member, vouched, one.due, one.doubted)


# -- problems and solutions


class Matter(NamedTuple):
    """A problem on its road, and who raised it. `vote` is 0 before the vote."""

    number: int
    by: int
    phase: str
    seats: int
    due: int
    vote: int


def matter(view: View, number: int) -> Matter:
    one = view.must(Problem, number)
    due = view.must(Vote, one.vote).due if one.phase == VOTING else one.due
    return Matter(one.number, one.by, one.phase, one.seats, due, one.vote)


def matters(view: View, *phases: str) -> Iterator[Matter]:
    for phase in phases or (NECESSITY, DRAFTING, READING, VOTING):
        for one in view.by(Problem, "phase", phase):
            yield matter(view, one.number)


def renewed(view: View) -> set[int]:
    """The elections whose seats a new one is to fill."""
    return {view.must(Problem, one.number).renews for one in matters(view)}


def newest_problem(view: View) -> int:
    return view.count(Problem)


def newest_solution(view: View) -> int:
    return view.count(Solution)


def newest_question(view: View) -> int:
    return view.count(Question)


def necessary(view: View, problem: int) -> set[int]:
    """Who says that a problem is necessary."""
    said = view.each(Assessment, problem)
    return {one.member for one in said if one.stance == "necessary"}


def assessed(view: View, problem: int, member: int) -> bool:
    return view.get(Assessment, member, problem) is not None


class Draft(NamedTuple):
    """A solution that stands."""

    number: int
    by: int
    amends: bool
    changes: dict[str, str]
    text: str
    version: int


def drafts(view: View, problem: int) -> list[Draft]:
    found = view.by(Solution, "problem", problem)
    return [draft(view, one.number) for one in found if one.state == "standing"]


def draft(view: View, solution: int) -> Draft:
    one = view.must(Solution, solution)
    return Draft(one.number, one.by, one.amends, one.parameters, one.text.hex(), one.version)


def backers(view: View, solution: int) -> set[int]:
    return {one.member for one in view.each(Backing, solution)}


def backers_of_what_stands(view: View, solution: int) -> set[int]:
    """Who backs the version that a solution shows."""
    shown = view.must(Solution, solution).version
    return {one.member for one in view.each(Backing, solution) if one.version == shown}


def backed_otherwise(view: View, solution: int) -> set[int]:
    """Who backs another version than the one that a solution shows."""
    return backers(view, solution) - backers_of_what_stands(view, solution)


# -- votes and decisions


class Poll(NamedTuple):
    """A vote: `by` raised, asked, applies, leads, or has lost their keys (`kid`: the new one)."""

    number: int
    kind: str
    by: int
    options: tuple[int, ...]
    method: str
    due: int
    seats: int
    kid: str


def polls(view: View) -> list[Poll]:
    """The votes that are open."""
    return [poll(view, one.number) for one in view.by(Vote, "state", "open")]


def poll(view: View, number: int) -> Poll:
    one = view.must(Vote, number)
    by = one.subject
    if one.kind in ("problem", "election"):
        by = view.must(Problem, one.subject).by
    elif one.kind == "question":
        by = view.must(Question, one.subject).by
    elif one.kind == "completion":
        by = view.must(Mandate, one.subject).lead
    kid = next((r.kid for r in view.by(Recovery, "member", by) if r.vote == number), "")
    more = one.method, one.due, one.seats, kid
    return Poll(number, one.kind, by, one.options, *more)


def would_pass(view: View, vote: int) -> bool:
    """Whether something would be adopted if a vote closed now."""
    return decide(view, view.must(Vote, vote), 1).ending in ("adopted", "elected")


def is_open(view: View, vote: int) -> bool:
    return view.must(Vote, vote).state == "open"


def has_voted(view: View, vote: int, member: int) -> bool:
    return view.get(Ballot, member, vote) is not None


def can_vote(view: View, vote: int, member: int) -> bool:
    return 0 < view.must(Member, member).admission <= view.must(Vote, vote).roll_until


def ballot(view: View, vote: int, member: int) -> bytes:
    """The ballot of a member in an open or closed vote; empty for none."""
    found = (one.ranks for one in voices(view, view.must(Vote, vote)) if one.member == member)
    return next(found, b"")


class Outcome(NamedTuple):
    """What a vote decided, who was for what won and who against it."""

    vote: int
    kind: str
    adopted: bool
    winners: tuple[int, ...]
    supporters: frozenset[int]
    opponents: frozenset[int]


def outcomes(view: View) -> Iterator[Outcome]:
    for one in view.numbered(Decision):
        vote = view.must(Vote, one.vote)
        supporters, opponents = set[int](), set[int]()
        for voice in voices(view, vote):
            side = _side(vote, one.winners, voice.ranks)
            if side:
                (supporters if side > 0 else opponents).add(voice.member)
        adopted = one.ending in ("adopted", "elected")
        sides = frozenset(supporters), frozenset(opponents)
        yield Outcome(one.vote, one.kind, adopted, one.winners, *sides)


def _side(vote: Vote, winners: tuple[int, ...], ranks: bytes) -> int:
    """1 for the winner, -1 against it, 0 for neither."""
    if vote.method in WORDS:
        return {1: 1, 2: -1}.get(ranks[0], 0)
    named = [ranks[vote.options.index(one)] for one in winners if one in vote.options]
    if vote.method in CHOOSING:
        return (1 if any(named) else -1) if named else 0
    if not named:
        return 0
    best = min((rank for rank in named if rank), default=0)
    none = ranks[-1]
    if best and (not none or best < none):
        return 1
    return -1 if none or best else 0


def decided(view: View, vote: int) -> bool:
    return view.must(Vote, vote).decision > 0


def open_doors(view: View) -> list[tuple[int, tuple[int, ...]]]:
    """The doors that are open, by their questions, and who keeps each."""
    return [(one.question, one.keepers) for one in view.by(Doorway, "state", "open")]


class Inquiry(NamedTuple):
    """A question that waits to be seconded."""

    number: int
    by: int
    seconders: frozenset[int]


def inquiries(view: View) -> Iterator[Inquiry]:
    for one in view.by(Question, "state", "asked"):
        seconders = frozenset(said.member for said in view.each(Seconding, one.number))
        yield Inquiry(one.number, one.by, seconders)


def vacating(view: View) -> set[int]:
    """The mandates that a question under way would take from somebody."""
    return _under_way(view, "vacate")


def stopping(view: View) -> set[int]:
    """The calls that a question under way would stop."""
    return _under_way(view, "stop")


def _under_way(view: View, kind: Literal["vacate", "stop"]) -> set[int]:
    states = ("asked", "vote")
    open_ones = {one.number for state in states for one in view.by(Question, "state", state)}
    wanted = view.by(Consequence, "kind", kind)
    return {one.about[0] for one in wanted if one.question in open_ones}


class Call(NamedTuple):
    """A call that has not ended; `stands` where enough have seconded it."""

    number: int
    by: int
    stands: bool
    seconders: frozenset[int]


def calls(view: View) -> Iterator[Call]:
    for state in ("waiting", "standing"):
        for one in view.by(Action, "state", state):
            seconders = frozenset(said.member for said in view.each(ActionSecond, one.number))
            if not one.mandate:
                yield Call(one.number, one.by, state == "standing", seconders)


class Dispute(NamedTuple):
    """A contest that stands, of an exhibit that somebody brought."""

    number: int
    by: int
    brought_by: int
    weighers: frozenset[int]


def disputes(view: View) -> Iterator[Dispute]:
    for one in view.numbered(Contest):
        weighers = frozenset(said.member for said in view.each(ContestWeighing, one.number))
        exhibit = view.must(Exhibit, one.exhibit)
        if one.state == "open" and exhibit.state == "standing":
            yield Dispute(one.number, one.by, exhibit.by, weighers)


class Stated(NamedTuple):
    """A fact that can be weighed, and who has done so."""

    number: int
    by: int
    weighers: frozenset[int]


def situations(view: View) -> Iterator[Stated]:
    for one in view.numbered(Fact):
        weighers = frozenset(said.member for said in view.each(FactWeighing, one.number))
        problem = view.must(Problem, one.problem)
        if not situation.is_gone(view, one) and situation.is_open(view, problem):
            yield Stated(one.number, one.by, weighers)


def vote_of_question(view: View, question: int) -> int:
    return view.must(Question, question).vote


def waiting(view: View, member: int) -> list[Question]:
    """The questions that wait for seconds and that this member has not seconded."""
    asked = view.by(Question, "state", "asked")
    return [one for one in asked if view.get(Seconding, member, one.number) is None]


def adopted_questions(view: View) -> int:
    """How many questions were adopted, whatever their form."""
    return sum(one.kind == "question" and one.ending == "adopted" for one in view.each(Decision))


# -- mandates, texts, time


class Duty(NamedTuple):
    """A mandate; `seat` where it came by an election."""

    number: int
    lead: int
    state: str
    seat: bool
    due: int
    problem: int
    until: int
    since: int


def duties(view: View) -> Iterator[Duty]:
    for one in view.numbered(Mandate):
        yield _duty(view, one)


def duties_of(view: View, member: int) -> list[Duty]:
    """The mandates that a member holds."""
    return [_duty(view, one) for one in view.by(Mandate, "held_by", member)]


def is_free(view: View, member: int) -> bool:
    """Whether a member may take on one more mandate."""
    return len(duties_of(view, member)) < int(parameter(view, "mandate_cap"))


def _duty(view: View, one: Mandate) -> Duty:
    seat = view.must(Problem, one.problem).seats > 0
    when = one.until, one.since
    return Duty(one.number, one.held_by, one.state, seat, one.due, one.problem, *when)


def doubters(view: View, mandate: int) -> set[int]:
    """Who objects to what is declared carried out."""
    declared = view.must(Mandate, mandate).declared
    return {one.member for one in view.each(Doubt, declared) if one.stands}


def reports(view: View, mandate: int) -> list[str]:
    """The texts of all reports on a mandate."""
    return [one.text.hex() for one in view.rows(Report, mandate)]


def was_declared(view: View, mandate: int) -> bool:
    """Whether who led a mandate ever said that it is carried out."""
    return any(one.kind == "completed" for one in view.rows(Report, mandate))


def is_erased(view: View, sha256: str) -> bool:
    one = view.get(BlobRecord, bytes.fromhex(sha256))
    return one is not None and one.state == "erased"


def last_entry(view: View) -> int:
    return view.must(Clock, THE).last


def host_mark(view: View, until: int) -> int | None:
    """When an honest host next marks the time, so that no phase lasts longer for its silence.

    Only if that is by then: no last part is longer than a quarter of a day.
    """
    ends = last_parts(view, last_entry(view), until + DAY // 4)
    return min((moment for moment, _ in ends), default=None)
