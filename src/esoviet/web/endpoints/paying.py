"""Who pays for an act: the member who signed it, or the address that it comes from."""

from starlette.requests import Request

from esoviet.law.act import Act, Signed
from esoviet.law.applications import ApplyToJoin
from esoviet.law.records import Key
from esoviet.node.answers import Refused
from esoviet.node.hosted import HostedAssembly
from esoviet.node.strangers import is_stranger
from esoviet.node.submission import Submission
from esoviet.web.http.context import Context
from esoviet.web.http.door import holder_of


def pay(request: Request, context: Context, hosted: HostedAssembly, act: Submission) -> None:
    """Count an act: against the member who signed it, the invitation that it shows, or the address.

    Its signature is verified only where that is somebody's key, or the address has not used up its
    share. Raises `HttpError` 429.
    """
    number = author_of(hosted, act)
    if number:
        context.quotas.act(hosted.ledger.id, number)
        return
    if invitation := _shown(hosted, act):
        context.quotas.act(hosted.ledger.id, invitation)
        return
    context.strangers.check(request)
    context.strangers.charge(request)


def author_of(hosted: HostedAssembly, act: Submission | Refused) -> int:
    """The number of the member who has signed this act and hands it in for the first time, or 0.

    What stands in a log anybody can send again: it is not at the expense of who said it once.
    """
    if isinstance(act, Refused):
        return 0
    key = hosted.ledger.replica.state.rows(Key).get(act.sealed.kid)
    if key is None or not _goes_on(hosted, key, act.act):
        return 0
    number = holder_of(hosted.ledger, key)
    return number if number and act.check(key.public) else 0


def _goes_on(hosted: HostedAssembly, key: Key, said: Signed) -> bool:
    """Whether an act can still be logged here: its key has not gone on (clause 1.4)."""
    return isinstance(said, Act) and said.seq > key.seq and said.assembly == hosted.ledger.id


def _shown(hosted: HostedAssembly, act: Submission) -> str:
    """The key of the invitation that an applicant shows who has signed; empty where there is none.

    A hall of people may share an address, so what they do counts against their invitation.
    """
    application, view = act.act, hosted.ledger.replica.view()
    if not isinstance(application, ApplyToJoin) or application.invitation is None:
        return ""
    is_known = act.sealed.kid in hosted.ledger.replica.state.rows(Key)
    if is_known or is_stranger(view, act) or not hosted.is_signed(act):
        return ""
    return application.invitation.key
