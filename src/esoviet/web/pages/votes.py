"""Pages of votes: the list, one vote, its roll."""

from functools import partial
from itertools import islice

from msgspec import Struct, structs

from esoviet.law.decisions import Decision
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.votes import CastBallot, Vote, no_voice, turnout
from esoviet.web.api import votes
from esoviet.web.api.arguments import ArgumentLine
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList, Text, Who
from esoviet.web.api.solutions import solution_detail
from esoviet.web.http.language import _
from esoviet.web.pages.debate import briefing
from esoviet.web.pages.matter import Find, Need, Source, Subject, Words, possible
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.wire import entry as entries


class OwnBallot(votes.Voted, frozen=True, kw_only=True):
    """The reader's ballot, and when it was cast the last time."""

    time: int


class About(Struct, frozen=True):
    """An option's text, the best argument for it and against it, and where all of them stand."""

    text: Text
    best: list[ArgumentLine]
    path: str


LOOKED_THROUGH = 2000
MOST_SILENT = 200


class VotePage(Struct, frozen=True):
    """The reader's ballot; when the vote closed, for who counts it again; while it is open, what
    there is to read about its options, by their numbers.
    """

    mine: OwnBallot | None
    closed_at: int | None
    about: dict[int, About]


class RollPage(Struct, frozen=True):
    """The vote, what the numbers on its ballots stand for, and who has cast none.

    These are the members of today who had a voice; nobody is named where there are too many members
    to look through.
    """

    vote: votes.VoteLine
    options: list[votes.Option]
    silent: list[Who]


def own_ballot(context: AnswerContext, number: int, reader: int | None) -> OwnBallot | None:
    """The reader's ballot in a vote."""
    vote = context.view.get(Vote, number)
    if vote is None or reader is None:
        return None
    voice = votes.cast_by(context.view, vote, reader)
    if voice is None:
        return None
    said = structs.asdict(votes.voted(context, vote, voice, False))
    (raw,) = context.entries(voice.entry, voice.entry + 1)
    return OwnBallot(**said, time=entries.read(raw).time)


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
    path = f"problems/{vote.subject}#solution-"
    options = (context.view.must(Solution, option) for option in vote.options)
    briefs = briefing(context, vote.subject, (solution_detail(context, one) for one in options))
    return {
        one.solution.number: About(one.solution.text, one.best, f"{path}{one.solution.number}")
        for one in briefs
    }


def _is_long(text: Text) -> bool:
    """Whether there is more to it than its title."""
    return "\n" in (text.content or "").strip()


def vote_page(
    context: AnswerContext, _query: One, answer: votes.VoteAnswer, reader: int | None
) -> VotePage:
    """Beside a vote."""
    number = answer.vote.decision
    decision = context.view.get(Decision, number) if number else None
    mine = own_ballot(context, answer.vote.number, reader)
    closed_at = decision.time if decision else None
    return VotePage(mine, closed_at, about_options(context, answer.vote.number))


def roll_page(
    context: AnswerContext, query: OneList, _answer: Listing[votes.RollLine], _reader: int | None
) -> RollPage:
    """Beside a roll."""
    vote = context.view.must(Vote, query.number)
    options = votes.options(context, vote) if vote.options else []
    return RollPage(votes.vote_line(context, vote), options, _silent(context, vote))


def _silent(context: AnswerContext, vote: Vote) -> list[Who]:
    view = context.view
    if view.count(Member) > LOOKED_THROUGH:
        return []
    silent = (
        one.number
        for one in view.numbered(Member)
        if one.state == "member" and no_voice(vote, one) is None
        if votes.cast_by(view, vote, one.number) is None
    )
    return [context.who(number) for number in islice(silent, MOST_SILENT)]


PAGES: tuple[AnyPage, ...] = (
    PageLine(votes.VOTES, "/decisions", "votes/list.html"),
    PageLine(votes.VOTE, "/decisions", "votes/one.html", vote_page),
    PageLine(votes.VOTE_ROLL, "/decisions", "votes/roll.html", roll_page),
)


def _to_vote(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    view, needs = context.view, []
    for number in possible(context, reader, CastBallot, view.count_by(Vote, "state", "open")):
        vote = view.must(Vote, number)
        if reader is None or votes.cast_by(view, vote, reader) is None:
            far = turnout(view, vote), vote.base + vote.late
            title = partial(_title, context, vote)
            needs.append(Need("vote", f"votes/{number}", vote.due, title, *far))
    return needs[:most]


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
