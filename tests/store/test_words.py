"""Which words are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.store.words import LONGEST, folded, runs, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("École", "ecole"),
        ("e\u0301cole", "école"),
        ("\ufb01ne", "fine"),
        ("\uff21\uff22", "ab"),
        ("Ёлка", "елка"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("Ελλάδα", "ελλαδα"),
    ],
)
def test_case_accents_and_width_do_not_count(one: str, other: str) -> None:
    assert tokens(one) == tokens(other) != []


def test_marks_count_where_they_are_letters() -> None:
    assert tokens("हिन्दी") == ["हिन्दी"]
    assert tokens("हिन्दी") != tokens("हन्द")


def test_where_no_gaps_stand_each_two_neighbours_are_a_word() -> None:
    assert tokens("世界和平") == ["世界", "界和", "和平"]
    assert tokens("世") == ["世"]
    assert tokens("ภาษา2ไทย") == ["ภา", "าษ", "ษา", "2", "ไท", "ทย"]


def test_a_word_of_a_thousand_letters_is_cut() -> None:
    assert tokens("x" * 1000) == ["x" * LONGEST]


@given(
    st.text(st.characters(max_codepoint=0x52F, exclude_categories=("Mn", "Mc", "Me")), max_size=200)
)
def test_words_are_found_again_by_themselves(text: str) -> None:
    said = tokens(text)
    assert tokens(" ".join(said)) == said or any(len(one) == LONGEST for one in said)
    assert all(one and not one.isspace() and " " not in one and '"' not in one for one in said)


@given(st.text(max_size=200))
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=100))
def test_where_there_is_a_word_it_stands_somewhere(text: str) -> None:
    assert bool(list(runs(text))) == bool(tokens(text))
