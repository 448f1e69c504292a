"""The page on which a member has other rooms told what happens here."""

from typing import get_args

from msgspec import Struct
from starlette.requests import Request

from esoviet.store.rooms import MATTERS, MOST, Kind, Matter
from esoviet.web.api.context import AnswerContext
from esoviet.web.endpoints.rooms import TELEGRAM, RoomLine, rooms_of
from esoviet.web.http.context import node_of
from esoviet.web.http.door import admitted
from esoviet.web.http.language import _
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Words
from esoviet.web.pages.page import OwnLine

KINDS: tuple[Kind, ...] = get_args(Kind)


class RoomsPage(Struct, frozen=True):
    """The reader's rooms, and the form for another one of the kind that is asked for.

    `on`: this server tells rooms. `full`: the reader has as many as one may. `public`: everybody
    may read the assembly. `telegram` is where Telegram's bots are asked.
    """

    rooms: list[RoomLine]
    kinds: tuple[Kind, ...]
    matters: tuple[Matter, ...]
    on: bool
    public: bool
    kind: str = ""
    full: bool = False
    telegram: str = TELEGRAM


def rooms(request: Request, frame: Frame, _context: AnswerContext) -> RoomsPage:
    """The page of a reader."""
    assert frame.assembly is not None
    node, kind = node_of(request), request.query_params.get("kind", "")
    lines = rooms_of(request, *admitted(request)) if frame.reader else []
    return RoomsPage(
        rooms=lines,
        kinds=KINDS,
        matters=MATTERS,
        on=node.config.rooms,
        public=node.sleeping.may_read(frame.assembly.id),
        kind=kind if kind in KINDS else "",
        full=len(lines) >= MOST,
    )


PAGES: tuple[OwnLine, ...] = (OwnLine("/me/rooms", "/me", "me/rooms.html", rooms),)
WORDS: Words = {
    "matter_word": {
        "decisions": _("What was decided"),
        "votes": _("A vote is open"),
        "problems": _("A problem was raised"),
        "reports": _("A report on a mandate"),
    },
    "room_word": {
        "webhook": _("A program of your own (webhook)"),
        "matrix": _("A room on Matrix"),
        "mattermost": _("A channel on Mattermost"),
        "slack": _("A channel on Slack"),
        "discord": _("A channel on Discord"),
        "telegram": _("A group on Telegram"),
    },
    "answer_word": {
        "taken": _("It was taken."),
        "unsure": _("It was sent, and nobody knows whether it arrived. It is not sent twice."),
        "silent": _("There was no answer."),
        "later": _("The server there has trouble of its own."),
        "limited": _("The server there wants to be asked less often."),
        "moved": _("It points to another address, which is not followed: add that one instead."),
        "refused": _("It is refused: look whether the address, the room and the token are right."),
        "unfit": _("The message is not understood: look whether the kind and the room are right."),
        "gone": _("This address is gone."),
        "forbidden": _("This is an address of the server’s own network, which is not asked."),
    },
}
