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
    solutions,
    votes,
)  # fmt: skip
from esoviet.web.api.reads import Build
from esoviet.web.api.shapes import One, OneList, Query
from esoviet.web.pages import extras
from esoviet.web.pages.extras import Beside


class PageLine(NamedTuple):
    """One line. `json` is the address of the same as JSON, `section` the place in the menu."""

    path: str
    section: str
    build: Build
    query: type[Query]
    template: str
    json: str
    beside: Beside = extras.nothing


PAGES: tuple[PageLine, ...] = (
    PageLine("", "", assembly.assembly, Query, "node/floor.html", ".json", extras.the_floor),
    PageLine("/constitution", "/constitution", assembly.constitution, Query,
             "node/constitution.html", "/constitution.json"),
    PageLine("/members", "/members", members.members, members.MembersQuery, "members/list.html",
             "/members.json", extras.own_invitations),
    PageLine("/members/{number}", "/members", members.member, One, "members/one.html",
             "/members/{number}.json", extras.beside_member),
    PageLine("/problems", "/problems", problems.problems, problems.ProblemsQuery,
             "problems/list.html", "/problems.json"),
    PageLine("/problems/{number}", "/problems", problems.problem, One, "problems/one.html",
             "/problems/{number}.json", extras.with_debate),
    PageLine("/problems/{number}/arguments", "/problems", problems.arguments, OneList,
             "problems/arguments.html", "/problems/{number}/arguments.json",
             extras.more_arguments),
    PageLine("/problems/{number}/assessments", "/problems", problems.assessments, OneList,
             "problems/assessments.html", "/problems/{number}/assessments.json",
             extras.about_problem),
    PageLine("/solutions/{number}/versions", "/problems", solutions.solution, One,
             "problems/versions.html", "/solutions/{number}.json", extras.differences),
    PageLine("/votes", "/decisions", votes.votes, votes.VotesQuery, "votes/list.html",
             "/votes.json"),
    PageLine("/votes/{number}", "/decisions", votes.vote, One, "votes/one.html",
             "/votes/{number}.json", extras.own_ballot),
    PageLine("/votes/{number}/roll", "/decisions", votes.roll, OneList, "votes/roll.html",
             "/votes/{number}/roll.json", extras.roll_options),
    PageLine("/questions", "/questions", questions.questions, questions.QuestionsQuery,
             "questions/list.html", "/questions.json"),
    PageLine("/questions/{number}", "/questions", questions.question, One, "questions/one.html",
             "/questions/{number}.json", extras.with_vote),
    PageLine("/questions/{number}/seconds", "/questions", questions.seconds, OneList,
             "questions/seconds.html", "/questions/{number}/seconds.json", extras.about_question),
    PageLine("/decisions", "/decisions", decisions.decisions, decisions.DecisionsQuery,
             "decisions/list.html", "/decisions.json"),
    PageLine("/decisions/{number}", "/decisions", decisions.decision, One, "decisions/one.html",
             "/decisions/{number}.json"),
    PageLine("/mandates", "/mandates", mandates.mandates, mandates.MandatesQuery,
             "mandates/list.html", "/mandates.json"),
    PageLine("/mandates/{number}", "/mandates", mandates.mandate, One, "mandates/one.html",
             "/mandates/{number}.json"),
    PageLine("/log", "/log", log.latest, log.LatestQuery, "log/list.html", "/log/entries.json",
             extras.of_entries),
    PageLine("/log/entries", "/log", log.latest, log.LatestQuery, "log/list.html",
             "/log/entries.json", extras.of_entries),
    PageLine("/log/entries/{number}", "/log", log.entry, One, "log/one.html",
             "/log/entries/{number}.json", extras.of_entry),
)  # fmt: skip
