"""Who has no recovery phrase: on every page they are told what that means, until they have one."""

from esoviet.law.keys import standing_keys
from esoviet.law.view import View
from esoviet.web.pages.frame import Paperless

HELPED_FROM = 3
"""In an assembly of two only the phrase lets anybody back in (clause 4.4)."""


def paperless(view: View, reader: int) -> Paperless | None:
    """None for who has a phrase. It follows from the log, so nobody but the member can end it."""
    keys = standing_keys(view, reader)
    if any(key.kind == "recovery" for key in keys):
        return None
    return Paperless(len(keys), view.assembly.active >= HELPED_FROM)
