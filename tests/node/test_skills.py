"""What of the work fits what somebody says that they can do, and what of their words is kept."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node.skills import Words, kept
from esoviet.node.visible import is_visible
from esoviet.store.skills import LONGEST, MOST_LINES, Skills, read

LINES = st.lists(st.text(max_size=LONGEST), max_size=MOST_LINES).map(tuple)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cook", "Cooking for the festival"), ("CAFÉ", "the cafe on the corner"),
        ("cafe", "Das Café"), ("web design", "The design of our website"),
        ("IT", "We want it: help with IT"), ("Straße", "An der STRASSE"),
        ("翻訳", "議事録を翻訳する"), ("แปล", "ช่วยแปลเอกสาร"), ("перевод", "Переводы на завтра"),
        ("driving to the market", "Market day: driving, loading"),
    ],
)  # fmt: skip
def test_a_line_fits_where_its_words_begin_words_of_the_text(line: str, text: str) -> None:
    assert Words(text).fit(["nothing of it", line])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cooking", "A cook for the festival"), ("cook", "A precooked meal"),
        ("drawing maps", "Drawing leaflets"), ("IT", "Italian lessons"), ("", "anything"),
        ("…", "… and so on"), ("翻訳", "議事録を書く"), ("to the", "Bring it to them"),
        ("words", ""),
    ],
)  # fmt: skip
def test_other_lines_do_not(line: str, text: str) -> None:
    assert not Words(text).fit([line])
    assert not Words(text).fit([])


def test_a_far_away_word_is_not_looked_for() -> None:
    assert not Words("x " * 100_000 + "cooking").fit(["cook"])


def test_lines_are_kept_as_they_can_be_seen_and_each_once() -> None:
    said = Skills(skills=("  a\u202egnikab ", "\u200b", "Café", "CAFE", "z" + "\u0301" * 40, "Ada"))
    assert kept(said).skills == ("agnikab", "Café", "ź\u0301\u0301", "Ada")


@given(LINES, LINES, LINES)
def test_what_is_kept_can_always_be_read_again(
    skills: tuple[str, ...], interests: tuple[str, ...], learn: tuple[str, ...]
) -> None:
    said = kept(Skills(skills=skills, interests=interests, learn=learn))
    assert read(msgspec.json.encode(said)) == said
    assert all(map(is_visible, (*said.skills, *said.interests, *said.learn)))
    assert kept(said) == said


@given(st.text(min_size=1), st.text())
def test_a_line_that_fits_itself_fits_every_text_that_holds_it(line: str, text: str) -> None:
    if Words(line).fit([line]):
        assert Words(f"{text} {line}").fit([line])
