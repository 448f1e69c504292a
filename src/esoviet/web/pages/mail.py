"""Pages behind links in mails: each shows one button, and its form does one thing.

GET  /mail/{token}   shows it, and changes nothing: programs that look for bad links fetch it too
POST /mail/{token}   does it, without a cookie and whatever the form says (RFC 8058 section 3.2)

Who holds the link needs no session. Neither page names an assembly or an address, and no assembly
is woken for it. A link that is not ours, or whose address is gone, is answered alike.
"""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from esoviet.node.node import Node
from esoviet.node.wishes import plan
from esoviet.store.mail import Address
from esoviet.store.wishes import KINDS, NOTHING, Kind, Wanting, Wishes
from esoviet.web.endpoints.messages import forget_address
from esoviet.web.http.context import context_of
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.web.http.sending import sent
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import refused

MAX_FORM = 4096


class MailPage(Struct, frozen=True):
    """What a link is for, whether it is done, and where its member chooses what they are told.

    `often` is how often what it is about is told now, where it is for less of that.
    """

    purpose: str
    done: bool
    settings: str
    often: str = ""


async def show(request: Request) -> Response:
    """GET /mail/{token}."""
    try:
        purpose, address = _read(request)
    except HttpError as error:
        return refused(request, error)
    return _page(request, purpose, address, done=purpose == "confirm" and address.confirmed > 0)


async def do(request: Request) -> Response:
    """POST /mail/{token}."""
    try:
        purpose, address = _read(request)
        await body_of(request, MAX_FORM)
    except HttpError as error:
        return refused(request, error)
    _carry_out(context_of(request).node, purpose, address)
    return _page(request, purpose, address, done=True)


def _read(request: Request) -> tuple[str, Address]:
    """What a link is for, and whose; raises `HttpError` 404, 429."""
    context = context_of(request)
    link = context.node.links.read(str(request.path_params["token"]).lower())
    known = context.node.reach.mail.by_handle(link.handle) if link is not None else None
    if link is None or known is None or link.purpose not in ("confirm", "stop", *KINDS):
        context.strangers.check(request)
        context.strangers.charge(request)
        raise HttpError(404, "This link is not one of this server’s, or it is over.")
    return link.purpose, known


def _carry_out(node: Node, purpose: str, address: Address) -> None:
    reach, now = node.reach, node.clock()
    assembly, member = address.assembly, address.member
    wanting = reach.wishes.of(assembly, member) or Wanting(assembly, member, Wishes(), now, 0)
    if purpose == "confirm":
        reach.mail.confirm(address.handle, now)
        plan(reach, wanting, now)
        reach.wishes.look_anew(assembly)
    elif purpose == "stop":
        forget_address(node, assembly, member)
        plan(reach, wanting._replace(wishes=_nothing(wanting.wishes)), now)
    else:
        wishes = wanting.wishes.less(_kind(purpose))
        plan(reach, wanting._replace(wishes=wishes), now)
        if wishes.is_never:
            forget_address(node, assembly, member)


def _nothing(wishes: Wishes) -> Wishes:
    """The same member's wishes, but for nothing at all."""
    for kind in KINDS:
        while wishes.often(kind) != "never":
            wishes = wishes.less(kind)
    return wishes


def _kind(purpose: str) -> Kind:
    return next(kind for kind in KINDS if kind == purpose)


def _page(request: Request, purpose: str, address: Address, *, done: bool) -> Response:
    frame: Frame = frame_of(request)
    wanting = context_of(request).node.reach.wishes.of(address.assembly, address.member)
    wishes = wanting.wishes if wanting is not None else NOTHING
    often = wishes.often(_kind(purpose)) if purpose in KINDS else ""
    shown = MailPage(purpose, done, f"/a/{address.assembly}/me/messages", often)
    values = {name: getattr(shown, name) for name in shown.__struct_fields__}
    html = render("node/mail.html", frame, values)
    return sent(request, html.encode(), {"Cache-Control": "no-store"})
