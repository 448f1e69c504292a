"""Members' texts on a page: headings in order, nothing that acts by itself."""

import re

import pytest

from esoviet.web.pages.prose import html_of


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
