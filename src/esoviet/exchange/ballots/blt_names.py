"""The names at the end of a BLT file: one a line, then the title.

    "Anna Berg"                   a name in quotes (or in single quotes)
    "Anna "Nan" Berg"             with quotes inside, doubled or not
    "Anna Berg" "Green"           a name, and what follows it is the party
    "Candidate 1","Anna Berg","Green",   the same with commas, as Scottish CSV files have it
    Anna Berg (Green)             without quotes the whole line is the name
    # ALTERNATIVE NAME 1: Anna    a numbered name

Names in one line are read if all are in quotes. More names than were announced are refused: which
of them is too many nobody can tell. Lines after the title are notes if they differ in form from the
names, or after a blank line.
"""

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from esoviet.exchange.ballots.text import shown
from esoviet.wire.errors import Malformed

Line = tuple[int, str]
_QUOTED = r'"((?:[^"]|"")*)"'
_STRINGS = re.compile(rf"{_QUOTED}(?:[\s,;]+{_QUOTED})*[\s,]*")
_ONE = re.compile(_QUOTED)
_NUMBERED = re.compile(r"#\s*ALTERNATIVE NAME\s+(\d{1,3})\s*:\s*(.*)", re.IGNORECASE)
_CANDIDATE = re.compile(r"candidate\s*(\d{1,3})", re.IGNORECASE)


class Named(msgspec.Struct, frozen=True):
    """The names, what else stood beside them, the title, and what is to be said of it."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    title: str
    notes: tuple[str, ...] = ()


def numbered(lines: Sequence[str], size: int) -> dict[int, str]:
    """Names in "# ALTERNATIVE NAME" lines, if there is one for each candidate; else none."""
    matches = [match for line in lines if (match := _NUMBERED.fullmatch(line.strip(" ,")))]
    found = {int(match[1]): match[2] for match in matches}
    whole = len(matches) == size and sorted(found) == list(range(1, size + 1))
    return found if whole else {}


def read(lines: Sequence[Line], size: int, known: dict[int, str]) -> Named:
    """The names in these lines of the file."""
    rows = [(line, _comma_less(text)) for line, text in lines]
    plain = [row for row in rows if not re.match(r"\s*(#|\[|$)", row[1])]
    if known:
        names = tuple(known[n] for n in range(1, size + 1))
        return Named(names, names, _parts(plain[0][1], plain[0][0])[0] if plain else "")
    if len(plain) < size:
        return _together(plain, size)
    _count(rows, plain, size)
    parts = [_parts(text, line) for line, text in plain[:size]]
    names, labels = _columns(parts)
    for (line, text), name in zip(plain, names, strict=False):
        if not name:
            raise Malformed(f"line {line}: a name belongs here, not {shown(text)}")
    rest = [_parts(text, line)[0] for line, text in plain[size : size + 1]]
    notes = () if rest else ("no title after the names",)
    return Named(names, labels, rest[0] if rest else "", notes)


def _comma_less(text: str) -> str:
    """A line without the commas at its end, and without a comment after quotes."""
    if text.lstrip().startswith('"'):
        text = re.sub(r'"\s+#[^"]*$', '"', text)
    return text.strip().rstrip(",").strip()


def _count(rows: Sequence[Line], plain: Sequence[Line], size: int) -> None:
    """Refuse more lines than names and a title, unless they are notes for certain."""
    if len(plain) <= size + 1:
        return
    after = plain[size][0]
    notes_from = plain[size + 1][0]
    blank = any(not text and after < line < notes_from for line, text in rows)
    forms = {_form(text) for _, text in plain[:size]}
    other = len(forms) == 1 and _form(plain[size][1]) not in forms
    if blank or other:
        return
    line, text = plain[size]
    raise Malformed(
        f"line {line}: {size} candidates announced, and {len(plain)} lines of names and title from "
        f"line {plain[0][0]}; is {shown(text)} a name or the title?"
    )


def _form(text: str) -> str:
    if text.endswith(")"):
        return "brackets"
    if not text.startswith(('"', "'")):
        return "plain"
    return "several" if _STRINGS.fullmatch(text) and len(_ONE.findall(text)) > 1 else "quoted"


def _parts(text: str, line: int) -> list[str]:
    """A line's name and what follows it; a nickname in quotes belongs to the name."""
    if text.startswith('"') and text.count('"') % 2:
        raise Malformed(f"line {line}: a quote that is never closed")
    if _STRINGS.fullmatch(text):
        parts = [part for part in _ONE.findall(text) if part.strip()] or [""]
        if len(parts) > 1 and _CANDIDATE.fullmatch(parts[0]):
            parts = parts[1:]
        return [part.replace('""', '"').strip() for part in parts]
    for quote in "\"'":
        if len(text) > 1 and text.startswith(quote) and text.endswith(quote):
            return [text[1:-1].replace('""', '"').strip()]
    return [text]


def _columns(parts: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and parties. Names differ: of two columns the one with the same twice is the party."""
    if not all(len(part) == 2 for part in parts):
        names = tuple(part[0] for part in parts)
        labels = tuple(part[1] if len(part) > 1 else part[0] for part in parts)
        return names, labels
    first = tuple(part[0] for part in parts)
    second = tuple(part[1] for part in parts)
    twice = max(Counter(first).values()) > 1 and max(Counter(second).values()) == 1
    return (second, first) if twice else (first, second)


def _together(plain: Sequence[Line], size: int) -> Named:
    """Names and title with several in a line: all in quotes, or words without blanks."""
    found: list[tuple[int, str]] = []
    for line, content in plain:
        text = re.sub(r"\s\#[^\"]*$", "", content)
        if text.startswith('"'):
            if not _STRINGS.fullmatch(text):
                raise Malformed(f"line {line}: a quote that is never closed, or names without one")
            found += [(line, part.replace('""', '"')) for part in _ONE.findall(text)]
        else:
            found.append((line, text))
    if len(found) < size:
        raise Malformed(f"the file ends before the name of candidate {len(found) + 1}")
    if len(found) > size + 1:
        raise Malformed(
            f"line {found[size][0]}: {size} candidates announced, {len(found)} names and titles; "
            "one name a line"
        )
    names = tuple(name.strip() for _, name in found[:size])
    if not all(names):
        raise Malformed(f"line {found[0][0]}: a candidate without a name")
    return Named(names, names, found[size][1].strip() if len(found) > size else "")
