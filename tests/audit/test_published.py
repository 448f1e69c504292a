"""Every field that follows from a log is compared: what a host could say otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from esoviet.audit import expected, expected_votes, expected_work
from esoviet.audit.blobs import BlobCheck, title_of
from esoviet.audit.difference import Difference
from esoviet.audit.facts import Facts
from esoviet.audit.reading import Reading
from esoviet.node import listing
from tests.audit.host import AnsweringHost
from tests.audit.story import story
from tests.world import World

AUDITING = Path(__file__).parents[2] / "docs" / "auditing.md"
NOT_COMPARED = {"content", "log_size", "next", "roll", "vkey"}
IN_PARAMETERS = {"choices", "default", "kind", "least", "meaning", "most"}
IN_TALLIES = {"against", "needed", "reason", "votes"}


@pytest.fixture(scope="module")
def facts() -> Facts:
    host = AnsweringHost(story())
    reading = Reading(host, 1)
    reading.read(len(host.log))
    check = BlobCheck(host, reading.titles, reading.view)
    check.run(reading.view(), judged_all=True)
    return Facts(reading.view(), reading.titles, reading.replay.recount)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the single values of an answer stand."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for place, part in inner:
        if isinstance(part, dict | list) and part:
            yield from leaves(part, (*path, place))
        else:
            yield (*path, place)


def bent(answer: Any, path: tuple[Any, ...]) -> Any:
    """The answer with another value in one place."""
    copy = msgspec.json.decode(msgspec.json.encode(answer))
    part = copy
    for place in path[:-1]:
        part = part[place]
    part[path[-1]] = {"another": 1}
    return copy


def missed(ours: object, answer: Any) -> set[str]:
    """The names of the fields in which another value is not noticed."""
    names = set()
    for path in leaves(answer):
        difference = Difference()
        difference.look(ours, bent(answer, path))
        if not difference.said:
            names.add([place for place in path if isinstance(place, str)][-1])
    return names


def answer(path: str) -> Any:
    return msgspec.json.decode(AnsweringHost(story()).answer(path) or b"null")


@pytest.mark.parametrize(
    "name", ["members", "problems", "questions", "votes", "decisions", "mandates", "reviews"]
)
def test_every_field_of_a_list_is_compared(facts: Facts, name: str) -> None:
    homes = (expected, expected_votes, expected_work)
    [lines] = [getattr(home, name) for home in homes if hasattr(home, name)]
    assert missed({"items": list(lines(facts))}, answer(f"/{name}.json")) <= NOT_COMPARED


def test_a_host_that_miscounts_a_review_is_found() -> None:
    world = World().found()
    ada, bea, cem, *_ = world.crowd(5)
    world.decide(ada)
    world.carry_out(ada, 1)
    bea.judges(1, "not", "keep")
    cem.judges(1, "partly", "amend").leaves()
    host = AnsweringHost(world)
    assert host.audited().findings == []
    host.bend("/reviews.json", lambda said: said["items"][0]["reached"].update(missed=0))
    [finding] = host.audited().findings
    assert "missed" in str(finding)


@pytest.mark.parametrize("number", [1, 2, 5, 6, 7, 8])
def test_every_field_of_a_vote_and_its_roll_is_compared(facts: Facts, number: int) -> None:
    ours = expected_votes.vote(facts, number) | {"tally": expected_votes.tally(facts, number)}
    said = answer(f"/votes/{number}.json")
    for how_it_came_to_be in ("stages", "ties"):
        del said["tally"][how_it_came_to_be]
    assert missed(ours, said) <= NOT_COMPARED | IN_TALLIES
    roll = {"items": list(expected_votes.roll(facts, number))}
    assert missed(roll, answer(f"/votes/{number}/roll.json")) <= NOT_COMPARED


def test_every_field_of_the_assembly_and_its_constitution_is_compared(facts: Facts) -> None:
    assert missed(expected.assembly(facts), answer(".json")) <= NOT_COMPARED
    ours = expected.constitution(facts)
    assert missed(ours, answer("/constitution.json")) <= NOT_COMPARED | IN_PARAMETERS


def test_every_figure_of_who_can_come_in_is_compared(facts: Facts) -> None:
    assert missed(expected.growth(facts), answer("/growth.json")) <= NOT_COMPARED


def test_the_documented_example_ends_as_the_report_does() -> None:
    report = AnsweringHost(story()).audited()
    shown = [without_numbers(line) for line in AUDITING.read_text().splitlines()]
    assert [line for line in report.conclusion if without_numbers(line) not in shown] == []


def without_numbers(line: str) -> str:
    return re.sub(r"\d+", "N", line).strip()


@pytest.mark.parametrize(
    "text", ["", "One", "# One\nTwo", "\n\n \ufeff## One \r\nTwo", "#", "x" * 300, " \t# a # b"]
)
def test_the_first_line_of_a_text_is_the_hosts_and_ours(text: str) -> None:
    assert title_of(text) == listing.title_of(text)
