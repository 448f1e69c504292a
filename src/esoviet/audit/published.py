"""What a host publishes, compared with what follows from its log.

Each answer says from how many entries it follows (`log_size`), and is compared with the state at
just that size. While it is audited a host goes on: where an answer is newer than what was read, the
log is read on; where it is older (somebody keeps answers for a while), the log is judged once more
from its beginning, up to there. So nobody is accused because of having moved on, and nobody gets
away with a lie by dating it back. A field that an answer lacks is no lie: it is named.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec

from esoviet.audit import (
    expected,
    expected_debate,
    expected_evidence,
    expected_talk,
    expected_votes,
    expected_work,
)
from esoviet.audit.difference import Difference
from esoviet.audit.facts import Facts, Fields
from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.reading import Reading
from esoviet.audit.source import Hidden, Source
from esoviet.law.constitution import Constitution
from esoviet.law.problems import Problem
from esoviet.law.records import THE
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote

LIMIT = 1000
MOST_FINDINGS = 20
MOST_OLDER = 50
ALL_SECONDS = 900.0
TRIES = 4
PAUSE = 1.0

LISTS: dict[str, Callable[[Facts], Iterator[Fields]]] = {
    "members": expected.members,
    "problems": expected.problems,
    "questions": expected.questions,
    "doors": expected.doors,
    "votes": expected_votes.votes,
    "decisions": expected_votes.decisions,
    "mandates": expected_work.mandates,
    "repairs": expected.repairs,
    "tasks": expected_work.tasks,
    "actions": expected.actions,
    "criticisms": expected_work.criticisms,
    "lessons": expected_work.lessons,
    "reviews": expected_work.reviews,
    "exhibits": expected_evidence.exhibits,
    "contests": expected_evidence.contests,
    "facts": expected_evidence.facts_of_problems,
    "rewordings": expected_evidence.rewordings,
    "topics": expected_talk.topics,
    "posts": expected_talk.posts,
}
KEYS = {"doors": "question", "reviews": "decision"}
"""What the lines of a list are numbered by, where that is no number of their own."""

Make = Callable[[Facts], Fields]


class Answer(NamedTuple):
    """Something that was said in answer to `path`, and from how many entries it is to follow."""

    path: str
    size: int
    said: object
    make: Make


class Stop(Exception):
    """Nothing more can be compared; the text says why."""


class Comparison:
    """Compares what is published; to be run when the log has been judged."""

    def __init__(self, source: Source, reading: Reading) -> None:
        self.findings: list[Finding] = []
        self.compared: list[str] = []
        self.not_compared: list[str] = []
        self._source = source
        self._reading = reading
        self._older: list[Answer] = []
        self._until = 0.0

    def run(self, findings: list[Finding]) -> None:
        """Compare all that can be, unless something was found in the log itself."""
        if not self._source.keeps_answers:
            self.not_compared.append("what the host publishes: this is a copy of the log")
            return
        if findings or not self._reading.judged_all:
            self.not_compared.append("what the host publishes: its log does not hold")
            return
        self._until = time.monotonic() + ALL_SECONDS
        for part in (self._all, self._compare_older):
            try:
                part()
            except Stop as stop:
                self.not_compared.append(str(stop))
            except Unreachable as error:
                self.not_compared.append(f"the rest of what is published: {error}")

    def _all(self) -> None:
        for name, make in (("", expected.assembly), ("/constitution", expected.constitution)):
            if self._ask(f"{name}.json", make):
                self.compared.append("the constitution" if name else "the assembly")
            elif not name:
                raise Stop("what is published: there are no answers in JSON here")
        if self._ask("/growth.json", expected.growth):
            self.compared.append("who can come in")
        for name, lines in LISTS.items():
            count = self._list(f"/{name}.json", lines, KEYS.get(name, "number"))
            if count is not None:
                self.compared.append(f"{count:,} {name}")
        self._rolls()
        self._debates()

    def _debates(self) -> None:
        """Every problem's debate with its briefing, and every solution, the newest first."""
        view = self._reading.view()
        argued, briefings, solutions = list[int | None](), list[Answer | None](), []
        for problem in range(view.count(Problem), 0, -1):
            lines = partial(expected_debate.arguments, problem=problem)
            argued.append(self._list(f"/problems/{problem}/arguments.json", lines, "number"))
            if view.must(Problem, problem).version > 1:
                self._ask(
                    f"/problems/{problem}.json", partial(expected_debate.problem, number=problem)
                )
            if expected_debate.is_briefed(view, problem):
                make = partial(expected_debate.briefing, problem=problem)
                briefings.append(self._ask(f"/problems/{problem}/briefing.json", make))
        for number in range(view.count(Solution), 0, -1):
            make = partial(expected_debate.solution, number=number)
            solutions.append(self._ask(f"/solutions/{number}.json", make))
        arguments, told = sum(filter(None, argued)), len(solutions) - solutions.count(None)
        frozen = len(briefings) - briefings.count(None)
        self.compared.append(f"{told:,} solutions, {arguments:,} arguments, {frozen:,} briefings")

    def _rolls(self) -> None:
        """Every vote by itself with its count and its roll, the newest first."""
        rolls = ballots = 0
        for number in range(self._reading.view().count(Vote), 0, -1):
            self._vote(number)
            count = self._list(
                f"/votes/{number}/roll.json",
                partial(expected_votes.roll, number=number),
                "member",
            )
            if count is not None:
                rolls, ballots = rolls + 1, ballots + count
        self.compared.append(f"{rolls:,} rolls with {ballots:,} ballots")

    def _vote(self, number: int) -> None:
        answer = self._ask(f"/votes/{number}.json", partial(expected_votes.vote, number=number))
        tally = answer.said.get("tally") if answer and isinstance(answer.said, dict) else None
        if answer is None or not isinstance(tally, dict):
            return
        vote = self._reading.view().must(Vote, number)
        size = tally.get("log_size") if vote.state == "open" else answer.size
        self._check(
            answer._replace(
                size=size if isinstance(size, int) else answer.size,
                said=tally,
                make=lambda facts: expected_votes.tally(facts, number),
            )
        )

    def _list(self, path: str, lines: Callable[[Facts], Iterator[Fields]], key: str) -> int | None:
        """Compare a list page by page; how many lines it has, None where it is not published."""
        after = count = 0
        while True:

            def page(facts: Facts, after: int = after) -> list[Fields]:
                further = (line for line in lines(facts) if _key(line, key) > after)
                return list(islice(further, LIMIT + 1))

            asked = self._ask(
                path,
                lambda facts, page=page: _page(page(facts)),  # type: ignore[misc]
                f"?limit={LIMIT}&after={after}",
            )
            if asked is None:
                return None
            here = page(self._facts(self._reading))
            count += len(here[:LIMIT])
            if len(here) <= LIMIT:
                return count
            after = _key(here[LIMIT - 1], key)

    def _ask(self, path: str, make: Make, query: str = "") -> Answer | None:
        """Get an answer and compare it; None where there is none."""
        if time.monotonic() > self._until:
            raise Stop(f"what is published from {path} on: it would take too long")
        try:
            raw = self._source.answer(path + query)
        except Hidden:
            raise self._hidden(path) from None
        said = None if raw is None else _decoded(raw)
        if not isinstance(said, dict):
            self.not_compared.append(f"{path}: not published in JSON here")
            return None
        size = said.get("log_size")
        if type(size) is not int or size < 1:
            self._find(f"{path} does not say from how many entries it follows.")
            return None
        answer = Answer(path, size, said, make)
        self._check(answer)
        return answer

    def _check(self, answer: Answer) -> None:
        reading = self._reading
        for again in range(TRIES):
            if reading.replay.tree.size >= answer.size or reading.findings:
                break
            if again:
                time.sleep(PAUSE)
            reading.grow()
        if reading.until(answer.size):
            self._compare(answer, self._facts(reading))
        elif reading.replay.index > answer.size and len(self._older) < MOST_OLDER:
            self._older.append(answer)
        elif reading.replay.index > answer.size:
            self.not_compared.append(f"{answer.path}: it is of an older log")
        elif not reading.findings:
            size = reading.replay.tree.size
            self._find(
                f"{answer.path} follows from {answer.size} entries, and the log shown has {size}."
            )
        else:
            raise Stop("the rest of what is published: the log does not hold")

    def _compare(self, answer: Answer, facts: Facts) -> None:
        difference = Difference()
        difference.look(answer.make(facts), answer.said)
        for field in difference.absent:
            self.not_compared.append(f"{answer.path}, {field}: not in the answer")
        if difference.said:
            self._find(f"{answer.path} {difference.said}")

    def _compare_older(self) -> None:
        """Judge the log once more, for the answers that are older than what was read."""
        if not self._older:
            return
        past, end = Reading(self._source, 1), self._reading.replay.tree.size
        for size in past.stop_at({answer.size for answer in self._older}, end):
            for answer in self._older:
                if answer.size == size:
                    self._compare(answer, self._facts(past))

    def _facts(self, reading: Reading) -> Facts:
        return Facts(reading.view(), self._reading.titles, reading.replay.recount)

    def _hidden(self, path: str) -> Stop:
        reading = self._reading
        reading.grow()
        reading.until(reading.replay.tree.size)
        rules = reading.view().must(Constitution, THE)
        if rules.values["readership"] == "public":
            reason = f"{path} is not shown, though anyone may read here."
            self.findings.append(Finding(None, "12.5", reason))
        return Stop("what is published: it is for members only")

    def _find(self, reason: str) -> None:
        self.findings.append(Finding(None, "published", reason))
        if len(self.findings) >= MOST_FINDINGS:
            raise Stop("the rest of what is published: enough was found")


def _page(lines: list[Fields]) -> Fields:
    page: Fields = {"items": lines[:LIMIT]}
    if len(lines) <= LIMIT:
        page["next"] = None
    return page


def _key(line: Fields, key: str) -> int:
    number = line[key]
    if isinstance(number, dict):
        number = number[key]
    assert isinstance(number, int)
    return number


def _decoded(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
