"""Who comes and goes in the demo: the founding, applications of every outcome, devices, leaving."""

from functools import partial

from esoviet.cli.demo.director import Director, Make, Person
from esoviet.cli.demo.topics import texts
from esoviet.cli.found import Beginning
from esoviet.cli.replay.stage import Step
from esoviet.cli.signer import prove
from esoviet.law.act import Blob
from esoviet.law.applications import (
    ApplyToJoin,
    Invite,
    KeyProof,
    VouchFor,
    WithdrawApplication,
)
from esoviet.law.ballots import Choice
from esoviet.law.blobs import EraseBlob
from esoviet.law.contests import Object
from esoviet.law.founding import FoundAssembly
from esoviet.law.keys import EnrolKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.votes import CastBallot
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name

FEWEST = 20
LATECOMERS, REFUSED = 6, 2


async def found(d: Director, values: dict[str, str], name: str, purpose: str) -> str:
    """The first person founds the assembly; answers its id."""
    founder, theatre = d.people[0], d.theatre
    begun = _beginning(d, theatre.host, values, name, purpose)
    assembly = await theatre.found(begun.act, founder.key, begun.texts)
    founder.arrive(assembly, 1)
    founder.present = True
    return assembly


def _beginning(
    d: Director, host: str, values: dict[str, str], name: str, purpose: str
) -> Beginning:
    founder = d.people[0]
    words = tuple(d.text(text) for text in (name, purpose, founder.profile))
    act = FoundAssembly(
        seq=1,
        at=0,  # the stage dates it
        key=b64u(founder.key.public),
        host=host,
        name=words[0].ref,
        purpose=words[1].ref,
        profile=words[2].ref,
        constitution=values,
    )
    return Beginning(act, words)


def inviting(d: Director, secret: SigningKey, uses: int) -> Step:
    """The founder invites so many with the key of an invitation."""
    public = b64u(secret.public)
    return d.step(d.people[0], lambda s: Invite(**s, key=public, uses=uses))


def applying(d: Director, person: Person, secret: SigningKey | None) -> Step:
    """Somebody applies to join: with an invitation, or with a statement and none."""
    d.members += 1
    assembly = d.people[0].signer.assembly
    person.arrive(assembly, d.members)
    profile = d.text(person.profile)
    statement = None if secret else d.text(texts().statement)
    shown = None
    if secret is not None:
        proof = prove("invitation", assembly, key_name(secret.public), person.signer.kid, secret)
        shown = KeyProof(key=b64u(secret.public), proof=proof)
    return d.step(
        person,
        lambda stamp: ApplyToJoin(
            **stamp,
            key=b64u(person.key.public),
            profile=profile.ref,
            statement=statement.ref if statement else None,
            invitation=shown,
        ),
        profile,
        *([statement] if statement else []),
    )


class Members:
    """Plans everything about members; the last few people come later than the rest."""

    def __init__(self, director: Director) -> None:
        self.d = director
        self.first = director.people[1:-LATECOMERS]
        self.late = director.people[-LATECOMERS:]
        self.invitation = director.key(f"{director.seed}/invitation")
        self.vouchers: list[Person] = []  # settled, and each vouches once
        self.old_profile: Blob | None = None

    def plan(self) -> None:
        """All of it."""
        plan, waves = self.d.at, 6
        plan(0.05, self._invite)
        for wave in range(waves):
            plan(0.1 + 0.9 * wave, partial(self._join, self.first[wave::waves]))
        plan(7.5, self._recovery)
        plan(31, self._second_device)
        plan(44, self._new_profile)
        plan(60, self._leave)
        plan(57, self._erase)
        accepted, guest, refused, withdrawn, contested, waiting = self.late
        self._application(accepted, 24, vouches=(25.0, 25.5))
        plan(29, partial(self._arrived, accepted))
        self._application(guest, 48, vouches=(49.0, 49.1))
        plan(53, partial(self._arrived, guest))
        self._application(refused, 62, vouches=(62.3, 62.4))
        plan(63, partial(self._object, refused))
        plan(65, partial(self._judge, refused, "no"))
        self._application(withdrawn, 71)
        plan(73, partial(self._withdraw, withdrawn))
        self._application(contested, 98.95, vouches=(99.1, 99.15))
        plan(99.4, partial(self._object, contested))
        plan(99.7, partial(self._judge, contested, "yes"))
        self._application(waiting, 99.3, vouches=(99.5,))

    async def _invite(self) -> None:
        await self.d.act(inviting(self.d, self.invitation, len(self.first)))

    async def _join(self, people: list[Person]) -> None:
        """With the founder's invitation; one of them will never be heard of again."""
        await self.d.act(*(applying(self.d, person, self.invitation) for person in people))
        for person in people:
            person.present = person is not self.first[-1]

    def _application(self, person: Person, day: float, vouches: tuple[float, ...] = ()) -> None:
        self.d.at(day, partial(self._knock, person))
        for at in vouches:
            self.d.at(at, partial(self._vouch, person))

    async def _knock(self, person: Person) -> None:
        await self.d.act(applying(self.d, person, None))

    async def _vouch(self, person: Person) -> None:
        rest = self.late[REFUSED].vouched  # who vouched for somebody refused vouches no more
        settled = self.d.here(but=[*person.vouched, *self.late, *rest])
        person.vouched.append(by := self.d.pick(settled))
        await self.d.act(self.d.step(by, lambda s: VouchFor(**s, member=person.number)))

    async def _arrived(self, person: Person) -> None:
        """The time for objections is over."""
        person.present = True
        person.since = 53.0

    async def _object(self, person: Person) -> None:
        reason = self.d.text(texts().objection)
        by = self.d.pick([one for one in self.d.here() if one not in person.vouched])
        await self.d.act(
            self.d.step(
                by, lambda s: Object(**s, members=(person.number,), reason=reason.ref), reason
            )
        )

    async def _judge(self, person: Person, mostly: Choice) -> None:
        """The assembly votes on an admission; one in four goes against the rest."""
        vote = await self.d.theatre.vote_on("admission", person.number)
        other: Choice = "no" if mostly == "yes" else "yes"
        await self.d.act(
            *(
                self.d.step(one, _choice(vote, mostly if place % 4 else other))
                for place, one in enumerate(self.d.some(0.6, self.d.here()))
            )
        )

    async def _withdraw(self, person: Person) -> None:
        await self.d.act(self.d.step(person, lambda s: WithdrawApplication(**s)))

    async def _recovery(self) -> None:
        """The founder sets the key of a recovery phrase."""
        founder, key = self.d.people[0], self.d.key(f"{self.d.seed}/recovery")
        name = key_name(key.public)
        proof = prove("recovery-key", founder.signer.assembly, founder.signer.kid, name, key)
        public = b64u(key.public)
        await self.d.act(
            self.d.step(founder, lambda s: SetRecoveryKey(**s, key=public, proof=proof))
        )

    async def _second_device(self) -> None:
        person, key = self.first[1], self.d.key(f"{self.d.seed}/tablet")
        name = key_name(key.public)
        proof = prove("enrol-key", person.signer.assembly, person.signer.kid, name, key)
        public = b64u(key.public)
        await self.d.act(self.d.step(person, lambda s: EnrolKey(**s, key=public, proof=proof)))

    async def _new_profile(self) -> None:
        person = self.first[2]
        profile = self.d.text(f"{person.profile}\n\nNow on the day shift.")
        await self.d.act(
            self.d.step(person, lambda s: SetProfile(**s, profile=profile.ref), profile)
        )
        self.old_profile = profile.ref

    async def _erase(self) -> None:
        """A text is erased; that it was there stays visible."""
        assert self.old_profile is not None
        person, sha256 = self.first[2], self.old_profile.sha256
        profile = self.d.text(f"{person.profile}\n\nBack on the second shift.")
        await self.d.act(
            self.d.step(person, lambda s: SetProfile(**s, profile=profile.ref), profile),
            self.d.step(person, lambda s: EraseBlob(**s, sha256=sha256)),
        )

    async def _leave(self) -> None:
        """One of those who lead least; nobody waits for their vouch."""
        person = min((one for one in self.first[3:] if one.present), key=lambda one: one.leads)
        person.present = False
        await self.d.act(self.d.step(person, lambda s: Leave(**s)))


def _choice(vote: int, choice: Choice) -> Make:
    return lambda stamp: CastBallot(**stamp, vote=vote, choice=choice)
