"""Chapter 17 of the law, second part: an exhibit is brought, vouched for and withdrawn."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Date, Number, Sha256
from esoviet.law.actions import Action
from esoviet.law.common import check_text, claim_blobs, overtaken, sha
from esoviet.law.constitution import DAY
from esoviet.law.exhibits import Exhibit, ExhibitKind, Vouching, is_erased
from esoviet.law.outcome import Changes, Outcome, Refusal, put, refuse
from esoviet.law.problems import Problem
from esoviet.law.records import BlobRecord
from esoviet.law.view import View

WITHOUT_FILE: tuple[ExhibitKind, ...] = ("link", "quotation", "place", "table")
TYPES: dict[ExhibitKind, str] = {"image": "image/", "sound": "audio/", "video": "video/"}
"""How the type of a file begins, of kinds that are to be looked at or heard."""


class BringExhibit(Act, frozen=True, kw_only=True):
    """Bring a piece of evidence that works can rest on: a file, or what its text says.

    The first line of `text` is its title. `day` is the first millisecond of a day (UTC). What is
    `inside` only members read. `original` is a salted hash of the file before it was changed.
    `position` is where a place lies, as a geo: URI (RFC 5870).
    """

    DEED = "brought an exhibit"

    kind: ExhibitKind
    text: Blob
    source: Blob
    file: Blob | None = None
    alternative: Blob | None = None
    position: Blob | None = None
    day: Date | None = None
    problem: Number | None = None
    action: Number | None = None
    inside: bool = False
    original: Sha256 | None = None


class WithdrawExhibit(Act, frozen=True, kw_only=True):
    """Withdraw an exhibit of one's own; what rests on it says so."""

    DEED = "withdrew an exhibit"

    exhibit: Number


class VouchForExhibit(Act, frozen=True, kw_only=True):
    """Vouch for an exhibit of somebody else by name, or no longer."""

    DEED = "vouched for an exhibit"

    exhibit: Number
    vouches: bool = True


def bring_exhibit(view: View, author: Author, act: BringExhibit) -> Outcome:
    """Clauses 17.1 and 17.2."""
    blobs = (
        _unlike(view, act)
        or _too_many(view, author)
        or _wrong_words(view, act)
        or claim_blobs(
            view, author.number, (act.text, act.source, act.file, act.alternative, act.position)
        )
    )
    if isinstance(blobs, Refusal):
        return blobs
    exhibit = Exhibit(
        number=view.next_number(Exhibit),
        by=author.number,
        kind=act.kind,
        file=sha(act.file),
        text=sha(act.text),
        source=sha(act.source),
        alternative=sha(act.alternative),
        position=sha(act.position),
        day=act.day or 0,
        problem=act.problem or 0,
        action=act.action or 0,
        inside=act.inside,
        original=bytes.fromhex(act.original or ""),
        entry=view.index,
        time=view.time,
    )
    return (_hidden(blobs) if act.inside else blobs) | put(exhibit)


def withdraw_exhibit(view: View, author: Author, act: WithdrawExhibit) -> Outcome:
    """Clause 17.3."""
    exhibit = view.get(Exhibit, act.exhibit)
    if exhibit is None or exhibit.by != author.number or exhibit.state == "withdrawn":
        return Refusal("17.3", "You have no standing exhibit with this number.")
    return put(replace(exhibit, state="withdrawn"))


def vouch_for_exhibit(view: View, author: Author, act: VouchForExhibit) -> Outcome:
    """Clause 17.3."""
    exhibit = view.get(Exhibit, act.exhibit)
    if exhibit is None or exhibit.state == "withdrawn":
        return Refusal("17.3", "No exhibit with this number stands.")
    if exhibit.by == author.number:
        return Refusal("17.3", "Nobody vouches for what is their own.")
    before = view.get(Vouching, author.number, exhibit.number)
    if (before is not None and before.vouches) == act.vouches:
        return Refusal("17.3", "That is what you have said already.")
    if act.vouches and is_erased(view, exhibit):
        return Refusal("17.3", "It was erased: there is nothing to vouch for.")
    said = Vouching(exhibit.number, author.number, act.vouches, view.index, author.device)
    more = replace(exhibit, vouchers=exhibit.vouchers + (1 if act.vouches else -1))
    return overtaken(author, act, before) or put(said, more)


def _unlike(view: View, act: BringExhibit) -> Refusal | None:
    """Refuse what is not of its kind, of a day that has not come, or about nothing."""
    if (act.file is None) != (act.kind in WITHOUT_FILE):
        return Refusal("17.1", "An exhibit has a file, or is of a kind that has none.")
    if act.file is not None and not act.file.media_type.startswith(TYPES.get(act.kind, "")):
        return Refusal("17.1", "The file is not of the kind that it is said to be.")
    if act.position is not None and (act.kind != "place" or act.action is not None):
        return Refusal("17.2", "Only a place says where it lies, and none of an action does.")
    if act.day is not None and (act.day % DAY or act.day > view.time):
        return Refusal("17.2", "It is of a whole day, and not of one that is still to come.")
    if act.problem is not None and view.get(Problem, act.problem) is None:
        return Refusal("17.2", "There is no problem with this number.")
    if act.action is not None and view.get(Action, act.action) is None:
        return Refusal("17.2", "There is no action with this number.")
    return None


def _too_many(view: View, author: Author) -> Refusal | None:
    most = view.limits.daily_exhibits
    if brought_before(view, author.number, view.time) >= most:
        return refuse("17.1", "You have brought {most} exhibits in a day.", most=most)
    return None


def brought_before(view: View, member: int, moment: int) -> int:
    """How many exhibits a member has brought in the 24 hours before, as far as they are counted."""
    latest = view.by(Exhibit, "by", member)[-view.limits.daily_exhibits :]
    return sum(one.time > moment - DAY for one in latest)


def _wrong_words(view: View, act: BringExhibit) -> Refusal | None:
    limits = view.limits
    return (
        check_text(view, act.text, "17.2", limits.exhibit_bytes)
        or check_text(view, act.source, "17.2", limits.source_bytes)
        or check_text(view, act.alternative, "17.2", limits.exhibit_bytes)
        or check_text(view, act.position, "17.2", limits.position_bytes)
    )


def _hidden(blobs: Changes) -> Changes:
    """Only members read what these blobs hold (clause 12.5)."""
    records = (one for one in blobs.puts if isinstance(one, BlobRecord))
    return Changes(tuple(replace(one, inside=True) for one in records))
