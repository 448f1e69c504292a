"""Who pays for an act: the member who signed it, or the address that it comes from."""

from starlette.requests import Request

from esoviet.law.records import Key
from esoviet.node.answers import Refused
from esoviet.node.hosted import HostedAssembly
from esoviet.node.strangers import is_stranger
from esoviet.node.submission import Submission
from esoviet.web.http.context import Context
from esoviet.web.http.door import member_by


def pay(request: Request, context: Context, hosted: HostedAssembly, act: Submission) -> None:
    """Count an act: against the member who signed it, or the address that it comes from.

    Its signature is verified only where that is somebody's key, or the address has not used up its
    share. Raises `HttpError` 429.
    """
    number = author_of(hosted, act)
    if number:
        context.quotas.act(hosted.ledger.id, number)
        return
    if _is_welcome(hosted, act):
        return
    context.strangers.check(request)
    context.strangers.charge(request)


def author_of(hosted: HostedAssembly, act: Submission | Refused) -> int:
    """The number of the member who signed an act; 0 if none has."""
    if isinstance(act, Refused):
        return 0
    number = member_by(hosted.ledger, act.sealed.kid)
    return number if number and hosted.is_signed(act) else 0


def _is_welcome(hosted: HostedAssembly, act: Submission) -> bool:
    """Whether somebody is invited and has signed: that costs the inviter's invitation, no more."""
    is_known = act.sealed.kid in hosted.ledger.replica.state.rows(Key)
    view = hosted.ledger.replica.view()
    return not is_known and not is_stranger(view, act) and hosted.is_signed(act)
