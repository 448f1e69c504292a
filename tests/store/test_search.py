"""The index of search: what is found, in which order, and what is left of what was taken out."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.store.search import FILE, FREQUENT, Asked, Doc, SearchIndex, expression
from esoviet.store.words import kept, tokens


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    with closing(SearchIndex(tmp_path / FILE)) as made:
        yield made


def fill(index: SearchIndex, *texts: str, kid: str = "ada", act: str = "argue") -> None:
    start, _ = index.state
    index.begin()
    index.add(
        Doc(n, kid, act, n * 1000, " ".join(kept(text)), (f"{n:064x}",))
        for n, text in enumerate(texts, start)
    )
    index.commit(start + len(texts), b"an entry", wiped=False)


def entries(index: SearchIndex, words: str, **more: object) -> list[int]:
    return index.find(Asked(words, **more)).entries  # type: ignore[arg-type]


def test_all_words_must_occur_and_the_newest_comes_first(index: SearchIndex) -> None:
    fill(index, "the old hoist", "a hoist", "the roof", "the new hoist")
    assert entries(index, "hoist") == [3, 1, 0]
    assert entries(index, "the hoist") == [3, 0]
    assert entries(index, "hoist roof") == []
    assert index.find(Asked("hoist")).whole == 3


def test_the_last_word_may_be_but_begun(index: SearchIndex) -> None:
    fill(index, "the hoist")
    assert entries(index, "hoi") == [0]
    assert entries(index, "hoi ") == []
    assert entries(index, "th hoist") == []


def test_a_phrase_is_found_as_it_stands(index: SearchIndex) -> None:
    fill(index, "the hoist stands still", "still stands the hoist")
    assert entries(index, '"hoist stands"') == [0]
    assert entries(index, "“the hoist”") == [1, 0]


def test_a_run_without_gaps_is_found_by_any_part_of_it(index: SearchIndex) -> None:
    fill(index, "我们要世界和平", "和世平界")
    assert entries(index, "世界") == [0]
    assert entries(index, "界和平") == [0]
    assert entries(index, "界") == entries(index, "界 ") == [1, 0]


def test_it_is_narrowed_by_who_what_and_when(index: SearchIndex) -> None:
    fill(index, "hoist", "hoist")
    fill(index, "hoist", kid="bea", act="ask")
    assert entries(index, "hoist", kids=("bea", "cem")) == [2]
    assert entries(index, "hoist", acts=("argue",)) == [1, 0]
    assert entries(index, "hoist", since=1000, until=2000) == [1]
    assert entries(index, "hoist", before=2, most=1) == [1]


def test_the_best_match_comes_first_where_that_is_asked(index: SearchIndex) -> None:
    fill(index, "hoist hoist", "many words about a roof and one of the hoist too")
    found = index.find(Asked("hoist", order="best"))
    assert (found.entries, found.order) == ([0, 1], "best")


def test_of_words_that_are_everywhere_the_newest_come_first(index: SearchIndex) -> None:
    fill(index, *["hoist"] * FREQUENT)
    assert index.find(Asked("hoist ", order="best", most=1)).order == "newest"
    fill(index, "a rare hoist")
    assert index.find(Asked("rare hoist ", order="best")).order == "best"


def test_of_what_was_taken_out_no_word_is_left_on_the_disk(
    index: SearchIndex, tmp_path: Path
) -> None:
    fill(index, "the hoist", *[f"word{n} hoist" for n in range(500)], "planted secretword here")
    index.begin()
    index.lose(f"{501:064x}")
    assert index.gone(501) == {f"{501:064x}"}
    index.put_anew(501, None)
    index.commit(502, b"an erasure", wiped=True)
    assert entries(index, "secretword") == []
    assert entries(index, "hoist", most=1) == [500]
    assert not any(b"secretword" in one.read_bytes() for one in tmp_path.iterdir())


def test_a_damaged_file_or_one_of_another_kind_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / FILE
    for content in (b"no database at all", b""):
        path.write_bytes(content)
        with closing(SearchIndex(path)) as made:
            assert made.state[0] == 0
            fill(made, "the hoist")


def test_signs_of_the_language_of_sqlite_mean_nothing(index: SearchIndex) -> None:
    fill(index, "a NOT b", "near or and")
    for said in (
        '"',
        '""',
        "*",
        "a*",
        "NOT",
        "a OR b",
        "NEAR(a b)",
        "^a",
        "col:a",
        "a-b",
        "()",
        "\0",
    ):
        index.find(Asked(said))
    assert entries(index, "NOT b") == [0]


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=6), asked=st.text(max_size=12))
def test_what_is_found_has_all_the_words(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], asked: str
) -> None:
    with closing(SearchIndex(tmp_path_factory.mktemp("index") / FILE)) as index:
        fill(index, *texts)
        plain = asked.replace('"', " ").replace("“", " ").replace("”", " ") + " "
        found = set(entries(index, plain))
        for n, text in enumerate(texts):
            wanted, have = tokens(plain), kept(text)
            if n in found:
                assert all(any(one.startswith(word) for one in have) for word in wanted[:12])
            elif len(wanted) == 1:
                assert wanted[0] not in have
        assert (expression(plain) is None) == (not tokens(plain))
