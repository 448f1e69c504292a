"""Chapter 9 of the law, fifth part: a mandate is handed on, with the signatures of both.

Handing on wins no time: what was due stays due, so that a mandate can go from hand to hand as often
as its carriers like, and still falls vacant if nobody reports.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.carriers import Partner
from esoviet.law.common import has_seen, overtaken
from esoviet.law.mandates import Mandate, Report, at_cap, carriers, led, passed_to
from esoviet.law.membership import is_member
from esoviet.law.outcome import Outcome, Refusal, drop, put
from esoviet.law.record import Record
from esoviet.law.view import View


class Offer(Record, frozen=True):
    """Who leads a mandate offers it to a member (0: to nobody any more), in that entry."""

    KEY = "mandate"
    INDEXES = ("to",)

    mandate: int
    to: int
    by: int
    entry: int
    time: int
    device: int


class OfferMandate(Act, frozen=True, kw_only=True):
    """Offer a mandate that one leads to another member, or (`offers` false) take that back."""

    DEED = "offered a mandate, or took that back"

    mandate: Number
    member: Number
    offers: bool = True


class AcceptMandate(Act, frozen=True, kw_only=True):
    """Accept a mandate that its carrier offers, and with it the duty to carry it out."""

    DEED = "took a mandate over"

    mandate: Number


def offer_mandate(view: View, author: Author, act: OfferMandate) -> Outcome:
    """Clause 9.18."""
    mandate = led(view, author, act.mandate, "9.18")
    if isinstance(mandate, Refusal):
        return mandate
    before = view.get(Offer, mandate.number)
    if (offered_to(view, mandate) == act.member) == act.offers:
        return Refusal("9.18", "That is what you have said already.")
    late = overtaken(author, act, before)
    refusal = late or (may_lead(view, mandate, act.member) if act.offers else None)
    to = act.member if act.offers else 0
    said = Offer(mandate.number, to, author.number, view.index, view.time, author.device)
    return refusal or put(said)


def accept_mandate(view: View, author: Author, act: AcceptMandate) -> Outcome:
    """Clauses 9.2 and 9.18; who shared it leads it instead, and it counts once."""
    mandate, me = view.get(Mandate, act.mandate), author.number
    if mandate is None or offered_to(view, mandate) != me:
        return Refusal("9.18", "Nobody offers you a mandate with this number.")
    if not has_seen(act, view.must(Offer, mandate.number).entry):
        return Refusal("9.18", "You have not seen this offer yet: look at it again.")
    wrong = may_lead(view, mandate, me)
    if wrong is not None:
        return wrong
    has_share = me in carriers(view, mandate)
    if not has_share and at_cap(view, me):
        return Refusal("9.2", "You hold as many mandates as one member may.")
    number = mandate.reports + 1
    report = Report(mandate.number, number, me, "handed-over", b"", view.index, view.time)
    taken = replace(passed_to(mandate, me), since=view.time, reports=number)
    changes = put(taken, report) | drop(Offer, mandate.number)
    return changes | drop(Partner, me, mandate.number) if has_share else changes


def offered_to(view: View, mandate: Mandate) -> int:
    """To whom who leads a mandate now offers it; 0: to nobody."""
    offer = view.get(Offer, mandate.number)
    if offer is None or offer.by != mandate.held_by or offer.time < mandate.since:
        return 0
    return offer.to


def may_lead(view: View, mandate: Mandate, member: int) -> Refusal | None:
    """Why a mandate is not handed to a member; None where it can be."""
    if mandate.until:
        return Refusal("9.18", "An elected seat is not handed on.")
    if mandate.state not in ("active", "overdue"):
        return Refusal("9.18", "What is declared carried out is not handed on.")
    if member == mandate.held_by or not is_member(view, member):
        return Refusal("9.18", "A mandate is handed to another member.")
    if member in mandate.dismissed:
        return Refusal("9.10", "The assembly took this mandate from them.")
    return None
