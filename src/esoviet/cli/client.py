"""A member's client of one assembly: it signs, hands in, and believes only what it has verified.

Before it signs it fetches the host's checkpoint and checks that what it saw last time is still the
beginning of it; what it signs names that checkpoint. An act lies in the outbox until the host's
receipt for it has been verified offline. Where the host cannot be reached, acts are signed on the
last verified checkpoint and wait.
"""

import argparse
import secrets
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from esoviet.cli import fields, terminal
from esoviet.cli.addresses import assembly_of
from esoviet.cli.describe import described
from esoviet.cli.door import Answer, Door, Refusal, Unreachable
from esoviet.cli.fields import Drafted
from esoviet.cli.hand import Hand, Link, Seen, wall_clock
from esoviet.cli.home import Home, Known
from esoviet.cli.outbox import Outbox, Waiting
from esoviet.cli.session import sign_in
from esoviet.cli.trust import Trust
from esoviet.law.act import Act
from esoviet.wire.ed25519 import SigningKey


class Client:
    """One assembly, as one key of this home sees it."""

    def __init__(self, home: Home, known: Known, door: Door, key: SigningKey) -> None:
        self.home = home
        self.known = known
        self.door = door
        self.trust = Trust(home, known, door)
        self.outbox = Outbox(home, known.id)
        self.hand = Hand(key, known.id)
        self.hand.last = known.acts.get(self.hand.kid, Link())
        self.ask = True

    @classmethod
    def open(cls, args: argparse.Namespace, *, reading: bool = False) -> Self:
        """The client that the arguments of a command name; who only reads needs no key."""
        home = Home.default()
        known = assembly_of(home, args.assembly, insecure=args.insecure)
        if (name := getattr(args, "key_name", None)) is not None:
            known = replace(known, key=name)
        key = _any_key(home, known.key) if reading else home.key(known.key)
        client = cls(home, known, Door(known.url, insecure=args.insecure), key)
        client.ask = not getattr(args, "no_ask", True)
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.door.close()

    def use_key(self, hand: Hand, name: str) -> None:
        """From now on act with another key of this home."""
        self.hand = hand
        self._remember()
        self.known = replace(self.known, key=name)
        self.home.keep(self.known)

    def seen(self) -> Seen:
        """The newest verified position; the last one where the host cannot be reached."""
        try:
            return self.trust.advance()
        except Unreachable as error:
            held = self.trust.held()
            if held is None:
                raise
            terminal.note(str(error))
            return held

    def read(self, path: str) -> bytes:
        """Read from the host, signing in where it answers members only."""
        try:
            return self.door.get(path)
        except Refusal as refusal:
            if refusal.details.status not in (401, 403) or self.door.token is not None:
                raise
        self.door.token = sign_in(self.door, self.hand)
        return self.door.get(path)

    def act(self, kind: type[Act], drafted: Drafted) -> Answer | None:
        """Sign an act and hand it in; without an answer it waits in the outbox."""
        terminal.note(described(kind, drafted, self.known, self.hand.kid))
        terminal.confirm("Sign and send?", assume_yes=not self.ask)
        seen = self.seen()
        with self.home.lock():
            self._refresh()
            act = fields.build(kind, {**drafted.fields, **_plain(self.hand, seen)})
            signed = self.hand.sign(act)
            self.outbox.put(self.hand.last.seq, signed, tuple(drafted.blobs))
            self._remember()
        return self.flush()

    def flush(self) -> Answer | None:
        """Send what waits, in order; the last answer, or None if the host cannot be reached."""
        answer = None
        for one in self.outbox.waiting():
            try:
                answer = self._send(one)
            except Unreachable as error:
                terminal.note(f"{error}\nKept; it is sent with your next act, or: esoviet outbox")
                return None
        return answer

    def _send(self, one: Waiting) -> Answer:
        try:
            answer = self.door.submit("/acts", one.act, one.blobs)
        except Refusal:
            self._refused(one)
            raise
        self.trust.receive(one.act, answer)
        self.outbox.take(one)
        print(f"Logged as entry {answer.index} at {terminal.moment(answer.time)} UTC.")
        return answer

    def _refused(self, one: Waiting) -> None:
        """Put a refused act aside, and those chained to it; the next one follows the one before."""
        behind = [later for later in self.outbox.waiting() if later.follows(one)]
        aside = self.outbox.refuse(one)
        terminal.note(f"What was refused lies in {aside}")
        for later in behind:
            terminal.note(
                f"Signed after it, so it cannot stand either: {self.outbox.refuse(later)}"
            )
        if one.kid == self.hand.kid:
            self.hand.last = Link(one.seq - 1, one.prev)
            self._remember()

    def _refresh(self) -> None:
        """What other commands have written in the meantime: the host's key, numbers of acts."""
        self.known = self.home.known(self.known.id) or self.known
        known = self.known.acts.get(self.hand.kid, Link())
        if known.seq > self.hand.last.seq:
            self.hand.last = known

    def _remember(self) -> None:
        """Write the number of the last act, and leave the rest as it lies there."""
        self.known = self.home.known(self.known.id) or self.known
        acts = {**self.known.acts, self.hand.kid: self.hand.last}
        self.known = replace(self.known, acts=acts)
        self.home.keep(self.known)


def _any_key(home: Home, name: str) -> SigningKey:
    """One's own key, or one that nobody knows."""
    return home.key(name) if name in home.key_names() else SigningKey(secrets.token_bytes(32))


def _plain(hand: Hand, seen: Seen) -> dict[str, fields.Plain]:
    stamp = hand.stamp(seen, wall_clock())
    size, root = stamp["seen"]
    given: dict[str, fields.Plain] = {
        "assembly": stamp["assembly"], "seq": stamp["seq"], "at": stamp["at"], "seen": [size, root],
    }  # fmt: skip
    return {**given, "prev": stamp["prev"]} if stamp["prev"] else given
