"""What a member can do now, about what, and until when: found by asking the rules themselves.

    may(view, member) -> Possible, Possible, …

Every type of act has a line here that names what it could be about. Whether it is possible is not
said here: a *trial* is put together, an act as the member's own client would sign it, and the rule
of its type is asked (a rule changes nothing). So this can say nothing else than the law. It holds
as long as no deadline has passed since the last entry: what falls due comes first (clause 1.6).

Member 0 is somebody: what a member can do who owns nothing here and has said nothing yet.
"""

from collections.abc import Container, Iterator
from itertools import islice
from typing import NamedTuple

from esoviet.law.act import Act, Author, Signed
from esoviet.law.editions import edition_of
from esoviet.law.judge import may_sign
from esoviet.law.outcome import Refusal
from esoviet.law.records import Key, Member
from esoviet.law.view import View
from esoviet.may.lines import LINES
from esoviet.may.says import Fields, Trial
from esoviet.may.subjects import About
from esoviet.wire.keys import KeyName

SOMEBODY = 0
NEVER = 1 << 62
NO_KEY = Refusal("1.3", "None of your keys can do this.")


class Possible(NamedTuple):
    """An act that would be accepted now.

    `about` is the field that names its subject and the number or name in it, None where the act
    needs none; `until` the moment in ms at which that ends, 0 where no end is known.
    """

    act: type[Act]
    about: About | None
    until: int


class Asking:
    """Asks for one member, at one moment: as the log stands, and no longer than until it grows.

    Who they are and whether they may sign an act of a type at all is asked once.
    """

    def __init__(self, view: View, member: int) -> None:
        self._view = view
        self._rules = edition_of(view).acts
        self._now: Fields = {
            "assembly": view.assembly.id,
            "at": view.time // 1000 * 1000,
            "seen": (view.index, ""),
        }
        self._is_somebody = member == SOMEBODY
        self._authors = _authors(view, member)
        self._signers: dict[type[Act], list[tuple[Author, Refusal | None]]] = {}

    def can(self, act: type[Act], about: About | None = None, /, **said: object) -> Refusal | None:
        """Why they cannot do this now; None where they can. `said` are fields that it must have."""
        line = LINES[act]
        if self._is_somebody and line.owns:
            return NO_KEY
        fields, refusal = names(act, about), NO_KEY
        for author, unsigned in self._signing(act):
            trial = Trial(self._view, author, about)
            for says in line.says(trial):
                if said and not said.items() <= says.items():
                    continue
                because = unsigned or self._refusal(trial, act, fields | says)
                if because is None:
                    return None
                refusal = because
        return refusal

    def _signing(self, act: type[Act]) -> list[tuple[Author, Refusal | None]]:
        """Who would sign it, and why they may sign none of this type."""
        known = self._signers.get(act)
        if known is None:
            known = [(one, self._unsigned(one, act)) for one in self._authors]
            self._signers[act] = known
        return known

    def _unsigned(self, author: Author, act: type[Act]) -> Refusal | None:
        assert author.key is not None
        return may_sign(self._view, author.key, author.member, self._rules[act])

    def _refusal(self, trial: Trial, act: type[Act], says: Fields) -> Refusal | None:
        """What the rule of its type says to a trial."""
        author = trial.author
        assert author.key is not None
        tried = act(seq=author.key.seq + 1, **self._now, **says)
        outcome = self._rules[act].rule(self._view, author, tried)
        return outcome if isinstance(outcome, Refusal) else None


def may(
    view: View, member: int, kinds: Container[type[Signed]] | None = None
) -> Iterator[Possible]:
    """All that a member can do now, in the order of the catalog; of these kinds of act only."""
    asking = Asking(view, member)
    for act, line in LINES.items():
        if kinds is None or act in kinds:
            for about, until in line.subjects(view, member):
                if asking.can(act, about) is None:
                    yield Possible(act, about, until)


def soonest(view: View, member: int, act: type[Act], most: int) -> Iterator[Possible]:
    """At most so many of what a member can do of one kind, what ends first first.

    Rules are asked only as far as that: strangers can apply by the thousand.
    """
    asking = Asking(view, member)
    tried = sorted(LINES[act].subjects(view, member), key=lambda one: one[1] or NEVER)
    doable = (
        Possible(act, about, until) for about, until in tried if asking.can(act, about) is None
    )
    return islice(doable, most)


def can(
    view: View, member: int, act: type[Act], about: About | None = None, /, **said: object
) -> Refusal | None:
    """Why a member cannot do this now; None where they can. `said` are fields that it must have."""
    return Asking(view, member).can(act, about, **said)


def names(kind: type[Act], about: About | None) -> Fields:
    """What an act is about, in its own fields."""
    if about is None:
        return {}
    name, one = about
    return {f"{name}s": (one,)} if LINES[kind].several else {name: one}


def _authors(view: View, member: int) -> list[Author]:
    """The member with a device, and with a recovery phrase if no device is left."""
    if member == SOMEBODY:
        number = view.next_number(Member)
        somebody = Member(number, "member", b"", view.index, view.time, 1, 0)
        key = Key(KeyName(""), number, b"", "device", view.index, 0, b"", view.time)
        return [Author(KeyName(key.kid), b"", key, somebody)]
    known = view.get(Member, member)
    kinds = {key.kind: key for key in view.by(Key, "member", member) if not key.revoked}
    keys = [kinds[kind] for kind in ("device", "recovery") if kind in kinds]
    return [Author(KeyName(key.kid), b"", key, known) for key in keys]
