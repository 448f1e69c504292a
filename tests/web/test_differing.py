"""What differs between two texts, word by word, within steps that can be counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.web.pages import differing
from esoviet.web.pages.differing import Pieces, in_words, words
from esoviet.web.pages.solutions import changed

TEXT = st.text(alphabet="ab ,\n文é", max_size=60)


def only(pieces: Pieces, *kinds: str) -> str:
    return "".join(text for kind, text in pieces if kind in kinds)


@given(TEXT, TEXT)
def test_what_is_left_is_one_text_and_what_has_come_the_other(old: str, new: str) -> None:
    pieces = words(old, new)
    assert only(pieces, "same", "gone") == old
    assert only(pieces, "same", "new") == new
    assert all(text for _, text in pieces)


@given(TEXT, TEXT)
def test_so_it_is_with_whole_versions(old: str, new: str) -> None:
    pieces = changed(old, new)
    assert only(pieces, "same", "gone") in (old + "\n", old)
    assert only(pieces, "same", "new") in (new + "\n", new)


def test_one_word_of_a_line_is_marked_and_not_the_line() -> None:
    assert changed("Repair the boiler by May, at once", "Repair the boiler by June, at once") == [
        ("same", "Repair the boiler by "), ("gone", "May"), ("new", "June"),
        ("same", ", at once\n"),
    ]  # fmt: skip


def test_a_line_of_which_little_stays_is_marked_whole() -> None:
    assert changed("by May", "by June") == [("gone", "by May\n"), ("new", "by June\n")]


def test_what_only_grows_or_shrinks_is_never_marked_whole() -> None:
    grown = "by May. And then we look at it again, all of us."
    assert changed("by May.", grown) == [
        ("same", "by May"), ("new", ". And then we look at it again, all of us"), ("same", ".\n"),
    ]  # fmt: skip
    assert changed(grown, "by May")[0] == ("same", "by May")


def test_signs_that_are_words_stand_alone() -> None:
    assert words("修理暖气", "修理电梯") == [("same", "修理"), ("gone", "暖气"), ("new", "电梯")]


def test_texts_of_which_comparing_would_take_too_long_are_shown_whole() -> None:
    old, new = "a " * 30_000 + "b", "c " * 30_000 + "d"
    assert [kind for kind, _ in words(old, new)] == ["gone", "new"]
    assert words("a b c d", "b a d c", most=15) == [("gone", "a b c d"), ("new", "b a d c")]
    assert words("a b c d", "b a d c", most=16) != [("gone", "a b c d"), ("new", "b a d c")]


def test_hostile_versions_share_one_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many runs of changed lines, each of which alone would be little enough."""
    ours, theirs = "a b c " * 40, "b c a " * 40
    lines = [("gone", ours), ("new", theirs), ("same", "-")] * 200
    counted, whole = list[int](), differing._lengths

    def counting(before: list[str], after: list[str]) -> list[list[int]]:
        counted.append(len(before) * len(after))
        return whole(before, after)

    monkeypatch.setattr(differing, "_lengths", counting)
    in_words(lines)
    assert 0 < sum(counted) <= 3 * differing.MOST_PAIRS
