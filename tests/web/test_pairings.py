"""The mailbox of a pairing: what each device leaves, once, for ten minutes, and who may guess."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.web.endpoints.pairings import LASTS_MS
from tests.web.desk import Desk, desk
from tests.web.test_strangers import AWAY, ELSEWHERE
from tests.world import World

SEAL = "A" * 43
PLACE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(
        World().found(), tmp_path, stranger_rate=20, trusted_proxies=("127.0.0.1",)
    ) as served:
        yield served


def leaves(at: Desk, part: str, said: str, place: str = PLACE, **headers: str) -> int:
    body = {"said": said, "seal": SEAL}
    return at.ask("PUT", f"pairings/{place}/{part}", json=body, headers=headers).status_code


def reads(at: Desk, part: str, place: str = PLACE, **headers: str) -> httpx.Response:
    return at.get(f"pairings/{place}/{part}", headers=headers)


def test_each_part_is_left_after_the_one_before_it_and_read_as_it_was_left(at: Desk) -> None:
    for number, part in enumerate(("offer", "answer", "opening")):
        assert leaves(at, part, part) == 204
        assert reads(at, part).json() == {"said": part, "seal": SEAL}
        rest = ("answer", "opening")[number:]
        assert [reads(at, later).status_code for later in rest] == [204] * len(rest)


def test_the_first_answer_stays_and_whoever_left_it_may_say_it_again(at: Desk) -> None:
    leaves(at, "offer", "mine")
    assert leaves(at, "answer", "the first") == 204
    assert leaves(at, "answer", "a thief's") == 409
    assert leaves(at, "answer", "the first") == 204
    assert leaves(at, "offer", "another device's") == 409
    assert reads(at, "answer").json()["said"] == "the first"


def test_an_answer_comes_after_an_offer_and_an_opening_after_an_answer(at: Desk) -> None:
    assert leaves(at, "answer", "too soon") == 404
    leaves(at, "offer", "mine")
    assert leaves(at, "opening", "too soon") == 409
    assert leaves(at, "answer", "in time") == 204


def test_a_code_lasts_ten_minutes(at: Desk) -> None:
    leaves(at, "offer", "mine")
    at.world.now += LASTS_MS - 1
    assert reads(at, "offer").status_code == 200
    at.world.now += 1
    assert reads(at, "offer").status_code == 404
    assert leaves(at, "answer", "too late") == 404


def test_whoever_guesses_codes_is_soon_refused_and_nobody_else_is(at: Desk) -> None:
    leaves(at, "offer", "mine")
    guesses = [reads(at, "offer", OTHER, **AWAY).status_code for _ in range(25)]
    assert guesses[0] == 404
    assert guesses[-1] == 429
    assert reads(at, "offer", OTHER, **ELSEWHERE).status_code == 404
    waits = [reads(at, "answer", **ELSEWHERE).status_code for _ in range(300)]
    assert set(waits) == {204}


@pytest.mark.parametrize(
    "body",
    [{}, [], {"said": "x" * 1501, "seal": SEAL}, {"said": "x", "seal": "short"},
     {"said": "x", "seal": SEAL, "more": 1}],
)  # fmt: skip
def test_what_is_no_note_is_refused(at: Desk, body: object) -> None:
    assert at.ask("PUT", f"pairings/{PLACE}/offer", json=body).status_code == 400
    assert leaves(at, "offer", "x" * 1500) == 204


@pytest.mark.parametrize("path", ["nowhere/offer", f"{PLACE}/other", f"{PLACE}"])
def test_a_place_has_the_name_of_a_hash_and_three_parts(at: Desk, path: str) -> None:
    assert at.get(f"pairings/{path}").status_code == 404
