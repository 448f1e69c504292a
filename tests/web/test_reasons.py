"""Whoever is refused reads why in their own language; programs read the same clause in each."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from esoviet.law.problems import AssessNecessity
from esoviet.law.votes import CastBallot
from esoviet.web.http.reasons import in_words_of
from esoviet.wire.reason import Reason
from tests.web.desk import Desk, desk
from tests.world import World
from tools.reasons import reasons

SPANISH = {"accept-language": "es"}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    world = World().found(readership="public")
    world.member("Ada")
    with desk(world, tmp_path) as up:
        yield up


def ballot(at: Desk, **headers: str) -> httpx.Response:
    """A ballot for a vote that there is not."""
    act = at.world.seal(at.world.cast["Ada"].key, CastBallot, vote=9, choice="yes")
    return at.hand_in(act, **headers)


def test_a_refusal_comes_in_the_language_that_the_browser_asks_for(at: Desk) -> None:
    answer = ballot(at, **SPANISH)
    assert answer.headers["content-language"] == "es"
    assert answer.json()["detail"] == "No hay ninguna votación con ese número."
    assert answer.json()["title"] == "Rechazado por la ley"


def test_programs_find_the_same_clause_whatever_the_language(at: Desk) -> None:
    english, spanish = ballot(at).json(), ballot(at, **SPANISH).json()
    people = {"title", "detail"}
    assert english["detail"] == "There is no vote with this number."
    assert {k: v for k, v in english.items() if k not in people} == {
        k: v for k, v in spanish.items() if k not in people
    }


def test_whoever_names_no_language_reads_english(at: Desk) -> None:
    answer = ballot(at, **{"accept-language": ""})
    assert answer.headers["content-language"] == "en"
    assert answer.json()["detail"] == "There is no vote with this number."


def test_the_language_that_a_reader_chose_goes_before_the_browsers(at: Desk) -> None:
    answer = ballot(at, **SPANISH, cookie="esoviet-language=en")
    assert answer.json()["detail"] == "There is no vote with this number."


def test_refused_lines_of_a_bulk_come_in_the_readers_language(at: Desk) -> None:
    ada = at.world.cast["Ada"]
    act = at.world.seal(ada.key, AssessNecessity, problem=9, stance="unsure")
    kind = {"content-type": "application/jose-seq"}
    answer = at.ask("POST", "acts", content=act + b"\nnonsense", headers={**kind, **SPANISH})
    details = [msgspec.json.decode(line)["detail"] for line in answer.content.splitlines()]
    assert answer.headers["content-language"] == "es"
    assert details[0] == "No se está valorando ningún problema con ese número."
    assert details[1].startswith("Esto no es un acto bien formado: no son tres partes")


def test_a_page_that_there_is_not_says_so_in_the_readers_language(at: Desk) -> None:
    page = at.get("problems/99", headers={"accept": "text/html", **SPANISH})
    assert page.status_code == 404
    assert "No hay nada con ese número." in page.text
    assert 'lang="en"' not in page.text


def test_what_has_no_route_is_named_in_the_readers_language(at: Desk) -> None:
    answer = at.get("/nowhere", headers=SPANISH)
    assert (answer.json()["title"], answer.headers["content-language"]) == ("No encontrado", "es")


@pytest.mark.parametrize("language", ["es", "x-pseudo"])
def test_every_reason_is_known_with_its_places_filled_in(language: str) -> None:
    for template in reasons():
        places = re.findall(r"\{(\w+)\}", template)
        reason = Reason(template, **dict.fromkeys(places, "7")) if places else template
        assert in_words_of(language, reason) != reason


def test_a_reason_within_a_reason_is_translated_too() -> None:
    wrong = Reason("{name} must be between {least} and {most}", name="vouches", least=1, most=100)
    whole = Reason("This constitution cannot stand: {wrong}.", wrong=wrong)
    assert whole == "This constitution cannot stand: vouches must be between 1 and 100."
    assert in_words_of("es", whole) == (
        "Esta constitución no puede regir: vouches debe estar entre 1 y 100."
    )


def test_what_nobody_has_translated_stays_as_it_is() -> None:
    assert in_words_of("es", "Expected `int`, got `str`") == "Expected `int`, got `str`"
