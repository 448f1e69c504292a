"""The list of words: each once, in the order of the work, with a clause that is there."""

import re
from importlib.resources import files

from esoviet.web.pages.glossary import GROUPS
from tests.web.served import Served

LAW = (files("esoviet.web") / "law.md").read_text("utf-8")


def test_each_word_stands_once_and_its_clause_is_in_the_law(served: Served) -> None:
    terms = [term for _group, held in GROUPS for term in held]
    places = [term.place for term in terms]
    assert len(places) == len(set(places)) == len({term.word for term in terms})
    page = served.get("/words").text
    for term in terms:
        assert f'<dt id="{term.place}">' in page
        assert not term.clause or f"**{term.clause}**" in LAW, term
    assert 'href="/words"' in served.get("/").text


def test_a_meaning_is_a_sentence_or_two() -> None:
    for _group, held in GROUPS:
        for term in held:
            assert len(re.findall(r"[.:] |\.$", term.meaning)) <= 3, term
            assert len(term.meaning) <= 110, term
