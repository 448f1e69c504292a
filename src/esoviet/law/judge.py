"""The judgement of one act: the checks that hold for every act, then the rule of its own kind.

    judge(state, signed, time, index, root_at) -> Judgement

`fold` is the same for a log that is read back: time first (whatever fell due is carried out, in the
order of the deadlines), then the act. The host, a mirror, the auditor and the tests all call this
and nothing else, so that they cannot disagree. Checks of chapter 1 run from the cheapest to the
dearest, and none of them looks at anything but the log before this entry.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from esoviet.law import catalog
from esoviet.law.act import Act, Author, Signed
from esoviet.law.founding import FoundAssembly, found_assembly
from esoviet.law.membership import awaken
from esoviet.law.outcome import NOTHING, Changes, Refusal
from esoviet.law.records import HOST, THE, Assembly, Key, Member
from esoviet.law.recovery import spent
from esoviet.law.state import State, Undo
from esoviet.law.view import RootAt, View
from esoviet.wire.encoding import b64, un_b64
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name, read_public


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
    return State(catalog.RECORDS)


def read_act(payload: bytes) -> Signed:
    """The act in a payload; raises `Malformed` (clause 1.1)."""
    return catalog.READER.read(payload)


def advance(state: State, time: int, index: int, root_at: RootAt) -> Judgement:
    """Carry out everything that falls due up to `time` (clause 1.6)."""
    if not state.is_due(time):
        return _QUIET
    puts: list[Changes] = []
    undo: list[Undo] = []
    while (record := state.next_due(time)) is not None:
        view = View(state, record.due, index, root_at)  # type: ignore[attr-defined]
        changes = catalog.TIMERS[type(record)](view, record)
        undo.extend(state.apply(changes))
        puts.append(changes)
    return Judgement(None, _joined(puts) if puts else NOTHING, undo)


def judge(state: State, said: Statement, time: int, index: int, root_at: RootAt) -> Judgement:
    """Judge an act at `time` as entry `index`, and put its changes into force if it stands."""
    view = View(state, time, index, root_at)
    outcome = _outcome(view, said)
    if isinstance(outcome, Refusal):
        return Judgement(outcome, NOTHING, ())
    return Judgement(None, outcome, state.apply(outcome))


def is_new(state: State) -> bool:
    """Whether no assembly has been founded here yet."""
    return not state.rows(Assembly)


def _outcome(view: View, said: Statement) -> Changes | Refusal:
    act = said.act
    if isinstance(act, FoundAssembly):
        return _founding(view, said, act)
    whole = view.get(Assembly, THE)
    if whole is None:
        return Refusal("2.1", "The first entry of a log founds an assembly.")
    assert isinstance(act, Act)
    if act.assembly != whole.id:
        return Refusal("1.2", "This act names another assembly.")
    entry = catalog.ENTRIES[type(act)]
    key = view.get(Key, said.kid)
    if key is None:
        return _stranger(view, said, act, entry)
    member = view.get(Member, key.member) if key.member else None
    refusal = _key_stands(view, said, act, key) or _may(view, key, member, entry)
    if refusal is not None:
        return refusal
    outcome = entry.rule(view, Author(said.kid, key, member), act)
    if isinstance(outcome, Refusal):
        return outcome
    return _with_use(view, outcome, key, member, act)


def _founding(view: View, said: Statement, act: FoundAssembly) -> Changes | Refusal:
    outcome = found_assembly(view, Author(said.kid), act, said.id)
    if isinstance(outcome, Changes) and not said.check(read_public(act.key)):
        return Refusal("1.3", "The signature is not valid.")
    return outcome


def _stranger(view: View, said: Statement, act: Act, entry: catalog.Entry) -> Changes | Refusal:
    """An act by a key that the assembly does not know yet: it must carry that key (clause 1.8)."""
    if entry.by != "stranger":
        return Refusal("1.3", "This key is not enrolled in this assembly.")
    number = spent(view, said.kid) + 1
    if act.seq != number:
        return Refusal("1.4", f"The next act of this key has the number {number}.")
    seen = _seen(view, act)
    if seen is not None:
        return seen
    try:
        public = read_public(act.key)  # type: ignore[attr-defined]
    except Malformed as error:
        return Refusal("1.8", f"The key cannot be used: {error}.")
    if key_name(public) != said.kid:
        return Refusal("1.8", "This act must be signed by the key that it carries.")
    if not said.check(public):
        return Refusal("1.3", "The signature is not valid.")
    return entry.rule(view, Author(said.kid), act)


def _key_stands(view: View, said: Statement, act: Act, key: Key) -> Refusal | None:
    if key.revoked:
        return Refusal("1.3", "This key has been revoked.")
    number = key.seq + 1
    if act.seq != number:
        return Refusal("1.4", f"The next act of this key has the number {number}.")
    seen = _seen(view, act)
    if seen is not None:
        return seen
    if not said.check(key.public):
        return Refusal("1.3", "The signature is not valid.")
    return None


def _may(view: View, key: Key, member: Member | None, entry: catalog.Entry) -> Refusal | None:
    if key.kind == "host" or entry.by == "host":
        whole = view.must(Assembly, THE)
        if entry.by == "host" and key.kid == whole.host:
            return None
        return Refusal("1.7", "The host may do only what the law asks of it, and no one else that.")
    if entry.by == "stranger":
        return Refusal("1.8", "This key already belongs to the assembly.")
    if key.kind == "recovery" and not entry.recovery:
        return Refusal("1.9", "A recovery key only enrols and revokes keys.")
    assert member is not None
    if member.state == "member":
        return None
    applying = member.state in ("applicant", "vouched", "contested")
    if not (entry.applicant and applying) and not entry.former:
        return Refusal("1.7", "Only members may do this.")
    return None


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


def _with_use(view: View, outcome: Changes, key: Key, member: Member | None, act: Act) -> Changes:
    """Count the act on its key, and wake a dormant member (clauses 1.4 and 3.10)."""
    puts = outcome.puts
    for place, found in enumerate(puts):
        if type(found) is Key and found.kid == key.kid:
            used = replace(found, seq=act.seq, at=view.time)
            puts = (*puts[:place], used, *puts[place + 1 :])
            break
    else:
        puts = (*puts, Key(key.kid, key.member, key.public, key.kind, key.enrolled, act.seq,
                           view.time, key.revoked))  # fmt: skip
    if member is None or key.member == HOST or not member.dormant:
        return Changes(puts, outcome.drops)
    return awaken(view, member, Changes(puts, outcome.drops))


def _joined(parts: list[Changes]) -> Changes:
    if len(parts) == 1:
        return parts[0]
    return Changes(
        tuple(put for part in parts for put in part.puts),
        tuple(drop for part in parts for drop in part.drops),
    )
