"""What a member follows, and whom they mute: for sessions of the member, and nobody else.

PUT    /a/{assembly}/follows/{matter}/{number}   follows a problem, question or topic from now on
DELETE /a/{assembly}/follows/{matter}/{number}   no more
PUT    /a/{assembly}/mutes/{number}              mutes a member, for who asks alone
DELETE /a/{assembly}/mutes/{number}              no more

None of it enters the log, nobody else is told, and all of it is forgotten when the member leaves.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import Record
from esoviet.law.records import THE, Clock, Member
from esoviet.law.topics import Topic
from esoviet.law.view import View
from esoviet.store.follows import MOST, MOST_MUTED, Followed
from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import node_of
from esoviet.web.http.errors import HttpError
from esoviet.wire.reason import Reason

LONGEST_NUMBER = 15
MATTERS: Mapping[str, type[Record]] = {
    "problems": Problem,
    "questions": Question,
    "topics": Topic,
}


async def follow(request: Request) -> Response:
    """PUT /a/{assembly}/follows/{matter}/{number}."""
    hosted, visitor = asker(request)
    view = hosted.ledger.replica.view()
    one = Followed(_path(request, view), view.index, view.must(Clock, THE).last)
    if not node_of(request).reach.follows.follow(hosted.ledger.id, visitor.number, one):
        raise HttpError(409, Reason("You follow {most} already; end one of them first.", most=MOST))
    return done()


async def unfollow(request: Request) -> Response:
    """DELETE /a/{assembly}/follows/{matter}/{number}."""
    hosted, visitor = asker(request)
    path = _path(request, hosted.ledger.replica.view())
    node_of(request).reach.follows.unfollow(hosted.ledger.id, visitor.number, path)
    return done()


async def mute(request: Request) -> Response:
    """PUT /a/{assembly}/mutes/{number}."""
    hosted, visitor = asker(request)
    number = _number(request)
    member = hosted.ledger.replica.view().get(Member, number)
    if number == visitor.number or member is None or member.state != "member":
        raise HttpError(404, "There is nobody else with this number.")
    if not node_of(request).reach.follows.mute(hosted.ledger.id, visitor.number, number):
        raise HttpError(
            409, Reason("You mute {most} already; end one of them first.", most=MOST_MUTED)
        )
    return done()


async def unmute(request: Request) -> Response:
    """DELETE /a/{assembly}/mutes/{number}."""
    hosted, visitor = asker(request)
    node_of(request).reach.follows.unmute(hosted.ledger.id, visitor.number, _number(request))
    return done()


def _number(request: Request) -> int:
    """The number in the path; 0 where it is none that anything has."""
    number = str(request.path_params["number"])
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return int(number) if is_number else 0


def _path(request: Request, view: View) -> str:
    """The path of the matter that the address names; raises `HttpError` 404."""
    matter, number = str(request.path_params["matter"]), _number(request)
    if matter not in MATTERS or view.get(MATTERS[matter], number) is None:
        raise HttpError(404, "There is nothing with this number.")
    return f"{matter}/{number}"
