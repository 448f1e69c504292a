"""The text of the law as it is written, and its clauses by the words in them."""

import re
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from esoviet.store.words import tokens
from esoviet.web.http.language import ENGLISH

FILES = {"en": "law.md", "es": "law.es.md"}
MOST = 5
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_CLAUSE = re.compile(r"^\*\*(\d+\.\d+)\*\* ((?:.+\n?)+)", re.MULTILINE)


class Clause(NamedTuple):
    """A clause of the law: its number, and its words."""

    number: str
    text: str


def written(language: str) -> str:
    """The law in a language, or else in English."""
    return (files("esoviet.web") / FILES.get(language, FILES[ENGLISH])).read_text("utf-8")


def clauses(language: str, said: str) -> list[Clause]:
    """The first clauses that have all of these words, or words that begin with them."""
    wanted = tokens(said)
    found = (one for one, have in _read(language) if all(_has(have, begun) for begun in wanted))
    return list(islice(found, MOST)) if wanted else []


def _has(words: frozenset[str], begun: str) -> bool:
    return any(word.startswith(begun) for word in words)


@lru_cache(maxsize=4)
def _read(language: str) -> list[tuple[Clause, frozenset[str]]]:
    found = [(n, _plain(text)) for n, text in _CLAUSE.findall(written(language))]
    return [(Clause(n, text), frozenset(tokens(text))) for n, text in found]


def _plain(text: str) -> str:
    """The words of a clause on one line, without marks and without where its links lead."""
    return re.sub("[*`]", "", _LINK.sub(r"\1", " ".join(text.split())))
