"""Which entry of the log an address names, and the address of an entry: one home for both ways.

Whatever somebody said, brought or voted has a permanent address, that of its entry:
`log/entries/33`, in short `/to/k7f2m-9xqm4/33`. What has a number of its own also has a page, whose
address names the same entry. A vote is named by the entry that opened it, a decision by the first
that was written when its vote had closed: its ballots all stand before that one.

An address names this assembly by its id, on whatever server: a mirror's names the same.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from esoviet.law.actions import Action
from esoviet.law.arguments import Argument
from esoviet.law.criticism import Criticism
from esoviet.law.decisions import Decision
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact
from esoviet.law.mandates import Report
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.record import Record
from esoviet.law.repairs import Repair
from esoviet.law.solutions import Solution, Version
from esoviet.law.topics import Post, Topic
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.short import code_of, read_code
from esoviet.wire import entry as entries

LONGEST = 400
_LONG = re.compile(
    r"https?://[^/\s]+/a/([0-9a-f]{64})/([a-z]+)/(?:entries/)?(\d{1,9})(?:/[a-z]+)?"
    r"(?:\?[^#\s]*)?(?:#([a-z]+)-(\d{1,9}))?"
)
"""The id, a kind of page, its number; the kind and the number of a part of it."""
_SHORT = re.compile(r"https?://[^/\s]+/to/([^/\s]+)/(\d{1,9})")
_PAGES: Mapping[str, type[Record]] = {
    "problems": Problem, "solutions": Solution, "arguments": Argument, "facts": Fact,
    "exhibits": Exhibit, "questions": Question, "actions": Action, "criticisms": Criticism,
    "repairs": Repair, "topics": Topic, "posts": Post,
}  # fmt: skip
"""By the first part of an address: what the number behind it names, all with an `entry`."""
_PARTS: Mapping[str, str] = {
    "argument": "arguments", "solution": "solutions", "fact": "facts", "post": "posts",
}  # fmt: skip
"""Parts of a page that have an address of their own."""


class Place(NamedTuple):
    """What an address names: an entry, and the page where it is read, below the assembly's."""

    entry: int
    path: str
    decision: int = 0
    """The number of a decision, which nobody signed."""


def place_of(context: AnswerContext, address: str) -> Place | None:
    """What an address of this assembly names; None where it names nothing that can be cited."""
    if len(address) > LONGEST:
        return None
    identity = context.view.assembly.id
    short, long = _SHORT.fullmatch(address), _LONG.fullmatch(address)
    if short is not None and read_code(short[1]) == code_of(identity):
        return _entry(context, int(short[2]))
    if long is None or long[1] != identity:
        return None
    page, number, part, which = long[2], int(long[3]), long[4] or "", int(long[5] or 0)
    if page == "log":
        return _entry(context, number)
    if page == "decisions":
        known = context.view.get(Decision, number)
        return decided(context, number) if known else None
    if part in _PARTS:
        page, number = _PARTS[part], which
    return _within(context.view, page, number, part, which) or _whole(context.view, page, number)


def cite_path(entry: int) -> str:
    """The permanent address of what an entry brought, below the assembly's."""
    return f"log/entries/{entry}"


def decided(context: AnswerContext, number: int) -> Place:
    """Where a decision that there is stands."""
    decision = context.view.must(Decision, number)
    return Place(closed_in(context, decision), f"decisions/{number}", number)


def closed_in(context: AnswerContext, decision: Decision) -> int:
    """The first entry that was written when the vote of a decision had closed."""

    def time_of(index: int) -> int:
        return entries.read(context.entries(index, index + 1)[0]).time

    known = context.cache.closings
    if decision.number not in known:
        first = bisect_left(range(context.log_size), decision.time, key=time_of)
        if first == context.log_size:  # nothing was written since
            return first
        known[decision.number] = first
    return known[decision.number]


def _entry(context: AnswerContext, number: int) -> Place | None:
    return Place(number, cite_path(number)) if number < context.log_size else None


def _whole(view: View, page: str, number: int) -> Place | None:
    if page == "votes":
        vote = view.get(Vote, number)
        return Place(vote.opened, f"votes/{number}") if vote else None
    record = view.get(_PAGES[page], number) if page in _PAGES else None
    below = "/versions" if page == "solutions" else ""
    return None if record is None else Place(_made(record), f"{page}/{number}{below}")


def _within(view: View, page: str, number: int, part: str, which: int) -> Place | None:
    """What is numbered within something else."""
    if (page, part) == ("solutions", "version"):
        version = view.get(Version, which, number)
        return (
            Place(version.entry, f"solutions/{number}/versions#version-{which}")
            if version
            else None
        )
    if (page, part) == ("mandates", "report"):
        report = view.get(Report, which, number)
        return Place(report.entry, f"mandates/{number}#report-{which}") if report else None
    return None


def _made(record: Record) -> int:
    return int(record.entry)  # type: ignore[attr-defined]
