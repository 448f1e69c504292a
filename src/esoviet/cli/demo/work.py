"""What is done about a decision: tasks, minority reports, a criticism of how it is carried out."""

from collections.abc import Callable
from functools import partial

from esoviet.cli.demo.director import Director, Make, Person
from esoviet.cli.demo.road import Road
from esoviet.cli.demo.topics import texts
from esoviet.law.act import Act
from esoviet.law.criticism import AnswerCriticism, Criticise, Criticism
from esoviet.law.decisions import Decision
from esoviet.law.mandates import at_cap
from esoviet.law.minority import (
    SignMinorityReport,
    WriteMinorityReport,
    has_minority,
    is_against,
    reports_until,
)
from esoviet.law.planning import PlanMandate
from esoviet.law.sharing import AcceptShare, OfferShare
from esoviet.law.solutions import Solution
from esoviet.law.spending import RecordExpense
from esoviet.law.tasks import FinishTask, Hand, OpenTask, TakeTask, Task
from esoviet.law.together import JoinSolution, WelcomeCarrier
from esoviet.law.votes import Vote, voices

HANDS = 2
TEAM = 2
WEEK = 7 * 86_400_000


def work(d: Director, day: float, road: Road) -> None:
    """Whoever leads it plans it, spends, opens tasks; others take them, and one of them is done.

    Who took the first of them is asked to carry it out together.
    """
    d.at(day, partial(_open, d, road))
    d.at(day + 1, partial(_take, d, road))
    d.at(day + 2, partial(_share, d, road))
    d.at(day + 4, partial(_spend, d, road))
    d.at(day + 9, partial(_finish, d, road))


def team(d: Director, day: float, road: Road) -> None:
    """Two sign to carry a solution out with whoever proposed it, who agrees to both."""
    d.at(day, partial(_join, d, road))


def minority_report(d: Director, day: float) -> None:
    """Two or more who were against the last decision say so beside it."""
    d.at(day, partial(_against, d))


def criticism(d: Director, day: float, road: Road) -> None:
    """Somebody criticises how it is carried out; who leads it answers."""
    d.at(day, partial(_criticise, d, road))
    d.at(day + 2, partial(_answer, d))


async def _join(d: Director, road: Road) -> None:
    """Those with whom it is decided: the favourite's."""
    view, place = d.theatre.view(), road.course.favourite
    number, lead = road.numbers[place], road.leads[place]
    version = view.must(Solution, number).version
    free = [one for one in d.here(but=road.leads) if not at_cap(view, one.number)][:TEAM]
    join = _made(partial(JoinSolution, solution=number, version=version))
    agree = partial(WelcomeCarrier, solution=number, version=version)
    joins = (d.step(one, join) for one in free)
    agrees = (_made(partial(agree, member=one.number)) for one in free)
    await d.act(*joins, *(d.step(lead, one) for one in agrees))


async def _open(d: Director, road: Road) -> None:
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    plan = d.text(texts().plan)
    planned = _made(partial(PlanMandate, mandate=mandate, plan=plan.ref))
    now, steps = d.theatre.view().time, [d.step(lead, planned, plan)]
    for place, words in enumerate(texts().tasks):
        text = d.text(words)
        until = now + (3 + 2 * place) * WEEK if place < HANDS else None
        make = partial(
            OpenTask, mandate=mandate, text=text.ref, hands=1 + place % HANDS, until=until
        )
        steps.append(d.step(lead, _made(make), text))
    await d.act(*steps)


async def _take(d: Director, road: Road) -> None:
    """All but one of the tasks find a hand."""
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    tasks = d.theatre.view().by(Task, "open_of", mandate)
    people = d.some(0.2, d.here(but=[lead]))[: len(tasks) - 1]
    await d.act(
        *(
            d.step(person, _made(partial(TakeTask, task=task.number)))
            for person, task in zip(people, tasks[1:], strict=False)
        )
    )


async def _share(d: Director, road: Road) -> None:
    """Whoever took a task and has room for a share is asked, and accepts."""
    held, view = await first_held(d, road), d.theatre.view()
    if held is None:
        return
    mandate, lead = held
    took = [
        hand.member
        for task in view.by(Task, "open_of", mandate)
        for hand in view.rows(Hand, task.number)
    ]
    free = [
        one for one in d.here(but=[lead]) if one.number in took and not at_cap(view, one.number)
    ]
    if free:
        offer = partial(OfferShare, mandate=mandate, member=free[0].number)
        await d.act(d.step(lead, _made(offer)))
        await d.act(d.step(free[0], _made(partial(AcceptShare, mandate=mandate))))


async def _spend(d: Director, road: Road) -> None:
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    for amount, words in texts().expenses:
        text = d.text(words)
        make = partial(RecordExpense, mandate=mandate, amount=amount, text=text.ref)
        await d.act(d.step(lead, _made(make), text))


async def _finish(d: Director, road: Road) -> None:
    """The last of the tasks that somebody has taken is done."""
    held, view = await first_held(d, road), d.theatre.view()
    tasks = view.by(Task, "open_of", held[0]) if held else []
    taken = ((task, one) for task in tasks for one in view.rows(Hand, task.number) if one.held_by)
    *_, (task, hand) = taken
    person = next(one for one in d.here() if one.number == hand.member)
    word = d.text(texts().task_done)
    make = partial(FinishTask, task=task.number, word=word.ref)
    await d.act(d.step(person, _made(make), word))


async def _against(d: Director) -> None:
    """Beside the last decision that at least two were against, they say so."""
    view, people = d.theatre.view(), {person.number: person for person in d.here()}
    for number in range(view.count(Decision), 0, -1):
        decision = view.must(Decision, number)
        vote, winner = view.must(Vote, decision.vote), next(iter(decision.winners), 0)
        if not has_minority(view, decision) or reports_until(view, decision) < view.time + WEEK:
            continue
        against = [
            people[one.member]
            for one in voices(view, vote)
            if one.member in people and is_against(vote, winner, one.ranks)
        ]
        if len(against) > 1:
            text = d.text(texts().minority)
            make = partial(WriteMinorityReport, decision=number, text=text.ref)
            await d.act(d.step(against[0], _made(make), text))
            signing = partial(SignMinorityReport, minority=1)
            await d.act(*(d.step(one, _made(signing)) for one in against[1:4]))
            return


async def _criticise(d: Director, road: Road) -> None:
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    said = texts().criticism
    seen, follows = d.text(said.observation), d.text(said.consequence)
    wish = d.text(said.suggestion)
    make = partial(
        Criticise,
        mandate=mandate,
        observation=seen.ref,
        consequence=follows.ref,
        suggestion=wish.ref,
    )
    critic = d.here(but=[lead])[0]
    await d.act(d.step(critic, _made(make), seen, follows, wish))


async def _answer(d: Director) -> None:
    one = d.theatre.view().get(Criticism, 1)
    lead = next((person for person in d.here() if one and person.number == one.addressee), None)
    if lead is not None:
        text = d.text(texts().criticism.answer)
        make = partial(AnswerCriticism, criticism=1, answer="answered", text=text.ref)
        await d.act(d.step(lead, _made(make), text))


async def first_held(d: Director, road: Road) -> tuple[int, Person] | None:
    """The first of the mandates that a decision gave, with who leads it."""
    held = await all_held(d, road)
    return held[0] if held else None


async def all_held(d: Director, road: Road) -> list[tuple[int, Person]]:
    """The mandates that a decision gave, with who leads them now."""
    people = {person.number: person for person in d.here()}
    mandates = [await d.theatre.mandate_of(number) for number in road.numbers]
    return [(one[0], people[one[1]]) for one in mandates if one is not None and one[1] in people]


def _made(make: Callable[..., Act]) -> Make:
    return lambda stamp: make(**stamp)
