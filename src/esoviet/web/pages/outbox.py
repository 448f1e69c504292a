"""What members of the example would be told now: shown to whoever looks around, and sent to nobody.

    GET /a/{example}/outbox?member=N   the message as text, and what a device shows of it
    GET /a/{example}/outbox/{N}.html   the message as a mail program shows it

No other assembly has these pages: what its members are told is for each of them alone.
"""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from esoviet.law.records import Member
from esoviet.node.hosted import HostedAssembly
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.pipeline import reading
from esoviet.web.http.context import Told, context_of
from esoviet.web.http.door import admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import language_of
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.page import OwnLine

PATH = "/outbox"
OFFERED = 12
"""So many members can be chosen."""
LONGEST_NUMBER = 6
MAIL = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""A mail has its styles inside; nothing else of it is obeyed."""


class OutboxPage(Struct, frozen=True):
    """What a member would be told (None: nothing now), and of whom else it can be seen."""

    member: int
    message: Told | None
    members: list[tuple[int, str]]


def outbox(request: Request, _frame: Frame, context: AnswerContext) -> OutboxPage:
    """The page; raises `HttpError`."""
    hosted, _ = admitted(request)
    members = [one for one in context.view.numbered(Member) if one.state == "member"][:OFFERED]
    member = _number(request.query_params.get("member", str(members[0].number) if members else "1"))
    named = [(one.number, context.who(one.number).name or str(one.number)) for one in members]
    return OutboxPage(member, _told(request, hosted, member), named)


async def mail(request: Request) -> Response:
    """GET /a/{assembly}/outbox/{member}.html."""
    read = await reading(request)
    member = _number(request.path_params["member"])
    told, _ = await read.finished(lambda: _told(request, read.hosted, member))
    if told is None:
        raise HttpError(404, "This member would be told nothing now.")
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": MAIL}
    return Response(told.html, headers=headers, media_type="text/html; charset=utf-8")


def is_example(request: Request, assembly: str) -> bool:
    """Whether an assembly is the example of its node."""
    context = context_of(request)
    return context.example is not None and context.example.known(context.node) == assembly


def _told(request: Request, hosted: HostedAssembly, member: int) -> Told | None:
    context = context_of(request)
    if context.example is None or not is_example(request, hosted.ledger.id):
        raise HttpError(404, "Only the example of a server shows what its members are told.")
    origin = context.node.config.url or str(request.base_url)
    return context.example.told(hosted, member, language_of(request), origin.rstrip("/"))


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal()) or len(said) > LONGEST_NUMBER:
        raise HttpError(404, "There is no member with this number.")
    return int(said)


PAGES: tuple[OwnLine, ...] = (OwnLine(PATH, "", "node/outbox.html", outbox),)
MAILS = Route(f"/a/{{assembly}}{PATH}/{{member}}.html", mail)
