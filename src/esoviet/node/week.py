"""What messages want of a member's week, which is the floor's (web/pages/weeks.py)."""

import re
from collections.abc import Callable, Iterable
from gettext import NullTranslations
from typing import NamedTuple, Protocol

from esoviet.node.hosted import HostedAssembly
from esoviet.node.links import MATTERS, SEVERAL
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


_LETTERS = {name: letter for letter, name in MATTERS.items()}
_MATTER = re.compile(
    rf"({'|'.join(_LETTERS)})/([1-9][0-9]{{0,8}})(?:#argument-([1-9][0-9]{{0,8}}))?"
)


def matter_of(lines: Iterable[Line]) -> str:
    """What lines are about, as the token of an answer says it; `SEVERAL` where it is not one."""
    found = {_matter(one.path) for one in lines}
    return found.pop() if len(found) == 1 else SEVERAL


def _matter(path: str) -> str:
    match = _MATTER.match(path)
    if match is None:
        return SEVERAL
    return f"a{match[3]}" if match[3] else f"{_LETTERS[match[1]]}{match[2]}"


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
