"""The law as members read it: the English text, which binds, and translations of it."""

import re
from functools import lru_cache

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.language import ENGLISH, NAMES, language_of
from esoviet.web.http.sending import sent
from esoviet.web.pages.clauses import FILES, written
from esoviet.web.pages.prose import html_of
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import VARY
from esoviet.web.pages.written import with_lists, without_comments

# A line that goes on with the sentence before it; lists, tables and headings stand alone.
_GOES_ON = re.compile(r"(?<=[^\n])\n(?=[^\n|#\-<])")
_CLAUSE = re.compile(r"<p><strong>(\d+\.\d+)</strong>")
_LINK = re.compile(r"\[([^\]]+)\]\(([\w.]+\.md)\)")


async def law(request: Request) -> Response:
    """GET /law?language=…: edition 1, in the reader's language or the one that is asked for."""
    asked = request.query_params.get("language", "")
    wanted = asked if asked in FILES else language_of(request)
    language = wanted if wanted in FILES else ENGLISH
    others = [(code, NAMES[code]) for code in FILES if code != language]
    values = {"text": _text(language), "written": language, "others": others}
    html = render("node/law.html", frame_of(request), values)
    return sent(request, html.encode(), {"Cache-Control": "no-cache", "Vary": VARY})


@lru_cache(maxsize=4)
def _text(language: str) -> Markup:
    text = without_comments(written(language))
    text = re.sub(r"(?m)^# .*\n", "", text, count=1)
    text = _LINK.sub(_address, _GOES_ON.sub(" ", text))
    html = html_of(re.sub(r"(?m)^- \[", r"- \[", text), 1)  # "[field]: Kind" is no link's address
    # Each clause has an address of its own: /law#c7.2.
    return Markup(_CLAUSE.sub(r'<p id="c\1"><strong>\1</strong>', with_lists(html)))  # noqa: S704 - our own text


def _address(link: re.Match[str]) -> str:
    """Documents that lie beside the law are not pages, but for the law itself."""
    if link[2] == FILES[ENGLISH]:
        return f"[{link[1]}](/law?language={ENGLISH})"
    return f"`docs/{link[2]}`"
