"""What messages want of a member's week, which is the floor's (web/pages/weeks.py)."""

from collections.abc import Callable
from gettext import NullTranslations
from typing import NamedTuple, Protocol

from esoviet.node.hosted import HostedAssembly
from esoviet.store.wishes import Kind

Texts = Callable[[str], NullTranslations]
"""The words of messages in a language."""


class Line(NamedTuple):
    """One thing: by what name it is told once, of what kind, in a sentence, where, until when.

    The sentence is empty where its title may not leave the assembly. `path` is below the assembly's
    address. `due` and `time`, when it happened, are in ms (0: none). A vote `is_vote`.
    """

    what: str
    kind: Kind
    sentence: str
    path: str
    due: int = 0
    time: int = 0
    is_vote: bool = False


class Week(NamedTuple):
    """What stands on a member's first page; `name` is the assembly's.

    `public`: everybody may read it. `opens`: the sentences are there, and may be said.
    """

    name: str
    public: bool
    opens: bool
    lines: list[Line]


class Weeks(Protocol):
    """Where weeks come from."""

    def week(
        self, hosted: HostedAssembly, member: int, language: str, *, titles: bool
    ) -> Week | None:
        """The week of a member in their language; None of whom is no member now.

        In an assembly that everybody may read its sentences hold only what everybody may read. In
        any other they are empty, unless the member wants `titles` and its constitution lets them
        out (parameter `messages`).
        """
