"""This client's own replay of a log: every entry fetched, hashed, verified and judged again.

The result does not depend on anything that the host says beyond the log itself, whose root must be
that of a checkpoint which this client has verified.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from esoviet.cli.errors import Trouble
from esoviet.cli.signer import Seen
from esoviet.cli.trust import Trust
from esoviet.law.state import State
from esoviet.log.tiles import WIDTH
from esoviet.replica.replica import Replica, Taken, WrongEntry
from esoviet.wire.errors import Malformed

if TYPE_CHECKING:
    from esoviet.cli.client import Client


def replay(
    trust: Trust, seen: Seen, told: Callable[[Replica, Taken], None] = lambda _, __: None
) -> Replica:
    """Fold the log up to a verified position; raises `Trouble` for the first wrong entry.

    `told` hears of each entry, the last one that the replica took in; nothing of it is proven
    before this returns.
    """
    folded = Replica()
    for number in range(-(-seen.size // WIDTH)):
        for entry in _bundle(trust, seen.size, number):
            try:
                told(folded, folded.take(entry))
            except WrongEntry as wrong:
                raise Trouble(
                    f"Entry {wrong.index} of the log should not be there: {wrong.because} "
                    f"(clause {wrong.clause})"
                ) from None
    if folded.tree.root() != seen.root:
        raise Trouble("The entries that the host sends are not those of its own checkpoint.")
    return folded


def _bundle(trust: Trust, size: int, number: int) -> list[bytes]:
    try:
        return trust.entries(size, number)
    except Malformed as error:
        raise Trouble(f"The host sends no entries in a form that we know: {error}.") from None


def recount(client: "Client") -> State:
    """The state of the client's assembly, folded here from the newest verified log."""
    return replay(client.trust, client.trust.advance()).state
