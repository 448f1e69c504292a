"""Every text of the pages is there in every language, and shows in every direction."""

import re
from typing import get_args

import pytest

from esoviet.law.constitution import PARAMETERS
from esoviet.web.api.texts import TextKind
from esoviet.web.http import language
from esoviet.web.pages import words
from esoviet.web.pages.assembly import PARAMETER_GROUPS
from esoviet.web.pages.table import WORDS
from tools import words as catalogues

CSS = catalogues.WEB / "static" / "css"
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.mark.parametrize("code", catalogues.languages())
def test_a_catalogue_has_every_text(code: str) -> None:
    assert catalogues.missing(code) == []


@pytest.mark.parametrize("code", catalogues.languages())
def test_a_catalogue_has_no_text_that_is_no_longer_wanted(code: str) -> None:
    kept = {(message.id, message.context) for message in catalogues.catalogue(code) if message.id}
    assert kept == set(catalogues.wanted())


@pytest.mark.parametrize("code", catalogues.languages())
def test_translations_keep_the_places_that_are_filled_in(code: str) -> None:
    for message in catalogues.catalogue(code):
        if not message.id:
            continue
        original = message.id if isinstance(message.id, str) else message.id[1]
        strings = message.string or ""
        for text in [strings] if isinstance(strings, str) else strings:
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(original)), original


def test_every_kind_of_act_has_words() -> None:
    assert "found-assembly" in words.DEEDS
    assert [act for act in words.ACTS if not act.DEED] == []
    assert len(words.DEEDS) == len({act.DEED for act in words.ACTS})


def test_every_kind_of_text_has_a_name() -> None:
    assert set(WORDS["text_word"]) == set(get_args(TextKind))
    leave = (catalogues.WEB / "templates" / "members" / "leave.html").read_text("utf-8")
    counted = set(re.findall(r'one\.kind == "([a-z-]+)"', leave))
    assert set(get_args(TextKind)) == counted


def test_every_parameter_stands_in_a_group() -> None:
    grouped = [name for _, names in PARAMETER_GROUPS for name in names]
    assert sorted(grouped) == sorted(parameter.name for parameter in PARAMETERS)


def test_every_parameter_has_a_name() -> None:
    assert set(WORDS["parameter_word"]) == {parameter.name for parameter in PARAMETERS}


LAW = catalogues.ROOT / "docs" / "law.md"
CLAUSE = re.compile(r"(?ms)^\*\*(\d+\.\d+)\*\* (.*?)(?=^\*\*\d|^[#<]|\Z)")
TERM = re.compile(r"`[^`]+`|(?<![\w`])\d[\d,\u202f]*(?:\.\d+)?")


def terms(text: str) -> list[str]:
    """The parameters, fields, clauses and figures that a text names."""
    return sorted(re.sub("[,\u202f]", "", term) for term in TERM.findall(text))


@pytest.mark.parametrize("code", catalogues.languages())
def test_the_law_has_the_same_clauses_with_the_same_figures_in_every_language(code: str) -> None:
    english, theirs = (
        dict(CLAUSE.findall(path.read_text("utf-8")))
        for path in (LAW, LAW.with_suffix(f".{code}.md"))
    )
    assert list(theirs) == list(english)
    assert {n: terms(text) for n, text in theirs.items()} == {
        n: terms(text) for n, text in english.items()
    }


@pytest.mark.parametrize("code", catalogues.languages())
def test_the_appendix_lists_the_same_figures_in_every_language(code: str) -> None:
    english, theirs = (
        path.read_text("utf-8").partition("\n## Ap")[2]
        for path in (LAW, LAW.with_suffix(f".{code}.md"))
    )
    assert [terms(line) for line in theirs.splitlines()] == [
        terms(line) for line in english.splitlines()
    ]


def test_spanish_speaks_spanish() -> None:
    spanish = language.catalogue("es")
    assert spanish.gettext("Problems") == "Problemas"
    assert spanish.ngettext("%(num)d member", "%(num)d members", 2) == "%(num)d miembros"


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("es-AR,es;q=0.9,en;q=0.8", "es"),
        ("fr,de;q=0.8", "en"),
        ("en;q=0.5,es;q=0.9", "es"),
        ("es;q=0", "en"),
        ("es;q=nonsense", "en"),
        ("", "en"),
    ],
)
def test_the_best_language_of_the_browser_is_taken(header: str, answer: str) -> None:
    assert language.wanted(header) == answer


def test_the_pseudo_language_is_longer_and_keeps_its_places() -> None:
    pseudo = language.catalogue(language.PSEUDO)
    text = pseudo.gettext("As of entry %(number)s of the log.")
    assert "%(number)s" in text
    assert len(text) > 1.3 * len("As of entry %(number)s of the log.")


SIDED = re.compile(r"(?:margin|padding|border|inset)-(?:left|right)\b|text-align: (?:left|right)")
ROUND = re.compile(r"(?:margin|padding|inset): [^\s;]+ ([^\s;]+) [^\s;]+ ([^\s;]+)\s*[;}]")


def test_no_style_knows_left_from_right() -> None:
    style = "".join(path.read_text("utf-8") for path in sorted(CSS.glob("*.css")))
    assert SIDED.findall(style) == []
    assert [sides for sides in ROUND.findall(style) if sides[0] != sides[1]] == []


def test_the_right_to_left_language_runs_from_right_to_left() -> None:
    assert language.direction(language.PSEUDO_RTL) == "rtl"
    assert language.direction("es") == "ltr"
