"""What a first visit brings over a slow line: little, packed, the style sheet before the rest."""

import base64
import hashlib
import re
from importlib.resources import files

import pytest

from esoviet.web.http import assets
from tests.web.served import Served

PAGES = ("/", "/law", "/docs", "/found", "/settings", "/offline", "/api", "{here}",
         "{here}/problems/1", "{here}/join", "{here}/nowhere")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_packed_and_names_its_style_sheet_ahead(served: Served, path: str) -> None:
    headers = {"accept": "text/html", "accept-encoding": "gzip"}
    page = served.get(path.format(here=served.here), headers=headers)
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    style = page.headers["link"].partition(">")[0].removeprefix("<")
    assert f'<link rel="stylesheet" href="{style}">' in page.text
    assert served.get(style).headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/law", "{here}/problems/1"])
def test_each_browser_gets_a_page_in_the_packing_that_it_takes(served: Served, path: str) -> None:
    taken = ["gzip, deflate, br", "gzip", "identity"]
    pages = [
        served.get(path.format(here=served.here), headers={"accept-encoding": one})
        for one in taken * 2
    ]
    packings = [page.headers.get("content-encoding") for page in pages]
    assert packings == ["br", "gzip", None] * 2
    assert len({page.text for page in pages}) == 1


def test_who_takes_nothing_packed_gets_it_plain(served: Served) -> None:
    page = served.get("/law", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in page.headers
    assert page.text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br; q=0.000", None),
        ("deflate", None),
        ("", None),
    ],
)
def test_files_come_in_the_tightest_packing_that_the_browser_takes(
    served: Served, accepted: str, packing: str | None
) -> None:
    address = assets.address(assets.STYLE)
    plain = served.get(address, headers={"accept-encoding": "identity"})
    packed = served.get(address, headers={"accept-encoding": accepted})
    assert packed.headers.get("content-encoding") == packing
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content == assets.ASSETS[assets.STYLE].plain


def test_what_is_awaited_before_anything_is_shown_fits_into_three_packets(served: Served) -> None:
    style = served.get(assets.address(assets.STYLE), headers={"accept-encoding": "br"})
    ours = sum(len(f"{name}: {value}\r\n") for name, value in style.headers.items())
    servers = len("HTTP/1.1 200 OK\r\nserver: granian\r\n\r\n") + len("date: ") + 31
    assert len(assets.ASSETS[assets.STYLE].packed("br")) + ours + servers < 3 * 1448


def test_scripts_are_fetched_ahead_where_somebody_comes_to_act(served: Served) -> None:
    ahead = re.findall(r'rel="modulepreload" href="([^"]+)"', served.get("join").text)
    names = {address.rpartition("/")[2] for address in ahead}
    assert names >= {"found.js", "identity.js", "reading.js"}
    assert {served.get(address).status_code for address in ahead} == {200}


def test_to_who_reads_nothing_stands_in_the_way_of_the_style_sheet(served: Served) -> None:
    for address in ("/", served.here):
        page = served.get(address).text
        assert "modulepreload" not in page
        assert page.count("<script") == 1
        assert page.index("</footer>") < page.index("<script")
    assert page.index("</footer>") < page.index("more.css") < page.index("<script")


@pytest.mark.parametrize(("language", "word"), [("en", "Send now"), ("es", "Enviar ahora")])
def test_scripts_get_their_words_in_the_language_of_the_page_and_keep_them(
    served: Served, language: str, word: str
) -> None:
    page = served.get("/", headers={"accept-language": language}).text
    script = re.findall(r'<script type="module" src="([^"]+)"', page)[0]
    texts = served.get(script.replace("page.js", "front.js"))
    assert word in texts.text
    assert word not in page
    assert "immutable" in texts.headers["cache-control"]


def test_the_front_page_does_with_the_first_style_sheet(served: Served) -> None:
    assert "more.css" not in served.get("/").text


def test_what_begins_with_a_form_or_a_table_waits_for_their_style(served: Served) -> None:
    for path in ("/found", "/settings", f"{served.here}/members", f"{served.here}/nowhere"):
        page = served.get(path, headers={"accept": "text/html"}).text
        assert page.index("first.css") < page.index("more.css") < page.index("</head>")
        assert page.count("more.css") == 1


@pytest.mark.parametrize("sheet", [assets.STYLE, assets.MORE_STYLE])
def test_a_style_sheet_keeps_its_rules_and_loses_its_comments(sheet: str) -> None:
    folder = files("esoviet.web") / "static" / "css" / sheet.removesuffix(".css")
    parts = sorted(folder.iterdir(), key=lambda part: part.name)
    written = "".join(part.read_text("utf-8") for part in parts)
    sent = assets.ASSETS[sheet].plain.decode()
    rules = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert sent.count("{") == rules.count("{")
    assert re.findall(r'"[^"]*"', sent) == re.findall(r'"[^"]*"', rules)
    assert "/*" not in sent
    assert len(sent) < 0.9 * len(written)


def test_the_apps_own_files_carry_a_policy_that_lets_them_do_little(served: Served) -> None:
    icon = served.get(assets.address("icon.svg")).headers
    assert icon["content-security-policy"].startswith("default-src 'none';")
    assert icon["x-content-type-options"] == "nosniff"
    assert "cross-origin-opener-policy" not in icon
    assert "default-src 'none'" in served.get("/sw.js").headers["content-security-policy"]


COMES = {"sec-fetch-site": "none", "accept": "text/html", "accept-encoding": "identity"}
SHEET = re.compile(r'<style data-sheet="([^"]+)">(.*?)</style>', re.DOTALL)


@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
@pytest.mark.parametrize("path", PAGES)
def test_who_comes_from_elsewhere_gets_the_style_within_the_page(
    served: Served, path: str, site: str
) -> None:
    path = path.format(here=served.here)
    served.forget_cookies()
    linked = served.get(path, headers={**COMES, "sec-fetch-site": "same-origin"})
    within = served.get(path, headers={**COMES, "sec-fetch-site": site})
    assert SHEET.sub(r'<link rel="stylesheet" href="\1">', within.text) == linked.text
    assert "link" not in within.headers
    assert "etag" not in within.headers
    for sheet, text in SHEET.findall(within.text):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in within.headers["content-security-policy"]
        assert served.get(sheet).text == re.sub(r"url\(/static/\w+/", "url(", text)
    head = linked.text.partition("</head>")[0]
    assert len(SHEET.findall(within.text)) == head.count('rel="stylesheet"')
    named = [part.partition(">")[0].strip(" <") for part in linked.headers["link"].split(",")]
    assert named == [sheet for sheet, _ in SHEET.findall(within.text)]
    assert "sha256" not in linked.headers["content-security-policy"]
    assert "Sec-Fetch-Site" in within.headers["vary"]
    assert "Sec-Fetch-Site" in linked.headers["vary"]


@pytest.mark.parametrize(
    "holds",
    [
        {"cookie": "language=en"},
        {"if-none-match": '"0"'},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": None},
        {"sec-purpose": "prefetch"},
    ],
)
def test_who_was_here_or_does_not_say_gets_the_sheets_as_files(
    served: Served, holds: dict[str, str | None]
) -> None:
    served.forget_cookies()
    sent = {name: value for name, value in {**COMES, **holds}.items() if value is not None}
    for path in ("/", served.here):
        page = served.get(path, headers=sent)
        assert "<style" not in page.text
        assert "preload" in page.headers["link"]


def test_what_has_not_changed_depends_on_what_the_page_depends_on(served: Served) -> None:
    """RFC 9110 section 15.4.5: a cache takes the headers of a 304 for those of the page."""
    served.forget_cookies()
    inside = {**COMES, "sec-fetch-site": "same-origin"}
    page = served.get(served.here, headers=inside)
    same = served.get(served.here, headers={**COMES, "if-none-match": page.headers["etag"]})
    assert (same.status_code, same.headers["vary"]) == (304, page.headers["vary"])
    assert same.headers["content-security-policy"] == page.headers["content-security-policy"]
    assert {"Cookie", "Sec-Fetch-Site", "Sec-Purpose"} <= {*page.headers["vary"].split(", ")}


def test_what_is_kept_of_a_page_for_one_manner_is_sent_in_no_other(served: Served) -> None:
    manners = [
        {**COMES, "sec-fetch-site": site, "accept-encoding": packing}
        for site in ("none", "same-origin")
        for packing in ("br", "identity", "gzip")
    ]
    served.forget_cookies()
    pages = [served.get(served.here, headers=manner) for manner in [*manners, *manners]]
    assert [page.headers.get("content-encoding") for page in pages] == ["br", None, "gzip"] * 4
    assert [("<style" in page.text) for page in pages] == ([True] * 3 + [False] * 3) * 2
