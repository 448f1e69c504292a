"""Who is a stranger: an author whose key the assembly does not know, and whom nobody invited."""

from esoviet.law.act import Act
from esoviet.law.applications import ApplyToJoin, Invitation
from esoviet.law.records import Key
from esoviet.law.view import View
from esoviet.node.submission import Submission
from esoviet.wire.encoding import un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proves


def is_stranger(view: View, submission: Submission) -> bool:
    """Whether an act counts against the limit for strangers."""
    if view.get(Key, submission.sealed.kid) is not None:
        return False
    return not _is_invited(view, submission)


def _is_invited(view: View, submission: Submission) -> bool:
    act = submission.act
    if not isinstance(act, ApplyToJoin) or act.invitation is None:
        return False
    assert isinstance(act, Act)
    if act.assembly != view.assembly.id:
        return False
    shown = act.invitation
    try:
        public = un_b64u(shown.key, 32)
    except Malformed:
        return False
    invitation = view.get(Invitation, key_name(public))
    if invitation is None or invitation.uses == 0:
        return False
    kid = submission.sealed.kid
    return proves("invitation", act.assembly, invitation.key, kid, public, shown.proof)
