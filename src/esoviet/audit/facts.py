"""What follows from a log at one size, and how published answers name it.

Texts appear in answers by their hash, their state and their first line. That line is known here
where the text itself was looked at; where it was not, anything may stand in its place.
"""

from typing import NamedTuple

from esoviet.audit.blobs import Titles
from esoviet.audit.recount import Recount
from esoviet.law.falling import is_folded_away
from esoviet.law.records import BlobRecord, Former, Key, Member, Mended
from esoviet.law.view import View

LOST = "missing"
NINETY_DAYS = 90 * 86_400_000
_STANDS = {False: ("kept", LOST), True: ("kept", LOST, "inside")}
"""What can be said of a text that stands; true: only members read it."""
Value = object
Fields = dict[str, Value]


class OneOf(tuple[Value, ...]):
    """Stands where each of these may be said; with none of them, anything."""

    __slots__ = ()


ANYTHING = OneOf()


class Facts(NamedTuple):
    """A view, the first lines of the texts that were looked at, our count of open votes."""

    view: View
    titles: Titles
    recount: Recount

    def text(self, sha256: bytes) -> Fields:
        """A text or file; its host may say that it has lost it, which is no lie."""
        blob, mended = self.view.must(BlobRecord, sha256), self.view.get(Mended, sha256)
        return {
            "sha256": sha256.hex(),
            "size": blob.size,
            "media_type": blob.media_type,
            "state": OneOf(_STANDS[self._hides(blob)]) if blob.state == "kept" else blob.state,
            "title": self.title(sha256),
            "before": mended.before.hex() if mended is not None else None,
            "mended": mended.time if mended is not None else None,
        }

    def title(self, sha256: bytes) -> Value:
        """The first line of a text."""
        blob = self.view.must(BlobRecord, sha256)
        if blob.state != "kept" or not blob.media_type.startswith("text/"):
            return None
        if self._hides(blob):
            return ANYTHING
        title = self.titles.get(sha256)
        return ANYTHING if title is None else title

    def _hides(self, blob: BlobRecord) -> bool:
        """Whether only members get it, whoever may read the rest (clauses 12.5 and 17.7)."""
        return blob.inside or is_folded_away(self.view, blob)

    def who(self, number: int, entry: int | None = None) -> Fields:
        """A member, by the first line of their profile; what they were called in that entry too."""
        member = self.view.get(Member, number)
        name = self.title(member.profile) if member else None
        told = self._formerly(number, name, entry)
        said: Fields = {"member": number, "name": name, "hue": self.hue(number)}
        return said | ({"formerly": told} if told else {})

    def hue(self, number: int) -> int:
        """The colour of a member: the bytes of the id of their first key, added up, of twelve."""
        first = min(self.view.by(Key, "member", number), key=lambda one: one.enrolled, default=None)
        return sum(first.kid.encode()) % 12 if first else 0

    def _formerly(self, number: int, name: Value, entry: int | None) -> list[Value]:
        """Other names: that of then, the first of the last 90 days, the latest two; three in all.

        Nothing where a name is not known here.
        """
        rows = self.view.rows(Former, number)
        then = [one for one in rows if entry is not None and one.entry > entry]
        recent = [one for one in rows if one.time > self.view.time - NINETY_DAYS]
        told, known = list[Value](), {_spelt(name)}
        for one in (*then[:1], *recent[:1], *recent[-2:]):
            title = self.title(one.profile)
            if title is ANYTHING or name is ANYTHING:
                return []
            if _spelt(title) not in known:
                known.add(_spelt(title))
                told.append(title)
        return told[:3]


def _spelt(name: Value) -> str:
    return " ".join(name.casefold().split()) if isinstance(name, str) else ""
