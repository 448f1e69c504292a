"""The situation of the demo's open problem: one fact established, one open, one contested."""

from functools import partial

from esoviet.cli.demo.director import Director, Person
from esoviet.cli.demo.road import Road
from esoviet.cli.demo.topics import Stated, texts
from esoviet.cli.replay.stage import Step
from esoviet.law.arguments import Argue
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact, Finding, StateFact, WeighFact
from esoviet.law.headcount import enough


def situation(d: Director, day: float, road: Road) -> None:
    """Three members state facts about a problem; others weigh them, and one argues with them."""
    d.at(day, partial(_state, d, road))
    d.at(day + 0.05, partial(_weigh, d, road))


async def _state(d: Director, road: Road) -> None:
    """The first rests on an exhibit, where there is one."""
    shown = [one.number for one in d.theatre.view().by(Exhibit, "problem", road.number)][:1]
    people = zip(d.here(), texts().facts, (tuple(shown), (), ()), strict=False)
    await d.act(*(_states(d, one, road.number, fact, rests) for one, fact, rests in people))


def _states(
    d: Director, person: Person, problem: int, fact: Stated, exhibits: tuple[int, ...]
) -> Step:
    text, source = d.text(fact.text), d.text(fact.source)
    return d.step(
        person,
        lambda stamp: StateFact(
            **stamp, problem=problem, text=text.ref, source=source.ref, exhibits=exhibits
        ),
        text,
        source,
    )


async def _weigh(d: Director, road: Road) -> None:
    """The first is established, the last contested; the argument rests on both."""
    view = d.theatre.view()
    facts = view.by(Fact, "problem", road.number)
    authors, needed = {one.by for one in facts}, enough(view)
    others = [one for one in d.here() if one.number not in authors]
    if len(facts) < 2 or len(others) < needed + 1:
        return
    first, last = facts[0].number, facts[-1].number
    word = d.text(texts().facts_say)
    d.arguments += 1
    await d.act(
        *(_weighs(d, one, first, "founded") for one in others[:needed]),
        *(_weighs(d, one, last, "unfounded") for one in others[:needed]),
        _weighs(d, others[needed], first, "unsure"),
        d.step(
            others[needed],
            lambda stamp: Argue(
                **stamp,
                problem=road.number,
                stance="supports",
                text=word.ref,
                facts=(first, facts[1].number),
            ),
            word,
        ),
    )


def _weighs(d: Director, person: Person, fact: int, finds: Finding) -> Step:
    return d.step(person, lambda stamp: WeighFact(**stamp, fact=fact, finds=finds))
