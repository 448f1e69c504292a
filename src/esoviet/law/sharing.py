"""Chapter 9 of the law, seventh part: a mandate is shared, with the signatures of both.

Sharing wins no time, as handing on does not: what was due stays due. It wins no room either: each
share counts for the cap of who has it, as a mandate does.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.carriers import MOST, Partner
from esoviet.law.common import has_seen, overtaken
from esoviet.law.mandates import Mandate, Report, at_cap, carriers, led
from esoviet.law.membership import is_member
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.records import Key
from esoviet.law.view import View


class OfferShare(Act, frozen=True, kw_only=True):
    """Offer another member to carry one's mandate out together, or take that back (`offers`)."""

    DEED = "offered a share of a mandate, or took that back"

    mandate: Number
    member: Number
    offers: bool = True


class AcceptShare(Act, frozen=True, kw_only=True):
    """Accept a share of a mandate, and with it the duty to carry it out together, or say no."""

    DEED = "shares a mandate, or said no to that"

    mandate: Number
    accepts: bool = True


def offer_share(view: View, author: Author, act: OfferShare) -> Outcome:
    """Clause 9.20."""
    mandate = led(view, author, act.mandate, "9.20")
    if isinstance(mandate, Refusal):
        return mandate
    before = view.get(Partner, act.member, mandate.number)
    if is_offered(view, mandate, act.member) == act.offers:
        return Refusal("9.20", "That is what you have said already.")
    if before is not None and _is_own(view, author, before):
        late = overtaken(author, act, before)
        if late is not None:
            return late
    refusal = may_share(view, mandate, act.member) or _is_full(view, mandate)
    if act.offers and refusal:
        return refusal
    said = Partner(
        mandate=mandate.number,
        member=act.member,
        held_by=0,
        state="offered" if act.offers else "out",
        by=author.number,
        entry=view.index,
        time=view.time,
        device=author.device,
        since=before.since if before else 0,
        left=before.left if before else 0,
    )
    return put(said)


def accept_share(view: View, author: Author, act: AcceptShare) -> Outcome:
    """Clauses 9.2 and 9.20."""
    mandate, me = view.get(Mandate, act.mandate), author.number
    if mandate is None or not is_offered(view, mandate, me):
        return Refusal("9.20", "Nobody offers you a share of a mandate with this number.")
    offer = view.must(Partner, me, mandate.number)
    if not has_seen(act, offer.entry):
        return Refusal("9.20", "You have not seen this offer yet: look at it again.")
    told = replace(offer, entry=view.index, time=view.time, device=author.device)
    if not act.accepts:
        return put(replace(told, state="out"))
    wrong = may_share(view, mandate, me)
    if wrong is not None:
        return wrong
    if at_cap(view, me):
        return Refusal("9.2", "You hold as many mandates as one member may.")
    number = mandate.reports + 1
    bound = replace(told, held_by=me, state="bound", since=view.time)
    report = Report(mandate.number, number, me, "joined", b"", view.index, view.time)
    return put(bound, report, replace(mandate, reports=number))


def is_offered(view: View, mandate: Mandate, member: int) -> bool:
    """Whether who leads a mandate now offers a member a share of it, and they have none yet."""
    offer = view.get(Partner, member, mandate.number)
    if offer is None or offer.state != "offered":
        return False
    return offer.by == mandate.held_by and offer.time >= mandate.since


def offered(view: View, mandate: Mandate) -> list[int]:
    """To whom a share of a mandate is offered, and who could accept it."""
    known = (one.member for one in view.rows(Partner, mandate.number))
    return [one for one in known if is_offered(view, mandate, one) and is_member(view, one)]


def may_share(view: View, mandate: Mandate, member: int) -> Refusal | None:
    """Why a mandate is not shared with a member; None where it can be."""
    if mandate.until:
        return Refusal("9.20", "An elected seat is not shared.")
    if mandate.state not in ("active", "overdue"):
        return Refusal("9.20", "What is declared carried out is not shared any more.")
    if member in carriers(view, mandate) or not is_member(view, member):
        return Refusal("9.20", "A mandate is shared with another member.")
    if member in mandate.dismissed:
        return Refusal("9.10", "The assembly took this mandate from them.")
    return None


def _is_own(view: View, author: Author, said: Partner) -> bool:
    """Whether it was the author who said last what a record says, with any device."""
    return any(key.enrolled == said.device for key in view.by(Key, "member", author.number))


def _is_full(view: View, mandate: Mandate) -> Refusal | None:
    """Offers that wait have a place already, so that nobody accepts one in vain."""
    if len(carriers(view, mandate)) + len(offered(view, mandate)) < MOST:
        return None
    return refuse("9.20", "At most {most} members carry a mandate.", most=MOST)
