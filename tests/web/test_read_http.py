"""How answers are sent: to whom, for how long they hold, and what an address may ask."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from esoviet.web.api.reads import READS
from esoviet.wire import envelope
from tests.person import Person
from tests.web.served import Served, serve
from tests.world import World


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An assembly that only members may read."""
    world = World().found(readership="members")
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("Our secret")
    ada.proposes(problem, "Keep it")
    bea.suggests(1)
    ada.argues(problem)
    world.pass_days(9)
    for person in (ada, bea):
        person.votes(1, [[1], [0]])
    bea.asks()
    bea.announces()
    bea.criticises()
    bea.brings()
    bea.states(problem)
    bea.opens_topic()
    world.pass_days(5)
    ada.proposes_repair(vote_days="1")
    world.host.marks_time()
    with serve(world, tmp_path_factory.mktemp("closed")) as up:
        yield up


def sign_in(served: Served, person: Person) -> dict[str, str]:
    nonce = served.get("session").json()["nonce"]
    said = {"assembly": served.world.id, "nonce": nonce, "origin": "node.example"}
    payload = msgspec.json.encode(said)
    signed = envelope.seal(payload, person.key, "session")
    kind = {"Content-Type": "application/jose"}
    opened = served.ask("POST", "session", content=signed, headers=kind)
    served.forget_cookies()
    return {"Authorization": f"Bearer {opened.json()['token']}"}


@pytest.mark.parametrize("path", [read.path for read in READS])
def test_every_answer_can_be_read_by_anyone_where_texts_are_public(
    served: Served, path: str
) -> None:
    answer = served.get(served.here + path.replace("{number}", "1"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["log_size"] == len(served.world.entries)
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", [read.path for read in READS])
def test_where_only_members_may_read_they_must_sign_in(closed: Served, path: str) -> None:
    address = closed.here + path.replace("{number}", "1")
    stranger = closed.get(address)
    assert (stranger.status_code, stranger.json()["type"]) == (404, "urn:esoviet:closed")
    assert stranger.headers["content-type"] == "application/problem+json"
    assert "Our secret" not in stranger.text
    member = closed.get(address, headers=sign_in(closed, closed.world.person("Bea")))
    assert member.status_code == 200
    assert member.headers["cache-control"] == "no-store"


def test_a_session_of_a_key_that_is_not_a_members_opens_nothing(closed: Served) -> None:
    assert closed.get(".json", headers={"Authorization": "Bearer made-up"}).status_code == 404
    with pytest.raises(KeyError):
        sign_in(closed, closed.world.person("Zed"))


def test_an_answer_that_the_reader_has_is_not_sent_again(served: Served) -> None:
    first = served.get("votes.json")
    assert (first.headers["cache-control"], len(first.content) > 0) == ("no-cache", True)
    again = served.get("votes.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    stale = served.get("votes.json", headers={"If-None-Match": '"1-0"'})
    assert stale.content == first.content
    several = {"If-None-Match": f'"1-0", W/{first.headers["etag"]}'}
    assert served.get("votes.json", headers=several).status_code == 304


def test_a_head_request_gets_the_same_headers_and_no_body(served: Served) -> None:
    whole, head = served.get("problems.json"), served.ask("HEAD", "problems.json")
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_other_sites_may_read_with_a_token_and_ask_whether_anything_changed(
    served: Served,
) -> None:
    answer = served.ask("OPTIONS", "problems.json", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    allowed = answer.headers["access-control-allow-headers"]
    assert "Authorization" in allowed
    assert "If-None-Match" in allowed
    assert "ETag" in served.get("problems.json").headers["access-control-expose-headers"]


def test_reading_takes_no_other_method(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = served.ask(method, "problems.json")
        assert (answer.status_code, answer.json()["status"]) == (405, 405)


@pytest.mark.parametrize(
    "path",
    [
        "problems/999.json",
        "problems/0.json",
        "problems/01.json",
        "problems/-1.json",
        "problems/one.json",
        "problems/99999999999999999999.json",
        "log/entries/999999.json",
        "votes/999/roll.json",
        "nothing.json",
    ],
)
def test_what_is_not_there_is_not_found(served: Served, path: str) -> None:
    answer = served.get(path)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_another_assembly_is_not_found(served: Served) -> None:
    assert served.get(f"/a/{served.world.id}.json").status_code == 200
    assert served.get(f"/a/{'0' * 64}.json").status_code == 404
    assert served.get("/a/x/problems.json").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=ten",
        "limit=%2B5",
        "limit=05",
        "after=-1",
        "limit=5&limit=6",
        "texts=yes",
        "phase=over",
        "colour=red",
    ],
)
def test_an_address_that_asks_for_what_cannot_be_is_refused(served: Served, query: str) -> None:
    answer = served.get(f"problems.json?{query}")
    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")
    assert query.partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("query", ["limit=1", "limit=1000", "after=0", "texts=1", "phase=vote"])
def test_an_address_that_asks_for_what_can_be_is_answered(served: Served, query: str) -> None:
    assert served.get(f"problems.json?{query}").status_code == 200


def test_a_lost_text_is_said_to_be_missing_and_the_answer_is_not_kept(tmp_path: Path) -> None:
    world = World().found(readership="public")
    profile = world.member("Bea").record.profile.hex()
    whole = world.blobs.pop(profile)
    with serve(world, tmp_path) as up:
        lost = up.get("members/2.json")
        assert lost.json()["member"]["profile"]["state"] == "missing"
        assert (lost.headers["cache-control"], "etag" in lost.headers) == ("no-store", False)
        path = up.node.assemblies[world.id].ledger.blobs.path(profile)
        path.parent.mkdir()
        path.write_bytes(whole)
        found = up.get("members/2.json")
        assert (found.json()["member"]["name"], "etag" in found.headers) == ("Bea", True)
