"""Words that count as the same, whatever their case, accents and endings are."""

from hypothesis import given
from hypothesis import strategies as st

from esoviet.web.api.words import MOST_READ, has_all, stems, words


def test_case_and_accents_do_not_count() -> None:
    assert words("¡Avisád a la CALLE!") == {"avisad", "a", "la", "calle"}
    assert words("Straße") == words("STRASSE")
    assert words("Ａｂｃ １２") == {"abc", "12"}


def test_where_a_script_sets_no_words_apart_neighbours_are_words() -> None:
    assert words("暖房の修理") == {"暖房", "房の", "の修", "修理"}
    assert has_all("階段の暖房", words("暖房"))
    assert not has_all("階段の暖房", words("房暖"))
    assert words("A4用紙") == {"a4", "用紙"}


def test_short_words_and_endings_tell_nothing() -> None:
    assert stems("Repairing the boilers") == stems("repair a boiler") == {"repai", "boile"}


@given(st.text())
def test_a_text_has_all_its_own_words(text: str) -> None:
    assert has_all(text, words(text))


@given(st.text(), st.text())
def test_what_is_added_takes_no_word_away(text: str, more: str) -> None:
    assert words(text) <= words(f"{text} {more}")


def test_of_a_very_long_text_the_beginning_counts() -> None:
    assert words("x " * (MOST_READ // 2) + "end") == {"x"}
    assert "end" in words("x " * (MOST_READ // 2 - 2) + "end")
