"""Any answer in JSON as text for people: names before values, lists of things as tables.

Whole numbers beyond 10^11 are times in milliseconds; a text shows its title (alone: its content), a
member their name.
"""

from collections.abc import Iterator

from esoviet.cli.terminal import moment, shorten

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

FIRST_TIME = 10**11
WIDEST = 48
LONG = 30
PERSON = {"member", "name", "alike", "formerly", "hue"}


def laid_out(value: Json, indent: str = "") -> Iterator[str]:
    """The lines of an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _field(name, inner, indent)
    elif isinstance(value, list):
        yield from _list(value, indent)
    else:
        yield indent + _word(value)


def _field(name: str, value: Json, indent: str) -> Iterator[str]:
    label = f"{indent}{name.replace('_', ' ')}"
    if isinstance(value, dict) and set(value) == {"items", "next"}:
        value = value["items"]
    if value in (None, "", [], {}):
        return
    if isinstance(value, dict) and "sha256" in value and "content" in value:
        yield from _text(label, value, indent)
    elif _is_short(value):
        yield f"{label:{LONG}}  {_word(value)}"
    elif name == "items":
        yield from laid_out(value, indent)
    elif lines := list(laid_out(value, indent + "  ")):
        yield f"{label}:"
        yield from lines


def _text(label: str, text: dict[str, Json], indent: str) -> Iterator[str]:
    content = text["content"]
    if not isinstance(content, str):
        yield f"{label:{LONG}}  {_word(text)}"
    elif "\n" in content.strip():
        yield f"{label}:"
        yield from (f"{indent}  | {line}".rstrip() for line in content.strip().split("\n"))
    else:
        yield f"{label:{LONG}}  {content.strip()}"


def _list(values: list[Json], indent: str) -> Iterator[str]:
    rows = [value for value in values if isinstance(value, dict)]
    if len(rows) < len(values):
        for value in values:
            if isinstance(value, list) and _is_short(value):
                yield indent + " ".join(f"{_word(one):>6}" for one in value)
            else:
                yield from laid_out(value, indent)
        return
    yield from _table([_flat(row) for row in rows], indent)


def _table(rows: list[dict[str, Json]], indent: str) -> Iterator[str]:
    words = [{name: _word(value) for name, value in row.items()} for row in rows]
    names = [name for name in words[0] if _is_worth_it([row.get(name, "") for row in words])]
    cells = [[shorten(row.get(name, ""), WIDEST) for name in names] for row in words]
    headings = [name.replace("_", " ") for name in names]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    for line in (headings, *cells):
        padded = [f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)]
        yield (indent + "  ".join(padded)).rstrip()


def _flat(row: dict[str, Json]) -> dict[str, Json]:
    """A row of a table: what is short, and what is short in its parts."""
    flat: dict[str, Json] = {}
    for name, value in row.items():
        if _is_short(value):
            flat[name] = value
        elif isinstance(value, dict):
            flat.update({f"{name} {k}": v for k, v in value.items() if _is_short(v)})
    return flat


def _is_worth_it(column: list[str]) -> bool:
    """A column that says something, other than hashes and addresses."""
    return any(cell not in ("", "-") and (" " in cell or len(cell) < WIDEST) for cell in column)


def _is_short(value: Json) -> bool:
    if isinstance(value, list):
        plain = all(not isinstance(one, dict | list) or _is_option(one) for one in value)
        return plain or _is_ranking(value)
    if isinstance(value, dict):
        return "sha256" in value or _is_person(value) or _is_option(value)
    return True


def _is_person(value: dict[str, Json]) -> bool:
    return {"member", "name"} <= set(value) <= PERSON


def _is_option(value: Json) -> bool:
    return isinstance(value, dict) and set(value) == {"option", "title"}


def _is_ranking(value: list[Json]) -> bool:
    """Groups of option numbers, the best first."""
    groups = [one for one in value if isinstance(one, list) and one]
    return len(groups) == len(value) and all(type(n) is int for one in groups for n in one)


def _word(value: Json) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and value >= FIRST_TIME:
        return moment(value)
    if isinstance(value, list):
        if value and _is_ranking(value):
            return " > ".join(" = ".join(map(str, one)) for one in value if isinstance(one, list))
        return ", ".join(_word(one) for one in value)
    if isinstance(value, dict):
        return _named(value)
    return str(value)


def _named(value: dict[str, Json]) -> str:
    if _is_option(value):
        return str(value["title"] or f"option {value['option']}" if value["option"] else "none")
    if "sha256" in value:
        title = value.get("title")
        return str(title) if title else f"({value.get('media_type')}, {value.get('state')})"
    name, before = value.get("name"), value.get("formerly")
    if not name:
        return f"member {value.get('member')}"
    names = (
        [str(one or "a name since erased") for one in before] if isinstance(before, list) else []
    )
    said = f"{name}, formerly {', '.join(names)}" if names else name
    return f"{said} ({value.get('member')})"
