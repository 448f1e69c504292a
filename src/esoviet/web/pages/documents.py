"""The documents that come with the program, to be read on the node: in English, as written."""

import asyncio
import re
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import _
from esoviet.web.http.sending import sent
from esoviet.web.pages.prose import html_of
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import VARY
from esoviet.web.pages.written import with_lists, without_comments

GROUPS = (
    (
        _("For members"),
        (
            ("auditing", _("Recounting an assembly at home")),
            ("tally", _("How votes are counted, and which vote files can be read")),
            ("security", _("Whom to trust with what")),
        ),
    ),
    (
        _("For those who run a server"),
        (
            ("operating", _("Install, configure, back up, restore, withhold, upgrade")),
            ("tour", _("The tour: what visitors see in it, and what it costs a server")),
        ),
    ),
    (
        _("For those who build"),
        (
            ("api", _("A short tour of the API")),
            ("protocol", _("Every format and address: the protocol")),
            ("protocol-log", _("The protocol: the log")),
            ("protocol-acts", _("The protocol: acts")),
            ("protocol-http", _("The protocol: HTTP")),
            ("annex", _("The law for programs: order, deadlines, rounding")),
        ),
    ),
)
"""Each document by the name of its file, and what it is about."""
FOLDER = Path(str(files("esoviet.web") / "docs"))
TITLES = {name: title for _group, documents in GROUPS for name, title in documents}
# Sentences go on over several lines; code, lists, tables and headings stand as they are.
_CODE = re.compile(r"(?ms)^( *```.*?^ *```$)")
_GOES_ON = re.compile(r"(?<=[^\n])\n *(?=[^\s|#\-<\d*])")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_HEADERS = {"Cache-Control": "no-cache", "Vary": VARY}


async def index(request: Request) -> Response:
    """GET /docs: what there is."""
    html = render("node/documents.html", frame_of(request), {"groups": GROUPS})
    return sent(request, html.encode(), _HEADERS)


async def document(request: Request) -> Response:
    """GET /docs/{name}: one of them."""
    name = request.path_params["name"]
    if name not in TITLES:
        raise HttpError(404, "There is no such document.")
    head, text = await asyncio.to_thread(_text, name)  # the first time it is made: some 50 ms
    shown = {"head": head, "text": text, "title": TITLES[name]}
    html = render("node/document.html", frame_of(request), shown)
    return sent(request, html.encode(), _HEADERS)


@cache
def _text(name: str) -> tuple[str, Markup]:
    """The title of a document and the rest of it."""
    raw = (FOLDER / f"{name}.md").read_text("utf-8")
    head, _break, rest = raw.removeprefix("# ").partition("\n")
    parts = _CODE.split(rest)  # every second one is code
    parts[::2] = [
        _LINK.sub(_address, _GOES_ON.sub(" ", without_comments(part))) for part in parts[::2]
    ]
    html = html_of("".join(parts), 1, most=len(raw))  # these are ours: none is too much
    return head, Markup(with_lists(html))  # noqa: S704 - our own text


def _address(link: re.Match[str]) -> str:
    """Where a link leads here; what is no page of the node is named as a file of the program."""
    said, to = link[1], link[2]
    if to.startswith("http"):
        return link[0]
    path = PurePosixPath(to.partition("#")[0])
    known = {"log": "protocol-log", "acts": "protocol-acts", "http": "protocol-http"}
    name = known.get(path.stem, path.stem.lower())
    if name == "law":
        return f"[{said}](/law)"
    if path.suffix == ".md" and name in TITLES:
        return f"[{said}](/docs/{name})"
    return said if to.startswith("#") or said.startswith("`") else f"{said} (`{path.name}`)"
