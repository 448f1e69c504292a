"""Exhibits of the demo: evidence that others vouch for and rest on, and some that is contested."""

import struct
import zlib
from functools import partial

from esoviet.cli.demo.director import Director, Person
from esoviet.cli.demo.road import Road
from esoviet.cli.demo.topics import Shown, texts
from esoviet.cli.replay.stage import Step
from esoviet.law.arguments import Argue
from esoviet.law.exhibits import Exhibit
from esoviet.law.falling import ContestExhibit, WeighContest
from esoviet.law.showing import BringExhibit, VouchForExhibit

WIDTH, HEIGHT = 480, 360
PAPER, LINE = b"\xf2\xee\xe3", b"\xb0\x30\x22"
DEGREES = (24, 27, 31, 36, 41, 46, 44, 38)
"""What stands in the picture: a day in a cab, hour by hour."""


def exhibits(d: Director, day: float, road: Road) -> None:
    """Some bring evidence about a problem; others vouch for it, rest on it and contest it."""
    d.at(day, partial(_bring, d, road))
    d.at(day + 0.05, partial(_look, d, road))


async def _bring(d: Director, road: Road) -> None:
    pairs = zip(d.here(), texts().exhibits, strict=False)
    await d.act(*(_brings(d, person, road.number, shown) for person, shown in pairs))


def _brings(d: Director, person: Person, problem: int, shown: Shown) -> Step:
    text, source = d.text(shown.text), d.text(shown.source)
    file = d.text(_drawn(), "image/png") if shown.kind == "image" else None
    alternative = d.text(shown.alternative) if shown.alternative else None
    lies = d.text(shown.position) if shown.position else None
    blobs = [one for one in (text, source, file, alternative, lies) if one is not None]
    return d.step(
        person,
        lambda stamp: BringExhibit(
            **stamp,
            kind=shown.kind,
            text=text.ref,
            source=source.ref,
            file=file.ref if file else None,
            alternative=alternative.ref if alternative else None,
            position=lies.ref if lies else None,
            problem=problem,
        ),
        *blobs,
    )


async def _look(d: Director, road: Road) -> None:
    """The first is vouched for and argued with, the last contested by several."""
    view = d.theatre.view()
    numbers = [one.number for one in view.by(Exhibit, "problem", road.number)]
    authors = {view.must(Exhibit, number).by for number in numbers}
    others = [one for one in d.here() if one.number not in authors]
    if len(numbers) < 2 or len(others) < 4:
        return
    first, last = numbers[0], numbers[-1]
    word, why = d.text(texts().rests), d.text(texts().contest)
    d.arguments += 1
    await d.act(
        d.step(others[0], lambda stamp: VouchForExhibit(**stamp, exhibit=first)),
        d.step(
            others[1],
            lambda stamp: Argue(
                **stamp,
                problem=road.number,
                stance="supports",
                text=word.ref,
                exhibits=(first, last),
            ),
            word,
        ),
        d.step(
            others[2],
            lambda stamp: ContestExhibit(
                **stamp, exhibit=last, ground="authenticity", text=why.ref
            ),
            why,
        ),
    )
    await d.act(d.step(others[3], lambda stamp: WeighContest(**stamp, contest=1, founded=True)))


def _drawn() -> bytes:
    """A picture (PNG): the degrees of a day as bars."""
    step, rows = WIDTH // len(DEGREES), []
    for y in range(HEIGHT):
        high = [HEIGHT - y <= degrees * HEIGHT // 50 for degrees in DEGREES]
        bars = b"".join((LINE if one else PAPER) * (step - 8) + PAPER * 8 for one in high)
        rows.append(b"\0" + bars)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
