"""Random acts, valid and not, by members, applicants, strangers and the host, at random moments.

What an act holds is made from its declared types, so that a new kind of act is in the storm as soon
as it is in the catalog. The same seed makes the same storm.
"""

import typing
from collections.abc import Callable
from random import Random
from types import NoneType, UnionType

import msgspec

from esoviet.law import catalog
from esoviet.law.act import COMMON, Blob, Shape, Signed
from esoviet.law.actions import Action
from esoviet.law.applications import (
    ApplyToJoin,
    Invite,
    KeyProof,
    RevokeInvitation,
    VouchFor,
)
from esoviet.law.arguments import Argument
from esoviet.law.ballots import CHOOSING, WORDS
from esoviet.law.blobs import EraseBlob
from esoviet.law.cases import Case
from esoviet.law.consequences import DoorTerms, Then
from esoviet.law.constitution import BY_NAME, check
from esoviet.law.criticism import AnswerCriticism, Criticism, RenewCriticism
from esoviet.law.decisions import Decision
from esoviet.law.drafts import ProposeSolution, WithdrawSolution
from esoviet.law.editions import EDITIONS
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact
from esoviet.law.falling import Contest
from esoviet.law.judge import Judgement
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate, ReportProgress
from esoviet.law.membership import SetProfile
from esoviet.law.minority import MinorityReport
from esoviet.law.problems import AssessNecessity, Problem, WithdrawProblem
from esoviet.law.questions import FORMS, NOTHING_SAID, Ask, Question
from esoviet.law.record import Record
from esoviet.law.records import BlobRecord, Key, Member
from esoviet.law.recovery import AskToRecover, RefuseRecovery
from esoviet.law.rewordings import Rewording
from esoviet.law.solutions import BackSolution, Solution
from esoviet.law.tasks import Task
from esoviet.law.topics import Post, Topic
from esoviet.law.votes import CastBallot, Vote
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.law.drafting import Drafting
from tests.world import World, signing_key

SMALL_ORDER = b64u(bytes.fromhex("01" + "00" * 31))
MAX = 2**53 - 1
NUMBERED: dict[str, type[Record]] = {
    "problem": Problem, "solution": Solution, "argument": Argument, "vote": Vote,
    "mandate": Mandate, "question": Question, "member": Member, "task": Task,
    "minority": MinorityReport, "decision": Decision, "criticism": Criticism,
    "exhibit": Exhibit, "contest": Contest, "fact": Fact, "action": Action,
    "rewording": Rewording, "case": Case,
    "topic": Topic, "post": Post,
}  # fmt: skip
QUICK = {
    "founding_days": "1/24", "application_days": "1/12", "dormancy_days": "90",
    "vouches": "2", "objection_days": "1/48", "necessity_days": "1/24", "solution_days": "1/24",
    "reading_days": "1/96", "vote_days": "1/12", "question_days": "1/96", "report_days": "1/24",
    "grace_days": "1/24", "lead_term_days": "1", "recovery_days": "3", "settling_days": "1",
}  # fmt: skip


RARE = (
    Leave, RevokeKey, RevokeInvitation, RefuseRecovery, WithdrawSolution, WithdrawProblem,
    SetProfile, AskToRecover, SetRecoveryKey, EnrolKey, Invite, AnswerCriticism, RenewCriticism,
)  # fmt: skip
PLENTY = (
    CastBallot, CastBallot, CastBallot, CastBallot, ProposeSolution, BackSolution, AssessNecessity,
    AssessNecessity, AssessNecessity,
    VouchFor, ReportProgress,
)  # fmt: skip


DRIFTS = (-4 * 86_400_000, -3_600_000, -601_000, -60_000, 60_000, 600_000, 601_000)


class Storm:
    """Random acts on one assembly."""

    SIZES: tuple[int, ...] = (1, 3, 6, 12, 25)

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = World().found(**self.rules() | {"founding_days": "1/24"})
        self.world.crowd(self.SIZES[seed % len(self.SIZES)])
        self.keys = [signing_key(f"key {n}") for n in range(12)]
        self.keys += [person.key for person in self.world.cast.values()] * 2
        self.keys += [self.world.host.key, self.world.link]
        self.blobs: list[Blob] = []

    def blow(self) -> Judgement:
        """Let some time pass, and one random act be judged."""
        self.pass_time()
        return self.world.submit(self.next_act())

    def next_act(self) -> bytes:
        """A random act, signed, by somebody who may mostly do such a thing at all."""
        entry = EDITIONS["1"].acts[self.kind()]
        return self.seal(entry.act, self.author(entry.by))

    def kind(self) -> type[Signed]:
        """What kind of act comes next: any, but what ends things seldom and what goes on often.

        The last member does not leave.
        """
        kind = self.random.choice(catalog.ACTS).act
        last = kind is Leave and self.world.view.count_by(Member, "state", "member") == 1
        if last or self.maybe(0.3) or (kind in RARE and self.maybe(0.85)):
            return self.random.choice(PLENTY)
        return kind

    def rules(self) -> dict[str, str]:
        """Short times, and some parameters at random."""
        chosen = self.random.sample(list(BY_NAME), 4)
        return QUICK | {name: self.value_of(name) for name in chosen}

    def author(self, by: str) -> SigningKey:
        """Mostly somebody who may do such a thing at all."""
        known = [key for key in self.keys if self.world.get(Key, key_name(key.public))]
        if self.maybe(0.1) or not known:
            return self.random.choice(self.keys)
        if by == "host":
            return self.world.host.key
        if by == "stranger":
            return signing_key(f"stranger {len(self.world.entries)}")
        members = [key for key in known if self.is_member(key)]
        return self.random.choice(members or known)

    def is_member(self, key: SigningKey) -> bool:
        """Whether a key acts for a member now."""
        found = self.world.the(Key, key_name(key.public))
        member = self.world.get(Member, found.member)
        standing = found.kind == "device" and not found.revoked
        return member is not None and member.state == "member" and standing

    def pass_time(self) -> None:
        """Nothing, a little, a while, a season, or to just before or just at the next deadline."""
        world, roll = self.world, self.random.random()
        due = world.state.first_deadline()
        if roll < 0.004:
            self.turn_to(world.now + 91 * 86_400_000)
        elif roll < 0.01 and due is not None:
            self.turn_to(max(world.now, due - self.random.randint(0, 1)))
        elif roll < 0.2:
            self.turn_to(world.now + self.random.choice((1, 1000, 10_000, 60_000, 120_000)))

    def turn_to(self, time: int) -> None:
        """Let it be so late."""
        self.world.turn_to(time)

    def maybe(self, share: float) -> bool:
        """True with that probability."""
        return self.random.random() < share

    def seal(self, kind: type, key: SigningKey) -> bytes:
        """An act of that kind by that key, mostly well numbered."""
        fields = {name: self.field(name, hint) for name, hint in self.hints(kind)}
        if kind in (ApplyToJoin, AskToRecover) and self.maybe(0.9):
            fields["key"] = b64u(key.public)
            self.keys.append(key)
        if kind is EraseBlob and self.maybe(0.8) and self.own(key):
            fields["sha256"] = self.random.choice(self.own(key))
        acts_for = self.world.get(Key, key_name(key.public))
        if acts_for and self.maybe(0.8):
            Drafting(self.world.view, self.random, acts_for.member).fit(kind, fields)
        if kind is CastBallot and self.maybe(0.95):
            self.fit(fields)
        if kind is Ask:
            self.fit_form(fields)
            if fields["then"] and self.maybe(0.9):
                fields.update(NOTHING_SAID, form="yes-no")
        self.prove(kind, key, fields)
        if self.maybe(0.04):
            fields["seq"] = self.random.choice((1, 2, 7, MAX))
        if self.maybe(0.02):
            fields["prev"] = self.random.choice(("0" * 64, self.world.id))
        if self.maybe(0.04):
            fields["at"] = self.world.second + self.random.choice(DRIFTS)
        if self.maybe(0.1):
            fields["seen"] = self.world.seen(self.random.randint(1, self.world.tree.size))
        if self.maybe(0.02):
            fields["seen"] = (self.random.choice((0, 1, 10**6, MAX)), self.world.seen()[1])
        return self.world.seal(key, kind, **fields)

    def hints(self, kind: type[msgspec.Struct]) -> list[tuple[str, object]]:
        """The fields of an act or a part of one, without those that all acts have."""
        hints = typing.get_type_hints(kind, include_extras=True)
        return [(n, hints[n]) for n in kind.__struct_fields__ if n not in COMMON]

    def field(self, name: str, hint: object) -> object:
        """A value for a field, by its name or else by its type."""
        by_name: dict[str, Callable[[], object]] = {
            "key": lambda: b64u(self.random.choice(self.keys).public) if self.maybe(0.97)
            else SMALL_ORDER,
            "kid": lambda: key_name(self.random.choice(self.keys).public),
            "sha256": lambda: self.random.choice(self.blobs).sha256 if self.blobs else "0" * 64,
            "majority": lambda: self.random.choice((None, "1/2", "3/4", "1", "7", "x", "1/0")),
            "parameters": self.parameters,
            "members": self.applicants,
            "ranking": lambda: None,
            "renews": lambda: None if self.maybe(0.9) else self.random.randint(1, 9),
            "choice": lambda: self.random.choice(("yes", "no", "abstain")),
            "then": self.consequence,
            "chosen": lambda: None,
            "rule": lambda: self.random.choice((None, None, "vote_days", "x")),
            "version": lambda: self.random.choice((1, 1, 1, 2, 2, 3, MAX)),
            "times": self.times,
            "exhibits": lambda: self.several(Exhibit),
            "facts": lambda: self.several(Fact),
            "takes": lambda: self.several(Rewording),
            "merges": lambda: self.several(Solution),
            "original": lambda: self.random.choice((None, "0" * 64)),
            "currency": lambda: "EUR",
            "amount": lambda: self.random.choice((*["12"] * 9, "-1.5", "0", "1" * 15)),
        }  # fmt: skip
        if name in by_name:
            return by_name[name]()
        if name in NUMBERED:
            if NoneType in typing.get_args(hint) and self.maybe(0.6):
                return None
            most = self.world.view.count(NUMBERED[name])
            if self.maybe(0.1):
                return self.random.choice((1, most + 1, MAX))
            return self.random.randint(max(1, most - 4), max(1, most))
        return self.of_type(hint)

    def applicants(self) -> tuple[int, ...]:
        """One or two to whom an objection may be."""
        most = self.world.view.count(Member)
        return tuple({self.random.randint(max(1, most - 4), most) for _ in range(2)})

    def several(self, kind: type[Record]) -> tuple[int, ...]:
        """Mostly none; now and then a few, of which one may not stand."""
        most = self.world.view.count(kind)
        few = range(self.random.choice((0, 0, 1, 2)))
        return tuple(self.random.randint(max(1, most - 4), max(1, most)) for _ in few)

    def consequence(self) -> Then | None:
        """What a question wants: seldom anything, mostly something that there is."""
        view = self.world.view
        people, day = (1, view.count(Member)), 86_400_000
        until = self.world.now + self.random.choice((-1, 1, 2, 89, 91)) * day
        keepers = tuple({self.random.randint(*people) for _ in range(2)})
        door = DoorTerms(places=self.random.randint(1, 3), until=until, keepers=keepers)
        wishes = (
            Then(admits=self.applicants()),
            Then(door=door),
            Then(recalls=self.random.randint(1, 1 + view.count(Problem))),
            Then(vacates=self.random.randint(1, 1 + view.count(Mandate))),
            Then(stops=self.random.randint(1, 1 + view.count(Action))),
            Then(),
        )
        return self.random.choice(wishes) if self.maybe(0.3) else None

    def of_type(self, hint: object) -> object:
        """Any value that a type admits, the extreme ones too."""
        args, origin = typing.get_args(hint), typing.get_origin(hint)
        if origin is typing.Annotated:
            return self.annotated(*args)
        if origin in (typing.Union, UnionType):
            return self.of_type(self.random.choice(args))
        if origin is typing.Literal:
            return self.random.choice(args)
        if origin is tuple:
            return tuple(self.of_type(args[0]) for _ in range(self.random.choice((0, 1, 2, 3))))
        if hint is Blob:
            return self.blob()
        if isinstance(hint, type) and issubclass(hint, Shape):
            return hint(**{name: self.field(name, inner) for name, inner in self.hints(hint)})
        if hint is bool:
            return self.maybe(0.7)
        assert hint in (NoneType, str), hint
        return None if hint is NoneType else "x"

    def annotated(self, hint: object, meta: msgspec.Meta) -> object:
        """A number between its bounds, a text by its pattern, a few of a tuple."""
        if hint is int:
            least, most = int(meta.ge or 0), int(meta.le or 0)
            return self.random.choice((least, min(most, least + 1), most))
        if hint is str:
            pattern = meta.pattern or ""
            if "." in pattern:
                return self.random.choice(("0", "-1.5", "1" * 15))
            return "A" * 86 if "86" in pattern else "A" * 43 if "43" in pattern else "x"
        return self.of_type(hint)

    def blob(self) -> Blob:
        """Mostly a new text."""
        if self.blobs and self.maybe(0.05):
            return self.random.choice(self.blobs)
        kind = "text/markdown" if self.maybe(0.97) else "image/png"
        self.blobs.append(self.world.text("words", kind))
        return self.blobs[-1]

    def parameters(self) -> dict[str, str] | None:
        """What an amendment changes."""
        names = self.random.sample(list(BY_NAME), self.random.choice((0, 1, 1, 2)))
        return {name: self.value_of(name) for name in names} or None

    def value_of(self, name: str) -> str:
        """A value that a parameter can have, with a liking for the extreme ones."""
        one = BY_NAME[name]
        if one.kind == "days":
            values = (one.least, "1/48", "1/24", one.default)
            return self.random.choice([v for v in values if check({name: v}) is None])
        return self.random.choice(one.choices or (one.least, one.default, one.most))

    def own(self, key: SigningKey) -> list[str]:
        """The texts that whoever has this key brought."""
        found = self.world.get(Key, key_name(key.public))
        texts = self.world.view.rows(BlobRecord)
        return [text.sha256.hex() for text in texts if found and text.member == found.member]

    def fit(self, fields: dict[str, object]) -> None:
        """A ballot of the form that the vote asks for, mostly on its own options."""
        vote = self.world.get(Vote, fields["vote"])  # type: ignore[arg-type]
        if vote is None:
            return
        if vote.method in WORDS and self.maybe(0.9):
            fields["choice"] = self.random.choice(WORDS[vote.method])
        elif vote.method in CHOOSING:
            some = self.random.randint(0, len(vote.options))
            chosen = tuple(self.random.sample(vote.options, some)) or (0,)
            fields.update(choice=None, chosen=chosen)
        elif vote.method not in WORDS:
            fields.update(choice=None, ranking=self.ranking())
            if self.maybe(0.9):
                groups = [(n,) for n in self.random.sample(vote.options, min(3, len(vote.options)))]
                fields["ranking"] = tuple(groups)

    def times(self) -> tuple[int, ...]:
        """Two days ahead, mostly of when a vote can end; now and then in a wrong order."""
        first = (self.world.now // 1000 + self.random.choice((1, 90 * 86_400))) * 1000
        return (first, first + self.random.choice((0, 1000, 1000, 1000)))

    def fit_form(self, fields: dict[str, object]) -> None:
        """What belongs to the form of a question, and nothing else, mostly."""
        form = FORMS[fields["form"]]  # type: ignore[index]
        if self.maybe(0.9):
            fields.update({n: no for n, no in NOTHING_SAID.items() if n not in form.takes})
        if "costs" in form.takes:
            answers = typing.cast("tuple[Blob, ...]", fields["answers"])
            fields.update(costs=tuple(range(1, len(answers) + 1)), budget=4, currency=None)

    def ranking(self) -> tuple[tuple[int, ...], ...]:
        """Groups of option numbers, now and then with one that does not stand or stands twice."""
        most = self.world.view.count(Solution)
        numbers = [0, *range(max(1, most - 4), most + 1)]
        self.random.shuffle(numbers)
        numbers = numbers[: self.random.randint(0, 4)]
        if self.maybe(0.05):
            numbers.append(MAX)
        groups = [tuple(numbers[n : n + 2]) for n in range(0, len(numbers), 2)]
        return tuple(groups)

    def prove(self, kind: type, signer: SigningKey, fields: dict[str, object]) -> None:
        """Put real proofs in the place of invented ones, mostly."""
        world, person = self.world, self.world.person("Ada").with_key(signer)
        new = self.random.choice(self.keys)
        if kind in (EnrolKey, SetRecoveryKey) and person.member and self.maybe(0.9):
            purpose = "enrol-key" if kind is EnrolKey else "recovery-key"
            names = person.kid, key_name(new.public)
            proof = world.proof(purpose, *names, new)  # type: ignore[arg-type]
            fields.update(key=b64u(new.public), proof=proof)
        if kind is ApplyToJoin and fields.get("invitation") and self.maybe(0.9):
            proof = world.proof("invitation", key_name(new.public), person.kid, new)
            fields["invitation"] = KeyProof(key=b64u(new.public), proof=proof)
        if kind is ApplyToJoin and fields.get("recovery") and self.maybe(0.9):
            text = f"esoviet/recovery-of/v1\n\n{person.kid}\n{key_name(new.public)}\n"
            proof = b64u(new.sign(text.encode()))
            fields["recovery"] = KeyProof(key=b64u(new.public), proof=proof)
