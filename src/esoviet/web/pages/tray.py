"""The tray of a matter: every file that was brought as evidence, and by which argument."""

from collections.abc import Iterable
from typing import NamedTuple

from esoviet.law.arguments import Argument
from esoviet.web.api.arguments import ArgumentLine, argument_line
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import File

MOST = 20
"""Arguments whose files are shown, the newest; the others stand in the debate."""


class Piece(NamedTuple):
    """A file, and the argument that it belongs to."""

    file: File
    argument: ArgumentLine


class Tray(NamedTuple):
    """The files of a problem's debate, the newest argument first, and how many there are in all."""

    pieces: list[Piece]
    files: int


def tray(context: AnswerContext, problem: int, read: Iterable[ArgumentLine]) -> Tray:
    """What was brought as evidence about a problem, but for what was retracted.

    `read` are arguments that have been read already.
    """
    known = {one.number: one for one in read}
    brought = [
        one
        for one in context.view.by(Argument, "problem", problem)
        if one.evidence and not one.retracted
    ]
    newest = brought[: -MOST - 1 : -1]
    lines = [known.get(one.number) or argument_line(context, one, inline=False) for one in newest]
    pieces = [Piece(file, line) for line in lines for file in line.evidence]
    return Tray(pieces, sum(len(one.evidence) for one in brought))
