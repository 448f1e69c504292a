"""Whatever has happened in an assembly, everything about it can be answered."""

from collections.abc import Mapping

import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
from esoviet.law.criticism import Criticism
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.repairs import Repair
from esoviet.law.reviews import Review
from esoviet.law.solutions import Solution
from esoviet.law.topics import Post, Topic
from esoviet.law.votes import Vote
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.openapi import openapi
from esoviet.web.api.query import read_query
from esoviet.web.api.read import AnyRead
from esoviet.web.api.reads import READS
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.world import World

ACTS = some(1000)
KINDS: Mapping[str, type[Record]] = {
    "members": Member,
    "repairs": Repair,
    "problems": Problem,
    "solutions": Solution,
    "arguments": Argument,
    "votes": Vote,
    "questions": Question,
    "decisions": Decision,
    "mandates": Mandate,
    "actions": Action,
    "criticisms": Criticism,
    "exhibits": Exhibit,
    "facts": Fact,
    "topics": Topic,
    "posts": Post,
    "review.json": Review,
}
"""What is there to be answered about, by the first part of an address, or else by its last."""
WITH_TIME = {"log", "reports"}
"""Entries and months: there is one of them from the founding on."""
DOCUMENT = msgspec.json.decode(openapi())


@pytest.fixture(scope="module", params=seeds(2, 1))
def world(request: pytest.FixtureRequest) -> World:
    """A world after a storm of random acts."""
    storm = Storm(request.param)
    for _ in range(ACTS):
        storm.blow()
    return storm.world


def answers(world: World, read: AnyRead) -> list[bytes]:
    """All answers of one line of the table."""
    memory, found = AnswerCache(world.blobs.get), []
    for number in range(60 if "{number}" in read.path else 1):
        desk = AnswerContext(world.view, memory, lambda a, b: world.entries[a:b], "/a/x")
        said = [("number", str(number))] if "{number}" in read.path else []
        answer = read.build(desk, read_query(read.query, said))
        if answer is not None:
            found.append(msgspec.json.encode(answer))
    return found


def is_there(world: World, read: AnyRead) -> bool:
    """Whether there is anything that this could answer about: of a list there is always its end."""
    first, *parts = read.path.strip("/").split("/")
    if "{number}" not in read.path or first in WITH_TIME:
        return True
    kind = KINDS.get(parts[-1], KINDS[first])
    return len(world.view.rows(kind)) > 0


@pytest.mark.parametrize("read", READS, ids=lambda read: read.path)
def test_everything_can_be_answered_after_a_storm(world: World, read: AnyRead) -> None:
    place = f"/a/{{assembly}}{read.path}".replace("/", "~1")
    pointer = f"#/paths/{place}/get/responses/200/content/application~1json/schema"
    checker = Draft202012Validator({"$ref": pointer, **DOCUMENT})
    found = answers(world, read)
    assert bool(found) == is_there(world, read)
    for answer in found[:8]:
        assert list(checker.iter_errors(msgspec.json.decode(answer))) == []


def test_every_page_of_a_list_together_is_the_whole_list(world: World) -> None:
    memory, numbers, after = AnswerCache(world.blobs.get), list[int](), 0
    read = next(read for read in READS if read.path == "/members.json")
    while True:
        desk = AnswerContext(world.view, memory, lambda a, b: world.entries[a:b], "/a/x")
        query = read_query(read.query, [("after", str(after)), ("limit", "3")])
        page = msgspec.json.decode(msgspec.json.encode(read.build(desk, query)))
        numbers += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        after = numbers[-1]
    assert numbers == list(range(1, world.view.count(Member) + 1))
