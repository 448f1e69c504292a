"""The modules, to be called from a test."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from playwright.sync_api import Page

CALLS = "async ([module, name, cases]) => (await import('/harness.js')).calls(module, name, cases)"


class Thrown(NamedTuple):
    """What a function threw."""

    error: str
    why: str


class Modules:
    """Calls functions of the modules in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def call(self, module: str, name: str, *values: object) -> Any:
        """Call one function; answers what it gave, or `Thrown`."""
        return self.each(module, name, [values])[0]

    def each(self, module: str, name: str, cases: Iterable[Sequence[object]]) -> list[Any]:
        """Call one function for each list of arguments."""
        answers = self.page.evaluate(CALLS, [module, name, [give(case) for case in cases]])
        return [take(answer) for answer in answers]

    def run(self, script: str, value: object = None) -> Any:
        """Run an async function of the page on a value."""
        return take(self.page.evaluate(script, give(value)))


def give(value: Any) -> Any:
    """Python to JavaScript."""
    match value:
        case bytes():
            return {"$bytes": value.hex()}
        case dict():
            return {key: give(part) for key, part in value.items()}
        case list() | tuple():
            return [give(part) for part in value]
        case _:
            return value


def take(value: Any) -> Any:
    """JavaScript to Python."""
    match value:
        case {"$bytes": text}:
            return bytes.fromhex(text)
        case {"$error": error, "why": why}:
            return Thrown(error, why)
        case dict():
            return {key: take(part) for key, part in value.items()}
        case list():
            return [take(part) for part in value]
        case _:
            return value
