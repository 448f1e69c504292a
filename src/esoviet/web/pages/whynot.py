"""Why can I not …?: what can be done about a matter, and of the rest why not, in the law's words.

A page shows only forms for what can be done now. Who looks for another one finds it here: each deed
that a matter of this kind ever asks of members, and the refusal of the law itself (`may/`).
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.may.asking import SOMEBODY, can
from esoviet.may.lines import BY_TAG, LINES
from esoviet.web.api import assembly, members, problems, questions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Query
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Words, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine

TEMPLATE = "node/why.html"
Deeds = tuple[tuple[str, str], ...]
"""Types of act, each with the field that names what it is about, or an empty one."""
OF_PROBLEM: Deeds = (
    ("assess-necessity", "problem"),
    ("propose-solution", "problem"),
    ("back-solution", "solution"),
    ("volunteer", "solution"),
    ("assess-practicality", "solution"),
    ("argue", "problem"),
    ("cast-ballot", "vote"),
    ("ask-to-close", "vote"),
    ("take-up-mandate", "mandate"),
    ("complete-mandate", "mandate"),
    ("object-to-completion", "mandate"),
    ("write-minority-report", "decision"),
    ("withdraw-problem", "problem"),
)
OF_QUESTION: Deeds = (
    ("second-question", "question"),
    ("cast-ballot", "vote"),
    ("ask-to-close", "vote"),
    ("write-minority-report", "decision"),
)
OF_APPLICANT: Deeds = (
    ("vouch", "member"),
    ("object", "member"),
    ("let-in", "member"),
    ("cast-ballot", "vote"),
)
OF_ALL: Deeds = (
    ("raise-problem", ""),
    ("ask", ""),
    ("invite", ""),
    ("propose-repair", ""),
    ("end-founding", ""),
    ("set-recovery-key", ""),
    ("leave", ""),
)


class Deed(Struct, frozen=True):
    """An act, and what it would be about; `lacks` names what is not there yet to be about.

    `owned`: it is for whom that belongs to, so nothing can be said of it to who is not signed in.
    """

    act: str
    about: dict[str, int | str]
    lacks: str = ""
    owned: bool = False


class WhyNot(Struct, frozen=True):
    """The deeds that a matter asks for; `title` is what it is called, `back` where it is."""

    title: str
    back: str
    asked: list[Deed]


def of_problem(
    context: AnswerContext, _query: One, answer: problems.ProblemAnswer, reader: int | None
) -> WhyNot:
    """What can be done about a problem, its solutions and its mandates."""
    view, problem = context.view, context.view.must(Problem, answer.problem.number)
    made = answer.problem.decision
    led = view.by(Mandate, "decision", made) if made else ()
    numbers = {
        "problem": [problem.number],
        "solution": [one.number for one in answer.solutions],
        "vote": [problem.vote] if problem.vote else [],
        "mandate": [one.number for one in led],
        "decision": [made] if made else [],
    }
    title = title_of_text(context, problem.text, problem.number)
    return WhyNot(title, f"problems/{problem.number}", _deeds(context, reader, OF_PROBLEM, numbers))


def of_question(
    context: AnswerContext, _query: One, answer: questions.QuestionAnswer, reader: int | None
) -> WhyNot:
    """What can be done about a question."""
    question = context.view.must(Question, answer.question.number)
    vote = [question.vote] if question.vote else []
    decision = [question.decision] if question.decision else []
    numbers = {"question": [question.number], "vote": vote, "decision": decision}
    title = title_of_text(context, question.text, question.number)
    return WhyNot(
        title, f"questions/{question.number}", _deeds(context, reader, OF_QUESTION, numbers)
    )


def of_member(
    context: AnswerContext, _query: One, answer: members.MemberAnswer, reader: int | None
) -> WhyNot:
    """What can be done about who applies, or has applied."""
    number, vote = answer.member.number, answer.member.vote
    numbers = {"member": [number], "vote": [vote] if vote else []}
    title = context.who(number).name or str(number)
    return WhyNot(title, f"members/{number}", _deeds(context, reader, OF_APPLICANT, numbers))


def of_all(
    context: AnswerContext, _query: Query, _answer: assembly.ConstitutionAnswer, reader: int | None
) -> WhyNot:
    """What can be done about no matter yet."""
    return WhyNot("", "", _deeds(context, reader, OF_ALL, {}))


def _deeds(
    context: AnswerContext, reader: int | None, kinds: Deeds, numbers: Mapping[str, Sequence[int]]
) -> list[Deed]:
    return [_deed(context, reader, act, name, numbers.get(name, ())) for act, name in kinds]


def _deed(
    context: AnswerContext, reader: int | None, act: str, name: str, numbers: Sequence[int]
) -> Deed:
    """A deed, about the one of several that it can be done to, or else about the last of them."""
    kind = BY_TAG[act]
    if not name:
        return Deed(act, {}, owned=LINES[kind].owns)
    if not numbers:
        return Deed(act, {}, lacks=name, owned=LINES[kind].owns)
    who = reader or SOMEBODY
    doable = (one for one in numbers if can(context.view, who, kind, (name, one)) is None)
    return Deed(act, {name: next(doable, numbers[-1])}, owned=LINES[kind].owns)


PAGES: tuple[AnyPage, ...] = (
    PageLine(problems.PROBLEM, "/problems", TEMPLATE, of_problem, "/problems/{number}/why"),
    PageLine(questions.QUESTION, "/questions", TEMPLATE, of_question, "/questions/{number}/why"),
    PageLine(members.MEMBER, "/members", TEMPLATE, of_member, "/members/{number}/why"),
    PageLine(assembly.CONSTITUTION, "/constitution", TEMPLATE, of_all, "/constitution/why"),
)
WORDS: Words = {
    "deed_word": {
        "assess-necessity": _("Say whether it is necessary"),
        "propose-solution": _("Propose a solution"),
        "back-solution": _("Back a solution"),
        "volunteer": _("Offer to help"),
        "assess-practicality": _("Say how practical a solution is"),
        "argue": _("Argue"),
        "cast-ballot": _("Vote"),
        "ask-to-close": _("Ask that the vote close sooner"),
        "take-up-mandate": _("Take up the mandate"),
        "complete-mandate": _("Say that it is carried out"),
        "object-to-completion": _("Object that it is not carried out"),
        "withdraw-problem": _("Take the problem back"),
        "write-minority-report": _("Write a minority report"),
        "second-question": _("Second the question"),
        "vouch": _("Vouch for them"),
        "object": _("Object to their coming in"),
        "let-in": _("Let them in by a door"),
        "raise-problem": _("Raise a problem"),
        "ask": _("Ask a question"),
        "invite": _("Invite somebody"),
        "propose-repair": _("Propose a change of the constitution by signature"),
        "end-founding": _("End the founding"),
        "set-recovery-key": _("Take a new recovery phrase"),
        "leave": _("Leave"),
    },
    "lacking_word": {
        "solution": _("There is no solution yet."),
        "vote": _("There is no vote on it yet."),
        "mandate": _("Nobody has a mandate for it yet."),
        "decision": _("Nothing was decided about it yet."),
    },
}
