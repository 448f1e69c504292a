"""Footnotes and tables in members' texts: shown, bounded, and harmless."""

import pytest

from esoviet.web.pages.footnotes import MOST
from esoviet.web.pages.prose import MOST_MARKS, html_of


def plain(text: str) -> str:
    return str(html_of(text)).replace("\n", "")


def test_a_note_stands_below_the_text_under_its_number() -> None:
    assert plain("It is cold[^a].\n\n[^a]: 12 °C, *measured*\nin May") == (
        "<p>It is cold<sup>1</sup>.</p><hr><ol><li>12 °C, <em>measured</em><br>in May</li></ol>"
    )


def test_notes_have_the_numbers_of_their_order_and_can_follow_a_line() -> None:
    html = plain("One[^x], two[^1].\n[^1]: first\n[^x]: second")
    assert html.startswith("<p>One<sup>2</sup>, two<sup>1</sup>.</p>")
    assert html.endswith("<ol><li>first</li><li>second</li></ol>")


@pytest.mark.parametrize("text", ["a[^1]", "a[^1]\n\n`[^1]: x y`", "a[^ b]\n\n[^ b]: x y"])
def test_what_is_no_note_is_shown_as_it_was_typed(text: str) -> None:
    assert "[^" in plain(text)
    assert "<sup>" not in plain(text)


def test_a_note_is_no_link_and_no_word_of_one_vanishes() -> None:
    assert "href" not in plain("a[^1]\n\n[^1]: https:evil")
    assert "nobody refers to me" in plain("a\n\n[^1]: nobody refers to me")
    assert plain("[^1]: twice\n\n[^1]: again").count("twice") == 1
    assert "again" in plain("[^1]: twice\n\n[^1]: again of it")


@pytest.mark.parametrize(
    "text",
    [
        "a[^1]\n\n[^1]: <script>alert(1)</script>",
        "a[^1]\n\n[^1]: [x](javascript:alert(1))",
        "a[^1]\n\n[^1]: ![x](//evil.example/p.png)",
        "a[^<b>]\n\n[^<b>]: x",
    ],
)
def test_a_note_cannot_act_by_itself(text: str) -> None:
    html = plain(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="//' not in html


def test_notes_within_notes_end() -> None:
    html = plain("a[^1]\n\n[^1]: see[^2]\n[^2]: see[^1]")
    assert html.endswith("<ol><li>see<sup>2</sup></li><li>see<sup>1</sup></li></ol>")


def test_more_notes_than_anybody_reads_are_shown_as_they_were_typed() -> None:
    html = plain("".join(f"a[^n{n}]\n\n[^n{n}]: note {n}\n\n" for n in range(MOST + 5)))
    assert html.count("<li>") == MOST
    assert f"note {MOST + 4}" in html


@pytest.mark.parametrize(
    "unit", ["[^", "[^a]", "[^a]: b\n", "[^a]:", "| a ", "|-|\n", "[^a]: [^a]"]
)
def test_a_text_of_nothing_but_notes_or_tables_is_set_in_few_steps(unit: str) -> None:
    html = html_of(unit * (MOST_MARKS // 4))
    assert "<script" not in html


def test_a_table_stands_with_its_head() -> None:
    html = plain("| a | b |\n|---|---|\n| 1 | 2[^n] |\n\n[^n]: note")
    assert "<th>a</th>" in html
    assert "<td>2<sup>1</sup></td>" in html
