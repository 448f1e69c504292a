"""Foundings that are under way: the signed act and its texts, kept before they are sent.

Where the answer is lost, the same bytes are sent again: the node answers the same receipt, and
nobody founds the same assembly twice or loses the key's place in it.

    foundings/<id>/begun      where it goes, and what it will be called here
    foundings/<id>/act        the signed act, written last
    foundings/<id>/<sha256>   its texts, salt included, each with <sha256>.json, the reference
    refused-foundings/<id>/   the same of one that was refused, with `why`; the host can still log
                              it, so the same bytes can be sent again
"""

import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.cli.addresses import new_alias
from esoviet.cli.home import Home, Known
from esoviet.cli.http import HttpClient, Refusal
from esoviet.cli.outbox import Why, read_blobs, read_why
from esoviet.cli.session import let_in
from esoviet.cli.signer import Link, Signer
from esoviet.cli.texts import Bytes
from esoviet.cli.trust import Trust
from esoviet.wire import envelope


class Begun(msgspec.Struct, frozen=True):
    """A founding: the node's address and key, the assembly's name, which key founds it."""

    id: str
    url: str
    host: str
    name: str
    wanted: str
    key: str


class Refused(NamedTuple):
    """A founding that was refused, and why; where its act and its texts lie."""

    begun: Begun
    why: Why
    place: Path


def keep(home: Home, begun: Begun, act: bytes, texts: tuple[Bytes, ...]) -> None:
    """Lay a founding down before it is sent."""
    place = _place(home) / begun.id
    for text in texts:
        home.write(place / text.ref.sha256, text.data)
        home.write(place / f"{text.ref.sha256}.json", msgspec.json.encode(text.ref))
    home.write(place / "begun", msgspec.json.encode(begun))
    home.write(place / "act", act)


def waiting(home: Home) -> list[Begun]:
    """The foundings that no verified receipt has ended."""
    return [_read(path.parent) for path in sorted(_place(home).glob("*/act"))]


def refused(home: Home) -> list[Refused]:
    """The foundings that a host has refused."""
    places = [path.parent for path in sorted(_aside(home).glob("*/act"))]
    return [Refused(_read(place), read_why(place), place) for place in places]


def take_up(home: Home, old: Refused) -> Begun:
    """Let a refused founding wait again."""
    place = _place(home) / old.begun.id
    place.parent.mkdir(mode=0o700, exist_ok=True)
    old.place.rename(place)
    return old.begun


def send(home: Home, http: HttpClient, begun: Begun) -> Known:
    """Send a founding, verify the receipt, and only then remember the assembly as founded."""
    place = _place(home) / begun.id
    act = (place / "act").read_bytes()
    try:
        answer = http.submit("/a", act, read_blobs(place))
    except Refusal as refusal:
        if refusal.is_final:
            said = refusal.details
            because = said.detail or said.title or f"status {said.status}"
            _put_aside(home, place, Why(said.clause, because))
        raise
    known = Known(
        id=begun.id,
        url=f"{begun.url}/a/{begun.id}",
        alias=new_alias(home, begun.wanted),
        host=begun.host,
        key=begun.key,
        acts={envelope.parse(act).kid: Link(1, begun.id)},
    )
    founder = Signer(home.key(begun.key), begun.id)
    with HttpClient(known.url, insecure=True) as there:
        there.knock = lambda: let_in(there, [founder])
        Trust(home, known, there).receive(act, answer)
    home.keep(known)
    home.set_default(known.id)
    shutil.rmtree(place)
    return known


def _put_aside(home: Home, place: Path, why: Why) -> None:
    home.write(place / "why", msgspec.json.encode(why))
    aside = _aside(home)
    aside.mkdir(mode=0o700, exist_ok=True)
    place.rename(aside / place.name)


def _read(place: Path) -> Begun:
    return msgspec.json.decode((place / "begun").read_bytes(), type=Begun)


def _place(home: Home) -> Path:
    return home.folder / "foundings"


def _aside(home: Home) -> Path:
    return home.folder / "refused-foundings"
