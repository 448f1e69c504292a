"""docs/law.md, the code and these tests speak of the same clauses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.constitution import BY_NAME
from tools.docs.appendices import LAW, MARK

HOUSE = Path(__file__).resolve().parents[2]
CODE = [path for path in (HOUSE / "src/esoviet/law").glob("*.py") if path.name != "__init__.py"]
TESTS = list((HOUSE / "tests/law").glob("test_*.py"))
CLAUSE = re.compile(r"\d{1,2}\.\d{1,2}")
# Clauses that the host answers by, before or beside the law: shown in tests/node and tests/wire.
BY_THE_HOST = {"1.1", "1.10"}


def clauses_of_the_law() -> list[str]:
    text = LAW.read_text("utf-8")
    return re.findall(r"(?m)^\*\*(\d{1,2}\.\d{1,2})\*\* ", text[: text.index(MARK)])


def literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def clauses_refused_by() -> set[str]:
    return {text for path in CODE for text in literals(path) if CLAUSE.fullmatch(text)}


def clauses_mentioned() -> set[str]:
    """In the prose of the code: `clause 1.6`, `clauses 3.3 and 3.4`, `Clauses 7.2 to 7.5`."""
    found = set()
    for path in CODE:
        for words in re.findall(
            r"[Cc]lauses? ([\d.,]+(?:(?: |, | and | to )[\d.]+)*)", path.read_text()
        ):
            found |= set(CLAUSE.findall(words))
    return found


def test_clauses_are_numbered_without_gaps() -> None:
    chapter, number = 1, 0
    for clause in clauses_of_the_law():
        of, place = map(int, clause.split("."))
        assert (of, place) in ((chapter, number + 1), (chapter + 1, 1)), clause
        chapter, number = of, place


def test_every_clause_that_the_code_cites_stands_in_the_law() -> None:
    assert clauses_refused_by() | clauses_mentioned() <= set(clauses_of_the_law())


def test_every_clause_that_refuses_is_shown_to_refuse() -> None:
    shown = {text for path in TESTS for text in literals(path) if CLAUSE.fullmatch(text)}
    assert clauses_refused_by() - shown == set()


def test_the_law_names_every_parameter() -> None:
    text = LAW.read_text("utf-8")
    clauses = text[: text.index(MARK)]
    unnamed = {name for name in BY_NAME if f"`{name}`" not in clauses}
    assert unnamed == {"edition"}


def test_the_law_says_what_only_the_host_can_refuse() -> None:
    assert set(clauses_of_the_law()) >= BY_THE_HOST
    assert not clauses_refused_by() & BY_THE_HOST


SENTENCES = re.compile(r"(?<=[.:?])\s+(?=[A-ZÁÉÍÓÚ`\[¿])")
MOST_SENTENCES, MOST_WORDS = 3, 40


@pytest.mark.parametrize("name", ["law.md", "law.es.md"])
def test_a_clause_has_three_sentences_at_most_and_none_is_long(name: str) -> None:
    """Examples, which stand in italics, do not count."""
    text = (LAW.parent / name).read_text().split("<!-- appendix")[0]
    wrong = []
    parts = re.split(r"\n\*\*(\d+\.\d+)\*\* ", text)
    for clause, body in zip(parts[1::2], parts[2::2], strict=True):
        said = re.sub(r"(?<!\*)\*[^*]{40,}\*(?!\*)", "", body.split("\n## ")[0])
        sentences = [one.split() for one in SENTENCES.split(" ".join(said.split())) if one]
        longest = max(len(words) for words in sentences)
        if len(sentences) > MOST_SENTENCES or longest > MOST_WORDS:
            wrong.append((clause, len(sentences), longest))
    assert wrong == []
