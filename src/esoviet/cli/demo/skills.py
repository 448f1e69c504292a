"""What some people of the demo say that they can do, would like to learn and to lead: in no log."""

from functools import partial

from esoviet.cli.demo.director import Director
from esoviet.cli.demo.topics import texts


def skills(d: Director, day: float) -> None:
    """Some say what they can do."""
    d.at(day, partial(_say, d))


async def _say(d: Director) -> None:
    for person, said in zip(d.here(), texts().skills, strict=False):
        d.theatre.says(person.number, said)
