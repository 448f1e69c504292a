"""What an act calls a text must be UTF-8 (1.10): the host looks, since the law sees no bytes."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from esoviet.law.act import Blob
from esoviet.law.arguments import Argue
from esoviet.law.membership import SetProfile
from esoviet.law.votes import CastBallot
from esoviet.node.texts import REMEMBERED, Texts
from esoviet.store.blobs import PIECE, SALT
from esoviet.wire import envelope
from tests.person import Person
from tests.web.desk import ONE, Desk, desk
from tests.world import World

NO_TEXT = b"\xff\xfe"
MANY = {"content-type": "application/jose-seq"}


@pytest.fixture
def world() -> World:
    return World().found(backing="0", question_days="1")


@pytest.fixture
def ada(world: World) -> Person:
    return world.member("Ada")


@pytest.fixture
def at(world: World, ada: Person, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def brought(at: Desk, content: str | bytes, media_type: str = "text/markdown") -> Blob:
    blob = at.world.text(content, media_type)
    assert at.bring(blob).status_code == 201
    return blob


@pytest.mark.parametrize("words", [NO_TEXT, b"\xc0\x80", b"good \xe2\x82", b"\xed\xa0\x80"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_a_text_that_is_not_utf8_is_refused(
    at: Desk, ada: Person, words: bytes, media_type: str
) -> None:
    size = at.size()
    answer = at.does(ada, SetProfile, profile=brought(at, words, media_type))
    said = answer.json()
    assert (answer.status_code, said["clause"], at.size()) == (409, "1.10", size)
    assert said["detail"] == "A text that this act refers to is not UTF-8, or shows nothing."
    assert "missing" not in said
    again = brought(at, "Ада 🕊 \ufeff\0", media_type)
    assert at.does(ada, SetProfile, profile=again).status_code == 201


@pytest.mark.parametrize("words", [" \n\t ", "\u200b\u2060", "\u3164\u3164", "\u2800", "\u0301"])
def test_a_text_that_shows_nothing_is_refused(at: Desk, ada: Person, words: str) -> None:
    answer = at.does(ada, SetProfile, profile=brought(at, words))
    assert (answer.status_code, answer.json()["clause"]) == (409, "1.10")
    seen = at.does(ada, SetProfile, profile=brought(at, f"{words}A"))
    assert seen.status_code == 201


def test_a_text_along_with_its_act_must_be_utf8_as_well(at: Desk, ada: Person) -> None:
    for words, status in ((NO_TEXT, 409), (b"\xc3\xb1", 201)):
        blob = at.world.text(words)
        act = at.world.seal(ada.key, SetProfile, profile=blob)
        files = {blob.sha256: at.world.blobs[blob.sha256]}
        answer = at.ask("POST", "acts", data={"act": act.decode()}, files=files)
        assert answer.status_code == status, answer.text


def test_the_refusal_speaks_the_members_language(at: Desk, ada: Person) -> None:
    act = at.world.seal(ada.key, SetProfile, profile=brought(at, NO_TEXT))
    said = at.hand_in(act, **{"accept-language": "es"}).json()["detail"]
    assert said == "Un texto al que se refiere este acto no es UTF-8 o no muestra nada."


def test_many_acts_at_once_are_looked_through_one_by_one(
    world: World, ada: Person, tmp_path: Path
) -> None:
    crowd = world.crowd(3)
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        reasons = [brought(at, words) for words in ("Warm", NO_TEXT, "Cheap")]
        acts = [
            world.seal(who.key, CastBallot, vote=vote, choice="yes", reason=reason)
            for who, reason in zip(crowd, reasons, strict=True)
        ]
        answer = at.ask("POST", "acts", content=b"\n".join(acts), headers=MANY)
        lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
        assert [line.get("clause") for line in lines] == [None, "1.10", None]
        at.sync()


def test_an_assembly_is_not_founded_on_a_text_that_nobody_can_read(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        for purpose, status in ((NO_TEXT, 409), (b"Cool flats", 201)):
            act, blobs = founding(at, purpose)
            for blob in blobs:
                content = world.blobs[blob.sha256]
                assert at.ask("PUT", f"/blobs/{blob.sha256}", content=content).status_code == 201
            answer = at.ask("POST", "/a", content=act, headers=ONE)
            assert (answer.status_code, answer.json().get("clause")) in ((201, None), (409, "1.10"))
            assert answer.status_code == status


def founding(at: Desk, purpose: bytes) -> tuple[bytes, list[Blob]]:
    world = at.world
    bea, host = world.person("Bea"), at.get("/node").json()["host"]
    blobs = [world.text(words) for words in ("Another house", purpose, "Bea")]
    name, aim, profile = map(msgspec.to_builtins, blobs)
    act = {
        "type": "found-assembly", "seq": 1, "at": world.second, "key": bea.public, "host": host,
        "name": name, "purpose": aim, "profile": profile,
    }  # fmt: skip
    return envelope.seal(msgspec.json.encode(act), bea.key), blobs


def test_a_picture_is_no_text_and_may_hold_any_bytes(
    world: World, ada: Person, tmp_path: Path
) -> None:
    problem = ada.raises_problem()
    with desk(world, tmp_path) as at:
        for media_type, status in (("text/csv", 409), ("image/png", 201)):
            evidence = (brought(at, NO_TEXT, media_type),)
            said = {"problem": problem, "stance": "supports", "text": brought(at, "So it is")}
            assert at.does(ada, Argue, **said, evidence=evidence).status_code == status


def test_a_text_that_has_just_come_is_asked_for_again(at: Desk, ada: Person) -> None:
    """An act is judged by what was read of its texts, and never by what was not."""
    late = at.world.text("Ada, of the second floor")
    act = at.world.seal(ada.key, SetProfile, profile=late)
    read = at.hosted.ledger.texts.read

    async def then_it_comes(blobs: Iterable[Blob]) -> Mapping[str, bool]:
        found = await read(blobs)
        at.hosted.ledger.pending.put(late.sha256, at.world.blobs[late.sha256])
        return found

    at.hosted.ledger.texts.read = then_it_comes  # type: ignore[method-assign]
    assert [at.hand_in(act).status_code for _ in range(2)] == [503, 201]


def test_a_letter_may_lie_across_two_portions(tmp_path: Path) -> None:
    words = b"a" + "ñ".encode() * PIECE
    for name, content in {"whole": words, "cut": words + b"\xc3"}.items():
        (tmp_path / name).write_bytes(bytes(SALT) + content)
    texts = Texts(tmp_path.joinpath)
    assert read(texts, "whole", "cut", "absent") == {"whole": True, "cut": False}


def test_a_text_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(bytes(SALT) + b"x")
    texts = Texts(tmp_path.joinpath)
    assert read(texts, "one", "two") == {"one": True}
    (tmp_path / "one").unlink()
    (tmp_path / "two").write_bytes(bytes(SALT) + b"x")
    assert read(texts, "one", "two") == {"one": True, "two": True}


def test_what_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    assert read(Texts(tmp_path.joinpath), "one") == {}


def test_of_many_texts_the_latest_are_remembered(tmp_path: Path) -> None:
    texts = Texts(tmp_path.joinpath)
    names = [str(n) for n in range(REMEMBERED + 1)]
    for name in names:
        (tmp_path / name).write_bytes(bytes(SALT) + b"x")
    read(texts, "0")
    assert len(read(texts, *names)) == len(names)
    for name in names:
        (tmp_path / name).unlink()
    assert read(texts, "0", "4000") == {"4000": True}


def read(texts: Texts, *names: str) -> Mapping[str, bool]:
    blobs = [Blob(sha256=name, size=SALT, media_type="text/plain") for name in names]
    return asyncio.run(texts.read(blobs))
