"""Pages of votes: the list, one vote, its roll."""

from functools import partial

from msgspec import Struct

from esoviet.law.questions import Question
from esoviet.law.solutions import Solution
from esoviet.law.votes import CastBallot, Vote, turnout
from esoviet.web.api import rolls, votes
from esoviet.web.api.arguments import ArgumentLine
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, Text, Who
from esoviet.web.api.solutions import SolutionDetail, solution_detail
from esoviet.web.http.language import _
from esoviet.web.pages.cast import OwnBallot, own_ballot
from esoviet.web.pages.debate import briefing
from esoviet.web.pages.ended import ROLL_LINES, ROLL_SILENT, Ended, Silent, ended, silent
from esoviet.web.pages.matter import Find, Need, Source, Subject, Words, possible
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.whole import Whole, whole


class About(Struct, frozen=True):
    """An option's text, the best argument for it and against it, where all of them stand, and who
    proposed it (`by`) or stands for election (`who`); a question's answer has neither. Those who
    `carry` it out, if it is decided, stand first who commits to it.
    """

    text: Text
    best: list[ArgumentLine]
    path: str
    by: Who | None = None
    who: Who | None = None
    carry: tuple[Who, ...] = ()


class VotePage(Struct, frozen=True):
    """The reader's ballot; while the vote is open, what there is to read about its options, by
    their numbers, else how it ended; and the rest of its matter.
    """

    mine: OwnBallot | None
    about: dict[int, About]
    ended: Ended | None
    whole: Whole


class RollPage(Struct, frozen=True):
    """The vote, what the numbers on its ballots stand for, and who has cast none."""

    vote: votes.VoteLine
    options: list[votes.Option]
    silent: Silent


def about_options(context: AnswerContext, number: int) -> dict[int, About]:
    """What there is to read about the options of a vote that is open."""
    vote = context.view.must(Vote, number)
    if vote.state != "open":
        return {}
    if vote.kind == "question":
        answers = context.view.must(Question, vote.subject).answers
        texts = {option: context.text(answers[option - 1]) for option in vote.options if answers}
        long = {option: text for option, text in texts.items() if _is_long(text)}
        return {
            option: About(text, [], f"questions/{vote.subject}") for option, text in long.items()
        }
    if vote.kind not in ("problem", "election"):
        return {}
    path = f"votes/{number}#solution-"  # its card stands below the ballot
    options = (context.view.must(Solution, option) for option in vote.options)
    briefs = briefing(context, vote.subject, (solution_detail(context, one) for one in options))
    return {
        one.solution.number: About(
            one.solution.text,
            one.best,
            f"{path}{one.solution.number}",
            by=one.solution.by if vote.kind == "problem" else None,
            who=one.solution.by if vote.kind == "election" else None,
            carry=_carry(one.solution) if vote.kind == "problem" else (),
        )
        for one in briefs
    }


def _carry(solution: SolutionDetail) -> tuple[Who, ...]:
    return (solution.carrier, *solution.team) if solution.carrier else ()


def _is_long(text: Text) -> bool:
    """Whether there is more to it than its title."""
    return "\n" in (text.content or "").strip()


def vote_page(
    context: AnswerContext, _query: One, answer: votes.VoteAnswer, reader: int | None
) -> VotePage:
    """Beside a vote."""
    line = answer.vote
    return VotePage(
        own_ballot(context, line.number, reader),
        about_options(context, line.number),
        ended(context, line.decision) if line.decision else None,
        whole(context, line.kind, line.subject, reader, over=line.decision is not None),
    )


def roll_page(
    context: AnswerContext,
    query: rolls.RollQuery,
    _answer: Listing[rolls.RollLine],
    _reader: int | None,
) -> RollPage:
    """Beside a roll."""
    vote = context.view.must(Vote, query.number)
    options = votes.options(context, vote) if vote.options else []
    return RollPage(votes.vote_line(context, vote), options, silent(context, vote, ROLL_SILENT))


PAGES: tuple[AnyPage, ...] = (
    PageLine(votes.VOTES, "/decisions", "votes/list.html"),
    PageLine(votes.VOTE, "/decisions", "votes/one.html", vote_page),
    PageLine(rolls.VOTE_ROLL, "/decisions", "votes/roll.html", roll_page, shows=ROLL_LINES),
)


def _to_vote(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    view, needs = context.view, list[Need]()
    for number in possible(context, reader, CastBallot, view.count_by(Vote, "state", "open")):
        if len(needs) == most:
            break
        vote = view.must(Vote, number)
        if reader is None or rolls.cast_by(view, vote, reader) is None:
            far = turnout(view, vote), vote.base + vote.late
            title = partial(_title, context, vote)
            needs.append(Need("vote", f"votes/{number}", vote.due, title, *far))
    return needs


def _vote(context: AnswerContext, number: int) -> Subject | None:
    vote = context.view.get(Vote, number)
    return Subject(f"votes/{number}", _title(context, vote)) if vote else None


def _title(context: AnswerContext, vote: Vote) -> str:
    return votes.subject_title(context, vote.kind, vote.subject) or str(vote.number)


TO_VOTE: Source = _to_vote
FINDERS: dict[str, Find] = {"vote": _vote}
WORDS: Words = {
    "choice_word": {
        "yes": _("Yes"), "no": _("No"), "abstain": _("Abstain"), "consent": _("Consent"),
        "object": _("Objection"),
    },
    "ending_word": {
        "adopted": _("Adopted"), "no-action": _("No action"), "rejected": _("Rejected"),
        "elected": _("Elected"), "none-of-these": _("None of these"),
        "unsupported": _("Too few for it"), "no-consent": _("No consent"),
    },
    "method_word": {
        "consent": _("Consent"), "approval": _("Choosing several (approval, more than half)"),
        "dates": _("Finding a date (approval)"),
        "equal-shares": _("Dividing a budget (Method of Equal Shares)"),
        "majority": _("Yes or no"), "schulze": _("Ranking (Schulze method)"),
        "stv-scottish": _("Single transferable vote (Scottish rules)"),
        "stv-wigm": _("Single transferable vote (weighted Gregory)"),
        "stv-meek": _("Single transferable vote (Meek)"),
    },
    "stage_word": {
        "first": _("first preferences"), "surplus": _("a surplus is passed on"),
        "exclusion": _("the last is left out"), "iteration": _("quota and shares settle"),
        "total": _("the count"),
    },
    "state_word": {
        "hopeful": _("hopeful"), "elected": _("elected"), "excluded": _("left out"),
        "pending": _("elected, surplus waiting"), "withdrawn": _("withdrawn"),
        "defeated": _("left out"),
    },
    "need_word": {"vote": _("Vote")},
}  # fmt: skip
