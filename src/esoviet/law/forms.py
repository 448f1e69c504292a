"""Chapter 10 of the law, second part: the forms of a question, one table.

A form says what of an act belongs to it, what must be right about that, and the method of the vote.
What a ballot of a method says is in `law.ballots`, how it is counted and ends in `law.methods`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import fields

from esoviet.law.act import COMMON, Act, Blob, Number, Second
from esoviet.law.ballots import APPROVAL, CONSENT, DATES, EQUAL_SHARES, YES_NO
from esoviet.law.common import constitution_of
from esoviet.law.limits import EDITION_1
from esoviet.law.outcome import Refusal
from esoviet.law.view import View
from esoviet.wire.reason import Reason

FormName = Literal["yes-no", "rank", "several", "consent", "dates", "budget"]
MOST_MINUTES = 14 * 24 * 60
Money = Annotated[int, Meta(ge=1, le=10**12)]


class Asking(Act, frozen=True, kw_only=True):
    """What an act says of the form of a question."""

    form: FormName
    answers: Annotated[tuple[Blob, ...], Meta(max_length=EDITION_1.answers)] = ()
    times: Annotated[tuple[Second, ...], Meta(max_length=EDITION_1.answers)] = ()
    minutes: Annotated[int, Meta(ge=1, le=MOST_MINUTES)] | None = None
    most: Number | None = None
    costs: Annotated[tuple[Money, ...], Meta(max_length=EDITION_1.answers)] = ()
    budget: Money | None = None
    currency: Annotated[str, Meta(pattern=r"^[^\x00-\x20\x7f]{1,12}$(?!\n)")] | None = None
    majority: Annotated[str, Meta(max_length=20)] | None = None
    of_all: bool = False


class Form(NamedTuple):
    """`takes` are the fields of an act that belong to a form."""

    method: str
    takes: tuple[str, ...]
    check: Callable[[View, Asking], Refusal | None]
    ranks: bool = False


def check_form(view: View, act: Asking) -> Refusal | None:
    """Why a question cannot be asked in this form (clause 10.1 and 10.4 to 10.7)."""
    form = FORMS[act.form]
    for name, nothing in NOTHING_SAID.items():
        if name not in form.takes and getattr(act, name) != nothing:
            return Refusal("10.1", Reason("A question of this form has no {field}.", field=name))
    return form.check(view, act)


def _nothing(_view: View, _act: Asking) -> Refusal | None:
    return None


def _answers(_view: View, act: Asking) -> Refusal | None:
    if len(act.answers) < 2:
        return Refusal("10.1", "A question of this form has two or more answers.")
    return None


def _several(view: View, act: Asking) -> Refusal | None:
    if act.most is not None and act.most >= len(act.answers):
        return Refusal("10.4", "Fewer answers than there are must be allowed, or any number.")
    return _answers(view, act)


def _dates(view: View, act: Asking) -> Refusal | None:
    if len(act.times) < 2:
        return Refusal("10.6", "A question about dates has two or more times.")
    if any(late >= later for late, later in zip(act.times, act.times[1:], strict=False)):
        return Refusal("10.6", "The times stand in order, and none twice.")
    if act.times[0] <= view.time + constitution_of(view).days("question_days"):
        return Refusal("10.6", "Every time must be later than the vote on it can end.")
    return None


def _budget(_view: View, act: Asking) -> Refusal | None:
    if not act.answers or len(act.costs) != len(act.answers) or act.budget is None:
        return Refusal("10.7", "A budget has a sum, and options that each have a cost.")
    if max(act.costs) > act.budget:
        return Refusal("10.7", "No option costs more than the whole budget.")
    return None


NOTHING_SAID: Mapping[str, object] = MappingProxyType(
    {one.name: one.default for one in fields(Asking) if one.name not in (*COMMON, "form")}
)
"""What an act holds in the fields of forms that are not its own."""
SHARE = ("majority", "of_all")
FORMS: Mapping[FormName, Form] = MappingProxyType(
    {
        "yes-no": Form(YES_NO, SHARE, _nothing),
        "rank": Form("schulze", ("answers", *SHARE), _answers, ranks=True),
        "several": Form(APPROVAL, ("answers", "most"), _several),
        "consent": Form(CONSENT, (), _nothing),
        "dates": Form(DATES, ("times", "minutes"), _dates),
        "budget": Form(EQUAL_SHARES, ("answers", "costs", "budget", "currency"), _budget),
    }
)
