"""What a host refuses over HTTP: each with its clause, nothing appended, nothing lost.

Every case ends with the nearly identical act that stands: the refused one took nothing with it.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from esoviet.law.act import COMMON
from esoviet.law.applications import ApplyToJoin, Invite
from esoviet.law.drafts import ProposeSolution
from esoviet.law.keys import EnrolKey
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.problems import AssessNecessity, RaiseProblem
from esoviet.law.votes import CastBallot
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u, un_b64u
from tests.person import Person
from tests.shared_data import SHARED, needs_shared
from tests.web.desk import ONE, Desk, desk
from tests.world import World, signing_key

ORDER = 2**252 + 27742317777372353535851937790883648493


class Case:
    """Ada with an open vote, and a node that hosts her assembly."""

    def __init__(self, at: Desk, ada: Person, vote: int) -> None:
        self.at = at
        self.world = at.world
        self.ada = ada
        self.vote = vote

    def payload(self, **changed: object) -> dict[str, Any]:
        """Ada's next ballot, as JSON before it is signed."""
        act = self.world.seal(self.ada.key, CastBallot, vote=self.vote, choice="yes")
        return {**msgspec.json.decode(envelope.parse(act).payload), **changed}

    def sign(self, payload: bytes | dict[str, Any], key: SigningKey | None = None) -> bytes:
        raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return envelope.seal(raw, key or self.ada.key)

    def refuses(self, jws: bytes, status: int, clause: str, **more: object) -> httpx.Response:
        """The host refuses an act for this clause and appends nothing; Ada's ballot then stands."""
        size = self.at.size()
        answer = self.at.hand_in(jws)
        body = answer.json()
        assert (answer.status_code, body["clause"]) == (status, clause), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert body["type"] == f"urn:esoviet:clause:{clause}"
        assert body["title"]
        assert body["detail"]
        assert {name: body.get(name) for name in more} == more
        assert self.at.size() == size
        self.stands(self.sign(self.payload()))
        return answer

    def stands(self, jws: bytes) -> None:
        """The good twin."""
        answer = self.at.hand_in(jws)
        assert answer.status_code == 201, answer.text


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    world = World().found(backing="0", question_days="1")
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        yield Case(at, ada, vote)


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "nothing at all": lambda _: b"",
    "two parts": lambda jws: jws.rpartition(b".")[0],
    "a fourth part": lambda jws: jws + b".AAAA",
    "padding": lambda jws: jws + b"=",
    "spare bits in the signature": lambda jws: jws[:-1] + b"B",
    "a line feed at the end": lambda jws: jws + b"\n",
    "a space before it": lambda jws: b" " + jws,
    "another algorithm": lambda jws: b64u(
        b'{"alg":"EdDSA","kid":"' + b"A" * 43 + b'","typ":"act"}'
    ).encode() + jws[jws.index(b".") :],
    "no key name": lambda jws: b64u(b'{"alg":"Ed25519","typ":"act"}').encode()
    + jws[jws.index(b".") :],
    "a short signature": lambda jws: jws[: jws.rindex(b".") + 1] + b"AAAA",
}  # fmt: skip


@pytest.mark.parametrize("bend", MALFORMED.values(), ids=MALFORMED)
def test_an_envelope_that_is_not_exactly_one_is_malformed(
    case: Case, bend: Callable[[bytes], bytes]
) -> None:
    case.refuses(bend(case.sign(case.payload())), 400, "1.1")


PAYLOADS: dict[str, Callable[[bytes], bytes]] = {
    "not JSON": lambda _: b"a ballot",
    "not UTF-8": lambda raw: raw.replace(b'"yes"', b'"y\xffs"'),
    "a name twice": lambda raw: raw[:-1] + b',"seq":2}',
    "a name twice, the same value": lambda raw: raw[:-1] + b', "choice": "yes"}',
    "an unknown field": lambda raw: raw[:-1] + b',"mood":1}',
    "an unknown type": lambda raw: raw.replace(b"cast-ballot", b"seize-power"),
    "NaN": lambda raw: raw.replace(b'"vote": 1', b'"vote": NaN'),
    "a huge number": lambda raw: raw.replace(b'"vote": 1', b'"vote": 1' + b"0" * 400),
    "a number beyond 53 bits": lambda raw: raw.replace(b'"vote": 1', b'"vote": 9007199254740993'),
    "a fraction": lambda raw: raw.replace(b'"vote": 1', b'"vote": 1.0'),
    "an exponent": lambda raw: raw.replace(b'"vote": 1', b'"vote": 1e0'),
    "a negative number": lambda raw: raw.replace(b'"vote": 1', b'"vote": -1'),
    "true for one": lambda raw: raw.replace(b'"vote": 1', b'"vote": true'),
    "a lone surrogate": lambda raw: raw[:-1] + b',"reason":"\\ud800"}',
    "deep nesting": lambda raw: raw[:-1] + b',"ranking":' + b"[" * 3000 + b"]" * 3000 + b"}",
    "nesting a little too deep": lambda raw: raw[:-1] + b',"ranking":' + b"[" * 9 + b"]" * 9 + b"}",
    "something after it": lambda raw: raw + b"{}",
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "null for a number": lambda raw: raw.replace(b'"vote": 1', b'"vote": null'),
}


@pytest.mark.parametrize("bend", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_that_is_not_exactly_one_act_is_malformed(
    case: Case, bend: Callable[[bytes], bytes]
) -> None:
    raw = json.dumps(case.payload()).encode()
    bent = bend(raw)
    assert bent != raw
    case.refuses(case.sign(bent), 400, "1.1")


def test_an_act_that_is_too_long_is_not_even_read(case: Case) -> None:
    answer = case.at.hand_in(b"A" * 16_385)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert case.at.hand_in(b"A" * 16_384).json()["clause"] == "1.1"


def test_a_body_of_another_kind_is_not_taken(case: Case) -> None:
    jws = case.sign(case.payload())
    answer = case.at.ask("POST", "acts", content=jws, headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")
    assert "application/jose" in answer.headers["accept-post"]
    case.stands(jws)


def test_an_act_of_a_foreign_assembly_is_refused(case: Case) -> None:
    case.refuses(case.sign(case.payload(assembly="0" * 64)), 422, "1.2")


def test_an_unknown_assembly_is_not_found(case: Case) -> None:
    jws = case.sign(case.payload())
    answer = case.at.ask("POST", f"/a/{'0' * 64}/acts", content=jws, headers=ONE)
    assert answer.status_code == 404
    case.stands(jws)


def test_an_act_of_an_unknown_key_is_refused(case: Case) -> None:
    case.refuses(case.sign(case.payload(seq=1), signing_key("nobody")), 403, "1.3")


def test_a_wrong_signature_is_refused(case: Case) -> None:
    jws = case.sign(case.payload())
    case.refuses(jws.rpartition(b".")[0] + b"." + b"A" * 86, 403, "1.3")


def test_a_signature_over_another_act_is_refused(case: Case) -> None:
    first, second = case.sign(case.payload()), case.sign(case.payload(choice="no"))
    case.refuses(first.rpartition(b".")[0] + b"." + second.rpartition(b".")[2], 403, "1.3")


def test_the_other_spelling_of_a_signature_is_refused(case: Case) -> None:
    """S + L solves the same equation; only S below L is a signature."""
    signed, _, last = case.sign(case.payload()).rpartition(b".")
    signature = un_b64u(last, 64)
    number = int.from_bytes(signature[32:], "little") + ORDER
    other = signature[:32] + number.to_bytes(32, "little")
    case.refuses(signed + b"." + b64u(other).encode(), 403, "1.3")


def test_a_signature_of_small_order_is_refused(case: Case) -> None:
    signed = case.sign(case.payload()).rpartition(b".")[0]
    nothing = (1).to_bytes(32, "little") + bytes(32)
    case.refuses(signed + b"." + b64u(nothing).encode(), 403, "1.3")


def test_a_revoked_key_is_refused(case: Case) -> None:
    ada, world = case.ada, case.world
    device = signing_key("Ada's telephone")
    proof = world.proof("enrol-key", ada.kid, Person(world, "", device).kid, device)
    enrol = {"type": "enrol-key", "key": b64u(device.public), "proof": proof}
    case.stands(case.sign({**_base(case), **enrol}))
    other = ada.with_key(device)
    ballot = world.seal(device, CastBallot, vote=case.vote, choice="no")
    case.stands(ballot)
    case.stands(case.sign({**_base(case), "type": "revoke-key", "kid": other.kid}))
    case.refuses(world.seal(device, CastBallot, vote=case.vote, choice="no"), 403, "1.3")


def test_an_act_out_of_order_is_refused_and_nothing_is_told_to_go_on_with(case: Case) -> None:
    good = case.payload()
    for bent in ({"seq": good["seq"] + 1}, {"seq": good["seq"] - 1}, {"prev": "0" * 64}):
        answer = case.at.hand_in(case.sign({**good, **bent}))
        assert answer.status_code == 409
        assert {*answer.json()} == {"type", "title", "status", "detail", "clause"}
    case.stands(case.sign(good))
    case.refuses(case.sign(case.payload(seq=0)), 400, "1.1")


def test_what_was_chained_to_a_refused_act_is_told_so(case: Case) -> None:
    acts = case.world.seal_row(
        case.ada.key, CastBallot,
        [{"vote": 99, "choice": "no"}, *[{"vote": case.vote, "choice": "yes"}] * 2],
    )  # fmt: skip
    ids = [envelope.parse(act).id for act in acts]
    case.refuses(acts[0], 422, "7.2")
    case.refuses(acts[1], 409, "1.4", blocked_by=ids[0])
    case.refuses(acts[2], 409, "1.4", blocked_by=ids[1])


def test_a_logged_act_has_its_receipt_whatever_became_of_its_key(case: Case) -> None:
    old = case.sign(case.payload())
    first = case.at.hand_in(old).json()
    case.stands(case.world.seal(case.ada.key, Leave))
    case.world.now += 100 * 3_600_000
    again = case.at.hand_in(old)
    assert (again.status_code, again.json()["index"]) == (201, first["index"])


def test_an_act_of_another_time_is_refused_with_the_hosts_time(case: Case) -> None:
    now = case.world.second
    for at in (now + 601_000, now - 73 * 3_600_000):
        case.refuses(case.sign(case.payload(at=at)), 422, "1.11", time=case.world.now)
    case.stands(case.sign(case.payload(at=now)))


def test_what_another_device_said_is_named_by_its_entry(case: Case) -> None:
    world, phone = case.world, signing_key("a phone")
    enrol = {"key": b64u(phone.public), "proof": case.ada._shows("enrol-key", phone)}
    case.stands(world.seal(case.ada.key, EnrolKey, **enrol))
    seen = world.seen()
    case.stands(world.seal(case.ada.key, CastBallot, vote=case.vote, choice="yes"))
    late = world.seal(phone, CastBallot, vote=case.vote, choice="no", seen=seen)
    case.refuses(late, 422, "1.12", entry=len(world.entries) - 1)
    case.stands(world.seal(phone, CastBallot, vote=case.vote, choice="no"))


def test_an_act_that_saw_another_history_is_refused(case: Case) -> None:
    size, root = case.world.seen()
    case.refuses(case.sign(case.payload(seen=[size, b64(bytes(32))])), 409, "1.5")
    case.refuses(case.sign(case.payload(seen=[size + 99, root])), 409, "1.5")
    case.refuses(case.sign(case.payload(seen=[0, root])), 409, "1.5")
    case.refuses(case.sign(case.payload(seen=[size, root.rstrip("=")])), 409, "1.5")


def test_who_is_not_a_member_does_not_vote(case: Case) -> None:
    world = case.world
    gus = world.person("Gus")
    profile = world.text("Gus")
    case.at.bring(profile)
    case.stands(world.seal(gus.key, ApplyToJoin, key=gus.public, profile=profile))
    case.refuses(world.seal(gus.key, CastBallot, vote=case.vote, choice="yes"), 403, "1.7")


def test_who_left_does_not_vote(case: Case) -> None:
    bea = case.world.person("Bea")
    profile = case.world.text("Bea")
    case.at.bring(profile)
    link = case.world.link
    shown = {
        "key": b64u(link.public),
        "proof": case.world.proof("invitation", Person(case.world, "", link).kid, bea.kid, link),
    }
    act = {"type": "apply-to-join", "assembly": case.world.id, "seq": 1, "at": case.world.second,
           "seen": case.world.seen()}  # fmt: skip
    ref = msgspec.to_builtins(profile)
    case.stands(case.sign({**act, "key": bea.public, "profile": ref, "invitation": shown}, bea.key))
    case.stands(case.world.seal(bea.key, Leave))
    case.refuses(case.world.seal(bea.key, CastBallot, vote=case.vote, choice="no"), 403, "1.7")


def test_a_known_key_does_not_apply_again(case: Case) -> None:
    act = case.payload(type="apply-to-join", key=case.ada.public)
    del act["vote"], act["choice"]
    text = case.world.text("Ada again")
    case.at.bring(text)
    case.refuses(case.sign({**act, "profile": msgspec.to_builtins(text)}), 403, "1.8")


def test_an_applicant_signs_with_the_key_that_the_act_carries(case: Case) -> None:
    text = case.world.text("Hal")
    case.at.bring(text)
    hal, other = case.world.person("Hal"), signing_key("another")
    wrong = case.world.seal(hal.key, ApplyToJoin, key=b64u(other.public), profile=text)
    case.refuses(wrong, 403, "1.8")
    case.stands(case.world.seal(hal.key, ApplyToJoin, key=hal.public, profile=text))


def test_a_recovery_key_does_not_vote(case: Case) -> None:
    ada, world = case.ada, case.world
    phrase = signing_key("twelve words")
    proof = world.proof("recovery-key", ada.kid, Person(world, "", phrase).kid, phrase)
    recovery = {"type": "set-recovery-key", "key": b64u(phrase.public), "proof": proof}
    case.stands(case.sign({**_base(case), **recovery}))
    case.refuses(world.seal(phrase, CastBallot, vote=case.vote, choice="yes"), 403, "1.9")


def test_an_act_whose_text_is_not_here_names_it(case: Case) -> None:
    text = case.world.text("Because it is cold")
    act = case.world.seal(case.ada.key, CastBallot, vote=case.vote, choice="no", reason=text)
    case.refuses(act, 409, "1.10", missing=[text.sha256])
    case.at.bring(text)
    case.stands(case.world.seal(case.ada.key, CastBallot, vote=case.vote, choice="no", reason=text))


@pytest.mark.parametrize("more", [-1, 1])
def test_an_act_that_lies_about_the_size_of_a_text_is_refused(case: Case, more: int) -> None:
    text = case.world.text("Because it is cold")
    case.at.bring(text)
    lie = msgspec.structs.replace(text, size=text.size + more)
    act = case.world.seal(case.ada.key, CastBallot, vote=case.vote, choice="no", reason=lie)
    case.refuses(act, 409, "1.10")
    true = case.world.seal(case.ada.key, CastBallot, vote=case.vote, choice="no", reason=text)
    case.stands(true)


def test_an_act_in_the_wrong_phase_is_refused(case: Case) -> None:
    problem, text = case.world.text("The lift is broken"), case.world.text("Walk")
    case.at.bring(problem)
    case.at.bring(text)
    case.stands(case.world.seal(case.ada.key, RaiseProblem, text=problem))
    case.refuses(case.world.seal(case.ada.key, ProposeSolution, problem=1, text=text), 422, "6.1")
    assess = case.world.seal(case.ada.key, AssessNecessity, problem=1, stance="not-necessary")
    case.stands(assess)


def test_a_closed_vote_takes_no_more_ballots(case: Case) -> None:
    case.world.now += 86_400_000 - 60_000
    case.stands(case.sign(case.payload(choice="abstain")))
    case.world.now += 60_001
    late = case.at.hand_in(case.sign(case.payload(choice="no")))
    assert (late.status_code, late.json()["clause"]) == (422, "7.2")


def test_a_text_that_another_act_has_used_is_refused(case: Case) -> None:
    text = case.world.text("Ada, warm at last")
    case.at.bring(text)
    case.stands(case.world.seal(case.ada.key, SetProfile, profile=text))
    case.refuses(case.world.seal(case.ada.key, SetProfile, profile=text), 422, "12.1")


def test_bytes_that_are_not_what_their_name_says_are_not_taken(case: Case) -> None:
    text = case.world.text("Ada")
    content = case.world.blobs[text.sha256]
    answer = case.at.ask("PUT", f"blobs/{text.sha256}", content=content + b"!")
    assert answer.status_code == 400
    assert case.at.hosted.ledger.blob_size(text.sha256) is None
    assert case.at.bring(text).status_code == 201


def test_a_blob_that_is_too_large_is_refused_while_it_is_read(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path, max_blob_bytes=65_568) as at:
        for size, status in ((65_569, 413), (65_568, 201)):
            blob = world.text("x" * (size - 32))
            assert at.bring(blob).status_code == status
        leftover = [path.name for path in at.hosted.ledger.pending.folder.iterdir()]
        assert leftover == [blob.sha256]


@needs_shared
def test_keys_of_small_order_and_odd_spelling_never_join(case: Case) -> None:
    vectors = json.loads((SHARED / "tlog/ed25519/ed25519vectors.json").read_text())
    keys = {bytes.fromhex(v["key"]) for v in vectors if _bad_key(v)}
    assert len(keys) > 10
    for public in sorted(keys):
        act = case.world.seal(case.ada.key, Invite, key=b64u(public))
        assert case.at.hand_in(act).json()["clause"] == "3.1"
    case.stands(case.world.seal(case.ada.key, Invite, key=b64u(signing_key("link 2").public)))


def _bad_key(vector: dict[str, Any]) -> bool:
    flags = vector["flags"] or []
    return any(flag in flags for flag in ("low_order_A", "non_canonical_A"))


def _base(case: Case) -> dict[str, Any]:
    payload = case.payload()
    return {name: payload[name] for name in COMMON}
