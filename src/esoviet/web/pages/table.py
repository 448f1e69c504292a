"""Every page below `/a/{assembly}`, a line each: its address, the answer it shows, its template."""

from typing import NamedTuple

from esoviet.web.api import (
    assembly,
    decisions,
    log,
    mandates,
    members,
    problems,
    questions,
    votes,
)
from esoviet.web.api.reads import Build
from esoviet.web.api.shapes import One, OneList, Query


class PageLine(NamedTuple):
    """One line of the table. `json` is the address of the same answer as JSON."""

    path: str
    build: Build
    query: type[Query]
    template: str
    json: str


PAGES: tuple[PageLine, ...] = (
    PageLine("", assembly.assembly, Query, "node/assembly.html", ".json"),
    PageLine(
        "/constitution",
        assembly.constitution,
        Query,
        "node/constitution.html",
        "/constitution.json",
    ),
    PageLine(
        "/members", members.members, members.MembersQuery, "members/list.html", "/members.json"
    ),
    PageLine(
        "/members/{number}", members.member, One, "members/one.html", "/members/{number}.json"
    ),
    PageLine(
        "/problems",
        problems.problems,
        problems.ProblemsQuery,
        "problems/list.html",
        "/problems.json",
    ),
    PageLine(
        "/problems/{number}", problems.problem, One, "problems/one.html", "/problems/{number}.json"
    ),
    PageLine("/votes", votes.votes, votes.VotesQuery, "votes/list.html", "/votes.json"),
    PageLine("/votes/{number}", votes.vote, One, "votes/one.html", "/votes/{number}.json"),
    PageLine(
        "/votes/{number}/roll", votes.roll, OneList, "votes/roll.html", "/votes/{number}/roll.json"
    ),
    PageLine(
        "/questions",
        questions.questions,
        questions.QuestionsQuery,
        "questions/list.html",
        "/questions.json",
    ),
    PageLine(
        "/questions/{number}",
        questions.question,
        One,
        "questions/one.html",
        "/questions/{number}.json",
    ),
    PageLine(
        "/decisions",
        decisions.decisions,
        decisions.DecisionsQuery,
        "decisions/list.html",
        "/decisions.json",
    ),
    PageLine(
        "/decisions/{number}",
        decisions.decision,
        One,
        "decisions/one.html",
        "/decisions/{number}.json",
    ),
    PageLine(
        "/mandates",
        mandates.mandates,
        mandates.MandatesQuery,
        "mandates/list.html",
        "/mandates.json",
    ),
    PageLine(
        "/mandates/{number}", mandates.mandate, One, "mandates/one.html", "/mandates/{number}.json"
    ),
    PageLine("/log", log.log_entries, log.FromQuery, "log/list.html", "/log/entries.json"),
    PageLine("/log/entries", log.log_entries, log.FromQuery, "log/list.html", "/log/entries.json"),
    PageLine("/log/entries/{number}", log.entry, One, "log/one.html", "/log/entries/{number}.json"),
)
