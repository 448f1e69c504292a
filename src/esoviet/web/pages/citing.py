"""What one copies to cite something: its address, its entry, the hash of that, how it begins."""

from msgspec import Struct

from esoviet.log.merkle import leaf_hash
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.addresses import Place, cite_path, decided
from esoviet.web.pages.quotes import Quote, quote_at


class Cite(Struct, frozen=True):
    """The permanent path, the number of the entry and its `leaf` in the tree, what it says."""

    path: str
    entry: int
    leaf: str
    quote: Quote


def cite_entry(context: AnswerContext, entry: int) -> Cite:
    """Of what an entry brought."""
    return _cite(context, Place(entry, cite_path(entry)))


def cite_decision(context: AnswerContext, number: int) -> Cite:
    """Of a decision, by the first entry after its vote."""
    return _cite(context, decided(context, number))


def _cite(context: AnswerContext, place: Place) -> Cite:
    [raw] = context.entries(place.entry, place.entry + 1)
    return Cite(place.path, place.entry, leaf_hash(raw).hex(), quote_at(context, place))
