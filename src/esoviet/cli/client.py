"""A member's client of one assembly: it signs, hands in, and believes only what it has verified.

Before it signs it fetches the host's checkpoint and checks that what it saw last time is still the
beginning of it; what it signs names that checkpoint. An act lies in the outbox until the host's
receipt for it has been verified offline. Where the host cannot be reached, acts are signed on the
last verified checkpoint and wait.
"""

import argparse
import secrets
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from esoviet.cli import fields, mine, terminal
from esoviet.cli.addresses import assembly_of
from esoviet.cli.describe import described
from esoviet.cli.errors import Trouble
from esoviet.cli.fields import Drafted
from esoviet.cli.home import Home, Known
from esoviet.cli.http import Answer, HttpClient, Refusal, Unreachable
from esoviet.cli.mine import Logged
from esoviet.cli.outbox import Aside, Outbox, Waiting, Why
from esoviet.cli.session import let_in
from esoviet.cli.signer import Link, Seen, Signer, wall_clock
from esoviet.cli.trust import Trust
from esoviet.law.act import Act
from esoviet.law.keys import RevokeKey
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.keys import KeyName

NOT_YOURS = (
    "Somebody else has signed with this machine's key, as you said. Revoke it: on another device "
    "of yours run `esoviet revoke-key NAME`, or here run `esoviet key recover --name NEW` with "
    "your twelve words, and then revoke it with the new key. Nothing is signed with it any more."
)
UNTRUSTED = (
    "Nothing is signed with this machine's key any more: it is revoked, or others have signed with "
    "it, as you said. If it is not revoked yet, on another device of yours run `esoviet revoke-key "
    "NAME`, or here run `esoviet key recover --name NEW` with your twelve words, and then revoke "
    "it with the new key. Another key of yours here signs with --sign-with NAME."
)
HELD_BACK = (
    "Its key is revoked, or others have signed with it, as you said. It stays signed; what it says "
    "can be signed anew with another key: esoviet outbox again"
)
STILL_SIGNED = (
    "Refused and put aside: {type} {id}. It stays signed: if you sign another one in its place, "
    "the host may log either of them, until one is logged.\n"
    "See it: esoviet outbox --list. Sign it anew: esoviet outbox again"
)


class Client:
    """One assembly, as one key of this home sees it."""

    def __init__(self, home: Home, known: Known, http: HttpClient, key: SigningKey) -> None:
        self.home = home
        self.known = known
        self.http = http
        self.trust = Trust(home, known, http)
        self.outbox = Outbox(home, known.id)
        self.signer = Signer(key, known.id)
        self.signer.last = known.acts.get(self.signer.kid, Link())
        self.ask = True
        self.guests: list[Signer] = []
        http.knock = self._knock

    @classmethod
    def open(cls, args: argparse.Namespace, *, reading: bool = False) -> Self:
        """The client that the arguments of a command name; who only reads needs no key."""
        home = Home.default()
        known = assembly_of(home, args.assembly, insecure=args.insecure)
        if (name := getattr(args, "key_name", None)) is not None:
            known = replace(known, key=name)
        key = any_key(home, known.key) if reading else home.key(known.key)
        client = cls(home, known, HttpClient(known.url, insecure=args.insecure), key)
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
        self.http.close()

    def use_key(self, signer: Signer, name: str) -> None:
        """From now on act with another key of this home."""
        self.signer = signer
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

    def _knock(self) -> str | None:
        """Sign in where only members read: with a key of this machine, or as a guest.

        A key that is not enrolled yet does not open the door, but one before it may.
        """
        return let_in(self.http, [self.signer, *self.guests, *self._others()])

    def _others(self) -> Iterator[Signer]:
        """The other keys of this home that have acted here."""
        for name in self.home.key_names():
            signer = Signer(self.home.key(name), self.known.id)
            if signer.kid in self.known.acts and signer.kid != self.signer.kid:
                yield signer

    def act(self, kind: type[Act], drafted: Drafted) -> Answer | None:
        """Sign an act and hand it in; without an answer it waits in the outbox."""
        terminal.note(described(kind, drafted, self.known, self.signer.kid))
        terminal.confirm("Sign and send?", assume_yes=not self.ask)
        self.find_out()
        self.sign(kind, drafted)
        return self.flush()

    def sign(self, kind: type[Act], drafted: Drafted, seen: Seen | None = None) -> Waiting:
        """Sign an act and lay it in the outbox: on a position, or the newest verified one."""
        if self.signer.kid in self.known.distrusted:
            raise Trouble(UNTRUSTED)
        seen = seen or self.seen()
        with self.home.lock():
            self._refresh()
            act = fields.build(kind, {**drafted.fields, **_plain(self.signer, seen)})
            signed = self.signer.sign(act)
            laid = self.outbox.put(signed, tuple(drafted.blobs))
            self._remember()
        return laid

    def flush(self) -> Answer | None:
        """Send what waits, in order; the last answer, or None if the host cannot be reached.

        What a distrusted key has signed is put aside instead.
        """
        self._hold_back()
        answer = None
        for one in self.outbox.waiting():
            try:
                answer = self._send(one)
            except Unreachable as error:
                terminal.note(f"{error}\nKept; it is sent with your next act, or: esoviet outbox")
                return None
        return answer

    def find_out(self) -> None:
        """Whether what the host refused stands in the log by now; said, and gone on after it."""
        self._refresh()
        try:
            for old in self.outbox.aside():
                if old.one.prev == self._last(old.one.kid).id:
                    self._was_logged(old, self.trust.was_logged(old.one.act))
        except Unreachable:
            return

    def _was_logged(self, old: Aside, answer: Answer | None) -> None:
        if answer is None:
            return
        one = old.one
        terminal.note(
            f"The host refused your act {one.type} and logged it all the same, as entry "
            f"{answer.index} at {terminal.moment(answer.time)} UTC. It counts. If you no longer "
            "want it, say so by a new act, and tell the other members what the host did."
        )
        self.outbox.take(one)
        for other in self.outbox.aside():
            if other.one.id == old.why.again:  # it says the same: not to be signed a third time
                self.outbox.signed_anew(other, one.id)
        self.go_on_after(Link(one.seq, one.id), one.kid)

    def go_on_after(self, last: Link, kid: KeyName | None = None) -> None:
        """The next act of a key (the one at work, if not given) follows that one."""
        if kid in (None, self.signer.kid):
            self.signer.last = last
            self._remember()
        else:
            assert kid is not None
            self._keep_link(kid, last)

    def claim(self, acts: list[Logged]) -> None:
        """Its owner says that all acts of the key at work are theirs: go on after the last one.

        What waits and was signed in the place of one of them fits nowhere any more.
        """
        for act in mine.unknown_here(self.home, self.outbox, self.known.id, acts):
            self.trust.remember(act.id, self.trust.entry(act.number))
        ids, last = {act.id for act in acts}, mine.last_of(acts)
        waiting = [one for one in self.outbox.waiting() if one.kid == self.signer.kid]
        unfit = [one for one in waiting if one.id not in ids]
        if unfit and unfit[0].prev == last.id:
            return
        for one in reversed(unfit):
            self.outbox.refuse(
                one, Why("1.4", "Another act of this key stands in its place.", unsent=True)
            )
        self.go_on_after(last)

    def distrust(self) -> None:
        """Sign nothing more with the key at work, and send nothing more that it has signed."""
        self._distrust(self.signer.kid)
        self._hold_back()

    def _distrust(self, kid: KeyName) -> None:
        self._remember()
        names = {*self.known.distrusted, kid}
        self.known = replace(self.known, distrusted=tuple(sorted(names)))
        self.home.keep(self.known)

    def _hold_back(self) -> None:
        self._refresh()
        held = [one for one in self.outbox.waiting() if one.kid in self.known.distrusted]
        for one in reversed(held):
            self.outbox.refuse(one, Why(because=HELD_BACK, unsent=True))
        for one in held:
            terminal.note(f"Not sent and put aside: {one.type} {one.id[:12]}. {HELD_BACK}")

    def _send(self, one: Waiting) -> Answer:
        try:
            answer = self.http.submit("/acts", one.act, one.blobs)
        except Refusal as refusal:
            if refusal.is_final:
                self._refused(one, refusal)
            raise
        self.trust.receive(one.act, answer)
        self.outbox.take(one)
        if isinstance(one.said, RevokeKey):
            self._revoked(KeyName(one.said.kid))
        print(f"Logged as entry {answer.index} at {terminal.moment(answer.time)} UTC.")
        return answer

    def _refused(self, one: Waiting, refusal: Refusal) -> None:
        """Put a refused act aside, and those chained to it; the next one follows the one before."""
        said = refusal.details
        behind = [later for later in self.outbox.waiting() if later.follows(one)]
        for later in reversed(behind):
            self.outbox.refuse(later, Why(blocked_by=one.id))
        because = said.detail or said.title or f"status {said.status}"
        self.outbox.refuse(one, Why(said.clause, because, said.entry, said.blocked_by or ""))
        self.go_on_after(Link(one.seq - 1, one.prev), one.kid)
        terminal.note(STILL_SIGNED.format(type=one.type, id=one.id[:12]))
        if behind:
            terminal.note(f"Put aside with it, since they were signed after it: {len(behind)}")
        if said.clause == "1.11":
            terminal.note(_clocks(one, said.time))
        if said.clause == "1.4" and self._is_ours(one.kid):
            self._out_of_order(one.kid)

    def _is_ours(self, kid: KeyName) -> bool:
        return kid == self.signer.kid or self.home.name_of(kid) is not None

    def _out_of_order(self, kid: KeyName) -> None:
        """Find out from the log itself, and not from the refusal, what a key has done."""
        self.find_out()
        acts = mine.logged(self.trust, self.trust.advance(), kid)
        unknown = mine.unknown_here(self.home, self.outbox, self.known.id, acts)
        if unknown:
            which = "" if kid == self.signer.kid else f" --sign-with {self.home.name_of(kid)}"
            raise Trouble(
                "The log holds acts of your key that this machine has not signed:\n"
                + "\n".join(f"  {act}" for act in unknown)
                + "\nWere these acts yours? Nothing more is signed before you answer: "
                f"esoviet key check{which}"
            )
        last = self._last(kid)
        for act in acts:
            if act.seq > last.seq:
                terminal.note(f"What the host had refused stands in the log all the same: {act}")
        if acts and acts[-1].seq > last.seq:
            self.go_on_after(mine.last_of(acts), kid)

    def _revoked(self, kid: KeyName) -> None:
        """A key of one's own was revoked: nothing that it has signed is sent any more."""
        if self.home.name_of(kid) is not None:
            self._distrust(kid)

    def _last(self, kid: KeyName) -> Link:
        """The last act that a key signed here."""
        return self.signer.last if kid == self.signer.kid else self.known.acts.get(kid, Link())

    def _refresh(self) -> None:
        """What other commands have written in the meantime: the host's key, numbers of acts."""
        self.known = self.home.known(self.known.id) or self.known
        known = self.known.acts.get(self.signer.kid, Link())
        if known.seq > self.signer.last.seq:
            self.signer.last = known

    def _remember(self) -> None:
        """Write the number of the last act, and leave the rest as it lies there."""
        self._keep_link(self.signer.kid, self.signer.last)

    def _keep_link(self, kid: KeyName, last: Link) -> None:
        self.known = self.home.known(self.known.id) or self.known
        self.known = replace(self.known, acts={**self.known.acts, kid: last})
        self.home.keep(self.known)


def any_key(home: Home, name: str) -> SigningKey:
    """One's own key, or one that nobody knows."""
    return home.key(name) if name in home.key_names() else SigningKey(secrets.token_bytes(32))


def _clocks(one: Waiting, hosts: int | None) -> str:
    said = f"This act was signed at {terminal.moment(one.said.at)} UTC. This machine's clock says "
    said += f"{terminal.moment(wall_clock())} UTC"
    if hosts is not None:
        said += f", the host's says {terminal.moment(hosts)} UTC"
    return said + (
        ". If this machine's clock is wrong, set it; nothing is signed with the host's time. "
        "Then: esoviet outbox again"
    )


def _plain(signer: Signer, seen: Seen) -> dict[str, fields.Plain]:
    stamp = signer.stamp(seen, wall_clock())
    size, root = stamp["seen"]
    given: dict[str, fields.Plain] = {
        "assembly": stamp["assembly"], "seq": stamp["seq"], "at": stamp["at"], "seen": [size, root],
    }  # fmt: skip
    return {**given, "prev": stamp["prev"]} if stamp["prev"] else given
