"""Actions and calls: what of them is in the log, so not where people meet and who comes."""

from esoviet.law.actions import Action, ActionKind, ActionSecond, ActionState
from esoviet.law.headcount import seconds_needed
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    Listing,
    Numbered,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)

FIRST = Paging()


class ActionLine(Part, frozen=True, kw_only=True):
    """An action of a `mandate`; a call, which nobody has decided, where that is null.

    It lasts from `begins` to `ends`. A call that waits has as many `seconds`, needs as many as
    `needed`, and lapses when it is `due`. Where it is stopped, `stopped_by` is the question that
    did it.
    """

    number: int
    kind: ActionKind
    by: Who
    mandate: int | None
    text: Text
    begins: int
    ends: int
    entry: int
    announced: int
    state: ActionState
    seconds: int
    needed: int | None
    due: int | None
    stopped_by: int | None


class CallSecond(Part, frozen=True, kw_only=True):
    """Who wants a call to stand."""

    member: Who
    entry: int


class ActionAnswer(Answer, frozen=True, kw_only=True):
    """One action, and who seconded it if it is a call."""

    action: ActionLine
    seconds: Page[CallSecond]


class ActionsQuery(Numbered, frozen=True, kw_only=True):
    """Actions and calls, all or those in one state."""

    state: ActionState | None = None


def actions(context: AnswerContext, query: ActionsQuery) -> Listing[ActionLine]:
    """Actions and calls in the order in which they were announced."""
    found = context.numbered(Action, query, "state", query.state)
    return context.listing(
        "actions.json", query, found, lambda one: action_line(context, one, query.texts)
    )


def action(context: AnswerContext, query: One) -> ActionAnswer | None:
    """One action or call."""
    found = context.view.get(Action, query.number)
    if found is None:
        return None
    return ActionAnswer(
        log_size=context.log_size,
        action=action_line(context, found, True),
        seconds=_seconds(context, found.number, FIRST),
    )


def seconds(context: AnswerContext, query: OneList) -> Listing[CallSecond] | None:
    """Who seconded a call, by member."""
    if context.view.get(Action, query.number) is None:
        return None
    return context.whole(_seconds(context, query.number, query))


def action_line(context: AnswerContext, one: Action, inline: bool) -> ActionLine:
    """An action as lists and its page show it, its text whole (`inline`) or named."""
    return ActionLine(
        number=one.number,
        kind=one.kind,
        by=context.who(one.by, one.entry),
        mandate=some(one.mandate),
        text=context.text(one.text, inline=inline),
        begins=one.begins,
        ends=one.ends,
        entry=one.entry,
        announced=one.announced,
        state=one.state,
        seconds=one.seconds,
        needed=seconds_needed(context.view) if one.state == "waiting" else None,
        due=some(one.due),
        stopped_by=some(one.stopped_by),
    )


def _seconds(context: AnswerContext, number: int, query: Paging) -> Page[CallSecond]:
    return context.page(
        f"actions/{number}/seconds.json",
        query,
        by_member(context.view, ActionSecond, number, query.after),
        lambda one: CallSecond(member=context.who(one.member), entry=one.entry),
    )


ACTIONS = Read("/actions.json", actions, ActionsQuery, Listing[ActionLine])
ACTION = Read("/actions/{number}.json", action, One, ActionAnswer)
ACTION_SECONDS = Read("/actions/{number}/seconds.json", seconds, OneList, Listing[CallSecond])

READS: tuple[AnyRead, ...] = (
    ACTIONS,
    ACTION,
    ACTION_SECONDS,
)
