"""What a hostile visitor or member tries: to lead astray, to hide, to wear the server out."""

import asyncio
import contextlib
import hashlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from starlette.requests import Request

from esoviet.law.arguments import Argue
from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.law.problems import RaiseProblem
from esoviet.node.config import Config
from esoviet.node.node import NodeError
from esoviet.store.errors import StoreError
from esoviet.web.http.errors import HttpError
from esoviet.web.http.rates import Strangers, limits_of
from esoviet.web.pages.prose import MOST_MARKS, html_of
from esoviet.web.pages.serve import MOST_BYTES, PageCache, Shown
from esoviet.web.pages.solutions import compare
from esoviet.wire import envelope
from tests.node.process import Server
from tests.web.desk import ONE, Desk, desk
from tests.web.served import write
from tests.web.test_sessions import HERE, sign_in
from tests.world import World

RATE = 5
EVIL = "\u202e<img src=x onerror=alert(1)>'\"><script>alert(1)</script>"
PAGES = (
    "", "/problems", "/problems/1", "/members", "/members/1", "/solutions/1/versions", "/votes/1",
    "/votes/1/roll", "/questions", "/questions/1", "/log", "/log/entries/5",
)  # fmt: skip
KINDS = ("video/x+xml", "audio/svg+xml", "image/pngx", "text/plainer")
MANY = {"content-type": "application/jose-seq"}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """Ada's public assembly, behind a web server on the same machine."""
    world = World().found(readership="public", backing="0", question_days="1", reading_days="1")
    world.member("Ada")
    with desk(world, tmp_path, stranger_rate=RATE, trusted_proxies=("127.0.0.1",)) as served:
        yield served


# -- texts


def test_no_name_title_or_option_becomes_markup_of_a_page(tmp_path: Path) -> None:
    world = World().found(readership="public", necessity_quorum="1/4")
    ada, bea, *_ = world.crowd(5)
    ada.sets_profile(EVIL)
    problem = ada.raises(EVIL)
    bea.finds("necessary", problem, reason=EVIL)
    world.open_problem(problem, ada)
    first = ada.proposes(problem, EVIL)
    ada.revises(first, EVIL + "\nand more")
    bea.proposes(problem, f"# {EVIL}")
    ada.argues(problem, "supports", EVIL)
    world.pass_days(9.5)
    ada.votes(1, [[1], [0]], reason=EVIL)
    ada.asks(EVIL, f"2 {EVIL}")
    with desk(world, tmp_path) as served:
        for page in PAGES:
            shown = served.get(served.here + page)
            assert shown.status_code == 200, page
            assert not any(bad in shown.text for bad in ("<img src=x", "<script>alert", "'\"><s"))


@pytest.mark.parametrize(
    "media_type", ["video/x+xml", "audio/svg+xml", "image/pngx", "text/plainer"]
)
def test_no_kind_of_file_that_could_carry_scripts_is_shown_in_place(
    at: Desk, media_type: str
) -> None:
    ada = at.world.member("Ada")
    kinds = {media_type: "attachment", "video/mp4": "inline", "text/plain": "inline"}
    ada_says = at.world.text("The lift")
    files = [at.world.text(f"bytes of {kind}", kind) for kind in kinds]
    for blob in (ada_says, *files):
        at.bring(blob)
    problem = at.world.text("A problem")
    at.bring(problem)
    at.does(ada, RaiseProblem, text=problem)
    said = at.does(ada, Argue, problem=1, stance="asks", text=ada_says, evidence=tuple(files))
    assert said.status_code == 201, said.text
    for blob, how in zip(files, kinds.values(), strict=True):
        answer = at.get(f"blobs/{blob.sha256}/content")
        assert answer.headers["content-disposition"] == how
        assert answer.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize(
    "unit", ["[", "![", "*a_", "ｈttp://中文.", "a@", "x\n", "`a", "<a ", "> ", "http://"]
)
def test_no_text_makes_the_server_stand_still(unit: str) -> None:
    begun = time.process_time()
    html = html_of(unit * (60_000 // len(unit.encode())))
    assert time.process_time() - begun < 2
    assert "<script" not in html


def test_a_text_of_nothing_but_marks_is_shown_as_it_was_typed() -> None:
    assert "<strong>" in html_of("**a** <b>" * (MOST_MARKS // 8))
    whole = html_of("**a** <b>\n" * MOST_MARKS)
    assert whole.startswith("<p>**a** &lt;b&gt;<br>")


def test_versions_without_a_line_in_common_are_compared_in_no_time() -> None:
    before = "\n".join(f"line {n} of the old" for n in range(2000))
    after = "\n".join(f"line {n} of the new" for n in range(2000))
    begun = time.process_time()
    assert len(compare(before, after)) == 4000
    assert time.process_time() - begun < 1
    assert compare("a\nb\nc", "a\nB\nc") == [
        ("same", "a"), ("gone", "b"), ("new", "B"), ("same", "c")]  # fmt: skip


# -- addresses and headers


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "//[", "/\t/evil.example"]
)
def test_settings_lead_back_to_this_site_only(at: Desk, back: str) -> None:
    assert f'value="{back}"' not in at.get("/settings", params={"back": back}).text
    answer = at.ask("POST", "/settings", data={"back": back, "theme": "dark"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    good = at.ask("POST", "/settings", data={"back": f"{at.here}/members"})
    assert good.headers["location"] == f"{at.here}/members"


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://[", "node.example"])
def test_forms_of_other_sites_are_refused(at: Desk, origin: str) -> None:
    for path in ("/settings", "/example"):
        assert at.ask("POST", path, headers={"origin": origin}).status_code in (403, 404)
    assert at.ask("POST", "/settings", headers={"origin": origin}).status_code == 403
    own = {"origin": "http://node.example"}
    assert at.ask("POST", "/settings", headers=own).status_code == 303


def test_no_answer_leads_to_the_host_that_a_request_names(at: Desk) -> None:
    named = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    for path in (f"{at.here}/problems/", f"{at.here}/", "/found/"):
        assert "location" not in at.get(path, headers=named).headers
    assert at.get(f"{at.here}/log", headers=named).status_code == 200
    assert "evil.example" not in at.get(f"{at.here}/log").text


def test_the_shelf_of_pages_is_bounded_by_bytes() -> None:
    shelf, page = PageCache(), Shown("tag", b"x" * 2**20, b"x")
    for number in range(100):
        shelf.put((str(number),), page)
    assert shelf.bytes <= MOST_BYTES
    assert shelf.holding(("0",), "tag") is None
    assert shelf.holding(("99",), "tag") is page


def test_a_session_cookie_travels_by_https_only_where_that_is_used(at: Desk) -> None:
    ada = at.world.member("Ada").key
    for header in ({"x-forwarded-proto": "https"}, {"origin": "https://node.example"}):
        nonce = at.get("session").json()["nonce"]
        payload = {"assembly": at.world.id, "nonce": nonce, "origin": HERE}
        jws = envelope.seal(msgspec.json.encode(payload), ada, "session")
        cookie = at.ask("POST", "session", content=jws, headers=ONE | header).headers["set-cookie"]
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=strict"))
    assert "Secure" not in sign_in(at, ada).headers["set-cookie"]


# -- wearing out


def nonsense(at: Desk, *said: tuple[str, str]) -> int:
    answer = at.ask("POST", "acts", content=b"x", headers=[*ONE.items(), *said])
    return answer.status_code


def test_a_second_line_of_forwarded_for_is_read_too(at: Desk) -> None:
    mine = ("x-forwarded-for", "203.0.113.7")
    made_up = [("x-forwarded-for", f"10.0.0.{number}") for number in range(RATE + 1)]
    assert [nonsense(at, one, mine) for one in made_up] == [400] * RATE + [429]
    assert nonsense(at, ("x-forwarded-for", "198.51.100.9")) == 400


def test_a_household_of_ipv6_has_one_share(at: Desk) -> None:
    homes = [("x-forwarded-for", f"2001:db8:0:1::{number}") for number in range(RATE + 1)]
    assert [nonsense(at, one) for one in homes] == [400] * RATE + [429]
    assert nonsense(at, ("x-forwarded-for", "2001:db8:0:2::1")) == 400


@pytest.mark.parametrize("spelt", ["203.0.113.7:{}", "[2001:db8::1]:{}", "[2001:db8::{}]"])
def test_an_address_has_one_share_at_all_its_ports(at: Desk, spelt: str) -> None:
    names = [("x-forwarded-for", spelt.format(1000 + number)) for number in range(RATE + 1)]
    assert [nonsense(at, one) for one in names] == [400] * RATE + [429]


def test_an_address_is_not_shut_out_for_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    strangers = Strangers(limits_of(Config()), ())
    request = Request({"type": "http", "client": ("203.0.113.7", 1), "headers": []})
    strangers.charge(request, 1_000_000)
    with pytest.raises(HttpError):
        strangers.check(request)
    now += 62
    strangers.check(request)


def test_lines_without_end_are_not_read(at: Desk) -> None:
    assert at.ask("POST", "acts", content=b"\n" * 70_000, headers=MANY).status_code == 413
    assert at.ask("POST", "acts", content=b"\n" * 20, headers=MANY).status_code == 200


def test_guesses_of_a_founding_token_are_counted(tmp_path: Path) -> None:
    tokens = {"founding": "token", "founding_tokens": ("right",)}
    away = {"x-forwarded-for": "203.0.113.7", **ONE}
    with desk(World().found(), tmp_path, stranger_rate=RATE, **tokens) as at:
        guess = {**away, "authorization": "Bearer wrong"}
        answers = [at.ask("POST", "/a", content=b"x", headers=guess) for _ in range(RATE + 1)]
        assert [answer.status_code for answer in answers] == [401] * RATE + [429]
        right = {**ONE, "authorization": "Bearer right"}
        assert at.ask("POST", "/a", content=b"x", headers=right).status_code == 400


def test_a_body_that_does_not_go_on_is_not_waited_for(at: Desk) -> None:
    at.node.config = msgspec.structs.replace(at.node.config, pause_seconds=0.05)

    async def body(pause: float) -> AsyncIterator[bytes]:
        for part in (b"x" * 20, b"y" * 20):
            yield part
            await asyncio.sleep(pause)

    name = hashlib.sha256(b"x" * 20 + b"y" * 20).hexdigest()
    assert at.ask("PUT", f"blobs/{name}", content=body(1)).status_code == 408
    assert list(at.hosted.ledger.pending.folder.iterdir()) == []
    assert at.ask("PUT", f"blobs/{name}", content=body(0)).status_code == 201


@pytest.mark.e2e
def test_a_thousand_idle_connections_leave_room_for_others(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        with contextlib.ExitStack() as idle:
            for _ in range(1100):
                one = idle.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                one.sendall(b"GET /node HTTP/1.1\r\nHost: x\r\n\r\n")
            assert httpx.get(f"{server.url}/node", timeout=20).status_code == 200
    finally:
        server.kill()


# -- the data folder


def test_a_lost_text_comes_back_from_whoever_has_it(at: Desk) -> None:
    words, erased = at.world.text("Ada, third floor"), at.world.text("Ada, cellar")
    for blob in (erased, words):
        at.bring(blob)
        at.does(at.world.member("Ada"), SetProfile, profile=blob)
    at.does(at.world.member("Ada"), EraseBlob, sha256=erased.sha256)
    at.hosted.ledger.blobs.path(words.sha256).unlink()
    assert at.get(f"blobs/{words.sha256}").status_code == 404
    assert at.ask("PUT", f"blobs/{words.sha256}", content=b"x" * 48).status_code == 400
    assert at.bring(words).status_code == 201
    assert at.get(f"blobs/{words.sha256}").content == at.world.blobs[words.sha256]
    assert at.bring(words).status_code == 204
    at.bring(erased)
    assert at.get(f"blobs/{erased.sha256}").status_code == 404
    assert at.hosted.ledger.blobs.size(erased.sha256) is None


def test_a_node_without_its_key_or_with_a_broken_file_says_so(tmp_path: Path) -> None:
    world = World().found()
    write(world, tmp_path)
    log = tmp_path / "assemblies" / world.id / "log.db"
    key, whole = (tmp_path / "node.key").read_bytes(), log.read_bytes()
    bends: dict[str, Callable[[], object]] = {
        "node.key is missing": (tmp_path / "node.key").unlink,
        "remove it: all sign in anew": lambda: (tmp_path / "node.db").write_bytes(b"garbage" * 999),
        "log.db: database disk image is malformed": lambda: log.write_bytes(whole[:100]),
        "log.db": lambda: log.write_bytes(whole[:4096] + bytes(len(whole) - 4096)),
    }
    for message, bend in bends.items():
        for leftover in (*tmp_path.glob("node.db*"), *log.parent.glob("log.db-*")):
            leftover.unlink()
        (tmp_path / "node.key").write_bytes(key)
        log.write_bytes(whole)
        bend()
        with pytest.raises((NodeError, StoreError), match=message):
            opens(world, tmp_path)
    (tmp_path / "node.key").write_bytes(key)
    log.write_bytes(whole)
    (tmp_path / "assemblies" / ".mine").mkdir()
    opens(world, tmp_path)
    assert (tmp_path / "assemblies" / ".mine").is_dir()


def opens(world: World, folder: Path) -> None:
    """Start a node and stop it."""
    Desk(world, folder).close()
