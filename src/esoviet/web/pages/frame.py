"""What stands around every page: how it is shown, for whom, in which assembly."""

from typing import NamedTuple

from esoviet.law.recovery import Recovery
from esoviet.web.api.shapes import Who
from esoviet.web.http.context import Pace
from esoviet.web.http.short import short_of
from esoviet.web.pages.guide import Guide
from esoviet.web.pages.offers import Offers


class Named(NamedTuple):
    """The assembly that a page belongs to, and its name as far as the reader may see it."""

    id: str
    name: str


class Paperless(NamedTuple):
    """Of a member without a recovery phrase: how many devices they have, and whether the others are
    enough to let them back in (clause 4.4)."""

    devices: int
    helped: bool


class Frame(NamedTuple):
    """What stands around every page: how it is shown, for whom, in which assembly.

    `size` is that of the log which the page shows.
    `claims` are new keys that ask to be recognised as the reader, `paperless` is set where they
    have no recovery phrase, `due` is the next deadline (0 for
    none), `waits` the same where it has passed and waits for a member's word. `may` says which
    forms are for the reader; the node's own pages have none. `guest` is the key of a guest. Before
    the `door` nothing is known of the assembly but what its address says. `me` is who reads. The
    `faces` are for whom does not ask to save data. `is_public`: everybody may read the
    assembly. So many `drafts` of the reader came by mail. `ahead`: a browser
    asks for it before its reader does, who is to be noted to have seen it. In a sandbox its `pace`
    stands on every page, and for the visitor the `guide`.
    """

    language: str
    theme: str
    path: str
    origin: str
    assembly: Named | None = None
    reader: int | None = None
    section: str = ""
    size: int = 0
    claims: tuple[Recovery, ...] = ()
    paperless: Paperless | None = None
    due: int = 0
    waits: int = 0
    may: Offers | None = None
    guest: str = ""
    door: bool = False
    me: Who | None = None
    faces: bool = True
    is_public: bool = False
    drafts: int = 0
    ahead: bool = False
    pace: Pace | None = None
    guide: Guide | None = None

    @property
    def shown(self) -> tuple[str, str, str]:
        """How it is shown."""
        return self.language, self.theme, "faces" if self.faces else ""

    @property
    def here(self) -> str:
        """The address of the assembly; empty on the node's own pages."""
        return f"/a/{self.assembly.id}" if self.assembly else ""

    @property
    def short(self) -> str:
        """The short address of the assembly, as one writes it down; without one, its beginning."""
        code = short_of(self.assembly.id) if self.assembly else ""
        return f"{self.origin.removeprefix('https://')}/to/{code}"
