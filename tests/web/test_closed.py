"""A closed assembly is closed: every address, for everybody who is no member of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse

from esoviet.law.leaving import Leave
from esoviet.law.records import HOST, Key
from esoviet.store.sessions import Session
from esoviet.web.app import ROUTES, context_for, routed
from esoviet.web.endpoints.changes import changes
from esoviet.web.http.errors import CLOSED
from esoviet.web.routes import read_routes
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.keys import key_name
from tests.web.desk import ONE, Desk, desk
from tests.web.story import Story, tell
from tests.world import World, signing_key

NOBODY = "0" * 64
"""The id of an assembly that is nowhere."""
HELD = "f" * 64
FOR_GUESTS = {
    "/join", "/recover", "/log/checkpoint", "/log/founding", "/log/consistency?old=1&size=2",
    "/log/tile/0/000.p/1",
}  # fmt: skip
BARE = {"/pair", "/recover", "/session", f"/pairings/{HELD}/offer"}
"""Where everybody is answered alike, whatever the assembly."""
NOT_READ = re.compile(
    "/(acts$|preview$|devices/|sessions/|secrets/|drafts/|messages|push|rooms/|follows/|mutes/|"
    "exhibits/[^/]+/person$|plans/|skills$|away$|teaching/|media$|uploads|blobs/[0-9a-f]+/w480)"
)


class Visitor(NamedTuple):
    """Somebody with a session, or without one."""

    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(readership="members")


@pytest.fixture(scope="module")
def at(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(story.world, tmp_path_factory.mktemp("closed")) as served:
        yield served


def session(at: Desk, kid: str, assembly: str = "") -> Visitor:
    """A session of a key, as if it had signed in."""
    token = f"a token of {kid}"
    opened = Session(assembly or at.world.id, kid, at.world.now + 10**9)
    at.node.store.open_session(token, opened)
    return Visitor(token)


def paths(story: Story) -> list[str]:
    """Every address below the assembly, with numbers and names that are there."""
    world = story.world
    blob = next(iter(world.blobs))
    act = envelope.parse(entries.read(world.entries[1])[1]).id
    known = {
        "number": "1", "kid": world.member("Ada").kid, "sha256": blob, "act": act, "name": HELD,
        "assembly": "X", "path": "entries/000.p/1", "part": "offer", "session": "f" * 16,
        "secret": "f" * 16, "draft": "f" * 32, "token": "T" * 32, "room": "1", "item": "1",
        "member": "1", "matter": "problems", "copy": "w480", "upload": "f" * 32,
    }  # fmt: skip
    found = set[str]()
    for route in (*ROUTES, *read_routes()):
        if route.path.startswith("/a/{assembly}"):
            filled = re.sub(r"\{(\w+)(:path)?\}", lambda match: known[match[1]], route.path)
            found.add(filled.removeprefix("/a/X"))
    found |= {"/log/tile/0/000.p/1", "/log/consistency?old=1&size=2", "/nowhere", "/votes/99"}
    return sorted(found - {"/log/consistency"})


def told(answer: httpx.Response, identity: str) -> tuple[int, list[tuple[str, str]], str]:
    """What somebody can tell an answer by, but for the name that they asked with."""
    headers = sorted((k, v) for k, v in answer.headers.items() if k != "set-cookie")
    text = (
        answer.text.replace(identity, "ID").replace(identity[:8], "ID").replace(identity[:16], "ID")
    )
    return answer.status_code, headers, re.sub(r'"(nonce|expires)":("[^"]*"|\d+)', "", text)


def asks(at: Desk, identity: str, method: str, path: str, **sent: Any) -> httpx.Response:
    """One request, without cookies, and unpacked: an id packs well or badly whatever is here."""
    at.forget_cookies()
    sent["headers"] = {"accept-encoding": "identity", **sent.get("headers", {})}
    return at.ask(method, f"/a/{identity}{path}", **sent)


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("who", ["stranger", "of another assembly", "the host", "with a dead key"])
def test_a_stranger_cannot_tell_it_from_an_assembly_that_is_not_there(
    at: Desk, story: Story, who: str, accept: str
) -> None:
    ada = story.world.member("Ada")
    host = next(key.kid for key in story.world.view.by(Key, "member", HOST))
    visitor = {
        "stranger": Visitor(),
        "of another assembly": session(at, ada.kid, "1" * 64),
        "the host": session(at, host),
        "with a dead key": session(at, key_name(signing_key("nobody").public)),
    }[who]
    headers = {"accept": accept, **visitor.headers}
    for path in paths(story):
        for method in METHODS:
            ours = asks(at, at.world.id, method, path, headers=headers)
            nobodys = asks(at, NOBODY, method, path, headers=headers)
            assert told(ours, at.world.id) == told(nobodys, NOBODY), (method, path)
            if method == "GET" and path not in BARE and not NOT_READ.match(path):
                assert ours.status_code == 404, path
    page = asks(at, at.world.id, "GET", "", headers=headers)
    assert CLOSED in page.text or accept == "application/json"


def test_what_a_stranger_sends_is_answered_alike_too(at: Desk, story: Story) -> None:
    """Acts: malformed, of an unknown key, forged with a known one; sign-ins; texts."""
    world = story.world
    ada, nobody = world.member("Ada"), world.person("A stranger")
    good, forged = world.seal(nobody.key, Leave), world.seal(ada.key, Leave)
    forged = forged.rpartition(b".")[0] + b"." + b"A" * 86
    for body in (b"nonsense", good, forged):
        for kind in ("application/jose", "application/jose-seq", "text/plain"):
            sent = {"content": body, "headers": {"content-type": kind}}
            ours = asks(at, at.world.id, "POST", "/acts", **sent)
            nobodys = asks(at, NOBODY, "POST", "/acts", **sent)
            assert told(ours, at.world.id) == told(nobodys, NOBODY), (body[:20], kind)
        sent = {"data": {"act": body.decode()}, "files": {HELD: b"x" * 99}}
        ours = asks(at, at.world.id, "POST", "/acts", **sent)
        nobodys = asks(at, NOBODY, "POST", "/acts", **sent)
        assert told(ours, at.world.id) == told(nobodys, NOBODY)
    for key in (ada.key, nobody.key):
        answers = []
        for identity in (at.world.id, NOBODY):
            nonce = asks(at, identity, "GET", "/session").json()["nonce"]
            said = {"assembly": identity, "nonce": nonce, "origin": "elsewhere.example"}
            jws = envelope.seal(msgspec.json.encode(said), key, "session")
            answers.append(asks(at, identity, "POST", "/session", content=jws, headers=ONE))
        assert told(answers[0], at.world.id) == told(answers[1], NOBODY)


def readable(at: Desk, story: Story, visitor: Visitor) -> set[str]:
    """What somebody reads of it."""
    found = set[str]()
    for path in paths(story):
        if path == "/changes":  # it does not end
            answer = asks(at, at.world.id, "HEAD", path, headers=visitor.headers)
        else:
            answer = asks(at, at.world.id, "GET", path, headers=visitor.headers)
        if answer.status_code == 200:
            found.add(path)
        else:
            assert answer.status_code in (204, 303, 403, 404, 405), (path, answer.status_code)
    return found - BARE


def test_a_member_reads_everything(at: Desk, story: Story) -> None:
    ada = session(at, story.world.member("Ada").kid)
    missing = {"/nowhere", "/votes/99", "/acts", "/preview", "/messages", "/push", f"/blobs/{HELD}"}
    missing |= {"/outbox", "/outbox/1.html"}  # only the example has them
    missing |= {"/votes/1.ics", "/questions/1.ics"}  # they are over
    missing |= {f"/secret/{'T' * 32}.{kind}" for kind in ("ics", "atom")}
    left = set(paths(story)) - BARE - readable(at, story, ada) - missing
    left = {path for path in left if not NOT_READ.match(path)}
    assert {path for path in left if "recoveries/" not in path} == set()


def test_guests_read_what_they_need_to_come_in_and_their_own_affairs(
    at: Desk, story: Story
) -> None:
    world = story.world
    contested = next(p for p in world.cast.values() if p.member and p.number == story.contested)
    left = next(p for p in world.cast.values() if p.member and p.state == "left")
    receipts = {path for path in paths(story) if path.startswith("/receipts/")}
    common = (FOR_GUESTS | receipts) - BARE
    own = {"/devices", "/sessions"}
    for kid in (key_name(world.link.public), story.asking):
        assert readable(at, story, session(at, kid)) == common, kid
    for kid in (contested.kid, left.kid):
        assert readable(at, story, session(at, kid)) == common | own, kid
    asker = session(at, story.asking)
    waits = asks(at, world.id, "GET", f"/recoveries/{story.asking}", headers=asker.headers)
    assert waits.status_code == 200
    former = session(at, left.kid)
    for end in ("", ".json"):
        texts = f"/members/{left.number}/texts{end}"
        assert asks(at, world.id, "GET", texts, headers=former.headers).status_code == 200
        other = f"/members/{contested.number}/texts{end}"
        assert asks(at, world.id, "GET", other, headers=former.headers).status_code in (303, 403)


def test_a_guest_who_is_no_member_has_no_number(at: Desk, story: Story) -> None:
    """The host's number is 0, and so is that of who never had one."""
    for kid in (key_name(story.world.link.public), story.asking):
        guest = session(at, kid)
        for path in ("/members/0/texts", "/members/0/texts.json", "/members/None/texts.json"):
            answer = asks(at, at.world.id, "GET", path, headers=guest.headers)
            assert answer.status_code in (303, 403, 404), path


def test_an_invitation_shows_the_name_the_purpose_and_who_invites(at: Desk, story: Story) -> None:
    guest = session(at, key_name(story.world.link.public))
    page = asks(at, at.world.id, "GET", "/join", headers=guest.headers).text
    assert "Tenants of 7 Mill Street" in page
    assert "Warm flats." in page
    assert "Ada invites you to" in page
    assert "Members vouch for you." in page
    assert "data-due" not in page
    others = [p.name for p in story.world.cast.values() if p.name not in ("Ada", "Host")]
    assert [name for name in others if re.search(rf"\b{re.escape(name)}\b", page)] == []


def test_an_applicant_is_told_how_it_stands(at: Desk, story: Story) -> None:
    world = story.world
    contested = next(p for p in world.cast.values() if p.member and p.number == story.contested)
    guest = session(at, contested.kid)
    elsewhere = asks(at, world.id, "GET", "/problems", headers=guest.headers)
    assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, f"/a/{world.id}/join")
    page = asks(at, world.id, "GET", "/join", headers=guest.headers).text
    assert "Your application is in." in page
    assert "<form data-flow" not in page


def test_what_members_read_is_kept_nowhere(at: Desk, story: Story) -> None:
    ada = session(at, story.world.member("Ada").kid)
    for path in ("", "/problems", "/problems.json", "/log/checkpoint", "/log/tile/entries/000.p/1"):
        answer = asks(at, at.world.id, "GET", path, headers=ada.headers)
        assert "no-store" in answer.headers["cache-control"], path


def test_nothing_of_it_stands_on_the_pages_of_the_node(at: Desk) -> None:
    for path in ("/", "/node", "/invitation", "/found"):
        assert at.world.id not in at.get(path).text


def test_a_stream_ends_with_the_membership_of_who_listens(tmp_path: Path) -> None:
    world = World().found(readership="members")
    ada, bea = world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        heard = {one: listening(at, session(at, one.kid)) for one in (ada, bea)}
        for stream in heard.values():
            assert at.run(anext(stream)) == b"retry: 2000\n\n"
            assert b"id: " in at.run(anext(stream))  # asked for with another size
        assert at.does(bea, Leave).status_code == 201
        assert b"Member" in at.run(anext(heard[ada]))
        with pytest.raises(StopAsyncIteration):
            at.run(anext(heard[bea]))
        at.run(heard[ada].aclose())


def listening(at: Desk, visitor: Visitor) -> Any:
    """The stream of changes of a session."""
    scope = {
        "type": "http", "method": "GET", "path": "", "query_string": b"last=1",
        "headers": [(b"authorization", visitor.headers["authorization"].encode())],
        "app": routed(context_for(at.node)), "path_params": {"assembly": at.world.id},
    }  # fmt: skip
    answer = at.run(changes(Request(scope)))
    assert isinstance(answer, StreamingResponse)
    return answer.body_iterator
