"""What stands in the log against acts that were put aside (clause 1.12), as the law itself says.

The host names an entry when it refuses an act because its author said something else with another
key. That is a claim: at that entry the rule of the act is asked here, in a recount of the log,
whether it would refuse the act because of it. The same question at the end of the log says what an
act that is signed anew would replace, whatever it was put aside for.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from esoviet.cli.outbox import Aside, Waiting
from esoviet.cli.recount import replay
from esoviet.cli.signer import Seen
from esoviet.cli.trust import Trust
from esoviet.law.act import Act, Author, Signed
from esoviet.law.editions import edition_of
from esoviet.law.founding import FoundAssembly
from esoviet.law.outcome import Refusal
from esoviet.law.records import Key, Member
from esoviet.replica.replica import Replica, Taken
from esoviet.wire.keys import KeyName

CLAUSE = "1.12"
ANOTHER = -1


class Log:
    """A recount of the log, with what it says of acts that were put aside.

    Raises `Unreachable` where the log cannot be read, `Trouble` where it is not as it should be.
    """

    def __init__(self, trust: Trust, aside: Sequence[Aside]) -> None:
        self._aside = aside
        self._ids = {old.one.id for old in aside}
        self.logged: set[str] = set()
        self._claims: dict[str, tuple[KeyName, bool]] = {}
        self._before: dict[str, set[int]] = {old.one.id: set() for old in aside}
        self.seen: Seen = trust.advance()
        self._folded = replay(trust, self.seen, self._told)

    def _told(self, folded: Replica, taken: Taken) -> None:
        index, said = folded.size - 1, taken.said
        if said.id in self._ids:
            self.logged.add(said.id)
        for one, why in self._aside:
            if why.entry == index:
                stands = _against(folded, one, folded.state.rows(Key).get(said.kid))
                self._claims[one.id] = said.kid, stands == index
            if said.kid == one.kid and _number(said.act) < one.seq:
                self._before[one.id].add(index)

    def can_follow(self, one: Waiting) -> bool:
        """Whether an act can be logged no more: its key's chain has passed it, or is revoked."""
        key = self._folded.state.rows(Key).get(one.kid)
        return key is not None and (key.seq >= one.seq or key.revoked)

    def is_mine(self, one: Waiting, kid: KeyName) -> bool:
        """Whether an act was signed by a key of the member that this key is one of."""
        return self._member(one.kid) is not None and self._member(one.kid) == self._member(kid)

    def bears_out(self, old: Aside) -> bool:
        """Whether the entry that the host named stands against an act, as clause 1.12 means it."""
        kid, stands = self._claims.get(old.one.id, ("", False))
        return stands and kid != old.one.kid and self._member(kid) == self._member(old.one.kid)

    def standing(self, one: Waiting) -> int | None:
        """The entry that an act signed anew would replace, and its author had not seen."""
        index = _against(self._folded, one, self._folded.state.rows(Key).get(one.kid))
        return None if index in self._before[one.id] else index

    def _member(self, kid: str) -> int | None:
        key = self._folded.state.rows(Key).get(kid)
        return None if key is None else key.member


def _number(act: Signed) -> int:
    assert isinstance(act, Act | FoundAssembly)
    return act.seq


def _against(folded: Replica, one: Waiting, key: Key | None) -> int | None:
    """Which entry the rule of an act names against it, if another key of this member signs it."""
    member = None if key is None else folded.state.rows(Member).get(key.member)
    if key is None or member is None:
        return None
    act = one.said
    author = Author(one.kid, bytes.fromhex(one.id), replace(key, enrolled=ANOTHER), member)
    view = folded.view()
    outcome = edition_of(view).acts[type(act)].rule(view, author, act)
    if isinstance(outcome, Refusal) and outcome.clause == CLAUSE:
        return outcome.entry
    return None
