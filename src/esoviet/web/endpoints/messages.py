"""What a member wants to be told: for sessions of the member, and nobody else.

PUT    /a/{assembly}/messages           what of each kind how often, and when not (store/wishes.py)
PUT    /a/{assembly}/messages/address   {"address": …, "zone": …}: where; a mail there asks first
DELETE /a/{assembly}/messages/address   forgets it

None of it enters the log, and all of it is forgotten when the member leaves. Who wants nothing at
all has no address here. Entering one tells nobody whether anybody else has it: a mail goes to an
address once a day at most, and the answer is the same.
"""

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.addresses import plain_address
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.wishes import is_day, is_zone, plan
from esoviet.store import wishes
from esoviet.store.wishes import KINDS, Wanting, Wishes
from esoviet.web.http.context import node_of
from esoviet.web.http.door import Visitor, admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import is_known, language_of
from esoviet.web.http.limits import body_of

MAX_BODY = 2048
NO_STORE = {"Cache-Control": "no-store"}


class Entered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mail address, and the zone of who enters it (a name of the IANA database)."""

    address: Annotated[str, Meta(max_length=320)]
    zone: Annotated[str, Meta(max_length=60)] = ""


async def wish(request: Request) -> Response:
    """PUT /a/{assembly}/messages."""
    hosted, visitor = asker(request)
    try:
        said = wishes.read(await body_of(request, MAX_BODY))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not what somebody can want to be told.") from None
    check(said)
    node, assembly = node_of(request), hosted.ledger.id
    if said.is_never:
        node.reach.mail.forget(assembly, visitor.number)
    known = node.reach.wishes.of(assembly, visitor.number)
    last = known.last if known is not None else node.clock()
    plan(node.reach, Wanting(assembly, visitor.number, said, last, 0), node.clock())
    node.reach.wishes.look_anew(assembly)
    return done()


async def enter(request: Request) -> Response:
    """PUT /a/{assembly}/messages/address."""
    hosted, visitor = asker(request)
    node, assembly, number = node_of(request), hosted.ledger.id, visitor.number
    if not node.config.sends_mail:
        raise HttpError(409, "This server sends no mail.")
    try:
        said = msgspec.json.decode(await body_of(request, MAX_BODY), type=Entered)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise HttpError(400, "That is not an address.") from None
    address = plain_address(said.address)
    if address is None:
        raise HttpError(400, "That is not an address that this server can send mail to.")
    with node.reach.whole():
        entered = node.reach.mail.enter(assembly, number, address, node.clock())
        if entered is not None:
            reached(request, assembly, number, said.zone)
    if entered is None:
        raise HttpError(429, "You have entered enough addresses for a day.")
    return done()


def reached(request: Request, assembly: str, member: int, zone: str) -> None:
    """A member can be reached from now on: plan what they want, or what is usual."""
    node = node_of(request)
    wanting = node.reach.wishes.of(assembly, member)
    if wanting is None or wanting.wishes.is_never:
        language = language_of(request)
        usual = Wishes(language=language, zone=zone if is_zone(zone) else "UTC")
        wanting = Wanting(assembly, member, usual, node.clock(), 0)
    plan(node.reach, wanting, node.clock())
    node.reach.wishes.look_anew(assembly)


def replan(node: Node, assembly: str, member: int) -> None:
    """A member is reached in fewer places: plan again what they are told."""
    wanting = node.reach.wishes.of(assembly, member)
    if wanting is not None:
        plan(node.reach, wanting, node.clock())


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/messages/address."""
    hosted, visitor = asker(request)
    forget_address(node_of(request), hosted.ledger.id, visitor.number)
    return done()


def forget_address(node: Node, assembly: str, member: int) -> None:
    """Keep no address of a member any more, and tell them nothing."""
    node.reach.mail.forget(assembly, member)
    replan(node, assembly, member)


def asker(request: Request) -> tuple[HostedAssembly, Visitor]:
    """The assembly and the member who asks; raises `HttpError`."""
    hosted, visitor = admitted(request)
    if visitor.member is None:
        raise HttpError(403, "Sign in first: this is shown to its owner only.")
    return hosted, visitor


def check(said: Wishes) -> None:
    """Refuse what cannot be: raises `HttpError` 400."""
    if not is_known(said.language):
        raise HttpError(400, "This server does not speak that language.")
    if not is_zone(said.zone):
        raise HttpError(400, "This server does not know that time zone.")
    if said.away_until and not is_day(said.away_until):
        raise HttpError(400, "There is no such day.")
    if not said.days and "weekly" in map(said.often, KINDS):
        raise HttpError(400, "Choose a day of the week, or how often else.")


def done() -> Response:
    """It is done, and there is nothing to say."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=NO_STORE)
