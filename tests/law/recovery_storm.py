"""Random acts about keys: devices, phrases, requests for a place, vouches, doubts, votes on them.

Whatever is refused is refused; what stands makes a log in which members lose their places and get
them back, so that whoever folds it has something to disagree about.
"""

from collections.abc import Callable
from random import Random

from esoviet.law.act import Act
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.records import Key
from esoviet.law.recovery import (
    AskToRecover,
    ObjectToRecovery,
    Recovery,
    RefuseRecovery,
    VouchForRecovery,
)
from esoviet.law.votes import CastBallot, Vote
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import Purpose, key_name
from tests.world import DAY, World, signing_key

PEOPLE = 7
RULES = {"recovery_days": "3", "settling_days": "1", "vote_days": "2", "application_days": "9"}


class RecoveryStorm:
    """Seven members, their keys and those who claim to be they."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = World().found(**RULES)
        self.keys = [person.key for person in self.world.crowd(PEOPLE)]

    def blow(self) -> None:
        """Let some time pass, and somebody do something about keys."""
        if self.random.random() < 0.25:
            self.world.pass_ms(self.random.choice((1, DAY // 24, DAY, 2 * DAY)))
        deeds: tuple[Callable[[], None], ...] = (
            self.asks, self.vouches, self.vouches, self.vouches, self.vouches, self.doubts,
            self.votes, self.votes, self.votes, self.enrols, self.sets_phrase, self.revokes,
            self.says_something,
        )  # fmt: skip
        self.random.choice(deeds)()

    def does(self, kind: type[Act], key: SigningKey | None = None, /, **fields: object) -> None:
        """An act by some key, if the law lets it stand."""
        self.world.submit(self.world.seal(key or self.key(), kind, **fields))

    def key(self) -> SigningKey:
        """Some key, mostly one that stands."""
        known = [key for key in self.keys if self._stands(key)]
        return self.random.choice(known if self.random.random() < 0.9 else self.keys)

    def new(self) -> SigningKey:
        """A key that nobody has seen yet."""
        self.keys.append(signing_key(f"key {len(self.keys)}"))
        return self.keys[-1]

    def kid(self) -> str:
        """The name of a key that asks, mostly of one that waits."""
        asked = self.world.view.rows(Recovery)
        pending = [one for one in asked if one.pending]
        return self.random.choice(pending or asked).kid if asked else self.keys[0].public.hex()[:43]

    def asks(self) -> None:
        """Somebody says that they are a member."""
        key = self.new()
        number = self.random.randint(1, PEOPLE)
        self.does(AskToRecover, key, key=b64u(key.public), member=number)

    def vouches(self) -> None:
        """Somebody vouches."""
        self.does(VouchForRecovery, kid=self.kid())

    def doubts(self) -> None:
        """Somebody objects, or refuses what is asked in their own name."""
        if self.random.random() < 0.5:
            self.does(RefuseRecovery, kid=self.kid())
        else:
            self.does(ObjectToRecovery, kid=self.kid(), reason=self.world.text("No"))

    def votes(self) -> None:
        """Somebody votes on a recovery, mostly for it."""
        votes = self.world.view.by(Vote, "state", "open")
        if votes:
            choice = self.random.choice(("yes", "yes", "yes", "no"))
            self.does(CastBallot, vote=self.random.choice(votes).number, choice=choice)

    def enrols(self) -> None:
        """A further device; now and then the key that asked."""
        self._brings(EnrolKey, "enrol-key")

    def sets_phrase(self) -> None:
        """A phrase, the first one or another one."""
        self._brings(SetRecoveryKey, "recovery-key")

    def revokes(self) -> None:
        """One of one's own keys, or somebody's."""
        key = self.key()
        mine = self.world.get(Key, key_name(key.public))
        own = self.world.view.by(Key, "member", mine.member) if mine else []
        kids = [one.kid for one in own] or [key_name(key.public)]
        self.does(RevokeKey, key, kid=self.random.choice(kids))

    def says_something(self) -> None:
        """A sign of life; seldom the last one."""
        if self.random.random() < 0.1:
            self.does(Leave)
        else:
            self.does(SetProfile, profile=self.world.text("Still me"))

    def _brings(self, kind: type[Act], purpose: Purpose) -> None:
        signer = self.key()
        new = self.new() if self.random.random() < 0.8 else self.random.choice(self.keys)
        proof = self.world.proof(purpose, key_name(signer.public), key_name(new.public), new)
        self.does(kind, signer, key=b64u(new.public), proof=proof)

    def _stands(self, key: SigningKey) -> bool:
        found = self.world.get(Key, key_name(key.public))
        return found is not None and not found.revoked
