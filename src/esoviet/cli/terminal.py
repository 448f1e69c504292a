"""Talking to the person at the terminal."""

import sys
from datetime import UTC, datetime

from esoviet.cli.errors import Trouble

FAR = 253_402_300_800_000  # the year 10000: a host may write any number into an entry


def confirm(question: str, *, assume_yes: bool) -> None:
    """Ask once; raises `Trouble` for a no. Nobody is asked where there is no terminal."""
    if not assume_yes and ask(question) is False:
        raise Trouble("Nothing was signed and nothing was sent.")


def ask(question: str) -> bool | None:
    """A question that nothing answers but a person; None where there is no terminal."""
    if not sys.stdin.isatty():
        return None
    try:
        answer = input(f"{question} [y/N] ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    return answer.strip().lower() in ("y", "yes")


def note(text: str) -> None:
    """Say something beside the result, on the error output."""
    print(text, file=sys.stderr)


def moment(time: int) -> str:
    """A time in milliseconds since 1970, for people, in UTC; a dash for none."""
    if not time:
        return "-"
    if time >= FAR:
        return "beyond the year 9999"
    return datetime.fromtimestamp(time / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def shorten(text: str, width: int = 60) -> str:
    """The first line of a text, cut to a width."""
    first = text.strip().split("\n", 1)[0].lstrip("#").strip()
    return first if len(first) <= width else first[: width - 1] + "…"
