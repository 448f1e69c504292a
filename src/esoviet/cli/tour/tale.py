"""What is told in a sandbox, in the languages that it is told in: `tale.en.json` and so on."""

from functools import cache
from importlib.resources import files

import msgspec

from esoviet.cli.demo.people import Somebody
from esoviet.cli.demo.topics import Own, Topic
from esoviet.web.http.language import ENGLISH, NAMES


class Tale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts of a sandbox. The first of the people founded it, the second raises the problem.

    `doubt` is why one of them does not find it necessary, `reasons` why others do.
    """

    name: str
    purpose: str
    people: tuple[Somebody, ...]
    topic: Topic
    reasons: tuple[str, ...]
    doubt: str
    report: str
    bought: str
    final: str
    own: Own


@cache
def tale(language: str) -> Tale:
    """The texts in a language, or in English."""
    spoken = language if language in NAMES else ENGLISH
    data = files("esoviet.cli.tour").joinpath(f"tale.{spoken}.json").read_bytes()
    return msgspec.json.decode(data, type=Tale)
