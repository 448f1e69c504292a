"""The page that shows every part in every state: for who works on the program, and whole."""

import re
from pathlib import Path

import esoviet.web
from tests.web.desk import desk
from tests.world import World

STATIC = Path(str(esoviet.web.__file__)).parent / "static"
ELSEWHERE = frozenset(
    [
        "again",
        "against",
        "alike",
        "ballot",
        "bare",
        "beside",
        "board",
        "brief",
        "briefed",
        "canvas",
        "chosen",
        "broad",
        "cites",
        "columns",
        "count",
        "cut",
        "deeds",
        "did",
        "endless",
        "doors",
        "figure",
        "find",
        "for",
        "gallery",
        "given",
        "grip",
        "group",
        "guide",
        "known",
        "letters",
        "lift",
        "long",
        "means",
        "measures",
        "more",
        "moving",
        "narrow",
        "need",
        "no-print",
        "none",
        "nowbar",
        "only-narrow",
        "opts",
        "own",
        "pairing-code",
        "paperless",
        "signer",
        "pick",
        "picks-of",
        "place",
        "plan",
        "post",
        "poster",
        "posting",
        "preview",
        "priced",
        "qr",
        "said",
        "sandbox",
        "shown",
        "stick",
        "stopped",
        "tally",
        "templates",
        "then",
        "three",
        "todo",
        "told",
        "total",
        "until",
        "voted",
        "within",
    ]
)
"""Parts of one page alone: they are looked at there."""


def named() -> set[str]:
    """The classes that the style sheets speak of."""
    sheets = " ".join(one.read_text() for one in sorted((STATIC / "css").rglob("*.css")))
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheets, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", plain))


def shown(html: str) -> set[str]:
    """The classes on a page."""
    return {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}


def test_every_part_stands_on_it_or_on_a_page_of_its_own(tmp_path: Path) -> None:
    with desk(World().found(), tmp_path, development=True) as at:
        assert named() - shown(at.get("/style").text) == ELSEWHERE


def test_a_server_at_work_does_not_show_it(tmp_path: Path) -> None:
    with desk(World().found(), tmp_path) as at:
        assert at.get("/style").status_code == 404
