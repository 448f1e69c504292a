"""Roll calls as CSV: one row a vote, with columns for the question, the member and the vote.

"yea", "yes", "aye" are for; "nay", "no" against; "present" and "abstain" are neither; "not voting"
and "absent" cast no vote. Questions come in the order of the file. A second file can give titles:
its first column is the question.
"""

from collections.abc import Mapping
from typing import get_args

from esoviet.exchange.ballots.sheet import Question, Rolls, Side, once
from esoviet.exchange.ballots.text import delimiter, rows, shown
from esoviet.wire.errors import Malformed

WORDS: dict[Side, str] = {
    "yes": "yea;yes;aye;y;for;ja;oui;paired yea;announced yea",
    "no": "nay;no;n;against;nein;non;paired nay;announced nay",
    "abstain": "present;abstain;abstains;abstained;abstention;abstaining;enthaltung",
    "absent": "not voting;absent;no_show;no show;did not vote;-;",
}
SIDES: Mapping[str, Side] = {
    word: side for side in get_args(Side) for word in WORDS[side].split(";")
}
QUESTION = ("rollcall", "roll_call", "roll call", "poll_id", "question", "division", "motion")
MEMBER = ("senator", "member", "voter", "mandate_id", "name", "politician", "representative")
VOTE = ("vote", "position", "cast", "cast_code")


def columns(header: list[str]) -> tuple[int, int, int] | None:
    """Where question, member and vote stand; None if this is no roll call."""
    heads = [cell.strip().lower() for cell in header]
    vote = next((heads.index(word) for word in VOTE if word in heads), None)
    if vote is None or len(heads) < 3:
        return None
    rest = [n for n in range(len(heads)) if n != vote]
    question = next((heads.index(word) for word in QUESTION if word in heads), rest[0])
    rest.remove(question)
    return question, next((heads.index(w) for w in MEMBER if w in heads), rest[0]), vote


def read(text: list[str], title: str, titles: Mapping[str, str] | None = None) -> Rolls:
    """Read roll calls; `titles` by question."""
    start = next((n for n, line in enumerate(text) if line.strip()), 0)
    table = rows(text[start:], delimiter(text[start]), start + 1)
    line, header = next(table, (1, []))
    where = columns(header)
    if where is None:
        raise Malformed(f"line {line}: columns for the question, the member and the vote")
    question, member, vote = where
    votes_on: dict[str, list[tuple[int, str, Side]]] = {}
    for line, row in table:
        if len(row) != len(header):
            raise Malformed(f"line {line}: {len(row)} cells where the header has {len(header)}")
        side = SIDES.get(row[vote].lower())
        if side is None:
            raise Malformed(
                f"line {line}: a vote is yea, nay, present or not voting, not {shown(row[vote])}"
            )
        votes_on.setdefault(row[question], []).append((line, row[member], side))
    for votes in votes_on.values():
        once((line, voter) for line, voter, _ in votes)
    return Rolls(
        title=title,
        questions=tuple(
            Question(
                id=one,
                title=(titles or {}).get(one, ""),
                votes=tuple((voter, side) for _, voter, side in votes),
            )
            for one, votes in votes_on.items()
        ),
    )


def read_titles(text: list[str]) -> dict[str, str]:
    """The titles of questions: the last non-empty of `title`, `poll_title`, `description`."""
    table = rows(text, delimiter(text[0]) if text else ",")
    _, header = next(table, (1, []))
    heads = [cell.lower() for cell in header]
    wanted = [word for word in ("poll_title", "title", "description", "question") if word in heads]
    titles = {}
    for _, row in table:
        cells = [row[heads.index(word)] for word in wanted if heads.index(word) < len(row)]
        titles[row[0]] = next((cell for cell in cells if cell), "")
    return titles
