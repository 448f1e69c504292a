"""The assembly itself, and its constitution."""

from collections.abc import Iterable
from typing import Literal

from esoviet.law.arguments import Argument
from esoviet.law.constitution import DEFAULTS, PARAMETERS, Amendment, Constitution, Kind
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Key, Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.log.checkpoint import origin_of
from esoviet.log.note import ED25519, VerifierKey
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Part, Query, Text, some
from esoviet.wire.encoding import b64, b64u


class HostKey(Part, frozen=True, kw_only=True):
    """The host's key: its name, the key in base64url, and the verifier key of the log's notes."""

    kid: str
    public: str
    vkey: str


class Position(Part, frozen=True, kw_only=True):
    """A position in the log: its size, its root in standard base64, the time of its last entry."""

    size: int
    root: str
    time: int


class Numbers(Part, frozen=True, kw_only=True):
    """How much of everything there is. `active` members are those who are not dormant."""

    members: int
    active: int
    applicants: int
    problems: int
    solutions: int
    arguments: int
    votes: int
    open_votes: int
    decisions: int
    mandates: int
    questions: int


class AssemblyAnswer(Answer, frozen=True, kw_only=True):
    """An assembly: what it is called and for, who keeps its log, how far that has come.

    Until `founding_until` the founder's invitations admit at once; it has `ended` when its last
    member left. `constitution` is the version in force, `witnesses` a tlog-policy text.
    """

    id: str
    name: Text
    purpose: Text
    founded: int
    founding_until: int
    ended: int | None
    readership: Literal["members", "public"]
    constitution: int
    host: HostKey
    witnesses: str
    counts: Numbers
    log: Position


class Parameter(Part, frozen=True, kw_only=True):
    """A parameter in force, its default, its bounds or choices, and what it means."""

    name: str
    kind: Kind
    value: str
    default: str
    least: str | None
    most: str | None
    choices: list[str]
    meaning: str


class Amended(Part, frozen=True, kw_only=True):
    """One version: what changed, when, by which decision or repair (both null: the founding).

    `before` says what each of these was; null at the founding.
    """

    version: int
    changes: dict[str, str]
    before: dict[str, str] | None
    time: int
    decision: int | None
    repair: int | None


class ConstitutionAnswer(Answer, frozen=True, kw_only=True):
    """The constitution in force and how it came to be."""

    version: int
    since: int
    decision: int | None
    repair: int | None
    parameters: list[Parameter]
    history: list[Amended]


def assembly(context: AnswerContext, query: Query) -> AssemblyAnswer:
    """The assembly."""
    assembly, rules = context.assembly, context.view.must(Constitution, THE)
    root = context.view.root_at(context.log_size)
    assert root is not None
    return AssemblyAnswer(
        log_size=context.log_size,
        id=assembly.id,
        name=context.text(assembly.name),
        purpose=context.text(assembly.purpose),
        founded=assembly.founded,
        founding_until=assembly.founding_until,
        ended=some(assembly.ended),
        readership="public" if rules.values["readership"] == "public" else "members",
        constitution=rules.version,
        host=_host(context),
        witnesses=assembly.witnesses,
        counts=_counts(context),
        log=Position(size=context.log_size, root=b64(root), time=context.view.time),
    )


def constitution(context: AnswerContext, query: Query) -> ConstitutionAnswer:
    """The constitution: every parameter, and all versions."""
    rules = context.view.must(Constitution, THE)
    return ConstitutionAnswer(
        log_size=context.log_size,
        version=rules.version,
        since=rules.since,
        decision=some(rules.decision),
        repair=some(rules.repair),
        parameters=parameters(context.view),
        history=_history(context.view.rows(Amendment)),
    )


def parameters(view: View) -> list[Parameter]:
    """Every parameter in force."""
    rules = view.must(Constitution, THE)
    return [
        Parameter(
            name=one.name,
            kind=one.kind,
            value=rules.values[one.name],
            default=one.default,
            least=one.least or None,
            most=one.most or None,
            choices=list(one.choices),
            meaning=one.meaning,
        )
        for one in PARAMETERS
    ]


def _history(rows: Iterable[Amendment]) -> list[Amended]:
    values, found = dict(DEFAULTS), list[Amended]()
    for one in rows:
        found.append(
            Amended(
                version=one.number,
                changes=one.changes,
                before={name: values[name] for name in one.changes} if found else None,
                time=one.time,
                decision=some(one.decision),
                repair=some(one.repair),
            )
        )
        values |= one.changes
    return found


def _host(context: AnswerContext) -> HostKey:
    assembly = context.assembly
    key = context.view.must(Key, assembly.host)
    vkey = VerifierKey(origin_of(assembly.id), ED25519, key.public)
    return HostKey(kid=key.kid, public=b64u(key.public), vkey=str(vkey))


def _counts(context: AnswerContext) -> Numbers:
    assembly, view = context.assembly, context.view
    return Numbers(
        members=view.count_by(Member, "state", "member"),
        active=assembly.active,
        applicants=sum(
            view.count_by(Member, "state", state) for state in ("applicant", "vouched", "contested")
        ),
        problems=view.count(Problem),
        solutions=view.count(Solution),
        arguments=view.count(Argument),
        votes=view.count(Vote),
        open_votes=view.count_by(Vote, "state", "open"),
        decisions=view.count(Decision),
        mandates=view.count(Mandate),
        questions=view.count(Question),
    )


ASSEMBLY = Read(".json", assembly, Query, AssemblyAnswer)
CONSTITUTION = Read("/constitution.json", constitution, Query, ConstitutionAnswer)

READS: tuple[AnyRead, ...] = (
    ASSEMBLY,
    CONSTITUTION,
)
