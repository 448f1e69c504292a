"""The judgement of one act: the checks that hold for every act, then the rule of its own kind.

    judge(state, said, time, index, root_at) -> Judgement

First the envelope (chapter 1): the assembly, the key, the act's place in the chain of its key, the
history and the moment that it names, the signature. Then whatever fell due by then is carried out,
in the order of the deadlines, as far as the time is sure; then the act is judged by its own rule.
A refusal leaves nothing behind. The host, a mirror, the auditor and the tests all call this and
nothing else (by way of `replica`), so that they cannot disagree. The checks run from the cheapest
to the dearest, and none of them looks at anything but the log before this entry.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Signed
from esoviet.law.catalog import RECORDS, Entry
from esoviet.law.constitution import DAY, Constitution
from esoviet.law.editions import DUE_ORDER, READER, edition_of, fall_due, unknown_edition
from esoviet.law.founding import FoundAssembly, found_assembly
from esoviet.law.host import MarkTime, witnessed_time
from esoviet.law.keys import used
from esoviet.law.limits import BY_EDITION
from esoviet.law.membership import awaken
from esoviet.law.outcome import NOTHING, Changes, Refusal, refuse
from esoviet.law.records import APPLYING, HOST, THE, Clock, Key, Member
from esoviet.law.recovery import Recovery
from esoviet.law.state import State, Undo
from esoviet.law.view import RootAt, View, limits_of
from esoviet.law.windows import missed
from esoviet.wire.encoding import b64, un_b64
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name, read_public

HOUR = 3_600_000
REVOKED = Refusal("1.3", "This key has been revoked.")
UNKNOWN = Refusal("1.3", "This key is not enrolled in this assembly.")
Told = Callable[[Changes], None]


class Stuck(Exception):
    """What fell due could not be carried out, by a mistake of ours: the state is good no more."""


class Statement(msgspec.Struct, frozen=True, gc=False):
    """An act as it came out of its envelope; `check` says whether a public key signed it."""

    id: str
    kid: KeyName
    act: Signed
    check: Callable[[bytes], bool]


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """Changes in force (with the steps to undo them), or the refusal; never both."""

    refusal: Refusal | None
    changes: Changes
    undo: Sequence[Undo]


_QUIET = Judgement(None, NOTHING, ())


def new_state() -> State:
    """The empty state before the founding act."""
    return State(RECORDS, DUE_ORDER)


def read_act(payload: bytes) -> Signed:
    """The act in a payload; raises `Malformed` (clause 1.1)."""
    return READER.read(payload)


def advance(
    state: State, time: int, index: int, root_at: RootAt, *, sure: int, told: Told | None = None
) -> Judgement:
    """Carry out everything that falls due up to `time`, as far as the time is sure (clause 1.6).

    `sure` is the latest moment that somebody other than the host confirms. `told` is called with
    the changes of each deadline once they are in force.
    """
    if not state.is_due(time):
        return _QUIET
    until = min(time, sure + limits_of(state).slack_ms)
    puts: list[Changes] = []
    undo: list[Undo] = []
    while (record := state.next_due(until)) is not None:
        view = View(state, record.due, index, root_at, time)  # type: ignore[attr-defined]
        try:
            changes = fall_due(view, record)
        except Exception as error:
            raise Stuck("what fell due could not be carried out") from error
        undo.extend(state.apply(changes))
        puts.append(changes)
        if told is not None:
            told(changes)
    return Judgement(None, _joined(puts) if puts else NOTHING, undo)


def judge(
    state: State, said: Statement, time: int, index: int, root_at: RootAt, told: Told | None = None
) -> Judgement:
    """Judge an act at `time` as entry `index`: the envelope, what falls due, then its own rule.

    All of it is in force afterwards, or, where the act is refused, none.
    """
    view = View(state, time, index, root_at)
    act = said.act
    if isinstance(act, FoundAssembly):
        return _in_force(state, _QUIET, _founding(view, said, act))
    clock = view.get(Clock, THE)
    if clock is None:
        return _refused(Refusal("2.1", "The first entry of a log founds an assembly."))
    assert isinstance(act, Act)
    key = view.get(Key, said.kid)
    refusal = _envelope(view, said, act, key) or unknown_edition(act)
    if refusal is not None:
        return _refused(refusal)
    sure = max(clock.sure, _confirmed(view, key, act))
    due = _QUIET
    if state.is_due(time):
        due = advance(state, time, index, root_at, sure=sure, told=told)
        if state.is_due(time):
            due = _in_force(state, due, missed(view, clock.last))
        key = view.get(Key, said.kid)
    member = None if key is None else view.get(Member, key.member)
    if member is not None and member.dormant and member.state == "member":
        # Whoever acts is awake before the act is judged, and asleep again if it is refused (3.10).
        due = _in_force(state, due, awaken(view, member))
        member = view.must(Member, member.number)
    try:
        outcome = _by_rule(view, said, act, key, member)
    except Exception:
        state.undo(due.undo)
        raise
    if isinstance(outcome, Refusal):
        state.undo(due.undo)
        return _refused(outcome)
    return _in_force(state, due, outcome.adding(Clock(THE, time, sure)))


def _refused(refusal: Refusal) -> Judgement:
    return Judgement(refusal, NOTHING, ())


def _in_force(state: State, due: Judgement, outcome: Changes | Refusal) -> Judgement:
    """The next changes, after those that fell due before them."""
    if isinstance(outcome, Refusal):
        return _refused(outcome)
    undo = state.apply(outcome)
    if not due.undo:
        return Judgement(None, outcome, undo)
    return Judgement(None, due.changes | outcome, [*due.undo, *undo])


def _founding(view: View, said: Statement, act: FoundAssembly) -> Changes | Refusal:
    author = Author(said.kid, bytes.fromhex(said.id))
    outcome = unknown_edition(act) or found_assembly(view, author, act)
    if isinstance(outcome, Refusal):
        return outcome
    rules = next(record for record in outcome.puts if isinstance(record, Constitution))
    return _late(view, act.at, rules) or _unsigned(said, read_public(act.key)) or outcome


def _envelope(view: View, said: Statement, act: Act, key: Key | None) -> Refusal | None:
    """What holds for every act, whatever it says: before anything that fell due is carried out.

    So nobody who cannot sign makes the host work. A key that waits to take the place of a lost one
    may do so by what falls due: it is checked like one that stands.
    """
    if act.assembly != view.assembly.id:
        return Refusal("1.2", "This act names another assembly.")
    if key is not None:
        if key.revoked:
            return REVOKED
        return _chained(view, said, act, key.public, key.seq, key.last)
    asked = view.get(Recovery, said.kid)
    by = edition_of(view).acts[type(act)].by
    if asked is not None:
        if by == "stranger":
            return Refusal("1.8", "This key has asked to recover and waits to be enrolled.")
        return _chained(view, said, act, asked.public, 1, asked.act)
    if by != "stranger":
        return UNKNOWN
    try:
        public = read_public(act.key)  # type: ignore[attr-defined]
    except Malformed as error:
        return refuse("1.8", "The key cannot be used: {error}.", error=error)
    if key_name(public) != said.kid:
        return Refusal("1.8", "This act must be signed by the key that it carries.")
    return _chained(view, said, act, public, 0, b"")


def _chained(
    view: View, said: Statement, act: Act, public: bytes, seq: int, last: bytes
) -> Refusal | None:
    """Whether an act follows the last one of its key, in number and by name (clause 1.4)."""
    if act.seq != seq + 1 or act.prev != last.hex():
        return Refusal("1.4", "This act does not follow the last one of its key.")
    return _seen(view, act) or _late(view, act.at, view.rules) or _unsigned(said, public)


def _unsigned(said: Statement, public: bytes) -> Refusal | None:
    """Whether an act was signed with another key than this one."""
    return None if said.check(public) else Refusal("1.3", "The signature is not valid.")


def _late(view: View, at: int, rules: Constitution) -> Refusal | None:
    """Whether the time of the signature fits that of the entry (clause 1.11)."""
    if at - view.time > BY_EDITION[rules.values["edition"]].slack_ms:
        return Refusal("1.11", "By the host's clock, this act was signed in the future.")
    hours = rules.count("stale_hours")
    if view.time - at > hours * HOUR:
        return refuse("1.11", "This act was signed more than {hours} hours ago.", hours=hours)
    return None


def _confirmed(view: View, key: Key | None, act: Act) -> int:
    """The moment that an act confirms, if it stands: never one that the host alone could name."""
    if key is None:
        return 0
    witnessed = witnessed_time(view, act.checkpoint) if isinstance(act, MarkTime) else 0
    if key.member == HOST or view.must(Member, key.member).state != "member":
        return witnessed
    return max(act.at, witnessed)


def _by_rule(
    view: View, said: Statement, act: Act, key: Key | None, member: Member | None
) -> Changes | Refusal:
    """What falls due has been carried out: who the author is now, and the rule of the act."""
    entry = edition_of(view).acts[type(act)]
    act_id = bytes.fromhex(said.id)
    if key is None:
        if entry.by != "stranger":
            return UNKNOWN
        return entry.rule(view, Author(said.kid, act_id), act)
    if key.revoked:
        return REVOKED
    refusal = may_sign(view, key, member, entry)
    if refusal is not None:
        return refusal
    outcome = entry.rule(view, Author(said.kid, act_id, key, member), act)
    if isinstance(outcome, Refusal):
        return outcome
    outcome = used(view, key, act, outcome)
    return _with_use(view, outcome, key, act, act_id)


def may_sign(view: View, key: Key, member: Member | None, entry: Entry) -> Refusal | None:
    if key.kind == "host" or entry.by == "host":
        if entry.by in ("host", "member or host") and key.kid == view.assembly.host:
            return None
        return Refusal("1.7", "The host may do only what the law asks of it, and no one else that.")
    if entry.by == "stranger":
        return Refusal("1.8", "This key already belongs to the assembly.")
    if key.kind == "recovery" and not entry.recovery:
        return Refusal("1.9", "A recovery key only enrols and revokes keys.")
    assert member is not None
    if member.state == "member":
        return None if entry.always else _too_many(view, key)
    if entry.former or (entry.applicant and member.state in APPLYING):
        return None
    return Refusal("1.7", "Only members may do this.")


def _too_many(view: View, key: Key) -> Refusal | None:
    """Whether the member of this key has done as much today as one may (clause 1.13)."""
    most = view.rules.count("daily_acts")
    alone = view.count_by(Key, "member", key.member) < 2
    theirs = (key,) if alone else view.by(Key, "member", key.member)
    if done_on(theirs, view.time) < most:
        return None
    return refuse("1.13", "You have done {most} things today: more are taken tomorrow.", most=most)


def done_on(keys: Iterable[Key], moment: int) -> int:
    """How much was done with these keys on the day (UTC) of a moment."""
    return sum([one.today for one in keys if one.at // DAY == moment // DAY])


def _seen(view: View, act: Act) -> Refusal | None:
    size, root = act.seen
    if size < 1 or size > view.index:
        return Refusal("1.5", "`seen` names a size that this log has not had.")
    ours = view.root_at(size)
    if ours is not None and root == _spelled(ours):
        return None
    try:
        un_b64(root, 32)
    except Malformed:
        return Refusal("1.5", "`seen` must give the root in standard base64.")
    return Refusal("1.5", "`seen` names a history that is not this log's.")


@lru_cache(maxsize=1024)
def _spelled(root: bytes) -> str:
    """A root as acts give it; many acts give the same one."""
    return b64(root)


def _with_use(view: View, outcome: Changes, key: Key, act: Act, act_id: bytes) -> Changes:
    """Count the act on its key (clause 1.4)."""
    changed = outcome.find(Key, key.kid)
    today = key.today + 1 if key.at // DAY == view.time // DAY else 1
    used = replace(changed or key, seq=act.seq, last=act_id, at=view.time, today=today)
    return outcome.putting(used) if changed else outcome.adding(used)


def _joined(parts: list[Changes]) -> Changes:
    return Changes(
        tuple(put for part in parts for put in part.puts),
        tuple(drop for part in parts for drop in part.drops),
    )
