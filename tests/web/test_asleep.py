"""Who wakes an assembly that sleeps, and who does not."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.wire import envelope
from tests.node.sleepers import awake, hand_in, hosting, opened, put_to_sleep, session, worlds
from tests.web.desk import ONE, Desk
from tests.world import World

NOBODY = "0" * 64
FAR = {"x-forwarded-for": "203.0.113.5"}
READ = ("", ".json", "/problems", "/members.json", "/log/checkpoint", "/changes", "/join", "/pair",
        "/log/tile/0/000.p/1", "/blobs/" + "f" * 64, "/recover", "/nowhere")  # fmt: skip


@pytest.fixture
def closed() -> World:
    return World().found(readership="members")


def told(answer: httpx.Response, identity: str) -> tuple[object, ...]:
    """An answer but for the name of the assembly."""
    headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
    text = answer.text.replace(identity, "X").replace(f"{identity[:8]}…", "X")
    return answer.status_code, headers, text


def both(at: Desk, method: str, path: str, world: World, **sent: Any) -> list[tuple[object, ...]]:
    """What a stranger is told of an assembly, and of one that is nowhere."""
    return [
        told(at.ask(method, f"/a/{identity}{path}", **sent), identity)
        for identity in (world.id, NOBODY)
    ]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_strangers_do_not_wake_a_closed_one_by_reading(
    tmp_path: Path, closed: World, path: str, accept: str
) -> None:
    with hosting(tmp_path, closed) as at:
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            ours, nobodys = both(at, method, path, closed, headers={"accept": accept})
            assert ours == nobodys
            assert awake(at) == set()


def test_what_a_stranger_hands_in_is_answered_alike(tmp_path: Path, closed: World) -> None:
    ada, stranger = closed.member("Ada"), closed.person("A stranger")
    forged = closed.seal(ada.key, Leave).rpartition(b".")[0] + b"." + b"A" * 86
    with hosting(tmp_path, closed) as at:
        for body in (b"nonsense", closed.seal(stranger.key, Leave), forged):
            for kind in ("application/jose", "application/jose-seq", "text/plain"):
                put_to_sleep(at)
                sent = {"content": body, "headers": {"content-type": kind}}
                ours, nobodys = both(at, "POST", "/acts", closed, **sent)
                assert ours == nobodys, (body[:20], kind)


def test_an_act_of_a_member_wakes_it_without_a_session(tmp_path: Path, closed: World) -> None:
    with hosting(tmp_path, closed) as at:
        assert hand_in(at, closed, closed.member("Ada"), Leave).status_code == 201
        assert awake(at) == {closed.id}


def test_a_member_signs_in_while_it_sleeps_and_wakes_it_by_reading(
    tmp_path: Path, closed: World
) -> None:
    with hosting(tmp_path, closed) as at:
        nonce = at.get("session").json()["nonce"]
        assert awake(at) == set()
        said = {"assembly": closed.id, "nonce": nonce, "origin": "node.example"}
        jws = envelope.seal(msgspec.json.encode(said), closed.member("Ada").key, "session")
        opened_session = at.ask("POST", "session", content=jws, headers=ONE)
        assert opened_session.status_code == 201
        put_to_sleep(at)
        token = {"authorization": f"Bearer {opened_session.json()['token']}"}
        at.forget_cookies()
        assert at.get("members.json").status_code == 404
        assert at.get("members.json", headers=token).status_code == 200
        assert awake(at) == {closed.id}
        assert at.node.assemblies[closed.id].for_members


def test_a_session_of_another_assembly_wakes_nobody(tmp_path: Path, closed: World) -> None:
    (other,) = worlds(2, readership="members")[1:]
    with hosting(tmp_path, closed, other) as at:
        token = session(at, other, other.member("Bea"))
        assert at.get("members.json", headers=token).status_code == 404
        assert awake(at) == set()


def test_the_pages_of_the_node_wake_nobody(tmp_path: Path, closed: World) -> None:
    (_, bea, cem) = worlds(3)
    with hosting(tmp_path, closed, bea, cem) as at:
        for path in ("/", "/node", "/invitation", "/found", "/api", f"/a/{bea.id}/session"):
            assert at.get(path).status_code == 200
            assert awake(at) == set()
        page = at.get("/").text
        assert [world.id in page for world in (closed, bea, cem)] == [False, True, True]
        assert page.count("Tenants of 7 Mill Street") == 2
        opened(at, cem)
        assert at.get("/").text == page


def test_the_front_page_lists_what_was_chosen_of_those_that_sleep(tmp_path: Path) -> None:
    first, second, third = worlds(3)
    with hosting(tmp_path, first, second, third, listed=(third.id, NOBODY, first.id)) as at:
        opened(at, first)
        page = at.get("/").text
        assert page.index(third.id) < page.index(first.id)
        assert second.id not in page
        assert awake(at) == {first.id}


def test_a_name_that_was_erased_is_not_listed_any_more(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        assert world.id in at.get("/").text
        name = opened(at, world).ledger.blobs.path(world.assembly.name.hex())
        name.unlink()
        put_to_sleep(at)
        assert world.id not in at.get("/").text
    assert b"Tenants of 7 Mill" not in b"".join(p.read_bytes() for p in tmp_path.glob("node.db*"))


def test_a_stream_keeps_it_awake_and_its_end_lets_it_sleep(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:

        async def listen() -> None:
            heard, gone = asyncio.Event(), asyncio.Event()

            async def receive() -> dict[str, Any]:
                await gone.wait()
                return {"type": "http.disconnect"}

            async def send(message: Any) -> None:
                if message["type"] == "http.response.body":
                    heard.set()

            scope = {
                "type": "http", "method": "GET", "path": f"/a/{world.id}/changes", "headers": [],
                "query_string": b"", "raw_path": b"", "client": ("127.0.0.1", 1), "scheme": "http",
                "server": ("127.0.0.1", 80), "root_path": "", "http_version": "1.1",
                "asgi": {"version": "3.0", "spec_version": "2.3"},
            }  # fmt: skip
            stream = asyncio.ensure_future(at.app(scope, receive, send))
            await heard.wait()
            at.node.sleeping.rest(float("inf"))
            assert at.node.assemblies[world.id].uses == 1
            gone.set()
            await stream
            assert at.node.assemblies[world.id].uses == 0

        at.run(listen())
        put_to_sleep(at)
        assert awake(at) == set()


def test_where_all_places_are_in_use_who_comes_is_told_to_come_again(tmp_path: Path) -> None:
    first, second = worlds(2)
    with hosting(tmp_path, first, second, awake=1) as at:

        async def crowd() -> list[httpx.Response]:
            async with at.node.open(first.id):
                paths = (f"/a/{second.id}", f"/a/{second.id}.json", f"/a/{first.id}.json", "/")
                return [await at._client.get(path) for path in paths]

        page, data, ours, front = at.run(crowd())
        for answer in (page, data):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert "Too many assemblies are awake" in answer.text
        assert page.headers["content-type"].startswith("text/html")
        assert (ours.status_code, front.status_code) == (200, 200)


def test_nor_does_a_crowd_tell_strangers_what_is_here(tmp_path: Path, closed: World) -> None:
    (other,) = worlds(2)[1:]
    with hosting(tmp_path, closed, other, awake=1) as at:

        async def crowd() -> list[httpx.Response]:
            async with at.node.open(other.id):
                paths = (f"/a/{identity}/acts" for identity in (closed.id, NOBODY))
                return [await at._client.post(path, content=b"", headers=ONE) for path in paths]

        ours, nobodys = at.run(crowd())
        assert told(ours, closed.id) == told(nobodys, NOBODY)
        assert ours.status_code == 503


def test_where_sessions_cannot_be_read_who_brings_one_is_told_so(tmp_path: Path) -> None:
    world = World().found()
    with hosting(tmp_path, world) as at:
        token = session(at, world, world.member("Ada"))
        at.node.store.close()
        answer = at.get(".json", headers=token)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert at.get(".json").status_code == 200


def test_how_many_a_stranger_wakes_is_limited(tmp_path: Path) -> None:
    hosted = worlds(4)
    with hosting(tmp_path, *hosted, stranger_rate=2) as at:
        answers = [at.get(f"/a/{world.id}.json", headers=FAR) for world in hosted]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert int(answers[2].headers["retry-after"]) > 0
        assert awake(at) == {world.id for world in hosted[:2]}
        assert at.get(f"/a/{hosted[0].id}/members.json", headers=FAR).status_code == 200
        token = session(at, hosted[3], hosted[3].member("Dao"))
        assert at.get(f"/a/{hosted[3].id}.json", headers=FAR | token).status_code == 200


@pytest.mark.parametrize("asleep", [True, False])
def test_the_limit_tells_no_stranger_what_is_here(
    tmp_path: Path, closed: World, asleep: bool
) -> None:
    stranger = closed.person("A stranger")
    with hosting(tmp_path, closed, stranger_rate=4) as at:
        sent = {"content": closed.seal(stranger.key, Leave), "headers": ONE | FAR}
        for _ in range(4):
            if asleep:
                put_to_sleep(at)
            ours, nobodys = both(at, "POST", "/acts", closed, **sent)
            assert ours == nobodys


def test_members_who_hand_in_without_a_session_are_not_limited(
    tmp_path: Path, closed: World
) -> None:
    people = [closed.person("Ada"), *closed.members("Bea", "Cem", "Dao", "Eve")]
    with hosting(tmp_path, closed, stranger_rate=1) as at:
        for person in people:
            put_to_sleep(at)
            jws = closed.seal(person.key, Leave)
            answer = at.ask("POST", "acts", content=jws, headers=ONE | FAR)
            assert answer.status_code == 201
            closed.submit(jws)


def test_texts_and_acts_with_texts_wake_it(tmp_path: Path, closed: World) -> None:
    ada = closed.member("Ada")
    with hosting(tmp_path, closed) as at:
        token, words = session(at, closed, ada), closed.text("Ada, who woke it")
        assert at.bring(words, **token).status_code == 201
        put_to_sleep(at)
        assert hand_in(at, closed, ada, SetProfile, profile=words).status_code == 201
        put_to_sleep(at)
        path = f"blobs/{words.sha256}"
        assert at.get(path, headers=token).content == closed.blobs[words.sha256]


def test_figures_tell_of_those_that_sleep(tmp_path: Path) -> None:
    from esoviet.web.http.metrics import Lag, exposition

    first, second = worlds(2)
    with hosting(tmp_path, first, second) as at:
        opened(at, first)
        said = at.run(exposition(at.node, Lag())).decode()
        assert "esoviet_assemblies 2\n" in said
        assert "esoviet_assemblies_awake 1\n" in said
        for world in (first, second):
            size = len(world.entries)
            assert f'esoviet_log_entries{{assembly="{world.id}"}} {size}\n' in said
            assert f'esoviet_log_bytes{{assembly="{world.id}"}}' in said
        assert awake(at) == {first.id}
