"""Writing vote files: BLT, PrefLib, CSV and ABIF, such as the readers here read back to the same.

Equal ballots are written once with their number, in the order in which they first appear; voters
are left out. BLT keeps the tie order; in the other formats the options are written in it. What a
format cannot say is refused: points in BLT and PrefLib, "no opinion" outside of CSV. Yes-no
questions are written as CSV, a row a vote.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import msgspec

from esoviet.exchange.ballots.sheet import Rolls, Sheet
from esoviet.tally.profile import Points, groups
from esoviet.tally.result import plain, tie_places
from esoviet.wire.errors import Malformed

Choice = bytes | Points
SAID = {"yes": "yes", "no": "no", "abstain": "abstain", "absent": "not voting"}


def written(votes: Sheet | Rolls, form: str) -> str:
    """The votes in a format of `FORMATS`."""
    if isinstance(votes, Rolls):
        return _rolls(votes, form)
    if form != "csv" and votes.unranked == "uncounted" and _unranked(votes):
        raise Malformed(
            f"{form} cannot say 'no opinion'; write csv, or say --unranked last to put these "
            "options below all others"
        )
    return FORMATS[form](votes if form == "blt" else _in_tie_order(votes))


def _unranked(votes: Sheet) -> bool:
    return any(isinstance(one.choice, bytes) and 0 in one.choice for one in votes.ballots)


def _in_tie_order(votes: Sheet) -> Sheet:
    if votes.tie_order is None:
        return votes
    places = tie_places(len(votes.options), votes.tie_order)
    order = sorted(range(len(places)), key=places.__getitem__)
    return msgspec.structs.replace(
        votes,
        options=tuple(votes.options[n] for n in order),
        ballots=tuple(
            msgspec.structs.replace(
                ballot,
                choice=bytes(ballot.choice[n] for n in order)
                if isinstance(ballot.choice, bytes)
                else tuple(sorted((places[n], points) for n, points in ballot.choice)),
            )
            for ballot in votes.ballots
        ),
        tie_order=None,
        write_ins=tuple(places[n] for n in votes.write_ins),
    )


def _distinct(votes: Sheet) -> Mapping[Choice, int]:
    distinct: Counter[Choice] = Counter()
    for ballot in votes.ballots:
        distinct[ballot.choice] += ballot.count
    return distinct


def _orders(votes: Sheet, form: str) -> list[tuple[tuple[tuple[int, ...], ...], int]]:
    orders = []
    for choice, many in _distinct(votes).items():
        if not isinstance(choice, bytes):
            raise Malformed(f"{form} has ranks and no points; write csv or abif")
        orders.append((groups(choice), many))
    return orders


def _line(name: str) -> str:
    return " ".join(name.split())


def _blt(votes: Sheet) -> str:
    lines = [f"{len(votes.options)} {votes.seats or 1}"]
    if votes.tie_order:
        lines.append(f"[tie {' '.join(str(n + 1) for n in votes.tie_order)}]")
    if votes.write_ins:
        lines.append(f"[undeclared {' '.join(str(n + 1) for n in votes.write_ins)}]")
    for order, many in _orders(votes, "blt"):
        places = ["=".join(str(n + 1) for n in group) for group in order]
        lines.append(" ".join([str(many), *places, "0"]))
    lines.append("0")
    for name in (*votes.options, votes.title):
        quoted = _line(name).replace('"', '""')
        lines.append(f'"{quoted}"')
    return "\n".join(lines) + "\n"


def _preflib(votes: Sheet) -> str:
    orders = _orders(votes, "preflib")
    ties = any(len(group) > 1 for order, _ in orders for group in order)
    whole = all(sum(map(len, order)) == len(votes.options) for order, _ in orders)
    kind = ("to" if ties else "so") + ("c" if whole else "i")
    lines = [
        f"# FILE NAME: votes.{kind}",
        f"# TITLE: {_line(votes.title)}",
        f"# DATA TYPE: {kind}",
        f"# NUMBER ALTERNATIVES: {len(votes.options)}",
        f"# NUMBER VOTERS: {votes.total}",
        f"# NUMBER UNIQUE ORDERS: {len(orders)}",
        *(f"# ALTERNATIVE NAME {n}: {_line(name)}" for n, name in enumerate(votes.options, 1)),
    ]
    for order, many in orders:
        places = [_braced([str(n + 1) for n in group]) for group in order]
        lines.append(f"{many}: {','.join(places)}")
    return "\n".join(lines) + "\n"


def _braced(group: Sequence[str]) -> str:
    return group[0] if len(group) == 1 else "{" + ",".join(group) + "}"


def _csv(votes: Sheet) -> str:
    """One column an option; the heads say whether the cells are ranks or points."""
    asked = "Give points" if votes.scored else "Rank the options"
    heads = [f"{asked} [{_line(name)}]" for name in votes.options]
    rows: list[list[str]] = [[*heads, "number of ballots"]]
    empty = "No opinion" if votes.unranked == "uncounted" else ""
    for choice, many in _distinct(votes).items():
        if isinstance(choice, bytes):
            cells = [str(rank) if rank else empty for rank in choice]
        else:
            given = dict(choice)
            cells = [plain(Fraction(given.get(n, 0))) for n in range(len(votes.options))]
        rows.append([*cells, str(many)])
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows(rows)
    return sink.getvalue()


def _abif(votes: Sheet) -> str:
    title = msgspec.json.encode({"title": _line(votes.title)}).decode()
    lines = [title, *(f"=C{n}:[{_line(name)}]" for n, name in enumerate(votes.options, start=1))]
    for choice, many in _distinct(votes).items():
        if isinstance(choice, bytes):
            places = ["=".join(f"C{n + 1}" for n in group) for group in groups(choice)]
            lines.append(f"{many}: {'>'.join(places)}")
        else:
            given = [f"C{n + 1}/{plain(Fraction(points))}" for n, points in choice]
            lines.append(f"{many}: {','.join(given)}")
    return "\n".join(lines) + "\n"


def _rolls(votes: Rolls, form: str) -> str:
    if form != "csv":
        raise Malformed(f"yes-no questions are no {form}; write csv")
    rows = [["question", "member", "vote"]]
    rows += [[one.id, name, SAID[side]] for one in votes.questions for name, side in one.votes]
    return _table(rows)


FORMATS: Mapping[str, Callable[[Sheet], str]] = {
    "blt": _blt,
    "preflib": _preflib,
    "csv": _csv,
    "abif": _abif,
}
