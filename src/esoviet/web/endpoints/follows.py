"""What a member follows: for sessions of the member, and nobody else.

PUT    /a/{assembly}/follows/{matter}/{number}   follows a problem or a question from now on
DELETE /a/{assembly}/follows/{matter}/{number}   no more

None of it enters the log, nobody else is told, and all of it is forgotten when the member leaves.
"""

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Clock
from esoviet.law.view import View
from esoviet.store.follows import MOST, Followed
from esoviet.web.endpoints.messages import asker, done
from esoviet.web.http.context import node_of
from esoviet.web.http.errors import HttpError
from esoviet.wire.reason import Reason

LONGEST_NUMBER = 15


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


def number_of(request: Request) -> int:
    """The number in the path; 0 where it is none that anything has."""
    number = str(request.path_params["number"])
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return int(number) if is_number else 0


def _path(request: Request, view: View) -> str:
    """The path of the matter that the address names; raises `HttpError` 404."""
    matter, number = str(request.path_params["matter"]), number_of(request)
    if matter == "problems":
        found = view.get(Problem, number) is not None
    else:
        found = matter == "questions" and view.get(Question, number) is not None
    if not found:
        raise HttpError(404, "There is nothing with this number.")
    return f"{matter}/{number}"
