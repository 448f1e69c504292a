"""Somebody fills the disk, the memory, or the assembly with what nobody wants."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from esoviet.law.applications import ApplyToJoin, KeyProof
from esoviet.law.membership import SetProfile
from esoviet.law.votes import CastBallot
from esoviet.web.http import language
from esoviet.web.http.kept import Kept
from esoviet.web.http.rates import Quotas
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.person import Person
from tests.web.desk import ONE, Desk, desk
from tests.world import World, signing_key

AWAY = {"x-forwarded-for": "203.0.113.7"}
MEBIBYTE = 2**20


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    settings = {"stranger_rate": 5, "member_rate": 2, "member_bytes": 2 * MEBIBYTE}
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",), **settings) as served:
        yield served


class Body:
    """A body that says how much of it has been read."""

    def __init__(self, pieces: int, piece: bytes = bytes(MEBIBYTE)) -> None:
        self.pieces, self.piece, self.read = pieces, piece, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self.pieces):
            self.read += len(self.piece)
            yield self.piece


def applies(at: Desk, who: Person, **headers: str) -> int:
    words = at.world.text(who.name)
    at.bring(words)
    act = at.world.seal(who.key, ApplyToJoin, key=who.public, profile=words)
    return at.hand_in(act, **headers).status_code


def test_a_stranger_s_file_is_not_read_further_than_a_text_is_long(at: Desk) -> None:
    body = Body(20)
    answer = at.ask("PUT", f"blobs/{'a' * 64}", content=body, headers=AWAY)
    assert (answer.status_code, body.read) == (413, MEBIBYTE)
    assert at.hosted.ledger.pending.arriving == 0


def test_a_form_of_a_stranger_ends_when_its_bytes_are_used_up(at: Desk) -> None:
    body = Body(20)
    kind = {"content-type": "multipart/form-data; boundary=X", **AWAY}
    answer = at.ask("POST", "acts", content=body, headers=kind)
    assert answer.status_code in (400, 429)
    assert body.read < 8 * MEBIBYTE
    assert at.hosted.ledger.pending.arriving == 0
    assert at.hosted.ledger.pending.bytes == 0


def test_a_body_in_the_smallest_pieces_is_not_read_on(at: Desk) -> None:
    body = Body(60_000, b"x")
    answer = at.ask("PUT", f"blobs/{'a' * 64}", content=body)
    assert (answer.status_code, body.read) == (400, 1_001)


def test_a_member_who_floods_is_told_to_wait_and_nobody_else_is(
    world: World, tmp_path: Path
) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path, member_rate=2) as at:
        answers = [at.does(ada, CastBallot, vote=vote, choice="yes").status_code for _ in range(22)]
        assert answers == [201] * 20 + [429] * 2
        assert at.does(bea, CastBallot, vote=vote, choice="no").status_code == 201


def logged_acts(world: World, *people: Person) -> list[bytes]:
    """What these people's keys have signed already: anybody reads it in a public log."""
    said = [entries.read(entry)[1] for entry in world.entries]
    kids = {person.kid for person in people}
    return [jws for jws in said if envelope.parse(jws).kid in kids]


@pytest.mark.parametrize("bulk", [True, False])
def test_whoever_sends_what_a_member_said_long_ago_does_not_use_up_what_they_may(
    world: World, tmp_path: Path, bulk: bool
) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    for choice in ("yes", "no") * 3:
        ada.votes(vote, choice)
    old = logged_acts(world, ada)[1:] * 8
    with desk(world, tmp_path, member_rate=2, trusted_proxies=("127.0.0.1",)) as at:
        if bulk:
            kind = {"content-type": "application/jose-seq", **AWAY}
            at.ask("POST", "acts", content=b"\n".join(old), headers=kind)
        else:
            for act in old:
                at.hand_in(act, **AWAY)
        for person in (ada, bea):
            answers = [at.does(person, CastBallot, vote=vote, choice="no") for _ in range(20)]
            assert [answer.status_code for answer in answers] == [201] * 20


def test_an_act_of_long_ago_brings_no_files_at_the_expense_of_who_signed_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.member("Ada")
    ada.sets_profile("Ada, in the second year")
    act, spent = logged_acts(world, ada)[-1], list[int]()
    monkeypatch.setattr(Quotas, "bring", lambda *said: spent.append(said[-1]))
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",)) as at:
        parts = {"a" * 64: ("a" * 64, bytes(3 * MEBIBYTE))}
        said = {"act": act.decode()}
        assert at.ask("POST", "acts", data=said, files=parts, headers=AWAY).is_client_error
        assert spent == []
        words = world.text("Ada, in the third year")
        said = {"act": world.seal(ada.key, SetProfile, profile=words).decode()}
        parts = {words.sha256: (words.sha256, world.blobs[words.sha256])}
        assert at.ask("POST", "acts", data=said, files=parts, headers=AWAY).status_code == 201
        assert sum(spent) >= words.size


def test_what_a_member_brings_in_a_day_has_an_end(at: Desk, world: World) -> None:
    ada = world.member("Ada")
    files = [world.text(f"{n} " + "x" * 60_000) for n in range(40)]
    statuses = []
    for words in files:
        act = world.seal(ada.key, SetProfile, profile=words)
        parts = {words.sha256: (words.sha256, world.blobs[words.sha256])}
        answer = at.ask("POST", "acts", data={"act": act.decode()}, files=parts, headers=AWAY)
        statuses.append(answer.status_code)
    assert 429 in statuses
    assert at.hosted.ledger.pending.bytes <= 2 * MEBIBYTE


def test_an_assembly_keeps_no_more_than_one_may(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    ada.sets_profile("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        at.node.config = type(at.node.config)(data=tmp_path, assembly_bytes=MEBIBYTE)
        assert at.bring(world.text("a text")).status_code == 201
        at.hosted.ledger._kept_bytes = MEBIBYTE
        answer = at.bring(world.text("another text"))
        assert (answer.status_code, "as one may here" in answer.text) == (507, True)
        assert at.does(ada, CastBallot, vote=vote, choice="yes").status_code == 201


def test_the_bytes_of_an_assembly_are_counted_as_they_come_and_go(
    world: World, tmp_path: Path
) -> None:
    ada = world.member("Ada")
    with desk(world, tmp_path) as at:
        before = at.hosted.ledger.kept_bytes
        words = world.text("Ada, third floor")
        at.bring(words)
        assert at.does(ada, SetProfile, profile=words).status_code == 201
        assert at.hosted.ledger.kept_bytes == before + words.size
        at.hosted.ledger._kept_bytes = None
        assert at.hosted.ledger.kept_bytes == before + words.size


class Disk(NamedTuple):
    total: int
    used: int
    free: int


def test_the_last_room_on_the_disk_is_for_acts(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        free = at.node.config.reserve_bytes
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(free * 9, free * 8, free - 1))
        answer = at.bring(world.text("a text"))
        assert (answer.status_code, "only room for acts" in answer.text) == (507, True)
        assert at.ask("POST", "/a", content=b"x", headers=ONE).status_code == 507
        assert at.does(ada, CastBallot, vote=vote, choice="yes").status_code == 201


def test_many_addresses_of_one_block_are_not_many_strangers(at: Desk) -> None:
    answers = [
        at.hand_in(b"nonsense", **{"x-forwarded-for": f"2001:db8:1:{n:x}::1"}).status_code
        for n in range(25)
    ]
    assert answers == [400] * 20 + [429] * 5
    assert at.hand_in(b"nonsense", **{"x-forwarded-for": "2001:db8:2::1"}).status_code == 400


def test_who_floods_leaves_their_neighbour_no_debt(at: Desk) -> None:
    for _ in range(50):
        at.hand_in(b"nonsense", **AWAY)
    answer = at.hand_in(b"nonsense", **AWAY)
    assert 1 <= int(answer.headers["retry-after"]) <= 60 / 5 + 1


def test_headers_that_nobody_means_are_not_kept(at: Desk) -> None:
    language.wanted.cache_clear()
    for number in range(30):
        header = {"accept-language": f"es;q=0.{number}," + "x" * 60_000}
        assert at.get("log", headers=header).status_code == 200
    assert language.wanted.cache_info().currsize <= 30
    assert at.get("log", headers={"accept-language": "x" * 60_000 + ",es"}).status_code == 200


def test_what_is_kept_in_memory_is_bounded_by_bytes() -> None:
    kept = Kept[int, str](10_000, len)
    for number in range(1_000):
        kept.put(number, "x" * (number * 7 % 3_000))
        assert kept.bytes <= 10_000
    kept.put(1, "x" * 20_000)
    assert (len(kept), kept.bytes) == (0, 0)


def test_strangers_applications_are_bounded_by_the_address_and_by_the_law(
    at: Desk, world: World
) -> None:
    people = [world.person(f"Stranger {n}") for n in range(7)]
    assert [applies(at, who, **AWAY) for who in people] == [201] * 5 + [429] * 2


def test_forged_acts_are_slowed_down(at: Desk, world: World) -> None:
    act = world.seal(world.member("Ada").key, SetProfile, profile=world.text("Ada"))
    forged = act.rpartition(b".")[0] + b"." + b"A" * 86
    answers: list[httpx.Response] = [at.hand_in(forged, **AWAY) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 3


def test_large_evidence_is_not_read_to_say_what_it_is_called(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    files = tuple(world.text(f"# Minutes {n}\n" + "x" * 200_000, "text/plain") for n in range(3))
    small = world.text("# A small one\n\nand more", "text/plain")
    ada.argues(problem, evidence=(*files, small))
    with desk(world, tmp_path) as at:
        store, read = at.hosted.ledger.blobs, list[str]()
        whole = store.read

        def noted(sha256: str) -> bytes | None:
            read.append(sha256)
            return whole(sha256)

        monkeypatch.setattr(store, "read", noted)
        for _ in range(2):
            page = at.get(f"problems/{problem}")
            assert page.status_code == 200
            at.hosted.ledger.feed.anything(at.size())
        assert not {one.sha256 for one in files} & set(read)
        assert read.count(small.sha256) <= 1


def test_forms_that_are_none_are_not_read_for_ever(at: Desk) -> None:
    kind = {"content-type": "multipart/form-data; boundary=X", **AWAY}
    answers = [
        at.ask("POST", "acts", content=b"no form", headers=kind).status_code for _ in range(8)
    ]
    assert answers == [400] * 5 + [429] * 3


def test_who_holds_an_invitation_does_not_hand_in_without_end(world: World, tmp_path: Path) -> None:
    link = signing_key("a link")
    world.member("Ada").invites(link, uses=1000)
    lacking, statuses = world.text("never brought"), []
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",), member_rate=2) as at:
        for number in range(23):
            who = world.person(f"Guest {number}")
            proof = world.proof("invitation", key_name(link.public), who.kid, link)
            shown = KeyProof(key=b64u(link.public), proof=proof)
            fields = {"key": who.public, "profile": lacking, "invitation": shown}
            act = world.seal(who.key, ApplyToJoin, **fields)
            statuses.append(at.hand_in(act, **AWAY).status_code)
    assert [status == 429 for status in statuses] == [False] * 20 + [True] * 3
