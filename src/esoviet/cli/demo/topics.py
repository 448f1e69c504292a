"""What the branch of the demo is called and debates; the texts themselves stand in `story.json`."""

from functools import cache
from importlib.resources import files

import msgspec

from esoviet.law.arguments import Side
from esoviet.law.exhibits import ExhibitKind
from esoviet.store.skills import Skills


class Idea(msgspec.Struct, frozen=True):
    """A solution: its text, the indicator, baseline and target of its expected effect, its cost."""

    text: str
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    budget: str = ""


class Point(msgspec.Struct, frozen=True):
    """An argument about an idea (by place), or about the problem (-1)."""

    stance: Side
    idea: int
    text: str


class Topic(msgspec.Struct, frozen=True):
    """A problem and the debate on it."""

    text: str
    ideas: tuple[Idea, ...] = ()
    points: tuple[Point, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """A question with answers to choose from."""

    text: str
    answers: tuple[str, ...]


class Criticism(msgspec.Struct, frozen=True):
    """What was observed, what follows, what is suggested, and the answer."""

    observation: str
    consequence: str
    suggestion: str
    answer: str


class Shown(msgspec.Struct, frozen=True):
    """An exhibit: what it shows, where it is from, the same in words; where a place lies."""

    kind: ExhibitKind
    text: str
    source: str
    alternative: str = ""
    position: str = ""


class Stated(msgspec.Struct, frozen=True):
    """A fact: what is, and how its author knows it."""

    text: str
    source: str


class Said(msgspec.Struct, frozen=True):
    """A post, in answer `to` one of its topic by place (0: to none); so many thank for it."""

    text: str
    to: int = 0
    thanks: int = 0


class Own(msgspec.Struct, frozen=True):
    """What a carrier says of their own work: the answers to the four questions."""

    intended: str
    happened: str
    differently: str
    lesson: str


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts of the story; `{place}` stands for one of the places."""

    name: str
    purpose: str
    statement: str
    objection: str
    topics: dict[str, Topic]
    questions: tuple[str, ...]
    when: Choice
    reasons: tuple[str, ...]
    notes: tuple[str, str, str, str]
    reports: tuple[str, ...]
    final: str
    own: Own
    given_back: str
    action: str
    call: str
    plan: str
    expenses: tuple[tuple[str, str], ...]
    tasks: tuple[str, ...]
    skills: tuple[Skills, ...]
    task_done: str
    minority: str
    criticism: Criticism
    exhibits: tuple[Shown, ...]
    facts: tuple[Stated, ...]
    facts_say: str
    talks: tuple[tuple[Said, ...], ...]
    rewordings: tuple[tuple[str, str], ...]
    problem_reworded: tuple[str, str]
    judged_anew: str
    merged: Idea
    declined: str
    cases: tuple[str, str]
    rests: str
    contest: str
    places: tuple[str, ...]
    troubles: tuple[Idea, ...]
    remedies: tuple[str, ...]


@cache
def texts() -> Texts:
    """The texts, read once."""
    data = files("esoviet.cli.demo").joinpath("story.json").read_bytes()
    return msgspec.json.decode(data, type=Texts)


def topic(name: str) -> Topic:
    """A problem of the story."""
    return texts().topics[name]
