"""Holding a vote again: founding, joining, proposing, casting and changing ballots, waiting.

The order is the same on every stage: the first voter founds the assembly and invites the others,
who are admitted at once while it is being founded. Nobody opens, closes or counts anything.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from esoviet.cli.found import beginning
from esoviet.cli.replay.plan import Asked, Election, Plan, Problem, Questions, Voter
from esoviet.cli.replay.sittings import sittings
from esoviet.cli.replay.stage import Decided, Stage, Step
from esoviet.cli.signer import Link, Signer, prove
from esoviet.cli.texts import Bytes, blob
from esoviet.law.amendments import Amending
from esoviet.law.applications import ApplyToJoin, Invite, KeyProof
from esoviet.law.ballots import NO_ACTION, Choice
from esoviet.law.drafts import ProposeSolution
from esoviet.law.leaving import Leave
from esoviet.law.limits import EDITION_1
from esoviet.law.problems import FEW, AssessNecessity, RaiseProblem
from esoviet.law.questions import Ask, SecondQuestion
from esoviet.law.votes import CastBallot
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name

CHANGED = 7
"""One voter in so many first casts another ballot."""

Say = Callable[[str], None]


class Person(NamedTuple):
    """A voter with a key."""

    voter: Voter
    key: SigningKey
    signer: Signer


class Cast(NamedTuple):
    """A ballot that some change: what they cast first, and what they mean."""

    first: Step
    final: Step


class Outcome(NamedTuple):
    """What came out: by names, where there are options; `id` is that of a roll call."""

    id: str
    decided: Decided
    winners: tuple[str, ...]


class Company(NamedTuple):
    """Everybody who takes part, the founder first, and the invitations that they come with."""

    people: list[Person]
    invitations: list[SigningKey]
    assembly: str


async def perform(plan: Plan, stage: Stage, seed: bytes, say: Say) -> list[Outcome]:
    """Hold it again; raises `Trouble` where the law refuses something."""
    company = await _found(plan, stage, seed)
    if isinstance(plan.road, Questions):
        return await _ask(plan.road, stage, company, say)
    people = company.people
    await _admit(stage, company, range(1, len(people)))
    say(f"{len(people)} members have joined, each with a key of their own.")
    numbers = await _propose(plan, plan.road, stage, people)
    await stage.until(votes=1)
    say("The vote is open.")
    casts = [_cast(person, numbers) for person in people[: len(plan.voters)]]
    await _vote(stage, casts, say)
    await stage.until(decisions=1)
    (decided,) = await stage.decided()
    names = {number: plan.road.options[place] for place, number in numbers.items()}
    return [Outcome("", decided, tuple(names[number] for number in decided.winners))]


async def _found(plan: Plan, stage: Stage, seed: bytes) -> Company:
    """The first voter founds the assembly and invites. Candidates beyond the voters come too."""
    road = plan.road
    extra = len(road.options) - len(plan.voters) if isinstance(road, Election) else 0
    voters = [*plan.voters, *(Voter(f"Candidate {n + 1}") for n in range(extra))]
    keys = [_key(seed, f"voter {place}") for place in range(len(voters))]
    begun = beginning(
        keys[0],
        stage.host,
        (plan.title or "A vote held again")[:80],
        "To hold a published vote again, so that its result can be compared.",
        voters[0].name,
        dict(plan.constitution),
    )
    assembly = await stage.found(begun.act, keys[0], begun.texts)
    people = [Person(v, k, Signer(k, assembly)) for v, k in zip(voters, keys, strict=True)]
    people[0].signer.last = Link(1, assembly)
    invitations = []
    for number, start in enumerate(range(1, len(people), EDITION_1.invitation_uses)):
        invitations.append(_key(seed, f"invitation {number}"))
        uses = min(EDITION_1.invitation_uses, len(people) - start)
        await stage.take([_invitation(people[0].signer, b64u(invitations[-1].public), uses)])
    return Company(people, invitations, assembly)


async def _admit(stage: Stage, company: Company, places: Iterable[int]) -> None:
    """These people join, each with one of the founder's invitations."""
    await stage.take(
        [
            _join(
                company.people[n],
                company.invitations[(n - 1) // EDITION_1.invitation_uses],
                company.assembly,
            )
            for n in places
        ]
    )


def _invitation(signer: Signer, public: str, uses: int) -> Step:
    return Step(signer, lambda stamp: Invite(**stamp, key=public, uses=uses))


def _join(person: Person, secret: SigningKey, assembly: str) -> Step:
    profile = blob(person.voter.name.encode())
    public = b64u(person.key.public)
    proof = prove("invitation", assembly, key_name(secret.public), person.signer.kid, secret)
    shown = KeyProof(key=b64u(secret.public), proof=proof)
    return Step(
        person.signer,
        lambda stamp: ApplyToJoin(**stamp, key=public, profile=profile.ref, invitation=shown),
        (profile,),
    )


async def _propose(
    plan: Plan, road: Problem | Election, stage: Stage, people: Sequence[Person]
) -> dict[int, int]:
    """Raise the problem, let others find it necessary, and propose every option; the number of
    each place."""
    text = blob((plan.title or "A vote held again").encode())
    seats = road.seats if isinstance(road, Election) else None
    founder = people[0].signer
    raised = Step(founder, lambda stamp: RaiseProblem(**stamp, text=text.ref, seats=seats), (text,))
    others = [_necessary(person.signer) for person in people[1:FEW]]
    await stage.take([raised, *others], in_order=True)
    await stage.until(found=1)
    steps, numbers = list[Step](), dict[int, int]()
    for number, place in enumerate(_proposed(road), 1):
        numbers[place] = number
        if isinstance(road, Election):
            steps.append(_proposal(people[number - 1].signer, road.options[place], None))
        else:
            purpose = blob(road.options[place].encode()) if place in road.amending else None
            steps.append(_proposal(founder, road.options[place], purpose))
    await stage.take(steps, in_order=True)
    if isinstance(road, Problem):
        numbers[road.default] = NO_ACTION
    return numbers


def _necessary(signer: Signer) -> Step:
    return Step(signer, lambda stamp: AssessNecessity(**stamp, problem=1, stance="necessary"))


def _proposed(road: Problem | Election) -> Iterable[int]:
    """The places of the options in the order in which they are proposed: ties go by it."""
    if isinstance(road, Election):
        return road.tie_order
    return [place for place in range(len(road.options)) if place != road.default]


def _proposal(signer: Signer, option: str, purpose: Bytes | None) -> Step:
    text = blob(option.encode())
    amending = None if purpose is None else Amending(purpose=purpose.ref)
    return Step(
        signer,
        lambda stamp: ProposeSolution(**stamp, problem=1, text=text.ref, amending=amending),
        (text,) if purpose is None else (text, purpose),
    )


def _cast(person: Person, numbers: dict[int, int]) -> Cast:
    ranking = tuple(tuple(numbers[place] for place in group) for group in person.voter.ranking)
    final = Step(person.signer, lambda stamp: CastBallot(**stamp, vote=1, ranking=ranking))
    first = Step(person.signer, lambda stamp: CastBallot(**stamp, vote=1, ranking=ranking[::-1]))
    return Cast(first, final)


async def _vote(stage: Stage, casts: Sequence[Cast], say: Say) -> None:
    """Everybody votes; one in seven changes their ballot afterwards."""
    changed = casts[::CHANGED]
    early = [cast.first for cast in changed]
    await stage.take([*early, *(cast.final for cast in casts)])
    say(f"{len(casts)} ballots are cast, {len(early)} of them changed.")


async def _ask(road: Questions, stage: Stage, company: Company, say: Say) -> list[Outcome]:
    """Every roll call is a question; they are open side by side, sitting after sitting."""
    places = {person.voter.name: n for n, person in enumerate(company.people)}
    founder = company.people[0]
    asked, here = 0, list[str]()
    for sitting in sittings(road.asked):
        gone = [company.people[places[name]] for name in sitting.leaves]
        await stage.take([_leaving(one.signer) for one in gone if one is not founder])
        await _admit(stage, company, filter(None, (places[name] for name in sitting.joins)))
        here = [name for name in here if name not in sitting.leaves] + list(sitting.joins)
        others = [company.people[places[name]].signer for name in here if places[name]]
        steps = [
            step
            for number, one in enumerate(sitting.asked, asked + 1)
            for step in _brought(founder.signer, others[:1], number, one)
        ]
        await stage.take(steps, in_order=True)
        signers = {name: company.people[place].signer for name, place in places.items()}
        casts = [
            _two(signers[name], number, side)
            for number, one in enumerate(sitting.asked, asked + 1)
            for name, side in one.votes
            if side != "absent"
        ]
        asked += len(sitting.asked)
        await stage.until(votes=asked)
        await _vote(stage, casts, say)
    await stage.until(decisions=asked)
    decided = {one.vote: one for one in await stage.decided()}
    return [Outcome(one.id, decided[n], ()) for n, one in enumerate(road.asked, 1)]


def _brought(founder: Signer, others: Iterable[Signer], number: int, one: Asked) -> list[Step]:
    """A question, and who seconds it."""
    seconding = [
        Step(other, lambda stamp: SecondQuestion(**stamp, question=number)) for other in others
    ]
    return [_question(founder, one), *seconding]


def _leaving(signer: Signer) -> Step:
    return Step(signer, lambda stamp: Leave(**stamp))


def _two(signer: Signer, vote: int, choice: Choice) -> Cast:
    other: Choice = "no" if choice == "yes" else "yes"
    return Cast(_choose(signer, vote, other), _choose(signer, vote, choice))


def _question(signer: Signer, asked: Asked) -> Step:
    text, majority, of_all = blob(asked.title.encode()), asked.majority, asked.of_all
    return Step(
        signer,
        lambda s: Ask(**s, form="yes-no", text=text.ref, majority=majority, of_all=of_all),
        (text,),
    )


def _choose(signer: Signer, vote: int, choice: Choice) -> Step:
    return Step(signer, lambda stamp: CastBallot(**stamp, vote=vote, choice=choice))


def _key(seed: bytes, name: str) -> SigningKey:
    """A key of its own for each name, from the seed of the replay."""
    return SigningKey(hashlib.sha256(seed + name.encode()).digest())
