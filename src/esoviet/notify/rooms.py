"""What happens in an assembly as a request to another room, for each kind of room; pure.

Titles are members' words: nobody is pinged by them, and nothing looks like a link that leads
elsewhere. What a receiver reads as more than text is taken apart, by its own escapes or by a space
of no width behind the sign that begins it; and a receiver that can be told to ping nobody, is.

Sources: Standard Webhooks 1.0.0; Matrix client-server API v1.11 (PUT …/send, m.mentions); the
manuals of incoming webhooks of Mattermost, Slack and Discord; Telegram's Bot API (sendMessage).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from esoviet.exchange.feeds.line import line
from esoviet.node.happening import Happening
from esoviet.node.hooks import signed
from esoviet.store.rooms import TRY, Kind, Room
from esoviet.wire.ed25519 import SigningKey

TYPES = {
    "decisions": "decision.taken", "votes": "vote.opened", "problems": "problem.raised",
    "reports": "report.made", TRY: "test",
}  # fmt: skip
SAFE_TWICE: tuple[Kind, ...] = ("webhook", "matrix")
"""Kinds whose receivers know a message by its id, so that it can be sent again when nobody knows
whether it arrived. Others would show it twice: there it counts as told."""
NO_WIDTH = "\u200b"
_SIGNS = re.compile("([@\uff20\ufe6b<\uff1c\ufe64])")
_MARKDOWN = re.compile(r"([\\`*_\[\]()~|>#!])")
_SUPPRESS_EMBEDS = 4
_JSON = {"Content-Type": "application/json", "Accept-Encoding": "identity"}


class Message(NamedTuple):
    """What is told: under which id, what happened, in which assembly, at which address of it."""

    id: str
    told: Happening
    assembly: str
    here: str

    @property
    def link(self) -> str:
        """Where it is shown."""
        return f"{self.here}/{self.told.path}"


class Asked(NamedTuple):
    """A request to another server."""

    method: str
    address: str
    body: bytes
    headers: dict[str, str]


def request(room: Room, message: Message, key: SigningKey, now: int) -> Asked:
    """What a room is asked to show; `now` is in ms, `key` the host's."""
    if room.kind == "webhook":
        body = _standard(message)
        return Asked("POST", room.address, body, _JSON | signed(key, message.id, now // 1000, body))
    if room.kind == "matrix":
        return _matrix(room, message)
    if room.kind == "telegram":
        base = room.address.rstrip("/")
        address = f"{base}/bot{quote(room.token, safe=':')}/sendMessage"
        return _posted(address, _telegram(room, message))
    return _posted(room.address, _CHATS[room.kind](message))


def plain(text: str) -> str:
    """One line that pings nobody where a sign before a name does."""
    return _SIGNS.sub(rf"\1{NO_WIDTH}", line(text))


def markdown(text: str) -> str:
    """One line of Markdown that shows the text as it is, and pings nobody."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def slack(text: str) -> str:
    """One line of Slack's mrkdwn that shows the text as it is, and pings nobody."""
    escaped = line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(rf"\1{NO_WIDTH}", escaped)


def _standard(message: Message) -> bytes:
    told = message.told
    matter, _, numbers = told.what.partition("/")
    data: dict[str, object] = {"assembly": message.assembly, "kind": matter}
    if numbers:
        first, *rest = map(int, numbers.split("/"))
        data |= {"number": first} | ({"report": rest[0]} if rest else {})
    if told.title:
        data["title"] = told.title
    moment = datetime.fromtimestamp(told.time // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = {"type": TYPES[matter], "timestamp": moment, "data": data | {"link": message.link}}
    return msgspec.json.encode(whole)


def _matrix(room: Room, message: Message) -> Asked:
    said = {"msgtype": "m.notice", "body": _text(message, plain), "m.mentions": {}}
    place, transaction = quote(room.place, safe=""), quote(message.id, safe="")
    address = (
        f"{room.address.rstrip('/')}/_matrix/client/v3/rooms/{place}/send/m.room.message/"
        f"{transaction}"
    )
    headers = {**_JSON, "Authorization": f"Bearer {room.token}"}
    return Asked("PUT", address, msgspec.json.encode(said), headers)


def _mattermost(message: Message) -> dict[str, object]:
    return {"text": _text(message, markdown), "props": {"disable_mentions": True}}


def _slack(message: Message) -> dict[str, object]:
    return {
        "text": _text(message, slack), "mrkdwn": False, "parse": "none", "link_names": False,
        "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip


def _discord(message: Message) -> dict[str, object]:
    return {
        "content": _text(message, markdown), "allowed_mentions": {"parse": []},
        "flags": _SUPPRESS_EMBEDS,
    }  # fmt: skip


def _telegram(room: Room, message: Message) -> dict[str, object]:
    return {
        "chat_id": room.place, "text": _text(message, plain),
        "link_preview_options": {"is_disabled": True},
    }  # fmt: skip


_CHATS: dict[str, Callable[[Message], dict[str, object]]] = {
    "mattermost": _mattermost, "slack": _slack, "discord": _discord,
}  # fmt: skip


def _text(message: Message, shown: Callable[[str], str]) -> str:
    told = message.told
    said = f"{shown(told.name)}: {shown(told.sentence)}" if told.name else shown(told.sentence)
    return f"{said}\n{message.link}"


def _posted(address: str, said: dict[str, object]) -> Asked:
    return Asked("POST", address, msgspec.json.encode(said), dict(_JSON))
