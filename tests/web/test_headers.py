"""What answers tell browsers, and what an operator chooses to show."""

from pathlib import Path

import httpx
import pytest

from esoviet.cli.example import Example
from esoviet.law.votes import CastBallot
from esoviet.node.node import Node
from esoviet.web.app import create_app
from tests.web.desk import ONE, desk
from tests.web.served import write
from tests.world import World


@pytest.fixture
def world() -> World:
    return World().found(readership="public")


def test_where_the_address_is_https_browsers_come_by_nothing_else(
    world: World, tmp_path: Path
) -> None:
    with desk(world, tmp_path, url="https://assembly.example") as at:
        assert at.get("/").headers["strict-transport-security"] == "max-age=31536000"
    with desk(world, tmp_path, url="http://localhost:8000") as at:
        assert "strict-transport-security" not in at.get("/").headers


def test_other_sites_embed_nothing_and_pages_use_no_sensors(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path) as at:
        headers = at.get("/").headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert at.get("log/checkpoint").headers["access-control-allow-origin"] == "*"


OF_ALL = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "access-control-allow-origin",
    "access-control-expose-headers",
}


@pytest.mark.parametrize("url", ["https://assembly.example", "http://localhost:8000"])
def test_a_single_act_is_answered_and_counted_as_everything_else_is(
    tmp_path: Path, url: str
) -> None:
    world = World().found(readership="public", question_days="1")
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    names = OF_ALL | ({"strict-transport-security"} if url.startswith("https") else set())
    with desk(world, tmp_path, url=url) as at:
        counts, page = at.node.events.counts, at.get("/").headers
        for who, number, status in ((ada, vote, 201), (bea, vote, 201), (bea, 77, 422)):
            kind = "answers", f"{status // 100}xx"
            before = counts[kind]
            answer = at.does(who, CastBallot, vote=number, choice="yes")
            assert (answer.status_code, counts[kind]) == (status, before + 1)
            assert {name: answer.headers.get(name) for name in names} == {
                name: page[name] for name in names
            }
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers.get_list("content-type")[1:] == []
            assert at.node.asked.waiting == 0


def test_an_act_goes_in_at_the_plain_address_of_its_assembly_alone(
    world: World, tmp_path: Path
) -> None:
    ada, bea = world.members("Ada", "Bea")
    vote = ada.puts_to_vote()
    with desk(world, tmp_path) as at:
        size, act = at.size(), world.seal(bea.key, CastBallot, vote=vote, choice="no")
        for path in (f"/a%2F{world.id}/acts", f"/a/{world.id}%2Facts", f"/a/{world.id}/acts/"):
            answer = at.ask("POST", path, content=act, headers=ONE)
            assert (answer.status_code, at.size()) == (404, size), path
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert at.hand_in(act).status_code == 201


def test_the_front_page_lists_what_its_operator_says(world: World, tmp_path: Path) -> None:
    link = f'href="/a/{world.id}"'
    for listed, shown in (((), True), (("none",), False), (("0" * 64,), False)):
        with desk(world, tmp_path, listed=listed) as at:
            assert (link in at.get("/").text) == shown
    with desk(world, tmp_path, listed=("0" * 64, world.id)) as at:
        assert link in at.get("/").text


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"founding": "token", "founding_tokens": ("one",)}, 401),
        ({}, 400),
    ],
)
def test_texts_for_a_founding_take_its_token(
    world: World, tmp_path: Path, settings: dict[str, object], status: int
) -> None:
    with desk(world, tmp_path, **settings) as at:
        assert at.ask("PUT", f"/blobs/{'0' * 64}", content=bytes(32)).status_code == status
        good = {"authorization": "Bearer one"}
        again = at.ask("PUT", f"/blobs/{'0' * 64}", content=bytes(32), headers=good)
        assert again.status_code == 400


def test_a_node_says_what_it_sees_of_a_request(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",)) as at:
        plain = at.get("/node/request").json()
        assert (plain["address"], plain["forwarded"], plain["trusted"]) == ("", False, True)
        sent = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
        seen = at.get("/node/request", headers=sent).json()
        assert (seen["address"], seen["proto"]) == ("203.0.113.7", "https")
        assert seen["host"] == "node.example"


def test_a_form_may_come_from_the_public_address_though_the_proxy_hides_it(
    world: World, tmp_path: Path
) -> None:
    with desk(world, tmp_path, url="https://assembly.example") as at:
        for origin, status in (("https://assembly.example", 303), ("https://evil.example", 403)):
            answer = at.ask("POST", "/settings", content="theme=dark", headers={"origin": origin})
            assert answer.status_code == status


class Made(Example):
    """An example that can be had at once."""

    def known(self, node: Node) -> str | None:
        """Not yet."""
        return None

    async def make(self, node: Node) -> str:
        """It is the one assembly that there is."""
        return next(iter(node.assemblies))


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 303),
        ({"example": "nobody"}, 404),
        ({"founding": "token"}, 404),
        ({"founding": "token", "example": "anyone"}, 303),
    ],
)
def test_strangers_have_the_example_made_where_the_operator_lets_them(
    world: World, tmp_path: Path, settings: dict[str, str], status: int
) -> None:
    write(world, tmp_path)
    with desk(world, tmp_path, **settings) as at:
        app = httpx.ASGITransport(create_app(at.node, Made()))
        client = httpx.AsyncClient(transport=app, base_url="http://node.example")
        assert at.run(client.post("/example")).status_code == status
        page = at.run(client.get("/example")).text
        assert ("<button" in page.partition("</h1>")[2]) == (status == 303)


def test_a_copy_of_the_key_that_a_crash_left_goes_at_the_start(
    world: World, tmp_path: Path
) -> None:
    write(world, tmp_path)
    (tmp_path / ".example").mkdir()
    (tmp_path / ".example/node.key").write_bytes(bytes(32))
    with desk(world, tmp_path):
        assert not (tmp_path / ".example").exists()
