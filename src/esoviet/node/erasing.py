"""One road on which everything goes that was copied from an erased or withheld text or file.

Whoever keeps a copy of what a blob says, or of a part of it, has a line here or adds one (`add`:
the web does, web/pages/remembered.py), and is told the blob's name as soon as the act that erases
it stands in the log. What cannot be removed now is removed at the next start, which goes the same
road again, and nobody is served it meanwhile: each reading asks the log first.

What is made anew each time (messages, summaries, what other rooms are told) is no copy: it is put
together when it is sent. What has left this server is beyond it: mirrors and backups hear of it by
the log, and who has downloaded a file has it.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from esoviet.law.records import THE, Assembly
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach

if TYPE_CHECKING:
    from esoviet.node.ledger import Ledger
    from esoviet.node.sleeping import Sleeping

_log = logging.getLogger(__name__)


class Way(NamedTuple):
    """A kind of copies, and how those of one blob are removed. Blocks for a moment at most.

    May raise `OSError`, `StoreError`.
    """

    what: str
    erase: Callable[["Ledger", str], None]


WAYS = (
    Way("the text or file", lambda ledger, sha256: ledger.blobs.erase(sha256)),
    Way("what was brought again", lambda ledger, sha256: ledger.pending.drop(sha256)),
    Way("its widths, poster and words", lambda ledger, sha256: ledger.copies.erase(sha256)),
    Way("whether it shows anything", lambda ledger, sha256: ledger.texts.forget(sha256)),
    Way("its words in the index of search", lambda ledger, _: ledger.index_is_behind()),
)
"""What an assembly has on the disk and in its ledger."""


def of_node(reach: Reach, sleeping: "Sleeping") -> tuple[Way, ...]:
    """What the node itself has: it is emptied last of these, when all rows are gone."""

    def forget_name(ledger: "Ledger", sha256: str) -> None:
        if ledger.replica.view().must(Assembly, THE).name.hex() == sha256:
            sleeping.forget_name(ledger.id)

    def empty_journal(_ledger: "Ledger", _sha256: str) -> None:
        reach.journal.spoil()
        reach.journal.empty()

    return (
        Way("the name of an assembly among those that sleep", forget_name),
        Way("a draft of it in the journal of the private store", empty_journal),
    )


class Road:
    """The ways of a node: `WAYS`, and those that were added. Belongs to the event loop."""

    def __init__(self) -> None:
        self.ways = list(WAYS)

    def add(self, *ways: Way) -> None:
        """From here on these copies go too."""
        self.ways += ways

    def erase(self, ledger: "Ledger", sha256: str) -> None:
        """Remove every copy of a blob; what cannot be removed stops nothing else."""
        for way in self.ways:
            try:
                way.erase(ledger, sha256)
            except (OSError, StoreError) as error:
                _log.error("of blob %s could not be erased: %s: %s", sha256, way.what, error)
