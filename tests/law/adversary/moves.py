"""Every act that the adversary and the honest know, each as a move: the only file that names acts.

A move says what somebody does; who and when is added by `play.Game.act`. Signatures are taken as
valid (the judge is asked behind that door), but the proofs inside an act are real.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from esoviet.law.act import Act, Blob
from esoviet.law.actions import AnnounceAction, CallOffAction, SecondAction
from esoviet.law.amendments import Amending
from esoviet.law.applications import ApplyToJoin, Invite, KeyProof, VouchFor
from esoviet.law.blobs import EraseBlob
from esoviet.law.closing import AskToClose
from esoviet.law.completion import CompleteMandate, ObjectToCompletion
from esoviet.law.consequences import DoorTerms, Then
from esoviet.law.contests import Object
from esoviet.law.criticism import AnswerCriticism, Criticise, RenewCriticism
from esoviet.law.doors import LetIn, ShutDoor
from esoviet.law.drafts import AdoptSolution, ProposeSolution, ReviseSolution, WithdrawSolution
from esoviet.law.facts import Finding, StateFact, WeighFact
from esoviet.law.falling import ContestExhibit, Ground, WeighContest
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import MarkTime
from esoviet.law.keys import EnrolKey, RevokeKey, SetRecoveryKey
from esoviet.law.leaving import Leave
from esoviet.law.lessons import CriticiseOwnWork
from esoviet.law.mandates import ReportProgress, ResignMandate, TakeUpMandate
from esoviet.law.membership import SetProfile
from esoviet.law.problems import AssessNecessity, RaiseProblem, Stance, WithdrawProblem
from esoviet.law.questions import Ask, SecondQuestion
from esoviet.law.recovery import AskToRecover, ObjectToRecovery, RefuseRecovery, VouchForRecovery
from esoviet.law.repairs import ProposeRepair, SignRepair
from esoviet.law.sharing import AcceptShare, OfferShare
from esoviet.law.showing import BringExhibit
from esoviet.law.solutions import BackSolution
from esoviet.law.spending import RecordExpense
from esoviet.law.together import JoinSolution, WelcomeCarrier
from esoviet.law.votes import CastBallot
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import KeyName, Purpose, key_name, proof_text

Ballot = str | Sequence[Sequence[int]]
_texts = count(1)


class Player:
    """Somebody with one key, which the name always has: a device, a phrase, a stranger."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key, self.public, self.kid = _key(name)

    def shows(self, purpose: Purpose, assembly: str, first: str, second: str) -> str:
        """A proof by this key."""
        return b64u(self.key.sign(proof_text(purpose, assembly, first, second)))

    def __repr__(self) -> str:
        return self.name


class Move(NamedTuple):
    """What somebody does."""

    kind: type[Act]
    fields: dict[str, object]


def text() -> Blob:
    """New words; the law never looks into them."""
    return Blob(sha256=f"{next(_texts):064x}", size=40, media_type="text/plain")


@lru_cache(maxsize=20_000)
def _key(name: str) -> tuple[SigningKey, str, KeyName]:
    key = SigningKey(hashlib.sha256(name.encode()).digest())
    return key, b64u(key.public), key_name(key.public)


def founds(founder: Player, host: Player, second: int, rules: dict[str, str]) -> FoundAssembly:
    """The founding act, which is the first entry of a log."""
    return FoundAssembly(
        seq=1,
        at=second,
        key=founder.public,
        host=host.public,
        name=text(),
        purpose=text(),
        profile=text(),
        constitution=rules,
    )


# -- membership


def invites(link: Player, uses: int = 1) -> Move:
    return Move(Invite, {"key": link.public, "uses": uses})


def applies(who: Player, assembly: str = "", link: Player | None = None) -> Move:
    shown = None
    if link is not None:
        proof = link.shows("invitation", assembly, link.kid, who.kid)
        shown = KeyProof(key=link.public, proof=proof)
    return Move(ApplyToJoin, {"key": who.public, "profile": text(), "invitation": shown})


def vouches(applicant: int) -> Move:
    return Move(VouchFor, {"member": applicant})


def objects(*applicants: int) -> Move:
    return Move(Object, {"members": applicants, "reason": text()})


def sets_profile() -> Move:
    return Move(SetProfile, {"profile": text()})


def leaves() -> Move:
    return Move(Leave, {})


# -- keys and recovery


def enrols(signer: Player, device: Player, assembly: str) -> Move:
    proof = device.shows("enrol-key", assembly, signer.kid, device.kid)
    return Move(EnrolKey, {"key": device.public, "proof": proof})


def sets_phrase(signer: Player, phrase: Player, assembly: str) -> Move:
    proof = phrase.shows("recovery-key", assembly, signer.kid, phrase.kid)
    return Move(SetRecoveryKey, {"key": phrase.public, "proof": proof})


def revokes(kid: str) -> Move:
    return Move(RevokeKey, {"kid": kid})


def asks_to_recover(thief: Player, victim: int) -> Move:
    return Move(AskToRecover, {"key": thief.public, "member": victim})


def vouches_for_recovery(kid: str) -> Move:
    return Move(VouchForRecovery, {"kid": kid})


def refuses_recovery(kid: str, *, own: bool) -> Move:
    """Say no to a recovery, of oneself or of another."""
    if own:
        return Move(RefuseRecovery, {"kid": kid})
    return Move(ObjectToRecovery, {"kid": kid, "reason": text()})


# -- problems and solutions


def raises(seats: int = 0, renews: int | None = None) -> Move:
    return Move(RaiseProblem, {"text": text(), "seats": seats or None, "renews": renews})


def finds(problem: int, stance: Stance = "necessary") -> Move:
    return Move(AssessNecessity, {"problem": problem, "stance": stance})


def withdraws_problem(problem: int) -> Move:
    return Move(WithdrawProblem, {"problem": problem})


def proposes(problem: int, changes: dict[str, str] | None = None) -> Move:
    """Propose a solution; with `changes` it amends the constitution."""
    amending = Amending(parameters=changes) if changes else None
    return Move(ProposeSolution, {"problem": problem, "text": text(), "amending": amending})


def revises(solution: int, changes: dict[str, str] | None = None) -> Move:
    amending = Amending(parameters=changes) if changes else None
    return Move(ReviseSolution, {"solution": solution, "text": text(), "amending": amending})


def withdraws(solution: int) -> Move:
    return Move(WithdrawSolution, {"solution": solution})


def backs(solution: int, version: int) -> Move:
    return Move(BackSolution, {"solution": solution, "version": version, "backs": True})


def joins(solution: int, version: int) -> Move:
    """Sign to carry a version out together with who commits to it."""
    return Move(JoinSolution, {"solution": solution, "version": version})


def welcomes(solution: int, version: int, member: int) -> Move:
    return Move(WelcomeCarrier, {"solution": solution, "version": version, "member": member})


def adopts(solution: int, version: int) -> Move:
    return Move(AdoptSolution, {"solution": solution, "version": version})


# -- votes, questions, mandates


def votes(vote: int, ballot: Ballot) -> Move:
    if ballot == "object":
        return Move(CastBallot, {"vote": vote, "choice": ballot, "reason": text()})
    if isinstance(ballot, str):
        return Move(CastBallot, {"vote": vote, "choice": ballot})
    return Move(CastBallot, {"vote": vote, "ranking": ranking(ballot)})


def chooses(vote: int, *options: int) -> Move:
    """Choose options; none of them, if none is named."""
    return Move(CastBallot, {"vote": vote, "chosen": options or (0,)})


def ranking(groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(group) for group in groups)


def asks(*, of_all: bool = False, majority: str | None = None) -> Move:
    said = {"text": text(), "form": "yes-no", "of_all": of_all, "majority": majority}
    return Move(Ask, said)


def asks_as(form: str, moment: int) -> Move:
    """A question in one of the other forms; dates begin at a moment."""
    first = moment // 1000 * 1000
    more: dict[str, dict[str, object]] = {
        "rank": {"answers": (text(), text())},
        "several": {"answers": (text(), text())},
        "dates": {"times": (first, first + 3_600_000)},
        "budget": {"answers": (text(), text()), "costs": (60, 50), "budget": 100},
    }
    return Move(Ask, {"text": text(), "form": form} | more.get(form, {}))


def seconds(question: int) -> Move:
    return Move(SecondQuestion, {"question": question})


def proposes_repair(figures: Mapping[str, str]) -> Move:
    amending = Amending(parameters=dict(figures))
    return Move(ProposeRepair, {"text": text(), "amending": amending})


def signs(repair: int) -> Move:
    return Move(SignRepair, {"repair": repair})


def takes_up(mandate: int) -> Move:
    return Move(TakeUpMandate, {"mandate": mandate})


def reports(mandate: int) -> Move:
    return Move(ReportProgress, {"mandate": mandate, "report": text()})


def asks_to_share(mandate: int, other: int) -> Move:
    return Move(OfferShare, {"mandate": mandate, "member": other})


def shares(mandate: int) -> Move:
    """Accept a share of a mandate."""
    return Move(AcceptShare, {"mandate": mandate})


def spends(mandate: int, amount: str = "1") -> Move:
    return Move(RecordExpense, {"mandate": mandate, "amount": amount, "text": text()})


def resigns(mandate: int) -> Move:
    return Move(ResignMandate, {"mandate": mandate, "report": text()})


def completes(mandate: int) -> Move:
    return Move(CompleteMandate, {"mandate": mandate, "report": text()})


def criticises_own(mandate: int) -> Move:
    return Move(CriticiseOwnWork, {"mandate": mandate, "happened": text()})


def doubts(mandate: int) -> Move:
    """Object to what is declared carried out."""
    return Move(ObjectToCompletion, {"mandate": mandate, "reason": text()})


def closes(vote: int) -> Move:
    """Ask that a vote be closed early."""
    return Move(AskToClose, {"vote": vote})


def wants(**then: object) -> Move:
    """Ask by yes and no for what follows."""
    return Move(Ask, {"text": text(), "form": "yes-no", "then": Then(**then)})  # type: ignore[arg-type]


def opens_door(places: int, keepers: Iterable[int], until: int) -> Move:
    """Ask for a door by which so many come in, whom these let in."""
    return wants(door=DoorTerms(places=places, until=until, keepers=tuple(keepers)))


def lets_in(applicant: int, door: int) -> Move:
    return Move(LetIn, {"question": door, "member": applicant})


def shuts(door: int) -> Move:
    return Move(ShutDoor, {"question": door})


# -- actions and calls


def calls(now: int, mandate: int | None = None) -> Move:
    """Call to an action in a day, or announce one of a mandate."""
    times = {"begins": now + 86_400_000, "ends": now + 90_000_000}
    return Move(AnnounceAction, {"kind": "rally", "text": text(), "mandate": mandate} | times)


def seconds_call(action: int) -> Move:
    return Move(SecondAction, {"action": action})


def calls_off(action: int) -> Move:
    return Move(CallOffAction, {"action": action})


# -- exhibits


def brings() -> Move:
    """Bring a quotation."""
    return Move(BringExhibit, {"kind": "quotation", "text": text(), "source": text()})


def contests(exhibit: int, ground: Ground = "person") -> Move:
    return Move(ContestExhibit, {"exhibit": exhibit, "ground": ground, "text": text()})


def weighs_contest(contest: int, *, founded: bool) -> Move:
    return Move(WeighContest, {"contest": contest, "founded": founded})


def states(problem: int) -> Move:
    """State a fact about a problem."""
    return Move(StateFact, {"problem": problem, "text": text(), "source": text()})


def weighs_fact(fact: int, finding: Finding) -> Move:
    return Move(WeighFact, {"fact": fact, "finds": finding})


# -- criticism


def criticises(**about: object) -> Move:
    return Move(Criticise, {"observation": text(), "suggestion": text()} | about)


def answers(criticism: int, answer: str = "answered") -> Move:
    return Move(AnswerCriticism, {"criticism": criticism, "answer": answer, "text": text()})


def renews(criticism: int, member: int | None = None) -> Move:
    said = {"observation": text(), "suggestion": text(), "criticism": criticism}
    return Move(RenewCriticism, said | {"member": member})


# -- texts and time


def erases(sha256: str) -> Move:
    return Move(EraseBlob, {"sha256": sha256})


def marks_time() -> Move:
    return Move(MarkTime, {})


NEWS = (
    RaiseProblem, ProposeSolution, Object, ObjectToRecovery, RefuseRecovery, Ask, CompleteMandate,
    ObjectToCompletion, AnnounceAction, SecondAction, ContestExhibit,
)  # fmt: skip
"""What the others have to answer; not so one more ballot."""
