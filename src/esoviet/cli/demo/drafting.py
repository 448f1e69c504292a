"""Drafting together in the demo: other words for a passage, a merge, and the cases to be read."""

from functools import partial

from esoviet.cli.demo.director import Director, Person
from esoviet.cli.demo.road import EFFECT_BY, REVISED, Road
from esoviet.cli.demo.topics import texts
from esoviet.cli.replay.stage import Step
from esoviet.law.arguments import Argument
from esoviet.law.cases import Case, CaseSide, SignCase, WriteCase
from esoviet.law.drafts import ProposeSolution
from esoviet.law.merging import AnswerMerge
from esoviet.law.problems import AssessNecessity
from esoviet.law.revising import ReviseProblem
from esoviet.law.rewordings import DeclineRewording, Rewording, SuggestRewording, of_solution
from esoviet.law.solutions import Effect

SUGGESTED, DECLINED, WRITTEN = 1.08, REVISED + 0.1, 7.6
"""Days after a problem was raised."""


def drafting(d: Director, road: Road) -> None:
    """Two backers reword the first solution: one is taken up, one declined; then the cases."""
    d.at(road.day + SUGGESTED, partial(_suggest, d, road))
    d.at(road.day + DECLINED, partial(_decline, d, road))
    d.at(road.day + WRITTEN, partial(_write, d, road))


def judged_anew(d: Director, road: Road) -> None:
    """A problem is reworded while it is assessed, revised, and looked at again by one."""
    d.at(road.day + 0.34, partial(_reword, d, road))


async def _reword(d: Director, road: Road) -> None:
    passage, reason = texts().problem_reworded
    text, why, more = d.text(passage), d.text(reason), d.text(f"{road.topic.text}{passage}")
    said, other = d.text(texts().judged_anew), d.here(but=[road.by])[0]
    number, place = d.theatre.view().next_number(Rewording), len(road.topic.text)
    await d.act(
        d.step(
            other,
            lambda stamp: SuggestRewording(
                **stamp,
                problem=road.number,
                version=1,
                place=place,
                length=0,
                text=text.ref,
                reason=why.ref,
            ),
            text,
            why,
        )
    )
    await d.act(
        d.step(
            road.by,
            lambda stamp: ReviseProblem(
                **stamp, problem=road.number, text=more.ref, takes=(number,)
            ),
            more,
        ),
        d.step(
            other,
            lambda stamp: AssessNecessity(
                **stamp, problem=road.number, stance="necessary", reason=said.ref, version=2
            ),
            said,
        ),
    )


def merging(d: Director, road: Road, day: float) -> None:
    """Who proposed the first two solutions of a problem merge them into one."""
    d.at(day, partial(_merge, d, road))


async def _merge(d: Director, road: Road) -> None:
    first, second = road.leads[:2]
    idea = texts().merged
    text, indicator = d.text(idea.text), d.text(idea.indicator)
    effect = Effect(
        indicator=indicator.ref, baseline=idea.baseline, target=idea.target, by=EFFECT_BY
    )
    if first is second:
        return
    d.solutions += 1
    made = d.solutions
    await d.act(
        d.step(
            first,
            lambda stamp: ProposeSolution(
                **stamp,
                problem=road.number,
                text=text.ref,
                effect=effect,
                merges=(road.numbers[0], road.numbers[1]),
            ),
            text,
            indicator,
        ),
        d.step(second, lambda stamp: AnswerMerge(**stamp, solution=made, version=1)),
    )


async def _suggest(d: Director, road: Road) -> None:
    people = [one for one in road.first_backers if one.present]
    said = zip(people, texts().rewordings, strict=False)
    await d.act(*(_rewords(d, road, person, *words) for person, words in said))
    found = of_solution(d.theatre.view(), road.numbers[0])
    if found:
        road.takes = found[0].number, texts().rewordings[0][0]


def _rewords(d: Director, road: Road, person: Person, words: str, reason: str) -> Step:
    text, why = d.text(words), d.text(reason)
    return d.step(
        person,
        lambda stamp: SuggestRewording(
            **stamp,
            solution=road.numbers[0],
            version=1,
            place=len(road.topic.ideas[0].text),
            length=0,
            text=text.ref,
            reason=why.ref,
        ),
        text,
        why,
    )


async def _decline(d: Director, road: Road) -> None:
    left = [one for one in of_solution(d.theatre.view(), road.numbers[0]) if one.state == "open"]
    if not left:
        return
    why = d.text(texts().declined)
    await d.act(
        d.step(
            road.leads[0],
            lambda stamp: DeclineRewording(**stamp, rewording=left[0].number, reason=why.ref),
            why,
        )
    )


async def _write(d: Director, road: Road) -> None:
    """Who backs the first solution writes for it, another signs; who refutes one, against it."""
    view, said = d.theatre.view(), texts().cases
    backers = [one for one in road.first_backers if one.present]
    if backers:
        await d.act(_case(d, road.numbers[0], "for", backers[0], said[0]))
        written = view.next_number(Case) - 1
        signs = (one for one in backers[1:2])
        await d.act(*(d.step(one, lambda stamp: SignCase(**stamp, case=written)) for one in signs))
    for number, by in road.argued:
        one = view.must(Argument, number)
        if one.solution and one.stance == "refutes" and not one.retracted and by.present:
            await d.act(_case(d, one.solution, "against", by, said[1]))
            break


def _case(d: Director, solution: int, side: CaseSide, person: Person, said: str) -> Step:
    text = d.text(said)
    return d.step(
        person,
        lambda stamp: WriteCase(**stamp, solution=solution, side=side, text=text.ref),
        text,
    )
