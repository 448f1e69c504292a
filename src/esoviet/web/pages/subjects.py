"""What an entry of the log is about, for people: the page to look at, its title, what was said.

An act names what it is about by numbers. The most particular one counts: a mandate before a
solution, a solution before its problem. An act that begins something is about what it began. Each
matter says itself how it is found.
"""

from collections.abc import Iterable

from esoviet.law.act import Signed
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import Deed, EntryLine
from esoviet.web.pages import (
    actions,
    briefings,
    criticism,
    debate,
    exhibits,
    facts,
    mandates,
    members,
    practicality,
    problems,
    questions,
    repairs,
    rewordings,
    solutions,
    tasks,
    topics,
    votes,
)
from esoviet.web.pages.matter import Begun, Find, Subject

_FINDERS: dict[str, Find] = {
    **exhibits.FINDERS,
    **rewordings.FINDERS,
    **briefings.FINDERS,
    **facts.FINDERS,
    **actions.FINDERS,
    **tasks.FINDERS,
    **mandates.FINDERS,
    **debate.FINDERS,
    **solutions.FINDERS,
    **problems.FINDERS,
    **votes.FINDERS,
    **questions.FINDERS,
    **members.FINDERS,
    **repairs.FINDERS,
    **criticism.FINDERS,
    **topics.FINDERS,
}
_BEGUN: dict[type[Signed], Begun] = {
    **problems.BEGUN,
    **questions.BEGUN,
    **solutions.BEGUN,
    **practicality.BEGUN,
    **rewordings.BEGUN,
    **briefings.BEGUN,
    **debate.BEGUN,
    **repairs.BEGUN,
    **actions.BEGUN,
    **criticism.BEGUN,
    **exhibits.BEGUN,
    **facts.BEGUN,
    **topics.BEGUN,
}


def subjects(context: AnswerContext, lines: Iterable[Deed | EntryLine]) -> dict[int, Subject]:
    """The subjects of entries by their index; of those that have none, nothing."""
    by_index = {}
    for line in lines:
        begun = _BEGUN.get(type(line.act))
        subject = begun(context, line.act, line.index) if begun else None
        subject = subject or _named(context, line.act)
        if subject is not None:
            by_index[line.index] = subject
    return by_index


def _named(context: AnswerContext, act: Signed) -> Subject | None:
    for field, find in _FINDERS.items():
        number = getattr(act, field, None)
        if number is not None:
            return find(context, number)
    return None
