"""The documents on the node: all of them, whole, and every link leads somewhere."""

import re

import pytest

from esoviet.web.pages.documents import FOLDER, TITLES
from tests.web.served import Served


def test_all_that_lie_there_are_listed(served: Served) -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(TITLES)
    page = served.get("/docs").text
    assert all(f'href="/docs/{name}"' in page for name in TITLES)
    assert 'href="/docs"' in served.get("/").text, "every page leads there"


@pytest.mark.parametrize("name", sorted(TITLES))
def test_one_is_a_page_and_its_links_lead_somewhere(served: Served, name: str) -> None:
    answer = served.get(f"/docs/{name}")
    assert answer.status_code == 200
    raw = (FOLDER / f"{name}.md").read_text("utf-8")
    body = answer.text[answer.text.index('<div class="prose"') : answer.text.index("</main>")]
    assert "](" not in re.sub(r"(?s)<(pre|code)>.*?</\1>", "", body)
    assert "!--" not in re.sub(r"(?s)<(pre|code)>.*?</\1>", "", body)
    for to in set(re.findall(r'href="(/[^"]*)"', body)):
        assert served.get(to).status_code == 200, to
    assert body.count("<pre") == len(re.findall(r"(?m)^ *```\w*\n", raw)) // 2
    assert len(re.findall(r"<h[2-6]", body)) == len(re.findall(r"(?m)^##+ ", _plain(raw)))


def _plain(raw: str) -> str:
    return re.sub(r"(?ms)^ *```.*?^ *```$", "", raw)


def test_code_keeps_its_lines(served: Served) -> None:
    page = served.get("/docs/operating").text
    assert "apt install git make python3 python3-venv\nuseradd --system" in page


@pytest.mark.parametrize("name", ["nothing", "..%2fapi", "law", "decisions", "operating.md"])
def test_what_is_none_of_them_is_told(served: Served, name: str) -> None:
    answer = served.get(f"/docs/{name}", headers={"accept": "text/html"})
    assert answer.status_code == 404
