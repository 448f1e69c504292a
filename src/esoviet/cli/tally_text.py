"""A count as people and programs read it: names for numbers, and plain tables."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from esoviet.exchange.ballots import Reading, Sheet
from esoviet.tally.result import Drop, Result, Round, Tie

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"
STAGES = 6
"""Stages printed side by side."""
WIDEST = 16
"""Options up to which the pairwise matrix is printed."""
DEEDS = {
    "first": "first count",
    "surplus": "surplus of",
    "exclusion": "excluded",
    "iteration": "keep factors settled",
    "total": "votes",
}
MARKS = {"hopeful": " ", "elected": "*", "excluded": "-"}


def named(result: Result, names: Sequence[str]) -> dict[str, Json]:
    """The JSON of a result, options by their names."""
    return {
        "method": result.method,
        "options": list(names),
        "ballots": result.ballots,
        "winners": _names(result.winners, names),
        "order": [_names(group, names) for group in result.order],
        "pairwise": [list(row) for row in result.pairwise],
        "dropped": [_record(drop, names) for drop in result.dropped],
        "rounds": [_record(one, names) for one in result.rounds],
        "ties": [_record(tie, names) for tie in result.ties],
    }


def _names(options: Sequence[int], names: Sequence[str]) -> list[Json]:
    return [names[option] for option in options]


def _record(one: Drop | Round | Tie, names: Sequence[str]) -> Json:
    fields = msgspec.json.decode(msgspec.json.encode(one), type=dict[str, object])
    return _replaced(fields, names)


def _replaced(fields: dict[str, object], names: Sequence[str]) -> Json:
    """The same fields with names where there are numbers of options."""
    replaced: dict[str, Json] = {}
    for key, value in fields.items():
        match key, value:
            case "option", int(option):
                replaced[key] = names[option]
            case "options" | "elected" | "chosen", list(options):
                replaced[key] = [names[option] for option in options]
            case "standings", list(standings):
                replaced[key] = [_replaced(one, names) for one in standings]
            case _, str() | int() as plain:
                replaced[key] = plain
            case _, None if key != "keep":
                replaced[key] = None
    return replaced


def read_as(reading: Reading, notes: Sequence[str]) -> dict[str, Json]:
    """The JSON of how a file was read."""
    votes = reading.votes
    return {
        "format": reading.format,
        "charset": reading.charset,
        "delimiter": reading.delimiter,
        "columns": [{"head": one.head, "taken": one.taken} for one in reading.columns],
        "ballots": votes.total if isinstance(votes, Sheet) else None,
        "blank": votes.blank if isinstance(votes, Sheet) else None,
        "void": reading.void,
        "set_aside": reading.set_aside,
        "aside": [{"line": one.line, "why": one.why} for one in reading.aside],
        "notes": list(notes),
    }


def explained(reading: Reading, told: Sequence[str]) -> str:
    """How a file was read, with every column and the first of the rows that were set aside."""
    columns = [f"{one.head}: {one.taken}" for one in reading.columns]
    aside = [f"line {one.line}: {one.why}" for one in reading.aside]
    blocks = [
        "\n".join(told),
        "\n".join(["Columns:", *(f"  {line}" for line in columns)]) if columns else "",
        "\n".join(["Set aside:", *(f"  {line}" for line in aside)]) if aside else "",
    ]
    return "\n".join(block for block in blocks if block)


def table(
    result: Result, names: Sequence[str], title: str, *, read: Sequence[str] = (), blank: int = 0
) -> str:
    """The result as text: what was counted, how, and who is elected.

    `read` says how the file was read; `blank` ballots have no preference and stand in no tally.
    """
    figures = f"{result.method}, {result.ballots} ballots, {result.options} options"
    blocks = [
        "\n".join(filter(None, [title, figures, *read])),
        _matrix(result, names),
        *_stages(result.rounds, names, blank),
        "\n".join(_dropped(drop, names) for drop in result.dropped),
        "\n".join(_tie(tie, names) for tie in result.ties),
        "Order:\n" + "\n".join(_order(result, names)),
        ("Winner: " if len(result.winners) == 1 else "Winners: ")
        + "; ".join(names[option] for option in result.winners),
    ]
    return "\n\n".join(block for block in blocks if block)


def _matrix(result: Result, names: Sequence[str]) -> str:
    if not result.pairwise:
        return ""
    if result.options > WIDEST:
        return "(The matrix of pairs is in the JSON.)"
    head = ["ballots that rank the row over the column", *map(str, range(1, result.options + 1))]
    rows = [
        [names[row], *("" if cell is None else str(cell) for cell in cells)]
        for row, cells in enumerate(result.pairwise)
    ]
    return _aligned([head, *rows])


def _stages(rounds: Sequence[Round], names: Sequence[str], blank: int) -> list[str]:
    return [
        _block(rounds[start : start + STAGES], names, blank)
        for start in range(0, len(rounds), STAGES)
    ]


def _block(rounds: Sequence[Round], names: Sequence[str], blank: int) -> str:
    rows = [["stage", *(str(one.number) for one in rounds)]]
    for option, name in enumerate(names):
        cells = (one.standings[option] for one in rounds)
        rows.append([name, *(f"{cell.tally}{MARKS[cell.state]}" for cell in cells)])
    rows.append(["exhausted", *(f"{one.exhausted} " for one in rounds)])
    if any(one.lost.strip("0.") for one in rounds):
        rows.append(["lost", *(f"{one.lost} " for one in rounds)])
    if blank:
        rows.append(["no preference", *(f"{blank} " for _ in rounds)])
    if any(one.quota != "0" for one in rounds):
        rows.append(["quota", *(f"{one.quota} " for one in rounds)])
    deeds = [f"stage {one.number}: {_deed(one, names)}" for one in rounds if one.action != "total"]
    return "\n".join([_aligned(rows), "(* elected, - excluded)", *deeds])


def _deed(one: Round, names: Sequence[str]) -> str:
    moved = "; ".join(names[option] for option in one.options)
    elected = "; ".join(names[option] for option in one.elected)
    return f"{DEEDS[one.action]} {moved}".rstrip() + (f", elected {elected}" if elected else "")


def _dropped(drop: Drop, names: Sequence[str]) -> str:
    return (
        f"Dropped: {names[drop.option]}: {drop.votes} for, {drop.against} against; "
        f"no {drop.reason} (needed: {drop.needed})"
    )


def _tie(tie: Tie, names: Sequence[str]) -> str:
    where = tie.where if tie.round is None else f"{tie.where}, stage {tie.round}"
    tied = "; ".join(names[option] for option in tie.options)
    chosen = "; ".join(names[option] for option in tie.chosen)
    return f"Tie ({where}): {tied}. Chosen: {chosen}. Rule: {tie.rule}."


def _order(result: Result, names: Sequence[str]) -> list[str]:
    lines = []
    place = 1
    for group in result.order:
        lines.append(f"{place:>4}  " + " = ".join(names[option] for option in group))
        place += len(group)
    return lines


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
