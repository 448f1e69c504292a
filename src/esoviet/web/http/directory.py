"""The routes of the application, found by the words of an address instead of one after another.

Starlette tries each pattern in turn; with two hundred of them that is a good part of what a small
answer costs. What is found is the same, in the same order (tests/web/test_directory.py).
"""

from collections import defaultdict
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

Place = tuple[str, str]
FOUND = "esoviet.route"


class Directory(BaseRoute):
    """All these routes as one."""

    def __init__(self, routes: Sequence[Route]) -> None:
        by_place: defaultdict[Place, list[Route]] = defaultdict(list)
        for route in routes:
            place = _place(route.path)
            assert "{" not in "".join(place), "these words stand for themselves"
            by_place[place].append(route)
        self._by_place = dict(by_place)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that takes the request; else the first that has the address."""
        partly: tuple[Match, Scope] = Match.NONE, {}
        if scope["type"] != "http":
            return partly
        for route in self._by_place.get(_place(scope["path"]), ()):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, FOUND: route}
            if match is Match.PARTIAL and partly[0] is Match.NONE:
                partly = match, {**found, FOUND: route}
        return partly

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route that was found for it."""
        await scope[FOUND].handle(scope, receive, send)


def _place(path: str) -> Place:
    """The first word of an address; of what belongs to an assembly, the word after its name too."""
    words = path.split("/", 4)
    first = words[1] if len(words) > 1 else ""
    return first, words[3] if first == "a" and len(words) > 3 else ""
