"""Chapter 10 of the law: quick questions, the short road, and their forms.

A form (`FORMS`) says what of an act belongs to it, what must be right about that, and the method of
the vote. What a ballot of a method says is in `law.ballots`, how it is counted in `law.methods`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import fields, replace

from esoviet.law.act import COMMON, Act, Author, Blob, Number, Second
from esoviet.law.ballots import APPROVAL, CONSENT, DATES, EQUAL_SHARES, YES_NO
from esoviet.law.common import check_text, check_texts, claim_blobs, hand_over, sha, unseen
from esoviet.law.consequences import Consequence, Terms, Then, stated, terms
from esoviet.law.constitution import fraction
from esoviet.law.headcount import headcount, seconds_needed
from esoviet.law.limits import EDITION_1
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import ByMember, Record
from esoviet.law.records import Headcount, Window
from esoviet.law.topics import check_origin, topic_of
from esoviet.law.view import View
from esoviet.law.votes import Measure, Vote, open_vote, watch
from esoviet.law.windows import lasting
from esoviet.wire.errors import Malformed

FormName = Literal["yes-no", "rank", "several", "consent", "dates", "budget"]


MOST_MINUTES = 14 * 24 * 60


Money = Annotated[int, Meta(ge=1, le=10**12)]


class Question(Record, frozen=True):
    """A question, and its form (`FORMS`).

    `times` are in ms, each for so many `minutes` (0: nobody said), `most` answers may be chosen (0:
    any number), `costs` and `budget` are in `currency`. `electorate` was taken when it was asked;
    `vote` is the last vote on it, `consent` the one before it, by consent. It comes from a `post`
    in a `topic` (0: from none).
    """

    INDEXES = ("state", "topic")

    number: int
    by: int
    text: bytes
    form: FormName
    answers: tuple[bytes, ...]
    majority: str
    of_all: bool
    entry: int
    asked: int
    state: Literal["asked", "vote", "decided", "lapsed"]
    seconds: int
    due: int
    electorate: Headcount
    vote: int = 0
    decision: int = 0
    consent: int = 0
    times: tuple[int, ...] = ()
    minutes: int = 0
    most: int = 0
    costs: tuple[int, ...] = ()
    budget: int = 0
    currency: str = ""
    window: Window | None = None
    topic: int = 0
    post: int = 0


class Seconding(ByMember, frozen=True):
    """A member wants a question put to the vote."""

    PARENT = "question"

    question: int
    member: int
    entry: int


class Asking(Act, frozen=True, kw_only=True):
    """What an act says of the form of a question."""

    form: FormName
    answers: Annotated[tuple[Blob, ...], Meta(max_length=EDITION_1.answers)] = ()
    times: Annotated[tuple[Second, ...], Meta(max_length=EDITION_1.answers)] = ()
    minutes: Annotated[int, Meta(ge=1, le=MOST_MINUTES)] | None = None
    most: Number | None = None
    costs: Annotated[tuple[Money, ...], Meta(max_length=EDITION_1.answers)] = ()
    budget: Money | None = None
    currency: Annotated[str, Meta(pattern=r"^[^\x00-\x20\x7f]{1,12}$(?!\n)")] | None = None
    majority: Annotated[str, Meta(max_length=20)] | None = None
    of_all: bool = False


class Ask(Asking, frozen=True, kw_only=True):
    """Ask the assembly a quick question.

    `form` says how it is voted on: `yes-no`, `rank` (of `answers`), `several` (of `answers`, at
    `most` so many), `consent`, `dates` (of `times`, each for so many `minutes`) or `budget` (of
    `answers` with `costs`, in `currency`).
    For yes and no and for ranking `majority` may ask for a larger share than the constitution does;
    with `of_all` the share is one of all members who are awake instead of those who vote yes or no.
    What follows if the answer of a vote by yes and no is yes, it says in `then`. It can name
    the `post` that it comes from.
    """

    DEED = "asked a question"

    text: Blob
    then: Then | None = None
    post: Number | None = None


class SecondQuestion(Act, frozen=True, kw_only=True):
    """Second a question, so that it comes to the vote."""

    DEED = "seconded a question"

    question: Number


class Form(NamedTuple):
    """`takes` are the fields of an act that belong to a form."""

    method: str
    takes: tuple[str, ...]
    check: Callable[[View, Asking], Refusal | None]
    ranks: bool = False


def check_form(view: View, act: Asking) -> Refusal | None:
    """Why a question cannot be asked in this form (clause 10.1 and 10.4 to 10.7)."""
    form = FORMS[act.form]
    for name, nothing in NOTHING_SAID.items():
        if name not in form.takes and getattr(act, name) != nothing:
            return refuse("10.1", "A question of this form has no {field}.", field=name)
    return form.check(view, act)


def _nothing(_view: View, _act: Asking) -> Refusal | None:
    return None


def _answers(_view: View, act: Asking) -> Refusal | None:
    if len(act.answers) < 2:
        return Refusal("10.1", "A question of this form has two or more answers.")
    return None


def _several(view: View, act: Asking) -> Refusal | None:
    if act.most is not None and act.most >= len(act.answers):
        return Refusal("10.4", "Fewer answers than there are must be allowed, or any number.")
    return _answers(view, act)


def _dates(view: View, act: Asking) -> Refusal | None:
    if len(act.times) < 2:
        return Refusal("10.6", "A question about dates has two or more times.")
    if any(late >= later for late, later in zip(act.times, act.times[1:], strict=False)):
        return Refusal("10.6", "The times stand in order, and none twice.")
    if act.times[0] <= view.time + view.rules.days("question_days"):
        return Refusal("10.6", "Every time must be later than the vote on it can end.")
    return None


def _budget(_view: View, act: Asking) -> Refusal | None:
    if not act.answers or len(act.costs) != len(act.answers) or act.budget is None:
        return Refusal("10.7", "A budget has a sum, and options that each have a cost.")
    if max(act.costs) > act.budget:
        return Refusal("10.7", "No option costs more than the whole budget.")
    return None


NOTHING_SAID: Mapping[str, object] = MappingProxyType(
    {one.name: one.default for one in fields(Asking) if one.name not in (*COMMON, "form")}
)
"""What an act holds in the fields of forms that are not its own."""


SHARE = ("majority", "of_all")


FORMS: Mapping[FormName, Form] = MappingProxyType(
    {
        "yes-no": Form(YES_NO, SHARE, _nothing),
        "rank": Form("schulze", ("answers", *SHARE), _answers, ranks=True),
        "several": Form(APPROVAL, ("answers", "most"), _several),
        "consent": Form(CONSENT, (), _nothing),
        "dates": Form(DATES, ("times", "minutes"), _dates),
        "budget": Form(EQUAL_SHARES, ("answers", "costs", "budget", "currency"), _budget),
    }
)


def ask(view: View, author: Author, act: Ask) -> Outcome:
    """Clauses 10.1, 10.4 to 10.8 and 19.6."""
    most = view.rules.count("waiting")
    waiting = view.by(Question, "state", "asked")
    if sum(question.by == author.number for question in waiting) >= most:
        return refuse("10.1", "You have {most} questions waiting already.", most=most)
    majority = _majority(view, act)
    if isinstance(majority, Refusal):
        return majority
    then = check_form(view, act) or _then(view, act)
    if isinstance(then, Refusal):
        return then
    blobs = (
        check_origin(view, act, act.post)
        or check_text(view, act.text, "10.1")
        or check_texts(view, act.answers, "10.1", view.limits.line_bytes)
        or claim_blobs(view, author.number, (act.text, *act.answers))
    )
    if isinstance(blobs, Refusal):
        return blobs
    question = Question(
        number=view.next_number(Question),
        by=author.number,
        text=sha(act.text),
        form=act.form,
        answers=tuple(sha(answer) for answer in act.answers),
        majority=terms(view.rules, then, majority).needs,
        of_all=act.of_all,
        entry=view.index,
        asked=view.time,
        state="asked",
        seconds=1,
        electorate=headcount(view),
        times=act.times,
        minutes=act.minutes or 0,
        most=act.most or 0,
        costs=act.costs,
        budget=act.budget or 0,
        currency=act.currency or "",
        topic=topic_of(view, act.post),
        post=act.post or 0,
        **lasting(view, view.rules.days("necessity_days")),
    )
    own = Seconding(question.number, author.number, view.index)
    return _seconded(view, question, then, blobs) | put(own, *([then] if then else []))


def second_question(view: View, author: Author, act: SecondQuestion) -> Outcome:
    """Clause 10.2."""
    question = view.get(Question, act.question)
    if question is None or question.state != "asked":
        return Refusal("10.2", "No question with this number is waiting to be seconded.")
    if view.get(Seconding, author.number, question.number) is not None:
        return Refusal("10.2", "You have seconded this question already.")
    said = Seconding(question.number, author.number, view.index)
    question = replace(question, seconds=question.seconds + 1)
    then = view.get(Consequence, question.number)
    texts = hand_over(view, NOTHING, question.text, *question.answers)
    seconded = _seconded(view, question, then, texts) | put(said)
    return unseen(view, act, question.text) or seconded


def question_due(view: View, question: Question) -> Changes:
    """Nobody seconded it in time (clause 10.3)."""
    return put(replace(question, state="lapsed", due=0))


def _seconded(view: View, question: Question, then: Consequence | None, blobs: Changes) -> Changes:
    if question.seconds < seconds_needed(view):
        return blobs | put(question)
    # The constitution may ask for more by now than when the question was asked.
    asks = terms(view.rules, then, question.majority)
    vote = _vote(view, question, FORMS[question.form].method, asks)
    texts = hand_over(view, blobs, question.text, *question.answers)
    opened = replace(question, majority=asks.needs, state="vote", due=0, vote=vote.number)
    return texts | put(vote, watch(vote, view.time + asks.lasts), opened)


def voted_instead(view: View, question: Question) -> Changes:
    """Consent was not given: the same question is voted on by yes and no (clause 10.5)."""
    asked = replace(question, electorate=headcount(view), consent=question.vote)
    vote = _vote(view, asked, YES_NO, terms(view.rules, None, "0"))
    decided_next = replace(asked, majority=vote.needs[0], vote=vote.number)
    return put(vote, watch(vote, vote.due), decided_next)


def _vote(view: View, question: Question, method: str, asks: Terms) -> Vote:
    vote = open_vote(
        view,
        by_terms(question, method, asks),
        kind="question",
        subject=question.number,
        options=tuple(range(1, _width(question) + 1)),
        no_action=FORMS[question.form].ranks,
        of_all=question.of_all,
        electorate=question.electorate,
        due=view.time + asks.lasts,
    )
    return replace(
        vote,
        most=question.most,
        objections=seconds_needed(view) if method == CONSENT else 0,
        costs=question.costs,
        budget=question.budget,
    )


def by_terms(question: Question, method: str, asks: Terms) -> Measure:
    """What a question is decided by."""
    shares = _width(question) if FORMS[question.form].ranks else 1
    return Measure(method, (asks.needs,) * shares, (asks.bar,) * shares)


def _width(question: Question) -> int:
    return len(question.answers or question.times)


def _then(view: View, act: Ask) -> Consequence | Refusal | None:
    """What follows from the question (clause 10.8)."""
    if act.then is None:
        return None
    if act.form != "yes-no":
        return Refusal("10.8", "Only a question by yes and no has a consequence.")
    return stated(view, view.next_number(Question), act.then)


def _majority(view: View, act: Asking) -> str | Refusal:
    usual = view.rules.values["majority"]
    if act.majority is None:
        return usual
    try:
        asked = fraction(act.majority)
    except Malformed:
        return Refusal("10.1", "The majority must be a share such as 2/3.")
    if not fraction(usual) <= asked <= 1:
        return refuse(
            "10.1", "A question can ask for more than {usual}, not for less.", usual=usual
        )
    return act.majority
