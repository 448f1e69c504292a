"""Handing in acts over HTTP: what is logged, and what the answer proves."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from esoviet.law.host import MarkTime
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.votes import CastBallot
from esoviet.log import receipt
from esoviet.store.errors import NoRoom
from esoviet.store.log import SqliteLog
from esoviet.wire import envelope
from esoviet.wire.encoding import b64
from tests.web.desk import ONE, Desk, desk
from tests.web.served import verifier
from tests.world import World


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


def test_an_act_is_answered_by_a_receipt_that_verifies_offline(
    world: World, tmp_path: Path
) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        answer = at.does(ada, CastBallot, vote=vote, choice="yes")
        assert answer.status_code == 201
        said = answer.json()
        assert said["index"] == len(world.entries) - 1
        assert said["time"] == world.now
        given = receipt.parse(said["receipt"].encode())
        receipt.verify(given, world.entries[said["index"]], verifier(world))


def test_the_same_act_again_gets_the_same_place_and_appends_nothing(
    world: World, tmp_path: Path
) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    jws = world.seal(ada.key, CastBallot, vote=vote, choice="yes")
    with desk(world, tmp_path) as at:
        first, second = at.hand_in(jws), at.hand_in(jws)
        assert second.status_code == 201
        assert second.json() == first.json()
        assert at.size() == first.json()["index"] + 1


def test_an_act_signed_anew_is_still_the_same_act(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    jws = world.seal(ada.key, CastBallot, vote=vote, choice="yes")
    other = jws.rpartition(b".")[0] + b"." + b"A" * 86
    with desk(world, tmp_path) as at:
        first = at.hand_in(jws)
        assert at.hand_in(other).json()["index"] == first.json()["index"]


def test_an_act_brings_its_texts_along_in_a_form(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    blob = world.text("Ada, of the second floor")
    act = world.seal(ada.key, SetProfile, profile=blob)
    with desk(world, tmp_path) as at:
        files = {blob.sha256: world.blobs[blob.sha256]}
        answer = at.ask("POST", "acts", data={"act": act.decode()}, files=files)
        assert answer.status_code == 201, answer.text
        assert at.hosted.ledger.blobs.read(blob.sha256) == world.blobs[blob.sha256]


def test_a_form_may_not_bring_what_its_act_does_not_name(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    blob, other = world.text("Ada"), world.text("something else")
    act = world.seal(ada.key, SetProfile, profile=blob)
    with desk(world, tmp_path) as at:
        files = {b.sha256: world.blobs[b.sha256] for b in (blob, other)}
        answer = at.ask("POST", "acts", data={"act": act.decode()}, files=files)
        assert (answer.status_code, at.size()) == (400, len(world.entries))
        assert at.hosted.ledger.pending.size(other.sha256) is None


def test_texts_can_come_before_their_act(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    with desk(world, tmp_path) as at:
        blob = world.text("Ada, of the second floor")
        assert at.bring(blob).status_code == 201
        assert at.bring(blob).status_code in (201, 204)
        assert at.does(ada, SetProfile, profile=blob).status_code == 201
        assert at.hosted.ledger.pending.bytes == 0


def test_many_acts_are_answered_line_by_line_in_their_order(world: World, tmp_path: Path) -> None:
    crowd = world.crowd(40)
    vote = crowd[0].puts_to_vote()
    acts = [world.seal(who.key, CastBallot, vote=vote, choice="no") for who in crowd]
    acts[7] = world.seal(crowd[7].key, CastBallot, vote=99, choice="no")
    acts[9] = b"nonsense"
    with desk(world, tmp_path) as at:
        start = at.size()
        answer = at.ask("POST", "acts", content=b"\n".join(acts) + b"\n",
                        headers={"content-type": "application/jose-seq"})  # fmt: skip
        assert answer.headers["content-type"] == "application/jsonl"
        lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
        assert [line.get("clause") for line in lines[7:10]] == ["7.2", None, "1.1"]
        logged = [line["index"] for line in lines if "index" in line]
        assert logged == list(range(start, start + 38))
        at.sync()


def test_acts_of_one_key_keep_their_order_in_bulk(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    acts = world.seal_row(ada.key, CastBallot, [{"vote": vote, "choice": "yes"}] * 600)
    with desk(world, tmp_path) as at:
        answer = at.ask("POST", "acts", content=b"\n".join(acts),
                        headers={"content-type": "application/jose-seq"})  # fmt: skip
        lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
        assert all("receipt" in line for line in lines)
        at.sync()


def test_a_receipt_can_be_fetched_again(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        said = at.does(ada, CastBallot, vote=vote, choice="yes").json()
        at.does(ada, CastBallot, vote=vote, choice="no")
        text = at.get(f"receipts/{said['id']}")
        later = receipt.verify(receipt.parse(text.content), world.entries[said["index"]],
                               verifier(world))  # fmt: skip
        assert later.size == said["index"] + 2
        assert at.get(f"receipts/{'0' * 64}").status_code == 404


def test_the_host_marks_the_time_when_a_vote_ends(world: World, tmp_path: Path) -> None:
    ada, _bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        world.now += 86_400_000 - 300_000
        at.does(ada, CastBallot, vote=vote, choice="yes")
        world.now += 300_001
        at.run(at.hosted.timekeeper.mark_time())
        at.sync()
        assert isinstance(list(world.acts())[-1][1], MarkTime)
        assert at.does(ada, CastBallot, vote=vote, choice="no").json()["clause"] == "7.2"


def test_a_member_marks_the_time_too(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    with desk(world, tmp_path) as at:
        assert at.does(ada, MarkTime).json()["clause"] == "13.1"
        world.now += 60_000
        assert at.does(ada, MarkTime).status_code == 201
        assert at.does(ada, Leave).status_code == 201


def test_an_assembly_is_founded_with_its_texts(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world)
        for blob, content in texts.items():
            put = at.ask("PUT", f"/blobs/{blob}", content=content)
            assert put.status_code == 201
        answer = at.ask("POST", "/a", content=act, headers=ONE)
        assert answer.status_code == 201
        where = answer.headers["location"]
        assert where == f"/a/{answer.json()['id']}"
        assert at.get(f"{where}/log/checkpoint").text.startswith(f"esoviet/{where[3:]}\n1\n")
        assert at.ask("POST", "/a", content=act, headers=ONE).json() == answer.json()


def test_an_assembly_is_founded_by_one_form(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world)
        answer = at.ask("POST", "/a", data={"act": act.decode()}, files=texts)
        assert answer.status_code == 201, answer.text


def test_founding_without_the_texts_names_what_is_missing(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world)
        answer = at.ask("POST", "/a", content=act, headers=ONE)
        assert (answer.status_code, answer.json()["clause"]) == (409, "1.10")
        assert set(answer.json()["missing"]) == set(texts)


def test_a_founding_that_finds_no_room_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise NoRoom("database or disk is full")

    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world)
        sent = {"data": {"act": act.decode()}, "files": texts}
        with monkeypatch.context() as full:
            full.setattr(SqliteLog, "begin", no_room)
            answer = at.ask("POST", "/a", **sent)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert [one.name for one in (tmp_path / "assemblies").iterdir()] == [world.id]
        assert at.ask("POST", "/a", **sent).status_code == 201


def test_a_founding_keeps_nothing_open_and_stands_when_it_is_sent_again(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world)
        sent = {"data": {"act": act.decode()}, "files": texts}
        first = at.ask("POST", "/a", **sent)
        assert list(at.node.assemblies) == [world.id]
        again = at.ask("POST", "/a", **sent)
        assert (first.status_code, first.json()) == (201, again.json())
        assert at.get(first.headers["location"]).status_code == 200


def test_founding_asks_for_a_token_where_the_operator_wants_one(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path, founding="token", founding_tokens=("sesame",)) as at:
        act, texts = _founding(at, world)
        sent = {"data": {"act": act.decode()}, "files": texts}
        assert at.ask("POST", "/a", **sent).status_code == 401
        wrong = at.ask("POST", "/a", **sent, headers={"authorization": "Bearer barley"})
        assert wrong.status_code == 401
        right = at.ask("POST", "/a", **sent, headers={"authorization": "Bearer sesame"})
        assert right.status_code == 201


def test_an_act_that_asks_another_host_founds_nothing_here(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        act, texts = _founding(at, world, host="A" * 43)
        answer = at.ask("POST", "/a", data={"act": act.decode()}, files=texts)
        assert (answer.status_code, answer.json()["clause"]) == (422, "2.2")


def _founding(at: Desk, world: World, **other: str) -> tuple[bytes, dict[str, bytes]]:
    """Another founding act, with its texts."""
    bea = world.person("Bea")
    host = at.get("/node").json()["host"]
    texts = [world.text(words) for words in ("Another house", "Cool flats", "Bea")]
    refs = [msgspec.to_builtins(blob) for blob in texts]
    act = {
        "type": "found-assembly", "seq": 1, "at": world.second, "key": bea.public, "host": host,
        "name": refs[0], "purpose": refs[1], "profile": refs[2],
        "constitution": {"readership": "public"}, **other,
    }  # fmt: skip
    payload = msgspec.json.encode(act)
    blobs = {blob.sha256: world.blobs[blob.sha256] for blob in texts}
    assert all(hashlib.sha256(b).hexdigest() == name for name, b in blobs.items())
    return envelope.seal(payload, bea.key), blobs


def test_seen_may_name_any_size_that_the_log_has_had(world: World, tmp_path: Path) -> None:
    ada = world.member("Ada")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        early = (1, b64(world.tree.root(1)))
        assert at.does(ada, CastBallot, vote=vote, choice="yes", seen=early).status_code == 201
