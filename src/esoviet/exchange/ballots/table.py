"""CSV ballots: one column an option, one row a ballot, a cell the rank, 1 the best.

Equal ranks are allowed. "No opinion", "-" or an empty cell means that the ballot says nothing about
that option: by the custom of this format it then counts in no pair with it. Columns named "voter",
"login", "ballot id" and so on hold the voter, one named "count" or "weight" the number of such
ballots.
"""

from esoviet.exchange.ballots.sheet import Ballot, Sheet, once
from esoviet.exchange.ballots.text import delimiter, number, rows, shown
from esoviet.tally.profile import MAX_OPTIONS, dense
from esoviet.wire.errors import Malformed

VOTER = frozenset(
    {"voter", "voter id", "voter_id", "voterid", "login", "user", "username", "e-mail", "email"}
    | {"ballot", "ballot id", "ballot_id", "ballotid", "id", "cast vote record"}
)
COUNT = frozenset({"count", "weight", "number of ballots"})
NO_OPINION = frozenset({"no opinion", "-", ""})


def read(text: list[str], title: str) -> Sheet:
    """Read CSV ballots."""
    start = next((n for n, line in enumerate(text) if line.strip()), 0)
    table = rows(text[start:], delimiter(text[start]), start + 1)
    line, header = next(table, (1, []))
    heads = [cell.lower() for cell in header]
    columns = [n for n, head in enumerate(heads) if head not in VOTER | COUNT]
    options = tuple(header[n] for n in columns)
    if not all(options) or len(set(options)) != len(options):
        raise Malformed(f"line {line}: every column needs a name of its own (one an option)")
    if not 1 <= len(options) <= MAX_OPTIONS:
        raise Malformed(f"line {line}: {len(options)} options; 1 to {MAX_OPTIONS} can be ranked")
    voter = next((n for n, head in enumerate(heads) if head in VOTER), None)
    count = next((n for n, head in enumerate(heads) if head in COUNT), None)
    ballots, voters = [], []
    for line, row in table:
        if len(row) != len(header):
            raise Malformed(f"line {line}: {len(row)} cells where the header has {len(header)}")
        name = "" if voter is None else row[voter]
        many = 1 if count is None else number(row[count], line, "a number of ballots")
        voters.append((line, name))
        if many:
            ranks = dense([_rank(row[n], line) for n in columns])
            ballots.append(Ballot(choice=ranks, voter=name, count=many))
    once(voters)
    return Sheet(
        format="csv",
        title=title,
        options=options,
        numbers=tuple(range(1, len(options) + 1)),
        ballots=tuple(ballots),
        unranked="uncounted",
    )


def _rank(cell: str, line: int) -> int:
    if cell.lower() in NO_OPINION:
        return 0
    rank = number(cell, line, "a rank")
    if not rank:
        raise Malformed(f"line {line}: ranks begin with 1, not {shown(cell)}; leave it empty")
    return rank
