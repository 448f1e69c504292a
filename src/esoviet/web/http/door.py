"""The door of an assembly: who comes in, and what strangers are told.

Where the constitution lets everybody read, there is no door. Else an assembly is open to a session
of a member's key. *Guests* see what they need to become members, or to leave nothing behind, and
their own affairs:

- whoever holds an invitation that can still be used: the assembly's name, its purpose, who invites,
  what the invitation does and until when (web/pages/cards.py);
- applicants, and who has asked to be recognised with a new key: how that stands;
- former members: which of their texts still stand.

Everybody else is answered as if there were no such assembly, whatever the address below it.
"""

import re
from typing import NamedTuple

from starlette.requests import Request

from esoviet.law.applications import Invitation
from esoviet.law.records import Key, Member
from esoviet.law.recovery import Recovery
from esoviet.law.view import View
from esoviet.node.hosted import HostedAssembly
from esoviet.node.ledger import Ledger
from esoviet.node.sleeping import DAMAGED
from esoviet.store.sessions import Session
from esoviet.web.http.context import COOKIE, node_of
from esoviet.web.http.errors import Closed, HttpError, MembersOnly

ASSEMBLY = re.compile("[0-9a-f]{64}")
NOT_NOW = "esoviet.not-now"
"""Where a request carries why its assembly was not woken (web/http/waking.py), an `HttpError`."""


class Visitor(NamedTuple):
    """Who asks, as the key of their session says; `number` is that of a member or a former one.

    `member` may read everything, `guest` what is theirs; without a session of a key that stands
    there is neither.
    """

    kid: str = ""
    number: int = 0
    member: Member | None = None
    guest: bool = False


STRANGER = Visitor()


def token_of(request: Request, assembly: str) -> str | None:
    """The session token that a request brings, by header or cookie."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token
    return request.cookies.get(f"{COOKIE}-{assembly[:16]}")


def hosted_of(request: Request, *, guests: bool = False) -> HostedAssembly:
    """The assembly that the path names, for who may read it: see `admitted`."""
    return admitted(request, guests=guests)[0]


def admitted(request: Request, *, guests: bool = False) -> tuple[HostedAssembly, Visitor]:
    """The assembly that the path names and who asks, if they may read; with `guests`, these too.

    Raises `HttpError`: `Closed` (404) where there is none that the asker may know of, 403 for
    guests where only members read, 503 to its members where it could not be opened.
    """
    hosted, visitor = come_in(request)
    if hosted is None:
        raise Closed
    if visitor.member is None and not hosted.ledger.is_public:
        if not visitor.guest:
            raise Closed
        if not guests or not _is_own(request, visitor):
            raise MembersOnly
    return hosted, visitor


def come_in(request: Request) -> tuple[HostedAssembly | None, Visitor]:
    """The assembly that the path names, if it is awake, and who asks; the caller keeps the door.

    Raises `HttpError` 503 where it could not be opened, if everybody could read it when it last
    was, or the session is of one of its keys; or what stands against waking it now.
    """
    check_awake(request)
    node, name = node_of(request), str(request.path_params["assembly"])
    session = _session(request, name)
    hosted = node.assemblies.get(name)
    if hosted is None:
        if name in node.left_out and (session is not None or node.sleeping.may_read(name)):
            raise HttpError(503, DAMAGED.because, {"Retry-After": str(DAMAGED.retry_after)})
        return None, STRANGER
    if session is None:
        return hosted, STRANGER
    return hosted, visitor_by(hosted.ledger.replica.view(), session.kid, node.clock())


def check_awake(request: Request) -> None:
    """Raise what stands against waking the assembly that the path names, if anything does."""
    error = request.scope.get(NOT_NOW)
    if isinstance(error, HttpError):
        raise error


def visitor_by(view: View, kid: str, now: int) -> Visitor:
    """Who holds a key; `now` is in milliseconds since 1970."""
    key = view.get(Key, kid)
    if key is not None:
        member = view.get(Member, key.member)
        if key.revoked or member is None:
            return STRANGER
        stands = member.state == "member"
        return Visitor(kid, member.number, member if stands else None, guest=not stands)
    invitation = view.get(Invitation, kid)
    invited = invitation is not None and invitation.uses > 0 and invitation.due > now
    if invited or view.get(Recovery, kid) is not None:
        return Visitor(kid, guest=True)
    return STRANGER


def standing_member(ledger: Ledger, kid: str) -> Member | None:
    """The member whose unrevoked device key this is."""
    view = ledger.replica.view()
    key = view.get(Key, kid)
    if key is None or key.revoked or key.kind != "device":
        return None
    member = view.get(Member, key.member)
    return member if member is not None and member.state == "member" else None


def holder_of(ledger: Ledger, key: Key) -> int:
    """The number of the standing member whose key this is, of whatever kind; 0 if it is revoked."""
    member = None if key.revoked else ledger.replica.state.rows(Member).get(key.member)
    return member.number if member is not None and member.state == "member" else 0


def replaced_by(view: View, key: Key) -> Recovery | None:
    """The last recovery of its member since a key was enrolled, if there was one."""
    done = [one for one in view.by(Recovery, "member", key.member) if one.state == "done"]
    last = max(done, key=lambda one: one.ended, default=None)
    if last is None or view.must(Key, last.kid).enrolled < key.enrolled:
        return None
    return last


def _is_own(request: Request, visitor: Visitor) -> bool:
    """Whether a path names no key and no number but the visitor's own."""
    own = {"kid": visitor.kid, "number": str(visitor.number or None)}
    return all(request.path_params.get(name, value) == value for name, value in own.items())


def _session(request: Request, assembly: str) -> Session | None:
    """The session that a request brings for an assembly."""
    node, token = node_of(request), token_of(request, assembly)
    session = None if token is None else node.store.session(token, node.clock())
    return session if session is not None and session.assembly == assembly else None
