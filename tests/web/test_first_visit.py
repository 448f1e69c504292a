"""What a first visit brings over a slow line: little, packed, the style sheet before the rest."""

import re
from importlib.resources import files

import pytest

from esoviet.web.pages import static
from tests.web.served import Served

PAGES = ("/", "/law", "/found", "/settings", "/offline", "/api", "{here}", "{here}/problems/1",
         "{here}/join", "{here}/nowhere")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_packed_and_names_its_style_sheet_ahead(served: Served, path: str) -> None:
    headers = {"accept": "text/html", "accept-encoding": "gzip"}
    page = served.get(path.format(here=served.here), headers=headers)
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    style = page.headers["link"].partition(">")[0].removeprefix("<")
    assert f'<link rel="stylesheet" href="{style}">' in page.text
    assert served.get(style).headers["content-type"] == "text/css; charset=utf-8"


def test_who_takes_nothing_packed_gets_it_plain(served: Served) -> None:
    page = served.get("/law", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in page.headers
    assert page.text.startswith("<!doctype html>")


def test_scripts_are_fetched_ahead_where_somebody_comes_to_act(served: Served) -> None:
    ahead = re.findall(r'rel="modulepreload" href="([^"]+)"', served.get("join").text)
    names = {address.rpartition("/")[2] for address in ahead}
    assert names >= {"found.js", "identity.js", "reader.js"}
    assert {served.get(address).status_code for address in ahead} == {200}


def test_to_who_reads_nothing_stands_in_the_way_of_the_style_sheet(served: Served) -> None:
    for address in ("/", served.here):
        page = served.get(address).text
        assert "modulepreload" not in page
        assert page.count("<script") == 2
        assert page.index("</footer>") < page.index("<script")


def test_the_style_sheet_keeps_its_rules_and_loses_its_comments() -> None:
    folder = files("esoviet.web") / "static" / "css"
    parts = sorted(folder.iterdir(), key=lambda part: part.name)
    written = "".join(part.read_text("utf-8") for part in parts)
    sent = static.ASSETS[static.STYLE].plain.decode()
    rules = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert sent.count("{") == rules.count("{")
    assert re.findall(r'"[^"]*"', sent) == re.findall(r'"[^"]*"', rules)
    assert "/*" not in sent
    assert len(sent) < 0.9 * len(written)


def test_the_apps_own_files_carry_a_policy_that_lets_them_do_little(served: Served) -> None:
    icon = served.get(static.address("icon.svg")).headers
    assert icon["content-security-policy"].startswith("default-src 'none';")
    assert icon["x-content-type-options"] == "nosniff"
    assert "cross-origin-opener-policy" not in icon
