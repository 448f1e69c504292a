"""What other rooms are asked to show: each in its own way, and nobody is pinged by a title."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.happening import Happening
from esoviet.notify.rooms import NO_WIDTH, Asked, Message, request
from esoviet.store.rooms import TRY, Kind, Room
from esoviet.wire.ed25519 import SigningKey
from tests.node.test_hooks import KEY, is_signed

HERE, NOW = "https://assembly.example/a/abc", 1_800_000_000_123
CHATS: tuple[Kind, ...] = ("matrix", "mattermost", "slack", "discord", "telegram")
LINK = f"{HERE}/votes/4"
PINGS = (
    "@everyone", "@here", "@channel", "@all", "@room", "@ada", "<!channel>", "<!here>", "<@U123>",
    "<@&55>", "<#C1>", "<https://evil.example|click>", "[click](https://evil.example)",
    "![x](https://evil.example/x.png)", "`@all`", "||spoiler||", "**loud**", "a\n@room",
    "\uff20everyone", "<a:b:1>",
)  # fmt: skip
ALIVE = {
    "matrix": re.compile(r"[@\uff20]\w"),
    "mattermost": re.compile(r"[@\uff20][\w.-]|<[!@#]|(?<!\\)[\[\]`*_|~]"),
    "slack": re.compile(r"[@\uff20]\w|[<>]"),
    "discord": re.compile(r"[@\uff20][\w&!]|<[@#:a!]|(?<!\\)[\[\]`*_|~]"),
    "telegram": re.compile(r"[@\uff20]\w"),
}
"""What pings somebody, or hides where a link leads, at a receiver."""


def room(kind: Kind) -> Room:
    address = {"matrix": "https://m.example/", "telegram": "https://t.example"}
    place = {"matrix": "!a/b:m.example", "telegram": "-100"}
    return Room(
        1, "abc", 1, "kid", kind, address.get(kind, "https://chat.example/hooks/x"),
        place.get(kind, ""), "1:tok" if kind in place else "", ("votes",), "en", 0,
    )  # fmt: skip


def asked(kind: Kind, title: str = "Stairs", name: str = "Tenants", what: str = "votes/4") -> Asked:
    told = Happening(what, "votes/4", NOW, f"A vote is open: {title}", title, name)
    return request(room(kind), Message("msg_1", told, "abc", HERE), KEY, NOW)


def said(one: Asked) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(one.body)
    return whole


def text(kind: Kind, title: str, name: str = "Tenants") -> str:
    """The words before the link."""
    whole = said(asked(kind, title, name))
    shown = whole.get("text") or whole.get("content") or whole["body"]
    words, _, link = str(shown).rpartition("\n")
    assert link == LINK
    return words


def test_a_webhook_says_what_it_is_and_is_signed_by_the_host() -> None:
    one = asked("webhook")
    assert (one.method, one.address) == ("POST", "https://chat.example/hooks/x")
    assert said(one) == {
        "type": "vote.opened", "timestamp": "2027-01-15T08:00:00Z",
        "data": {"assembly": "abc", "kind": "votes", "number": 4, "title": "Stairs", "link": LINK},
    }  # fmt: skip
    assert one.headers["webhook-timestamp"] == "1800000000"
    assert one.headers["webhook-id"] == "msg_1"
    assert is_signed(one.headers, one.body)


def test_a_report_has_two_numbers_and_a_test_has_none() -> None:
    report = said(asked("webhook", what="reports/3/2"))
    assert report["type"] == "report.made"
    assert (report["data"]["number"], report["data"]["report"]) == (3, 2)
    tried = said(asked("webhook", title="", what=TRY))
    assert (tried["type"], "number" in tried["data"]) == ("test", False)


def test_matrix_is_put_under_the_id_so_that_it_is_shown_once() -> None:
    one = asked("matrix")
    assert one.method == "PUT"
    assert one.address == (
        "https://m.example/_matrix/client/v3/rooms/%21a%2Fb%3Am.example/send/m.room.message/msg_1"
    )
    assert one.headers["Authorization"] == "Bearer 1:tok"
    assert said(one)["m.mentions"] == {}
    assert said(one)["msgtype"] == "m.notice"


def test_a_bot_on_telegram_writes_plain_text_into_the_group() -> None:
    one = asked("telegram")
    assert one.address == "https://t.example/bot1:tok/sendMessage"
    assert said(one)["chat_id"] == "-100"
    assert "parse_mode" not in said(one)


def test_chats_that_can_be_told_to_ping_nobody_are_told_so() -> None:
    assert said(asked("discord"))["allowed_mentions"] == {"parse": []}
    assert said(asked("mattermost"))["props"] == {"disable_mentions": True}
    assert said(asked("slack"))["parse"] == "none"
    assert said(asked("slack"))["link_names"] is False


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("title", PINGS)
def test_no_title_pings_anybody_or_hides_a_link(kind: Kind, title: str) -> None:
    words = text(kind, title)
    assert not ALIVE[kind].search(words), words
    assert "\n" not in words


@pytest.mark.parametrize("kind", CHATS)
@given(
    title=st.lists(st.sampled_from([*PINGS, " ", "x", "\\", "\u202e", "\x00"]) | st.text()).map(
        "".join
    )
)
def test_no_text_at_all_does(kind: Kind, title: str) -> None:
    for words in (text(kind, title), text(kind, "x", name=title or "x")):
        assert not ALIVE[kind].search(words), words
        assert "\n" not in words


@pytest.mark.parametrize("kind", CHATS)
def test_what_is_harmless_is_shown_as_it_is(kind: Kind) -> None:
    words = text(kind, "¿Pintamos la escalera - 2ª vez?")
    assert words == "Tenants: A vote is open: ¿Pintamos la escalera - 2ª vez?"


@pytest.mark.parametrize("kind", [*CHATS, "webhook"])
def test_a_long_title_is_cut(kind: Kind) -> None:
    assert len(asked(kind, "<@" * 5_000).body) < 12_000 or kind == "webhook"


def test_the_signature_is_of_the_key_that_is_given() -> None:
    other = SigningKey(b"o" * 32)
    told = Happening("votes/4", "votes/4", NOW, "A vote is open")
    one = request(room("webhook"), Message("msg_1", told, "abc", HERE), other, NOW)
    assert not is_signed(one.headers, one.body)
    assert NO_WIDTH not in one.body.decode()
