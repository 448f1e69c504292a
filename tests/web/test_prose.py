"""Members' texts on a page: headings in order, nothing that acts by itself."""

import re

import pytest

from esoviet.node.listing import title_of
from esoviet.web.pages import prose
from esoviet.web.pages.prose import as_typed, html_of


@pytest.mark.parametrize(
    ("text", "under", "levels"),
    [
        ("# Situation\n\n## Since when\n\n# Sources", 1, "232"),
        ("## Situation\n\n#### Since when\n\n## Sources", 1, "232"),
        ("### Odd\n\n# Beginnings", 2, "33"),
        ("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F", 3, "456666"),
    ],
)
def test_headings_of_a_text_follow_the_heading_above_it(text: str, under: int, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", html_of(text, under))) == levels
    assert "".join(re.findall(r"</h(\d)>", html_of(text, under))) == levels


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "[click](//evil.example/)",
        "![seen](https://spy.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        "[click](data:text/html,x)",
    ],
)
def test_a_text_cannot_act_by_itself_nor_call_another_server(text: str) -> None:
    html = html_of(text)
    assert not re.search(r"<(script|img|iframe|svg|form)|href=\"(javascript|data|//)", html)
    assert not re.search(r"<[^>]*\bon\w+=", html)


def test_a_picture_elsewhere_is_a_link_that_a_reader_may_follow() -> None:
    html = html_of("![our poster](https://example.org/p.png)")
    assert '<a href="https://example.org/p.png"' in html
    assert ">our poster</a>" in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.example/b.", "https://a.example/b"),
        ("(see https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("HTTP://A.example?x=1&y=2!", "HTTP://A.example?x=1&amp;y=2"),
        ("Write to mailto:ada@a.example, or not", "mailto:ada@a.example"),
        ("https://a.example/" + ")" * 50_000, "https://a.example/"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
        ("xhttps://a.example", None),
        ("https:// a", None),
        ("ftp://a.example", None),
    ],
)
def test_bare_addresses_are_links_without_the_punctuation_around_them(
    text: str, address: str | None
) -> None:
    assert re.findall(r'href="([^"]*)"', html_of(text)) == ([address] if address else [])


def test_an_address_within_a_link_or_in_code_is_no_link_of_its_own() -> None:
    text = "[see https://a.example](https://b.example) and `https://c.example`"
    assert re.findall(r'href="([^"]*)"', html_of(text)) == ["https://b.example"]


def test_the_finder_of_addresses_reads_a_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []

    class Counting:
        def finditer(self, text: str) -> object:
            searched.append(len(text))
            return real.finditer(text)

    real = prose._ADDRESS
    monkeypatch.setattr(prose, "_ADDRESS", Counting())
    text = "https:// " * 1300
    html_of(text)
    assert sum(searched) <= len(text)


@pytest.mark.parametrize("word", ["x" * 401, "https://e.example/" + "x" * 401])
def test_a_word_without_end_is_marked_so_that_no_browser_takes_a_second_for_it(word: str) -> None:
    assert html_of(f"# So\n\nlong {word}").startswith('<div class="endless"><h')
    assert as_typed(f"long {word}").startswith('<div class="endless"><p>long')
    assert "endless" not in html_of("word " * 400)


ZALGO = "He" + "\u0315\u0300\u0340\u0328" * 500 + " comes"


def test_marks_that_are_heaped_on_a_letter_cover_nothing_that_others_wrote() -> None:
    low = "<p>He\u0315\u0300\u0340\u0328 comes</p>\n"
    assert html_of(ZALGO) == low
    assert as_typed(ZALGO) == low.strip()
    assert title_of(f"# {ZALGO}") == low[3:-5]
    for honest in ("Việt Nam", "שָׁלוֹם", "น้ำ", "é"):
        assert honest in html_of(honest)
