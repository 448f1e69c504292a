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
from esoviet.cli.hand import Hand, Seen
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
        self.hand.last = known.acts.get(self.hand.kid, 0)
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
            self.outbox.put(self.hand.last, signed, tuple(drafted.blobs))
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
        except Refusal as refusal:
            self._refused(one, refusal)
            raise
        self.trust.receive(one.act, answer)
        self.outbox.take(one)
        print(f"Logged as entry {answer.index} at {terminal.moment(answer.time)} UTC.")
        return answer

    def _refused(self, one: Waiting, refusal: Refusal) -> None:
        """Put a refused act aside, and free its number if no later act has used the next one."""
        aside = self.outbox.refuse(one)
        terminal.note(f"What was refused lies in {aside}")
        if one.kid != self.hand.kid:
            return
        expected = refusal.details.next
        if refusal.details.clause == "1.4" and expected is not None:
            terminal.note(
                f"It had the number {one.seq}, and the host expects {expected}: an act before it "
                "was refused, or this key was used on another machine. If so, sign it again."
            )
            self.hand.last = expected - 1
        elif self.hand.last == one.seq:
            self.hand.last = one.seq - 1
        self._remember()

    def _refresh(self) -> None:
        """What other commands have written in the meantime: the host's key, numbers of acts."""
        self.known = self.home.known(self.known.id) or self.known
        self.hand.last = max(self.hand.last, self.known.acts.get(self.hand.kid, 0))

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
    stamp = hand.stamp(seen)
    size, root = stamp["seen"]
    return {"assembly": stamp["assembly"], "seq": stamp["seq"], "seen": [size, root]}
