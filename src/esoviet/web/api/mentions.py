"""Whom a text mentions: `@7`, or `@` and a member's name as it is shown, in any case.

Of names that fit, the longest counts; a name that two members have names neither, nor is anybody
found by name where there are so many members that a number stands beside each. What stands in code,
in a link or in an address mentions nobody. The search is bounded, whatever the text: it reads so
many characters, tries so many signs, and looks up each length of name once.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from esoviet.law.arguments import Argument
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.topics import Post
from esoviet.law.view import View
from esoviet.web.api.namesakes import FEW

MOST = 20
"""So many members are mentioned by one text; and so many of what mentions one are known."""
MOST_TRIED = 60
MOST_READ = 50_000
LONGEST = 80
_SIGN = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]{0,300}`|!?\[[^\[\]\n]{0,300}\]\([^()\n]{0,300}\)"
    r"|\b(?:https?://|mailto:)\S+|(?<![\w@/.+-])@",
    re.DOTALL | re.IGNORECASE,
)
"""What hides a sign, or the sign. No part of a link holds what begins one, so that nothing is read
again and again."""
_NUMBER = re.compile(r"([1-9]\d{0,8})(?!\w)", re.ASCII)

Names = Mapping[str, int]
"""The names of members as `folded`, with their numbers; 0 for a name that several have."""
Kind = Literal["argument", "problem", "question", "solution", "post"]
_KINDS: tuple[tuple[Kind, type[Argument | Problem | Question | Solution | Post], int], ...] = (
    ("argument", Argument, 100), ("problem", Problem, 20), ("question", Question, 20),
    ("solution", Solution, 30), ("post", Post, 200),
)  # fmt: skip
"""What is searched, and how many of the last of each."""


class Place(NamedTuple):
    """What mentions somebody: of which kind, its number."""

    kind: Kind
    number: int


def folded(name: str) -> str:
    """A name without what does not count: case, and how its letters are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).strip()


def mentioned(
    text: str, is_member: Callable[[int], bool], names: Callable[[], Names]
) -> tuple[int, ...]:
    """The members whom a text mentions, in its order, each once; `names` is asked if need be."""
    found: dict[int, None] = {}
    for number in _numbers(text[:MOST_READ], is_member, names):
        found[number] = None
        if len(found) == MOST:
            break
    return tuple(found)


def _numbers(
    text: str, is_member: Callable[[int], bool], names: Callable[[], Names]
) -> Iterator[int]:
    tried = 0
    for match in _SIGN.finditer(text):
        if match[0] != "@":
            continue
        tried += 1
        if tried > MOST_TRIED:
            return
        said = _NUMBER.match(text, match.end())
        number = int(said[1]) if said else _by_name(text, match.end(), names())
        if number and is_member(number):
            yield number


def _by_name(text: str, start: int, names: Names) -> int:
    """Whose name begins here; 0: nobody's."""
    after = folded(text[start : start + LONGEST].partition("\n")[0])
    for end in range(len(after), 0, -1):
        is_whole = end == len(after) or not (after[end].isalnum() or after[end] == "_")
        if is_whole and after[:end] in names:
            return names[after[:end]]
    return 0


class Mentions:
    """What mentions the members of an assembly: numbers only, so that no name is kept.

    A text is searched once, when it is new: whom it mentions is who had the name then.
    """

    def __init__(self) -> None:
        self._last: dict[Kind, int] = {}
        self._of: dict[int, deque[Place]] = {}

    def of(
        self,
        view: View,
        member: int,
        text: Callable[[bytes], str | None],
        title: Callable[[bytes], str | None],
    ) -> list[Place]:
        """The last that mention a member; `text` and `title` tell what may be read."""
        self._look(view, text, title)
        return list(self._of.get(member, ()))

    def _look(
        self,
        view: View,
        text: Callable[[bytes], str | None],
        title: Callable[[bytes], str | None],
    ) -> None:
        names: Names | None = None

        def known() -> Names:
            nonlocal names
            names = names_of(view, title) if names is None else names
            return names

        for kind, record, most in _KINDS:
            last = view.next_number(record) - 1
            after = max(self._last.get(kind, 0), last - most)
            for one in view.numbered(record, after):
                content = text(one.text)
                if content and "@" in content:
                    for number in mentioned(content, lambda n: is_member(view, n), known):
                        places = self._of.setdefault(number, deque(maxlen=MOST))
                        places.append(Place(kind, one.number))
            self._last[kind] = last


def is_member(view: View, number: int) -> bool:
    """Whether somebody is a member now."""
    record = view.get(Member, number)
    return record is not None and record.state == "member"


def names_of(view: View, title: Callable[[bytes], str | None]) -> Names:
    """The names of all members; none where there are too many of them."""
    found: dict[str, int] = {}
    if view.count_by(Member, "state", "member") > FEW:
        return found
    for member in view.by(Member, "state", "member"):
        name = folded(title(member.profile) or "")
        if name:
            found[name] = 0 if name in found else member.number
    return found
