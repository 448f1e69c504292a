"""What a quotation shows of what stands at an address: who said it and when, and how it begins."""

from typing import Literal, NamedTuple

from esoviet.law.act import Blob, Signed, blobs_of
from esoviet.law.decisions import Decision
from esoviet.law.falling import is_folded_away
from esoviet.law.records import BlobRecord, Mended
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import decision_line
from esoviet.web.api.log import log_line
from esoviet.web.api.shapes import TextState, Who
from esoviet.web.pages.addresses import Place, place_of

FIRST = 280
"""So many characters of a text are quoted."""
State = TextState | Literal["folded", "muted", "silent"]
SILENT: State = "silent"
_MAIN = ("text", "report", "observation", "answer", "reason", "plan")
"""The fields of acts that say what their author has to say, before all others."""


class Quote(NamedTuple):
    """What is quoted: who said it and when, what act that was, and how it begins.

    Only what is `kept` has words; `silent` brought none. A decision has no author, and a `title`.
    """

    path: str
    by: Who | None
    time: int
    act: str
    state: State
    first: str
    title: str


def quote_of(context: AnswerContext, address: str) -> Quote | None:
    """What stands at an address of this assembly, as far as the reader may read it."""
    place = place_of(context, address) if context.words else None
    return None if place is None else quote_at(context, place)


def quote_at(context: AnswerContext, place: Place) -> Quote:
    """What stands at a place, as far as the reader may read it."""
    line = log_line(context, place.entry)
    if place.decision:
        decision = context.view.must(Decision, place.decision)
        title = decision_line(context, decision).title or str(decision.number)
        return Quote(place.path, None, decision.time, "", "silent", "", title)
    by, blob = line.signer.member, _main(line.act)
    state, first = _words(context, blob) if blob else (SILENT, "")
    if by is not None and by.member in context.own.muted:
        state, first = "muted", ""
    return Quote(place.path, by, line.time, line.act.type, state, first, "")


def _main(act: Signed) -> Blob | None:
    """The text in which an act says what it has to say."""
    texts = [one for one in blobs_of(act) if one.media_type.startswith("text/")]
    said = (getattr(act, name, None) for name in _MAIN)
    found = next((one for one in said if isinstance(one, Blob)), None)
    return found or (texts[0] if texts else None)


def _words(context: AnswerContext, blob: Blob) -> tuple[State, str]:
    """In what state a text is, as it was mended last, and how it begins."""
    name = bytes.fromhex(blob.sha256)
    while mended := context.view.by(Mended, "before", name):
        name = mended[0].sha256
    if is_folded_away(context.view, context.view.must(BlobRecord, name)):
        return "folded", ""
    text = context.text(name)
    return text.state, _first(text.content or text.title or "")


def _first(content: str) -> str:
    """How a text begins, as it was typed."""
    lines = [line for line in content.strip().splitlines() if line.strip()]
    whole = "\n".join(lines).lstrip("# ")
    if len(whole) <= FIRST:
        return whole
    cut = whole[: FIRST + 1].rpartition(" ")[0] or whole[:FIRST]
    return f"{cut[:FIRST]}\N{HORIZONTAL ELLIPSIS}"
