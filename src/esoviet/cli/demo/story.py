"""The story of the demo: a branch of harbour workers of a hundred days, something in each phase."""

from functools import partial

from msgspec.structs import replace

from esoviet.cli.demo.director import Director, Make
from esoviet.cli.demo.drafting import drafting, judged_anew, merging
from esoviet.cli.demo.exhibits import exhibits
from esoviet.cli.demo.members import Members
from esoviet.cli.demo.questions import questions
from esoviet.cli.demo.road import Course, Road
from esoviet.cli.demo.situation import situation
from esoviet.cli.demo.skills import skills
from esoviet.cli.demo.talk import ORIGIN, talk
from esoviet.cli.demo.topics import Point, Topic, texts, topic
from esoviet.cli.demo.work import all_held, criticism, first_held, minority_report, team, work
from esoviet.cli.signer import Stamp
from esoviet.cli.texts import Bytes
from esoviet.law.actions import Action, ActionKind, AnnounceAction, SecondAction
from esoviet.law.completion import CompleteMandate
from esoviet.law.constitution import DAY
from esoviet.law.headcount import seconds_needed
from esoviet.law.lessons import QUESTIONS
from esoviet.law.mandates import ReportProgress, ResignMandate, TakeUpMandate

DAYS = 100.0
AMENDED = 84.5
FIGURES = {
    "readership": "public", "vouches": "2", "objection_days": "3", "dormancy_days": "90",
    "necessity_days": "2", "solution_days": "7", "vote_days": "5", "question_days": "2",
    "report_days": "14", "grace_days": "7",
}  # fmt: skip
"""What this branch has decided for itself: it looks in daily."""
FIXED = 17
"""So many problems are written by hand; further ones are made up of parts."""
END = 14.6
"""Days after it was raised a problem is decided."""


def tell(director: Director, problems: int) -> None:
    """Plan the whole story."""
    Members(director).plan()
    _decided(director)
    _ended_without(director)
    _open(director)
    questions(director)
    for number in range(problems - FIXED):
        _further(director, number, problems - FIXED)


def constitution(members: int) -> dict[str, str]:
    """The rules that the branch begins with."""
    few = {"backing": "1/10"} if members < 60 else {}
    many = {"necessity_quorum": "1/50", "backing": "1/50", "vote_quorum": "1/20"}
    return FIGURES | few | (many if members > 200 else {})


def _decided(d: Director) -> None:
    """Decisions with mandates: done, under way, overdue, taken up by another; an amendment."""
    done = Road(d, 8, topic("night_cranes"), Course())
    _report(d, done, (30, 43, 56, 69, 82))
    d.at(85, partial(_complete, d, done))
    _report(d, Road(d, 20, topic("rosters"), Course()), (45, 57, 70))  # and falls vacant
    _report(d, dust := Road(d, 58, topic("dust"), Course(favourite=1)), (80,))
    team(d, 62, dust)
    _report(d, given_back := Road(d, 70, topic("language"), Course()), (92,))
    d.at(97, partial(_give_back, d, given_back))
    neglected = Road(d, 14, topic("canteen"), Course(favourite=1))
    d.at(60, partial(_taken_up, d, neglected))
    d.at(98.6, partial(_announced, d, neglected))
    d.at(99.3, partial(_called, d))
    _report(d, neglected, (62, 75, 88, 97), ("6", "14", "23", "31"))
    work(d, 63, neglected)
    minority_report(d, 42)
    criticism(d, 65, neglected)
    skills(d, 66)
    delegates = Road(d, 40, topic("delegates"), Course(seats=3))
    d.at(66, partial(_elected_report, d, delegates))
    d.at(79, partial(_elected_go_on, d, delegates))
    d.at(91.5, partial(_elected_go_on, d, delegates))
    Road(d, AMENDED, topic("amendment"), Course(turnout=0.8, amending={"report_days": "10"}))


def _ended_without(d: Director) -> None:
    """No action won, no quorum, lapsed in necessity, lapsed for want of backing."""
    Road(d, 26, topic("boots"), Course(favourite=-1))
    Road(d, 33, topic("parking"), Course(turnout=0.2))
    Road(d, 36, topic("flags"), Course(needed=False))
    Road(d, 47, topic("coffee"), Course(backed=False))


def _open(d: Director) -> None:
    """What is under way on the last day: one in each phase, and an open election."""
    drafting(d, Road(d, 89.95, topic("automation"), Course()))
    Road(d, 89.9, topic("editors"), Course(seats=2))
    drafting(d, Road(d, 91.95, topic("strike_fund"), Course()))
    exhibits(d, 99.6, heat := Road(d, 98.85, topic("heat"), Course()))
    drafting(d, heat)
    situation(d, 99.7, heat)
    merging(d, Road(d, 98.9, topic("creche"), Course()), 99.95)
    talk(d, 99.1)
    judged_anew(d, Road(d, 99.5, topic("clock"), Course(needed=False, post=ORIGIN)))


def _further(d: Director, number: int, of: int) -> None:
    """A made-up problem, spread over the past, of any course."""
    places, troubles = texts().places, texts().troubles
    place, trouble = places[number % len(places)], troubles[number % len(troubles)]
    turn = number // len(places) + 1
    text = f"{trouble.text.format(place=place)}\n\nReported {turn} times so far this year."
    ideas = tuple(replace(trouble, text=remedy) for remedy in texts().remedies[: 2 + number % 2])
    points = (
        Point("supports", 0, f"I work at {place}. It is as bad as it sounds."),
        Point("asks", 1, "Who has time for this before the summer?"),
    )
    courses = (
        Course(), Course(favourite=1), Course(favourite=-1), Course(needed=False),
        Course(turnout=0.15), Course(backed=False),
    )  # fmt: skip
    course = courses[number % len(courses)]._replace(turnout=0.3 if number % 6 != 4 else 0.08)
    Road(d, 9 + 74 * number / max(1, of), Topic(text, ideas, points), course)


def _report(
    d: Director, road: Road, days: tuple[float, ...], measured: tuple[str, ...] = ()
) -> None:
    for place, day in enumerate(days):
        figure = measured[place] if measured else None
        d.at(day, partial(_progress, d, road, place, figure))


async def _progress(d: Director, road: Road, place: int, measured: str | None) -> None:
    """Whoever leads what was decided reports."""
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    text = d.text(texts().reports[place % len(texts().reports)])
    await d.act(d.step(lead, _reporting(mandate, text, measured), text))


async def _complete(d: Director, road: Road) -> None:
    """Done, with a self-criticism and what was measured."""
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    report, own = d.text(texts().final), texts().own
    said = {name: d.text(getattr(own, name)) for name in QUESTIONS}
    answers = {name: text.ref for name, text in said.items()}
    await d.act(
        d.step(
            lead,
            lambda s: CompleteMandate(
                **s, mandate=mandate, report=report.ref, measured="1", **answers
            ),
            report,
            *said.values(),
        )
    )


async def _give_back(d: Director, road: Road) -> None:
    """It is too much for one; whoever likes can take it up."""
    held = await first_held(d, road)
    if held is None:
        return
    mandate, lead = held
    text = d.text(texts().given_back)
    lead.leads -= 1
    await d.act(d.step(lead, lambda s: ResignMandate(**s, mandate=mandate, report=text.ref), text))


async def _elected_report(d: Director, road: Road) -> None:
    """All of the elected report but one."""
    leads = await all_held(d, road)
    steps = []
    for mandate, lead in leads[1:]:
        text = d.text(texts().reports[mandate % len(texts().reports)])
        steps.append(d.step(lead, _reporting(mandate, text), text))
    await d.act(*steps)


async def _taken_up(d: Director, road: Road) -> None:
    """The neglected mandate has fallen vacant; somebody else takes it up."""
    mandates = [await d.theatre.mandate_of(number) for number in road.numbers]
    vacant = [held[0] for held in mandates if held is not None and held[1] == 0]
    if vacant:
        taker = d.willing(but=road.leads)
        taker.leads += 1
        await d.act(d.step(taker, lambda s: TakeUpMandate(**s, mandate=vacant[0])))


async def _elected_go_on(d: Director, road: Road) -> None:
    steps = []
    for mandate, lead in await all_held(d, road):
        text = d.text(texts().reports[mandate % len(texts().reports)])
        steps.append(d.step(lead, _reporting(mandate, text), text))
    await d.act(*steps)


async def _announced(d: Director, road: Road) -> None:
    """Whoever leads what was decided announces an action of it."""
    held = await first_held(d, road)
    if held is not None:
        mandate, lead = held
        text = d.text(texts().action)
        await d.act(d.step(lead, _announcing("repair", text, 3.0, mandate), text))


async def _called(d: Director) -> None:
    """A call that nobody has decided, and as many as it takes to let it stand."""
    caller, *others = d.here()
    text = d.text(texts().call)
    await d.act(d.step(caller, _announcing("picket", text, 1.5), text))
    view = d.theatre.view()
    number = view.count(Action)
    seconds = others[: seconds_needed(view) - 1]
    await d.act(*(d.step(one, lambda s: SecondAction(**s, action=number)) for one in seconds))


def _announcing(kind: ActionKind, text: Bytes, days: float, mandate: int | None = None) -> Make:
    """An action in so many days, for four hours."""

    def make(stamp: Stamp) -> AnnounceAction:
        begins = stamp["at"] + round(days * DAY)
        ends = begins + DAY // 6
        return AnnounceAction(
            **stamp, kind=kind, text=text.ref, begins=begins, ends=ends, mandate=mandate
        )

    return make


def _reporting(mandate: int, text: Bytes, measured: str | None = None) -> Make:
    return lambda stamp: ReportProgress(
        **stamp, mandate=mandate, report=text.ref, measured=measured
    )
