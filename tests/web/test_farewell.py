"""What is announced before somebody has themselves erased is what then happens, by law."""

from collections import Counter
from pathlib import Path

import pytest

from esoviet.law.blobs import EraseBlob
from esoviet.law.leaving import Leave
from esoviet.law.records import BlobRecord, Key, Member
from esoviet.may.asking import can
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.farewell import Counted, Farewell, erasable, farewell
from esoviet.web.api.shapes import One
from esoviet.wire.keys import key_name
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.person import Person
from tests.web.desk import desk
from tests.web.served import Served
from tests.web.story import tell
from tests.web.test_sessions import sign_in
from tests.world import World, signing_key

STEPS = some(300)


def context(world: World) -> AnswerContext:
    """What answers are made of, without a server."""
    cache = AnswerCache(lambda sha256: None)
    return AnswerContext(
        world.view, cache, lambda start, end: world.entries[start:end], "/a/x", words=False
    )


def account(world: World, number: int) -> Farewell:
    said = farewell(context(world), One(number=number))
    assert said is not None
    return said


def kinds(counted: list[Counted]) -> dict[str | None, int]:
    return {one.kind: one.count for one in counted}


def get_back_in(storm: Storm) -> None:
    """A recovery key alone erases nothing: who has no other enrols a device by it first (1.9)."""
    world = storm.world
    for member in world.view.rows(Member):
        standing = [one for one in world.view.by(Key, "member", member.number) if not one.revoked]
        if any(one.kind == "device" for one in standing):
            continue
        phrase = next(key for key in storm.keys if key_name(key.public) == standing[0].kid)
        device = signing_key(f"a new device of {member.number}")
        Person(world, "Somebody", phrase).enrols(device)


@pytest.mark.parametrize("seed", seeds(4))
def test_what_is_said_to_be_erased_is_exactly_what_the_law_lets_its_author_erase(seed: int) -> None:
    storm = Storm(seed)
    for _ in range(STEPS):
        storm.blow()
    get_back_in(storm)
    world = storm.world
    view = world.view
    erased = 0
    for member in view.rows(Member):
        by_law = {
            blob.sha256.hex()
            for blob in view.rows(BlobRecord)
            if can(view, member.number, EraseBlob, ("sha256", blob.sha256.hex())) is None
        }
        said = erasable(context(world), member.number)
        announced = kinds(account(world, member.number).erases)
        assert len(said) == len(set(said)) == sum(announced.values())
        assert set(said) == by_law, member
        erased += len(said)
    assert erased


def test_everybody_erases_all_that_was_announced_and_nothing_else_goes() -> None:
    world = tell().world
    for person in [one for one in world.cast.values() if one.member]:
        number = person.number
        before = account(world, number)
        kept = Counter(blob.state for blob in world.view.rows(BlobRecord))
        texts = erasable(context(world), number)
        for sha256 in texts:
            person.does(EraseBlob, sha256=sha256)
        if before.state == "member":
            person.leaves()
        after = account(world, number)
        assert (after.erases, kinds(after.stays)) == ([], kinds(before.stays))
        now = Counter(blob.state for blob in world.view.rows(BlobRecord))
        assert kept["kept"] - now["kept"] == now["erased"] - kept["erased"] == len(texts)
        assert sum(kinds(before.erases).values()) == len(texts)
        assert after.state != "member"
        assert after.mandates == 0


def test_the_name_is_the_last_to_go() -> None:
    world = World().found()
    ada = world.member("Ada")
    ada.sets_profile("Ada again")
    ada.argues(ada.raises_problem(), "supports", "It is cold")
    view, texts = world.view, erasable(context(world), 1)
    entries = [view.must(BlobRecord, bytes.fromhex(one)).entry for one in texts]
    assert entries == [5, 2, 0]


def test_texts_are_told_apart_by_what_they_are(served: Served) -> None:
    said = served.get("members/1/farewell.json").json()
    erases = {one["kind"]: one["count"] for one in said["erases"]}
    stays = {one["kind"]: one["count"] for one in said["stays"]}
    assert erases["profile"] == 1
    assert (stays["assembly"], stays["problem"]) == (2, 5)
    texts = served.get("members/1/texts.json?limit=1000").json()["items"]
    told = Counter(one["kind"] for one in texts if not one["handed_over"])
    assert erases == told
    assert stays == Counter(one["kind"] for one in texts if one["handed_over"])
    assert served.get("members/999/farewell.json").status_code == 404


def test_the_page_says_it_beforehand_in_numbers(served: Served) -> None:
    page = served.get("members/1/leave", headers={"accept": "text/html"}).text
    assert "What is erased" in page
    assert '<li data-kind="problem" data-count="5">' in page
    assert "5 problems" in page
    assert "found necessary by the assembly" in page
    assert "what you chose and when, your number and your key stay in the log for ever" in page
    assert served.get("members/999/leave").status_code == 404


def test_the_forms_of_founding_and_joining_say_what_can_never_be_erased(served: Served) -> None:
    for path in ("/found", "join"):
        page = served.get(path, headers={"accept": "text/html"}).text
        assert "what you chose and when, your number and your key stay" in page, path


def test_who_has_left_a_closed_assembly_sees_their_own_account_alone(tmp_path: Path) -> None:
    world = World().found(readership="members")
    _ada, bea = world.members("Ada", "Bea")
    bea.argues(bea.raises_problem(), "supports", "It is cold")
    with desk(world, tmp_path) as at:
        at.does(bea, Leave)
        token = sign_in(at, bea.key).json()["token"]
        at.forget_cookies()
        headers = {"authorization": f"Bearer {token}"}
        said = at.get("members/2/farewell.json", headers=headers).json()
        assert (said["state"], sum(one["count"] for one in said["erases"])) == ("left", 2)
        assert at.get("members/2/leave", headers=headers).status_code == 200
        assert at.get("members/1/farewell.json", headers=headers).status_code == 403
        assert at.get("members/2/farewell.json").status_code == 404
