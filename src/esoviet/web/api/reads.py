"""Every answer in JSON, a line each: its address below `/a/{assembly}`, its query, its shape.

Routes, the OpenAPI document and docs/protocol.md are all made from this table.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from esoviet.web.api import (
    arguments,
    assembly,
    decisions,
    log,
    mandates,
    members,
    problems,
    questions,
    recoveries,
    solutions,
    texts,
    votes,
)
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Answer, Few, Listing, One, OneList, Paging, Query

Build = Callable[[AnswerContext, Any], Answer | None]


class Read(NamedTuple):
    """One line of the table. `open` answers hold no words: anyone may read them."""

    path: str
    build: Build
    query: type[Query]
    answer: Any
    open: bool = False


READS: tuple[Read, ...] = (
    Read(".json", assembly.assembly, Query, assembly.AssemblyAnswer),
    Read("/constitution.json", assembly.constitution, Query, assembly.ConstitutionAnswer),
    # members
    Read("/members.json", members.members, members.MembersQuery, Listing[members.MemberLine]),
    Read("/members/{number}.json", members.member, One, members.MemberAnswer),
    Read("/members/{number}/ballots.json", members.ballots, OneList, Listing[members.Cast]),
    Read("/members/{number}/vouches.json", members.vouches, OneList, Listing[members.Vouched]),
    Read(
        "/members/{number}/objections.json", members.objections, OneList, Listing[members.Objected]
    ),
    Read(
        "/members/{number}/texts.json", texts.texts_of, OneList, Listing[texts.OwnText], open=True
    ),
    Read("/invitations.json", members.invitations, Query, Few[members.InvitationLine]),
    Read("/recoveries.json", recoveries.recoveries, Paging, Listing[recoveries.RecoveryLine]),
    # problems, solutions, arguments
    Read(
        "/problems.json", problems.problems, problems.ProblemsQuery, Listing[problems.ProblemLine]
    ),
    Read("/problems/{number}.json", problems.problem, One, problems.ProblemAnswer),
    Read(
        "/problems/{number}/assessments.json",
        problems.assessments,
        OneList,
        Listing[problems.Assessed],
    ),
    Read(
        "/problems/{number}/arguments.json",
        problems.arguments,
        OneList,
        Listing[arguments.ArgumentLine],
    ),
    Read("/solutions/{number}.json", solutions.solution, One, solutions.SolutionAnswer),
    Read("/solutions/{number}/backers.json", solutions.backers, OneList, Listing[solutions.Backer]),
    Read(
        "/solutions/{number}/volunteers.json",
        solutions.volunteers,
        OneList,
        Listing[solutions.Helper],
    ),
    Read(
        "/solutions/{number}/assessors.json",
        solutions.assessors,
        OneList,
        Listing[solutions.Assessor],
    ),
    Read("/arguments/{number}.json", arguments.argument, One, arguments.ArgumentAnswer),
    Read(
        "/arguments/{number}/weighings.json",
        arguments.weighings,
        OneList,
        Listing[arguments.Weighed],
    ),
    # votes, questions, decisions, mandates
    Read("/votes.json", votes.votes, votes.VotesQuery, Listing[votes.VoteLine]),
    Read("/votes/{number}.json", votes.vote, One, votes.VoteAnswer),
    Read("/votes/{number}/roll.json", votes.roll, OneList, Listing[votes.RollLine]),
    Read(
        "/questions.json",
        questions.questions,
        questions.QuestionsQuery,
        Listing[questions.QuestionLine],
    ),
    Read("/questions/{number}.json", questions.question, One, questions.QuestionAnswer),
    Read("/questions/{number}/seconds.json", questions.seconds, OneList, Listing[questions.Second]),
    Read(
        "/decisions.json",
        decisions.decisions,
        decisions.DecisionsQuery,
        Listing[decisions.DecisionLine],
    ),
    Read("/decisions/{number}.json", decisions.decision, One, decisions.DecisionAnswer),
    Read(
        "/mandates.json", mandates.mandates, mandates.MandatesQuery, Listing[mandates.MandateLine]
    ),
    Read("/mandates/{number}.json", mandates.mandate, One, mandates.MandateAnswer),
    # the log
    Read("/log/entries.json", log.log_entries, log.FromQuery, Listing[log.EntryLine], open=True),
    Read("/log/entries/{number}.json", log.entry, One, log.EntryAnswer, open=True),
    Read("/blobs.json", log.blobs, log.FromQuery, Listing[log.BlobLine]),
)
