"""The description of the API: valid, complete, and true of what the node answers."""

import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from esoviet.web.api.openapi import openapi
from esoviet.web.api.operation import Operation
from esoviet.web.api.operations import OPERATIONS
from esoviet.web.api.reads import READS
from esoviet.web.app import ROUTES
from esoviet.web.pages.outbox import MAILS
from esoviet.web.pages.table import OWN, PAGES
from esoviet.web.routes import read_routes
from esoviet.wire.json import Json
from tests.web.served import Served

DOCUMENT: dict[str, Json] = msgspec.json.decode(openapi())
PAGES_ONLY = {"/a/{assembly}" + path for path in [*(p.path for p in PAGES), *(o.path for o in OWN)]}
PAGES_ONLY.add(MAILS.path)


def schema_of(path: str) -> Draft202012Validator:
    """Checks answers of one address against the document."""
    place = path.replace("/", "~1")
    pointer = f"#/paths/{place}/get/responses/200/content/application~1json/schema"
    return Draft202012Validator({"$ref": pointer, **DOCUMENT})


def routes() -> set[tuple[str, str]]:
    """Every route that is not one of the pages for people."""
    found = set()
    for route in (*ROUTES, *read_routes()):
        path = route.path.replace(":path", "")
        found |= {(method.lower(), path) for method in route.methods or ()}
    return {(method, path) for method, path in found if path not in PAGES_ONLY and _of_api(path)}


def _of_api(path: str) -> bool:
    return path.startswith("/a/") or path in (
        "/a",
        "/node",
        "/node/request",
        "/law.json",
        "/blobs/{sha256}",
    )


def test_the_document_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    bent: dict[str, Json] = {**DOCUMENT, "paths": {"no-slash": {}}, "info": {}}
    assert any(OpenAPIV31SpecValidator(bent).iter_errors())


def test_every_route_is_described_and_every_description_has_a_route() -> None:
    described = {
        (method, path)
        for path, doings in msgspec.convert(DOCUMENT["paths"], dict[str, dict[str, object]]).items()
        for method in doings
    }
    assert described == {(method, path) for method, path in routes() if method != "head"}


@pytest.mark.parametrize("path", [f"/a/{{assembly}}{read.path}" for read in READS])
def test_every_answer_is_as_described(served: Served, path: str) -> None:
    checker = schema_of(path)
    answered = 0
    for number in range(15 if "{number}" in path else 1):
        asked = path.format(assembly=served.world.id, number=number)
        answer = served.get(asked + ("?texts=1" if "/problems.json" in path else ""))
        if answer.status_code == 200:
            answered += 1
            assert list(checker.iter_errors(answer.json())) == []
    assert answered


def test_the_check_would_find_an_answer_that_is_not_as_described(served: Served) -> None:
    checker = schema_of("/a/{assembly}/votes/{number}.json")
    answer = served.get("votes/1.json").json()
    assert checker.is_valid(answer)
    assert not checker.is_valid({**answer, "tally": {**answer["tally"], "winners": "2"}})


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_other_description_has_a_route_that_answers(
    served: Served, operation: Operation
) -> None:
    path = operation.path.format(
        assembly=served.world.id,
        sha256="0" * 64,
        act=served.world.id,
        kid=served.world.person("Ada").kid,
        name="0" * 64,
        part="offer",
        session="0" * 16,
        secret="0" * 16,
        draft="0" * 32,
        room=1,
        item=1,
        member=1,
        matter="problems",
        upload="0" * 32,
        copy="w480",
        token="0" * 32,
        path="entries/000.p/1",
        number=1,
    )
    if operation.path.endswith("/changes"):
        answer = served.ask("HEAD", path)
    else:
        answer = served.ask(operation.method.upper(), path)
    expected = {operation.status, *operation.refusals, 200, 204}
    assert answer.status_code in expected, answer.text


def test_the_description_can_be_read_by_people_and_programs(served: Served) -> None:
    assert served.get("/api/openapi.json").json() == DOCUMENT
    assert served.get("/api").json() == DOCUMENT
    page = served.get("/api", headers={"Accept": "text/html,*/*;q=0.8"}).text
    assert "/a/{assembly}/votes/{number}/roll.json" in page
