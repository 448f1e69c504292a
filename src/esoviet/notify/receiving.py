"""A mail that came in → a draft of the member whose answer it is. Never an act, never a ballot.

Whose it is says the address that it went to, which only they were told (node/links.py), and nothing
else in it: not its sender, which anybody can write. Whoever has such an address, or the mailbox,
can leave drafts with that member, and no more. What is not addressed so is for nobody here, and is
answered alike whether the token is forged, its address gone, or its member no member any more.
"""

import logging
import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from esoviet.law.records import Member
from esoviet.node.inbox import Outcome
from esoviet.node.links import Links
from esoviet.node.node import Node
from esoviet.node.sleeping import NotOpened
from esoviet.node.telling import Seldom
from esoviet.node.turns import Rank
from esoviet.node.workers import JobError, TooLong
from esoviet.notify import incoming
from esoviet.notify.incoming import LARGEST, Looked, Reply
from esoviet.store.drafts import ID_DIGITS, LONGEST, MOST, Draft
from esoviet.store.errors import StoreError
from esoviet.store.mail import Address
from esoviet.store.reach import Reach

SECONDS = 5.0
"""How long a mail may take to be understood."""
MOST_NAMED = 50
"""So many addresses in the headers of a mail are looked at."""
_TOKEN = re.compile(r"\+([a-z0-9]{1,10}-[a-z2-7]{42})@", re.IGNORECASE)
_BOUNCE = re.compile(r"\+[0-9a-f]{32}-[0-9a-f]{24}@", re.IGNORECASE)
_SECRET = re.compile(r"[0-9a-f]{32}-[a-z]{1,12}-[0-9a-f]{24}", re.IGNORECASE)
_log = logging.getLogger(__name__)


class Named(NamedTuple):
    """Whose answer a mail is, and to a mail about what."""

    address: Address
    matter: str


class Receiver:
    """Keeps what comes in, in the node's private database. `reach` says whose thread it is of."""

    def __init__(self, reach: Reach, links: Links) -> None:
        self._reach, self._links = reach, links

    def is_ours(self, text: str) -> bool:
        """Whether an address, or a text that holds addresses, has a token that this node made.

        It asks the database for nothing, so any thread may ask.
        """
        tokens = [match[1] for match in islice(_TOKEN.finditer(text), MOST_NAMED)]
        if any(self._links.read_answer(token) for token in tokens):
            return True
        bounced = [match[0][1:-1].lower() for match in islice(_BOUNCE.finditer(text), MOST_NAMED)]
        return any(self._links.bounce(one.partition("-")[0]) == one for one in bounced)

    def named(self, addresses: Iterable[str]) -> Named | None:
        """Whom the first of these addresses names whose token is ours, and whose address stands."""
        found = (match[1] for one in addresses for match in _TOKEN.finditer(one[:LONGEST]))
        for token in islice(found, MOST_NAMED):
            answers = self._links.read_answer(token)
            address = answers and self._reach.mail.by_handle(answers.handle)
            if answers and address and address.confirmed:
                return Named(address, answers.matter)
        return None

    def settle(self, looked: Looked, to: str, now: int) -> Outcome:
        """What becomes of a mail where the assembly is not asked: who left has no address."""
        if looked.report is not None:
            return self.note(looked)
        named = self.named((to,) if to else looked.recipients)
        return "nobody" if named is None else self.keep(named, looked, now)

    def note(self, looked: Looked) -> Outcome:
        """A report that a mail came back."""
        assert looked.report is not None
        handle = looked.report.token.partition("-")[0]
        address = self._reach.mail.by_handle(handle)
        if address is None or self._links.bounce(handle) != looked.report.token:
            return "nobody"
        if looked.report.is_for_good:
            self._reach.mail.trouble(address.assembly, address.member, looked.report.said)
        return "report"

    def keep(self, named: Named, looked: Looked, now: int) -> Outcome:
        """What was understood of an answer, as a draft of its member; `now` is in ms."""
        if looked.automatic:
            _log.info("a mail that a program wrote came for a draft, and was dropped")
            return "automatic"
        if looked.reply is None:
            return "unreadable"
        reply, drafts = looked.reply, self._reach.drafts
        if max(len(reply.said), len(reply.left)) > LONGEST:
            return "large"
        assembly, member = named.address.assembly, named.address.member
        draft = _draft(reply, named.matter, now)
        with self._reach.whole():
            if drafts.was_received(assembly, member, draft.id):
                return "twice"
            if drafts.count(assembly, member, now) >= MOST:
                return "full"
            drafts.put(assembly, member, draft)
        return "draft"


class NodeInbox:
    """Takes mails in while the node runs (`node.inbox.Inbox`)."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.receiver = Receiver(node.reach, node.links)
        self._seldom = Seldom(_log)

    async def knows(self, to: str) -> Outcome | None:
        """Why nothing is taken for an address; None where something is."""
        if _BOUNCE.search(to) and self.receiver.is_ours(to):
            return None
        try:
            named = self.receiver.named((to,))
            return "nobody" if named is None else await self._stands(named.address)
        except (StoreError, OSError) as error:
            return self._later(error)

    async def take(self, raw: bytes, to: str = "", sender: str | None = None) -> Outcome:
        """One mail (`Inbox`)."""
        if len(raw) > LARGEST:
            return "large"
        try:
            looked = await self._node.workers.run(
                incoming.look, raw, to, seconds=SECONDS, stranger=True
            )
        except TooLong:
            return "unreadable"
        except JobError as error:
            return self._later(error)
        if sender == "":
            looked = looked._replace(automatic=True)
        try:
            return await self._kept(looked, to)
        except (StoreError, OSError) as error:
            return self._later(error)

    async def _kept(self, looked: Looked, to: str) -> Outcome:
        if looked.report is not None:
            return self.receiver.note(looked)
        named = self.receiver.named((to,) if to else looked.recipients)
        if named is None:
            return "nobody"
        against = await self._stands(named.address)
        return against or self.receiver.keep(named, looked, self._node.clock())

    async def _stands(self, address: Address) -> Outcome | None:
        """What stands against taking something for a member: that they are none any more."""
        if not self._node.has(address.assembly):
            return "nobody"
        try:
            async with self._node.open(address.assembly, Rank.CARE) as hosted:
                member = hosted.ledger.replica.view().get(Member, address.member)
        except NotOpened:
            return "later"
        return None if member is not None and member.state == "member" else "nobody"

    def _later(self, error: Exception) -> Outcome:
        self._seldom.error("inbox", "a mail could not be taken in, and is tried again: %s", error)
        return "later"


def _draft(reply: Reply, matter: str, now: int) -> Draft:
    name = reply.id.hex()[:ID_DIGITS]
    return Draft(name, matter, _open(reply.said), _open(reply.left), reply.files, now)


def _open(text: str) -> str:
    """A text without the tokens of a mail that it quotes: it may be signed, for all to read."""
    return _TOKEN.sub("+…@", _SECRET.sub("…", text))
