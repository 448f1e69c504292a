"""What a page shows beside its answer: the vote of a problem, one's own ballot, one's own keys."""

import difflib
from collections.abc import Callable, Mapping

from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.solutions import Version
from esoviet.law.votes import Vote
from esoviet.web.api import log, members, recoveries, votes
from esoviet.web.api.assembly import constitution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.problems import ProblemAnswer, problem_line
from esoviet.web.api.questions import QuestionAnswer, question_line
from esoviet.web.api.shapes import Answer, Listing, One, OneList, Query
from esoviet.web.api.solutions import SolutionAnswer
from esoviet.web.pages.debate import briefing, titles, turns
from esoviet.web.pages.floor import floor
from esoviet.web.pages.part import part_of
from esoviet.web.pages.subjects import subjects

MOST_EFFORT = 1_000_000
"""Lines before times lines after, on one page: beyond, versions are shown whole."""

Beside = Callable[[AnswerContext, Query, Answer, int | None], Mapping[str, object]]


def nothing(
    _desk: AnswerContext, _query: Query, _answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """Nothing more."""
    return {}


def the_floor(
    context: AnswerContext, _query: Query, _answer: Answer, reader: int | None
) -> Mapping[str, object]:
    """The floor's lists."""
    return {"floor": floor(context, reader)}


def of_entry(
    context: AnswerContext, _query: Query, answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """What an entry is about."""
    assert isinstance(answer, log.EntryAnswer)
    return {"subjects": subjects(context, [answer.entry])}


def of_entries(
    context: AnswerContext, query: Query, answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """What each entry is about, and where the newer and the older ones are."""
    assert isinstance(query, log.LatestQuery)
    assert isinstance(answer, Listing)
    start, end = log.span(context, query)
    around = {
        "older": max(0, start - query.limit) if start else None,
        "newer": end if end < context.log_size else None,
    }
    return {"subjects": subjects(context, answer.items), "around": around}


def with_vote(
    context: AnswerContext, _query: Query, answer: Answer, reader: int | None
) -> Mapping[str, object]:
    """The vote on a problem or question, and the reader's ballot in it."""
    assert isinstance(answer, ProblemAnswer | QuestionAnswer)
    number = answer.vote.number if answer.vote else 0
    vote = votes.vote(context, One(number=number)) if number else None
    parameters = constitution(context, Query()).parameters
    return {"vote": vote, "mine": _mine(context, number, reader), "parameters": parameters}


def with_debate(
    context: AnswerContext, query: Query, answer: Answer, reader: int | None
) -> Mapping[str, object]:
    """The vote on a problem, the debate in its order, the briefing when it is time for it."""
    assert isinstance(answer, ProblemAnswer)
    found = answer.problem
    is_time = found.phase in ("reading", "vote")
    return {
        **with_vote(context, query, answer, reader),
        "turns": turns(answer.arguments.items),
        "titles": titles(context, answer.arguments.items),
        "briefing": briefing(context, found.number, answer.solutions) if is_time else [],
        "own": part_of(context, found.number, reader),
    }


def more_arguments(
    context: AnswerContext, query: Query, answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """The problem that further arguments are about, and these in their order."""
    assert isinstance(answer, Listing)
    return {
        **about_problem(context, query, answer, None),
        "turns": turns(answer.items),
        "titles": titles(context, answer.items),
    }


def about_question(
    context: AnswerContext, query: Query, _answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """The question that a list belongs to."""
    assert isinstance(query, OneList)
    return {"q": question_line(context, context.view.must(Question, query.number), False)}


def about_problem(
    context: AnswerContext, query: Query, _answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """The problem that a list belongs to."""
    assert isinstance(query, OneList)
    return {"p": problem_line(context, context.view.must(Problem, query.number), False)}


def own_ballot(
    context: AnswerContext, _query: Query, answer: Answer, reader: int | None
) -> Mapping[str, object]:
    """The reader's ballot in a vote; when the vote closed, for who counts it again."""
    assert isinstance(answer, votes.VoteAnswer)
    decision = context.view.get(Decision, answer.vote.decision) if answer.vote.decision else None
    closed_at = decision.time if decision else None
    return {"mine": _mine(context, answer.vote.number, reader), "closed_at": closed_at}


def beside_member(
    context: AnswerContext, _query: Query, answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """What the numbers on a member's latest ballots stand for, and who asks to be this member."""
    assert isinstance(answer, members.MemberAnswer)
    found = {cast.vote: context.view.must(Vote, cast.vote) for cast in answer.latest_ballots}
    options = {number: votes.options(context, vote) for number, vote in found.items()}
    asking = recoveries.for_member(context, answer.member.number)
    return {"ballot_options": options, "recoveries": asking}


def roll_options(
    context: AnswerContext, query: Query, _answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """What the numbers on the ballots of a roll stand for."""
    assert isinstance(query, OneList)
    vote = context.view.must(Vote, query.number)
    options = votes.options(context, vote) if vote.options else []
    return {"options": options, "vote": votes.vote_line(context, vote)}


def own_invitations(
    context: AnswerContext, _query: Query, _answer: Answer, reader: int | None
) -> Mapping[str, object]:
    """The reader's own invitations that can still be used."""
    return {"invitations": members.invitations_by(context, reader) if reader else []}


def differences(
    context: AnswerContext, _query: Query, answer: Answer, _reader: int | None
) -> Mapping[str, object]:
    """What changed from each version of a solution to the next, line by line."""
    assert isinstance(answer, SolutionAnswer)
    solution = answer.solution
    texts = [context.text(version.text) for version in context.view.rows(Version, solution.number)]
    before, changes, effort = "", [], MOST_EFFORT
    for version, text in zip(solution.versions, texts, strict=True):
        after = text.content or ""
        effort -= (1 + before.count("\n")) * (1 + after.count("\n"))
        changes.append((version, text, compare(before, after) if before and effort > 0 else []))
        before = after
    return {"changes": changes[::-1]}


def compare(before: str, after: str) -> list[tuple[str, str]]:
    """Lines with what became of them: `same`, `gone` or `new`."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[tuple[str, str]] = []
    for kind, i, end, j, until in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            lines += [("same", line) for line in old[i:end]]
        else:
            lines += [("gone", line) for line in old[i:end]]
            lines += [("new", line) for line in new[j:until]]
    return lines


def _mine(context: AnswerContext, number: int, reader: int | None) -> votes.Voted | None:
    vote = context.view.get(Vote, number)
    if vote is None or reader is None:
        return None
    voice = votes.cast_by(context.view, vote, reader)
    return votes.voted(context, vote, voice, False) if voice else None
