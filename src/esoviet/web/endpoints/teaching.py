"""Teach me this: for sessions of the two whom it is about, and nobody else.

PUT    /a/{assembly}/teaching/{number}/{member}   who leads the mandate offers to show it to a
                                                  member, or that member asks: a yes of one
DELETE /a/{assembly}/teaching/{number}/{member}   no, or no more

Who leads offers to members alone who say that they would like to learn such a thing, or who ask.
None of it enters the log, a feed, a mail or an export (node/teaching.py).
"""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.mandates import Mandate
from esoviet.law.records import Member
from esoviet.node.hosted import HostedAssembly
from esoviet.node.teaching import end, leads
from esoviet.store.reach import Reach
from esoviet.store.teaching import MOST, Pair
from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.errors import HttpError
from esoviet.wire.reason import Reason

LONGEST_NUMBER = 15


class Asked(NamedTuple):
    """The pair that the path names, as who asks would have it."""

    hosted: HostedAssembly
    reach: Reach
    pair: Pair


async def say(request: Request) -> Response:
    """PUT /a/{assembly}/teaching/{number}/{member}."""
    hosted, reach, pair = asked = _asked(request)
    assembly = hosted.ledger.id
    context_of(request).quotas.act(assembly, pair.leader if pair.offered else pair.learner)
    if pair.offered and not _wishes(asked):
        raise HttpError(403, "You offer it to who says that they would like to learn something.")
    if not reach.teaching.say(assembly, pair):
        raise HttpError(409, Reason("One of you has {most} of these; end one first.", most=MOST))
    for one in (pair.leader, pair.learner):
        reach.stamps.change(assembly, one)
    return done()


async def drop(request: Request) -> Response:
    """DELETE /a/{assembly}/teaching/{number}/{member}."""
    hosted, reach, pair = _asked(request)
    end(reach, hosted.ledger.id, pair)
    reach.journal.empty()
    return done()


def _asked(request: Request) -> Asked:
    """The pair, with the yes of who asks; raises `HttpError`."""
    hosted, visitor = asker(request)
    view, number, member = (
        hosted.ledger.replica.view(),
        _number(request),
        _number(request, "member"),
    )
    mandate, other = view.get(Mandate, number), view.get(Member, member)
    if mandate is None or not mandate.held_by or other is None or other.state != "member":
        raise HttpError(404, "Nobody leads this now, or there is no such member.")
    me, reach = visitor.number, node_of(request).reach
    if leads(view, number, me) and me != member:
        return Asked(hosted, reach, Pair(number, me, member, offered=True, asked=False))
    if me == member and mandate.held_by != me:
        return Asked(hosted, reach, Pair(number, mandate.held_by, me, offered=False, asked=True))
    raise HttpError(403, "This is between who leads the mandate and who would learn it.")


def _wishes(asked: Asked) -> bool:
    """Whether the other one has asked, or says that there is something they would learn."""
    hosted, reach, pair = asked
    said = reach.skills.of(hosted.ledger.id, pair.learner)
    known = reach.teaching.of(hosted.ledger.id, pair.learner)
    return bool(said and said.learn) or any(one[:3] == pair[:3] and one.asked for one in known)


def _number(request: Request, name: str = "number") -> int:
    """A number in the path; 0 where it is none that anything has."""
    number = str(request.path_params[name])
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return int(number) if is_number else 0
