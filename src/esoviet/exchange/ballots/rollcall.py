"""Yes-no votes by name as CSV: one row a vote, or one row a member and one column a question.

In rows the columns are for the question, the member and the vote; without a question there is one,
if every member is there once. A table is one of questions if its cells are sides. "yea", "yes",
"sí" are for; "nay", "no", "nein" against; "present", "abstención" neither; "not voting" and an
empty cell cast no vote. Questions come in the order of the file; a second file can give titles, its
first column being the question. A table of yes and no is also one of approvals, if asked for.
"""

from collections.abc import Mapping, Sequence

from esoviet.exchange.ballots.columns import Kind, Roles
from esoviet.exchange.ballots.grid import Grid, grid
from esoviet.exchange.ballots.reading import Bad, Column, How, Reading, counted, listed
from esoviet.exchange.ballots.sheet import Ballot, Question, Rolls, Sheet, Side, once
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import MEMBER, QUESTION, SIDES, VOTE, folded
from esoviet.wire.errors import Malformed

APPROVING = ("approval", "score")
Votes = list[tuple[int, str, str, Side]]
"""Line, question, member, side."""


def vote_column(grid: Grid, kinds: Sequence[Kind]) -> int | None:
    """The column of votes of a file with a row a vote; None if there is none."""
    for n, head in enumerate(map(folded, grid.head)):
        if head in VOTE and kinds[n].sides * 2 > kinds[n].cells:
            return n
    return None


def read(grid: Grid, vote: int, title: str, titles: Mapping[str, str] | None, how: How) -> Reading:
    """Read roll calls with a row a vote."""
    heads = [folded(head) for head in grid.head]
    rest = [n for n in range(len(heads)) if n != vote and heads[n] not in map(folded, how.skip)]
    question = next((n for n in rest if heads[n] in QUESTION), None)
    member = next((n for n in rest if heads[n] in MEMBER and n != question), None)
    if how.voter is not None:
        member = next((n for n in rest if heads[n] == folded(how.voter)), member)
    rows = [row for _, row in grid.rows() if len(row) == len(heads)]
    if question is None:
        question = _question(grid, rows, rest, member)
    if member is None:
        member = next((n for n in rest if n != question), None)
    votes, bad = _votes(grid, question, member, vote)
    taken = {question: "the question", member: "the member", vote: "the vote"}
    return _reading(
        _rolls(votes, title, titles),
        grid,
        bad,
        tuple(Column(head, taken.get(n, "passed over")) for n, head in enumerate(grid.head)),
        "roll calls, a row a vote",
    )


def _question(
    grid: Grid, rows: Sequence[Sequence[str]], rest: Sequence[int], member: int | None
) -> int | None:
    """The column of the question where no head says so; None if there is one question."""
    if member is None or len({folded(row[member]) for row in rows}) == len(rows):
        return None
    possible = [
        n
        for n in rest
        if n != member and len({(row[n], folded(row[member])) for row in rows}) == len(rows)
    ]
    if len(possible) == 1:
        return possible[0]
    raise Malformed(
        f"line {grid.head_line}: members are there more than once, and no column says for which "
        "question; call it 'question'"
    )


def _votes(grid: Grid, question: int | None, member: int | None, vote: int) -> tuple[Votes, Bad]:
    votes: Votes = []
    bad, every, width = Bad(), 0, len(grid.head)
    for line, row in grid.rows():
        every += 1
        if len(row) != width:
            bad.add(line, f"{len(row)} cells where the header has {width}")
            continue
        side = SIDES.get(folded(row[vote]))
        if side is None:
            bad.add(line, f"a vote is yea, nay, present or not voting, not {shown(row[vote])}")
            continue
        name = "" if member is None else row[member].strip()
        votes.append((line, "" if question is None else row[question].strip(), name, side))
    bad.judge(every)
    return votes, bad


def wide(
    grid: Grid,
    roles: Roles,
    title: str,
    titles: Mapping[str, str] | None,
    how: How,
) -> Reading:
    """Read a table with a row a member and a column a question."""
    width, bad, every = len(grid.head), Bad(), 0
    votes: Votes = []
    rows: list[tuple[str, list[Side]]] = []
    for line, row in grid.rows():
        every += 1
        if len(row) != width:
            bad.add(line, f"{len(row)} cells where the header has {width}")
            continue
        odd = next((row[n] for n in roles.options if folded(row[n]) not in SIDES), None)
        if odd is not None:
            bad.add(line, f"a vote is yea, nay, present or not voting, not {shown(odd)}")
            continue
        name = "" if roles.voter is None else row[roles.voter].strip()
        rows.append((name, [SIDES[folded(row[n])] for n in roles.options]))
        votes += [(line, grid.head[n], name, SIDES[folded(row[n])]) for n in roles.options]
    bad.judge(every)
    names = tuple(grid.head[n] for n in roles.options)
    if not all(names) or len(set(names)) != len(names):
        raise Malformed(f"line {grid.head_line}: every question needs a name of its own")
    what = "question" if how.method not in APPROVING else "option"
    taken = {n: f"{what} {place}" for place, n in enumerate(roles.options, start=1)}
    if roles.voter is not None:
        taken[roles.voter] = "the member"
    columns = tuple(Column(head, taken.get(n, "passed over")) for n, head in enumerate(grid.head))
    if how.method in APPROVING:
        once((line, name) for line, question, name, _ in votes if question == names[0])
        return _reading(_approvals(names, rows, title), grid, bad, columns, "CSV approvals")
    rolls = _rolls(votes, title, titles)
    return _reading(rolls, grid, bad, columns, "roll calls, a column a question")


def _approvals(names: tuple[str, ...], rows: list[tuple[str, list[Side]]], title: str) -> Sheet:
    return Sheet(
        format="csv",
        title=title,
        options=names,
        numbers=tuple(range(1, len(names) + 1)),
        ballots=tuple(
            Ballot(tuple((n, 1) for n, side in enumerate(sides) if side == "yes"), voter)
            for voter, sides in rows
        ),
    )


def _rolls(votes: Votes, title: str, titles: Mapping[str, str] | None) -> Rolls:
    asked: dict[str, list[tuple[int, str, Side]]] = {}
    for line, question, member, side in votes:
        asked.setdefault(question, []).append((line, member, side))
    if not asked:
        raise Malformed("no vote below the heads")
    for one in asked.values():
        once((line, voter) for line, voter, _ in one)
    return Rolls(
        title=title,
        questions=tuple(
            Question(
                id=name or title or "vote",
                title=(titles or {}).get(name, ""),
                votes=tuple((voter, side) for _, voter, side in one),
            )
            for name, one in asked.items()
        ),
    )


def _reading(
    votes: Sheet | Rolls, table: Grid, bad: Bad, columns: tuple[Column, ...], form: str
) -> Reading:
    notes = list(table.notes)
    if isinstance(votes, Rolls):
        many = counted(len(votes.questions), "question")
        notes.append(f"{many}: {listed((one.id for one in votes.questions), most=4)}")
    return Reading(
        votes=votes,
        format=form,
        delimiter=table.named,
        columns=columns,
        aside=tuple(bad.first),
        set_aside=bad.count,
        notes=tuple(notes),
    )


def read_titles(text: list[str]) -> dict[str, str]:
    """The titles of questions: the last non-empty of `title`, `poll_title`, `description`."""
    table = grid(text)
    heads = [folded(head) for head in table.head]
    wanted = [word for word in ("poll_title", "title", "description", "question") if word in heads]
    titles = {}
    for _, row in table.rows():
        cells = [row[heads.index(word)].strip() for word in wanted if heads.index(word) < len(row)]
        titles[row[0].strip()] = next((cell for cell in cells if cell), "")
    return titles
