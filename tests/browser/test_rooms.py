"""A member has another room told: added, tried, told what happens, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.notify.receiver import Receiver, Says, receiving
from tests.world import World, policy


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def telling(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada, Bea and Cem, and a server that tells other rooms, also on this machine."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    world.members("Ada", "Bea", "Cem")
    with meeting(world, tmp_path, contexts, complaints, rooms=True, ask_private=True) as hall:
        yield hall


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (360, 1280):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"rooms-{name}-{width}")
    member.page.set_viewport_size({"width": 360, "height": 800})


def adds(member: Person, kind: str, **fields: str) -> None:
    """Add a room of this kind."""
    member.visits("/me/messages")
    member.page.get_by_role("link", name="Other rooms").click()
    member.ready().sees("Add a room")
    member.page.get_by_role("link", name=kind).click()
    member.ready().fills(**fields)
    with member.page.expect_event("load"):
        member.button("Add").click()
    member.ready().sees("It was not told anything yet")


def sends_one(member: Person) -> Person:
    """Have it told something now, and wait for how it went."""
    with member.page.expect_event("load"):
        member.button("Send one now").first.click()
    return member.ready()


def test_a_room_is_added_tried_told_and_removed(telling: Hall, there: Receiver) -> None:
    ada = telling.enters("Ada", 360)
    adds(ada, "A channel on Mattermost", address=f"{there.address}/hooks/x")
    looks_well(ada, "new")
    sends_one(ada).sees("It was taken.")
    (tried,) = there.awaits(1)
    assert b"This is how this room is told" in tried.body
    looks_well(ada, "taken")
    ada.raises("Cold @channel stairs")
    told = there.awaits(2)[1].body.decode()
    assert "A problem was raised: Cold @\u200bchannel stairs" in told
    ada.visits("/me/rooms")
    with ada.page.expect_event("load"):
        ada.button("Remove").click()
    ada.ready().sees_not("My rooms")


def test_what_goes_wrong_is_said_in_words(telling: Hall, there: Receiver) -> None:
    there.says(Says(404))
    ada = telling.enters("Ada", 360)
    where = {"address_of": there.address, "id_of": "!a:m.example", "access_token": "secret"}
    ada.visits("/me/rooms?kind=matrix")
    looks_well(ada, "matrix")
    adds(ada, "A room on Matrix", **where)
    sends_one(ada).sees("look whether the address, the room and the token are right")
    looks_well(ada, "refused")
    ada.visits("/me/rooms?kind=telegram").fills(token_of="no token", id_of="-100")
    ada.button("Add").click()
    ada.sees("That is not a token as one is given there").complains_of("status of 400")
