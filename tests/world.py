"""A simulated assembly: a log in memory, a clock to turn, and a small cast with real keys.

    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    vote = ada.asks()
    world.pass_days(2)
    bea.is_refused("7.2").votes(vote, "yes")

Every act is really signed and goes through the door that a host has: parsed, verified, judged, and
appended to a real Merkle tree, so that `seen` is real. An act that is refused where no refusal was
announced by `is_refused` fails the test on the spot, and so does one that was announced and stands.
Texts are real blobs (`World.blobs`), salted by a running number. Nothing here is random.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self, TypeVar

import msgspec

from esoviet.law.act import Act, Blob, Signed
from esoviet.law.amendments import Amending
from esoviet.law.decisions import Decision
from esoviet.law.founding import FoundAssembly
from esoviet.law.judge import Judgement, Statement, advance, read_act
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import Mandate
from esoviet.law.outcome import Refusal
from esoviet.law.problems import Phase, Problem
from esoviet.law.record import R, RecordKey
from esoviet.law.records import THE, Assembly, Clock, Key, Member
from esoviet.law.recovery import Recovery
from esoviet.law.state import State, Undo
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.law.windows import last_parts
from esoviet.log.checkpoint import Checkpoint, origin_of, sign
from esoviet.log.cosignature import cosign
from esoviet.log.merkle import Tree
from esoviet.log.note import COSIGNATURE, verifier
from esoviet.replica.replica import Replica, statement_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u
from esoviet.wire.keys import Purpose, key_name, proof_text
from tests.person import Person

DAY = 86_400_000
T = TypeVar("T")
START = 1_767_225_600_000  # 2026-01-01
FIGURES = {
    "vouches": "2", "objection_days": "3", "solution_days": "7", "vote_days": "5",
    "question_days": "2", "report_days": "14", "grace_days": "7",
    "waiting": "100", "daily_acts": "1000000",
}  # fmt: skip
"""What the assemblies of the tests set for themselves, so that a default is free to change."""

NAMES = ("Ada", "Bea", "Cem", "Dot", "Eva", "Fay", "Gus", "Hal", "Ida", "Jan", "Kim", "Lea")


def signing_key(name: str) -> SigningKey:
    """The key that a name always has."""
    return SigningKey(hashlib.sha256(name.encode()).digest())


def policy(*names: str, quorum: int = 1) -> str:
    """A policy text: witnesses of these names, of whom so many make the quorum."""
    keys = [verifier(name, signing_key(name), COSIGNATURE) for name in names]
    lines = [f"witness {name} {key}" for name, key in zip(names, keys, strict=True)]
    return "\n".join([*lines, f"group q {quorum} {' '.join(names)}", "quorum q", ""])


class World:
    """One assembly, its log, its clock, its people."""

    def __init__(self, start: int = START) -> None:
        self.replica = Replica()
        self.entries: list[bytes] = []
        self.blobs: dict[str, bytes] = {}
        self.refusals: list[Refusal] = []
        self.now = start
        self.id = ""
        self.link = signing_key("the founder's invitation")
        self._looking: tuple[int, str] | None = None
        self._taken_for_sure = 0
        self._taken: list[Undo] = []
        self.host = Person(self, "Host")
        self.cast: dict[str, Person] = {}

    # -- the road to a running assembly

    def found(self, founder: str = "Ada", *, witnesses: str = "", **constitution: str) -> Self:
        """Found the assembly, which everybody may read unless `readership` says otherwise.

        Parameters that differ from `FIGURES` and the defaults are given by name.
        """
        ada = self.person(founder)
        act = FoundAssembly(
            seq=1,
            at=self.second,
            key=ada.public,
            host=self.host.public,
            name=self.text("Tenants of 7 Mill Street"),
            purpose=self.text("Warm flats."),
            profile=self.text(founder),
            constitution={"readership": "public"} | FIGURES | constitution,
            witnesses=witnesses,
        )
        jws = envelope.seal(msgspec.json.encode(act), ada.key)
        self.id = envelope.parse(jws).id
        assert self.submit(jws).refusal is None
        ada.invites(self.link, uses=10_000)
        return self

    def person(self, name: str) -> Person:
        """Somebody of that name, with the key that the name always has."""
        return self.cast.setdefault(name, Person(self, name))

    def member(self, name: str) -> Person:
        """A member of that name; who is none yet joins with the founder's invitation."""
        person = self.person(name)
        if person.member is None:
            person.applies(self.link)
        assert person.state == "member", person.record
        return person

    def members(self, *names: str) -> list[Person]:
        """Members of these names."""
        return [self.member(name) for name in names]

    def crowd(self, size: int) -> list[Person]:
        """The first `size` of a cast that is as large as one likes; Ada founded the assembly."""
        return [self.member(NAMES[n] if n < len(NAMES) else f"Member {n}") for n in range(size)]

    def present(self) -> list[Person]:
        """All of the cast who are members now."""
        members = [one for one in self.cast.values() if one.member is not None]
        return [person for person in members if person.state == "member"]

    # -- roads that many tests walk

    def reach(self, problem: int, phase: Phase) -> Self:
        """Let time pass until a problem is at a phase."""
        while self.the(Problem, problem).phase != phase:
            due = self.the(Problem, problem).due
            assert due, self.the(Problem, problem)
            self.turn_to(due)
        return self

    def open_vote(self, problem: int) -> Vote:
        """Let time pass until a problem is voted on; answers the vote."""
        return self.the(Vote, self.reach(problem, "vote").the(Problem, problem).vote)

    def close(self, vote: int) -> Decision:
        """Let time pass until a vote has closed; answers the decision."""
        while self.the(Vote, vote).state == "open":
            self.turn_to(self.the(Vote, vote).due)
        return self.the(Decision, self.the(Vote, vote).decision)

    def decide(
        self,
        proposer: Person,
        about: str = "The heating is broken",
        how: str = "Repair it",
        **fields: object,
    ) -> Decision:
        """Raise a problem, propose one solution, and let all members vote for it."""
        problem = proposer.raises_problem(about)
        solution = proposer.proposes(problem, how, **fields)
        vote = self.open_vote(problem).number
        for person in self.present():
            person.votes(vote, [[solution], [0]])
        return self.close(vote)

    def necessary(self, proposer: Person, seats: int = 0) -> int:
        """Raise a problem, and let as many members as it takes find it necessary."""
        return proposer.raises_problem(seats=seats)

    def open_problem(self, problem: int, proposer: Person) -> None:
        """Let as many members find a problem necessary as it takes, and time pass until it is."""
        for person in self.present():
            known = self.the(Problem, problem)
            if known.due > known.opens and person.number != proposer.number:
                person.finds("necessary", problem)
        known = self.the(Problem, problem)
        if known.phase == "necessity" and known.due == known.opens:
            self.turn_to(known.due)

    def carry_out(self, lead: Person, mandate: int, **fields: Any) -> Self:
        """Declare a mandate carried out, and let the time pass in which others could object."""
        lead.completes(mandate, **fields)
        return self.turn_to(self.the(Mandate, mandate).due)

    def amend(self, proposer: Person, **parameters: str) -> Decision:
        """Amend the constitution by the vote of all members."""
        return self.decide(proposer, amending=Amending(parameters=parameters))

    # -- time

    def pass_ms(self, ms: int) -> Self:
        """Let time pass, and let what falls due happen."""
        return self.turn_to(self.now + ms)

    def pass_days(self, days: float) -> Self:
        """Let days pass."""
        return self.pass_ms(round(days * DAY))

    def turn_to(self, time: int) -> Self:
        """Turn the clock to a moment that is still ahead, and let what falls due happen.

        The host is there: it marks the time towards the end of each phase (7.7). That it is so late
        is taken for sure, as if a member had looked: should the next entry say no such thing, a
        member says it first (`submit`). `sleep_until` lets nobody look.
        """
        assert time >= self.now, "time does not go back"
        while (due := self.state.first_deadline()) is not None and due <= time:
            self._keep_awake(due)
            self._take_for_sure(due)
            self.now = max(self.now, due)
        self.now = max(self.now, time)
        return self

    def sleep_until(self, time: int) -> Self:
        """Turn the clock while host and members sleep: nothing happens before the next act."""
        assert time >= self.now, "time does not go back"
        self.now = time
        return self

    def _keep_awake(self, due: int) -> None:
        last = self.the(Clock, THE).last
        middles = [middle for middle, end in last_parts(self.state, last, due) if end == due]
        if middles:
            again = self.the(Key, self.host.kid).at + EDITION_1.host_pause_ms
            self.now = max(self.now, *middles, again)
            self.host.marks_time()

    def turn_before(self, time: int) -> Self:
        """Turn the clock to the last millisecond before a moment."""
        return self.turn_to(time - 1)

    def confirm(self) -> Self:
        """Let a member say how late it is, if what fell due waits for that (clause 1.6)."""
        folded = Replica()
        for entry in self.entries:
            folded.take(entry)
        due = folded.state.first_deadline()
        if due is not None and due <= self.now:
            for person in islice(self._able(), 1):
                self._mark(person)
        return self

    def _mark(self, person: Person) -> None:
        self.now = max(self.now, self.the(Key, person.kid).at + EDITION_1.member_pause_ms)
        person.marks_time()

    # -- the door

    def submit(self, jws: bytes) -> Judgement:
        """Judge a signed act now, and append it to the log if it stands."""
        judgement = self._judge(statement_of(jws))
        if judgement.refusal is None:
            self._taken.clear()
            self.entries.append(entries.spell(self.now, jws))
            self.replica.append(self.entries[-1], self.now)
        else:
            self.refusals.append(judgement.refusal)
        return judgement

    def _judge(self, said: Statement) -> Judgement:
        """Judge as whoever reads the log will: without what was taken for sure (`turn_to`).

        An act that stands only with it is judged once somebody else has confirmed the time, or,
        where nobody can, without it. A mark of the host stands in any case.
        """
        if not self._taken:
            return self.replica.judge(said, self.now)
        until = self._taken_for_sure
        self._take_back()
        judgement = self.replica.judge(said, self.now)
        confirmed = until <= self.replica.sure + EDITION_1.slack_ms or said.kid == self.host.kid
        if judgement.refusal is None and confirmed:
            return judgement
        self.state.undo(judgement.undo)
        self._take_for_sure(until)
        judgement = self.replica.judge(said, self.now)
        if judgement.refusal is not None:
            return judgement
        self.state.undo(judgement.undo)
        others = [person for person in self._able() if person.kid != said.kid]
        self._take_back()
        able = [person.kid for person in self._able()]
        witness = next((person for person in others if person.kid in able), None)
        if witness is not None:
            self._mark(witness)
        return self.replica.judge(said, self.now)

    def _take_for_sure(self, until: int) -> None:
        """Carry out what falls due until a moment, before any entry confirms it."""
        while (due := self.state.first_deadline()) is not None and due <= until:
            done = advance(self.state, due, len(self.entries), self.root_at, sure=due)
            self._taken.extend(done.undo)
        self._taken_for_sure = until

    def logged(self, kind: type[R]) -> list[R]:
        """Records as the log alone has them, without what was taken for sure before an entry."""
        return self.as_logged(lambda: self.view.rows(kind))

    def as_logged(self, look: Callable[[], T]) -> T:
        """What is seen without what was taken for sure before an entry."""
        ahead = bool(self._taken)
        self._take_back()
        seen = look()
        if ahead:
            self._take_for_sure(self._taken_for_sure)
        return seen

    def _take_back(self) -> None:
        self.state.undo(self._taken)
        self._taken.clear()

    def _able(self) -> Iterator[Person]:
        return (one for one in self.present() if not self.the(Key, one.kid).revoked)

    def seal(self, key: SigningKey, kind: type[Act], /, **fields: object) -> bytes:
        """An act as its author's device signs it: chained, dated, with the log that it has seen."""
        seq, prev = self.last_of(key)
        known = {"assembly": self.id, "seq": seq + 1, "at": self.second, "seen": self.seen()}
        known["prev"] = prev
        act = kind(**(known | fields))  # type: ignore[arg-type]
        return envelope.seal(msgspec.json.encode(act), key)

    def checkpoint(self, *witnesses: str, late: int = 0) -> str:
        """The checkpoint of the log as it is, cosigned by witnesses whose clocks are `late` ms."""
        here = Checkpoint(origin_of(self.id), self.tree.size, self.tree.root())
        seconds = (self.now - late) // 1000
        lines = [cosign(here.text, seconds, name, signing_key(name)) for name in witnesses]
        return sign(here, self.host.key).decode() + "".join(lines)

    def last_of(self, key: SigningKey) -> tuple[int, str]:
        """The number and the id of the last act of a key; 0 and nothing before the first."""
        name = key_name(key.public)
        record = self.get(Key, name)
        if record is not None:
            return record.seq, record.last.hex()
        asked = self.view.get(Recovery, name)
        return (0, "") if asked is None else (1, asked.act.hex())

    @property
    def second(self) -> int:
        """The present moment, as acts give it."""
        return self.now // 1000 * 1000

    def seen(self, size: int | None = None) -> tuple[int, str]:
        """What an act says of the log, now or at an earlier size."""
        if self._looking and size is None:
            return self._looking
        at = self.tree.size if size is None else size
        return at, b64(self.tree.root(at))

    def seal_row(
        self, key: SigningKey, kind: type[Act], rows: Iterable[Mapping[str, object]]
    ) -> list[bytes]:
        """Several acts of one key, each chained to the one before, all signed now."""
        (seq, prev), signed = self.last_of(key), list[bytes]()
        for fields in rows:
            seq += 1
            signed.append(self.seal(key, kind, **{"seq": seq, "prev": prev, **fields}))
            prev = envelope.parse(signed[-1]).id
        return signed

    @contextmanager
    def looking(self, size: int, root: str) -> Iterator[None]:
        """Whoever acts meanwhile has seen the log at this size only."""
        self._looking = size, root
        yield
        self._looking = None

    def root_at(self, size: int) -> bytes | None:
        """The root of the log at a size that it has had."""
        return self.tree.root(size) if size <= self.tree.size else None

    def proof(self, purpose: Purpose, first: str, second: str, key: SigningKey) -> str:
        """A possession proof by `key`."""
        return b64u(key.sign(proof_text(purpose, self.id, first, second)))

    def text(self, content: str | bytes, media_type: str = "text/markdown") -> Blob:
        """A new blob with these words."""
        salt = hashlib.sha256(f"salt {len(self.blobs)}".encode()).digest()
        whole = salt + (content.encode() if isinstance(content, str) else content)
        sha256 = hashlib.sha256(whole).hexdigest()
        self.blobs[sha256] = whole
        return Blob(sha256=sha256, size=len(whole), media_type=media_type)

    # -- what can be read

    @property
    def state(self) -> State:
        """The state now."""
        return self.replica.state

    @property
    def tree(self) -> Tree:
        """The tree of the log."""
        return self.replica.tree

    @property
    def view(self) -> View:
        """What a rule would see now."""
        return View(self.state, self.now, len(self.entries), self.root_at)

    @property
    def assembly(self) -> Assembly:
        """The assembly's record."""
        return self.view.must(Assembly, THE)

    def get(self, kind: type[R], key: RecordKey, parent: int = 0) -> R | None:
        """One record, or None."""
        return self.view.get(kind, key, parent)

    def the(self, kind: type[R], key: RecordKey, parent: int = 0) -> R:
        """One record that is there."""
        return self.view.must(kind, key, parent)

    def everybody(self) -> Iterator[Member]:
        """All members, applicants and former members."""
        return iter(self.view.rows(Member))

    def acts(self) -> Iterator[tuple[int, Signed]]:
        """The acts in the log, with their times."""
        for time, jws in map(entries.read, self.entries):
            yield time, read_act(envelope.parse(jws).payload)


def replay(log: list[bytes], until: int = 0) -> World:
    """The world that a log makes, read back as a mirror reads it, with the clock at `until`."""
    world = World()
    for entry in log:
        world.now, jws = entries.read(entry)
        sealed = envelope.parse(jws)
        if not world.id:
            world.id = sealed.id
        judgement = world.submit(jws)
        assert judgement.refusal is None, judgement.refusal
        assert world.entries[-1] == entry
    return world.turn_to(max(world.now, until))
