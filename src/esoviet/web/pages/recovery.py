"""Getting back in: by phrase, or by members who confirm a new key."""

from functools import partial
from itertools import islice

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, Member
from esoviet.law.recovery import (
    LEAST,
    Recovery,
    RecoveryVouch,
    VouchForRecovery,
    vouches_needed,
)
from esoviet.may.asking import can
from esoviet.web.api import recoveries
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import _
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Need, Source, Words, title_of_text

FEW = 100
MOST_RECOVERIES = 5


class RecoverPage(Struct, frozen=True):
    """How many must confirm, how long one waits then (ms), who could be asking, who is chosen.

    Nobody is needed (0) where only the phrase helps: before the door, or where they are so `few`.
    """

    needed: int
    lasts: int
    people: list[Who]
    chosen: str
    few: bool


class WaitingPage(Struct, frozen=True):
    """One recovery; how long one waits in the end, in ms; whether names may be read."""

    one: recoveries.RecoveryLine
    lasts: int
    may_read: bool


def recover(request: Request, _frame: Frame, context: AnswerContext) -> RecoverPage:
    """What it takes, and who could be asking, where names may be read and are not too many."""
    asked = request.query_params.get("member", "")
    few = context.view.count_by(Member, "state", "member") <= LEAST
    return RecoverPage(
        needed=0 if few else vouches_needed(context.view),
        lasts=_lasts(context),
        people=_people(context) if context.words else [],
        chosen=asked if asked.isascii() and asked.isdigit() else "",
        few=few,
    )


def by_phrase() -> RecoverPage:
    """What strangers see: the way with the phrase, which lets in by itself."""
    return RecoverPage(needed=0, lasts=0, people=[], chosen="", few=False)


def waiting(request: Request, _frame: Frame, context: AnswerContext) -> WaitingPage:
    """One recovery: how it stands, for who asks and for who can confirm it."""
    one = recoveries.recovery(context, request.path_params["kid"])
    if one is None:
        raise HttpError(404, "No such key has asked.")
    return WaitingPage(one, _lasts(context), context.words)


def _lasts(context: AnswerContext) -> int:
    return context.view.must(Constitution, THE).days("recovery_days")


def _people(context: AnswerContext) -> list[Who]:
    if context.view.count_by(Member, "state", "member") > FEW:
        return []
    return [context.who(member.number) for member in context.view.by(Member, "state", "member")]


def _to_confirm(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """The few that most members confirm: anybody can say that they are somebody."""
    if not reader:
        return []
    view = context.view
    asked = (
        one
        for one in sorted(view.each(Recovery), key=partial(_most_confirmed, context))
        if one.state == "asked" and can(view, reader, VouchForRecovery, ("kid", one.kid)) is None
    )
    needs = []
    for one in islice(asked, min(most, MOST_RECOVERIES)):
        title = partial(title_of_text, context, view.must(Member, one.member).profile, one.member)
        needs.append(Need("recover", f"members/{one.member}", one.due, title))
    return needs


def _most_confirmed(context: AnswerContext, one: Recovery) -> tuple[int, int]:
    return -context.view.count(RecoveryVouch, one.entry), one.due


TO_CONFIRM: Source = _to_confirm
WORDS: Words = {
    "recovery_word": {
        "asked": _("Waits for members"), "vouched": _("Waits for doubts"),
        "contested": _("Put to the vote"), "granted": _("Waits for its turn"),
        "done": _("Done"), "refused": _("Refused"), "lapsed": _("Lapsed"),
    },
    "key_word": {
        "device": _("Device"), "recovery": _("Recovery phrase"), "host": _("Host"),
    },
    "need_word": {"recover": _("Confirm")},
}  # fmt: skip
