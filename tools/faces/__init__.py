"""The two faces of the product, cut from the packages that are named here (docs/decisions/0072).

    npm pack @fontsource/barlow-semi-condensed@5.3.0 @fontsource/source-serif-4@5.3.1
    pip install fonttools brotli
    python -m tools.faces.cut FOLDER-WITH-THE-TWO-PACKAGES

Both are under the SIL Open Font Licence 1.1; names and licences stand in the files. "Source" is a
reserved name of the second: what is cut from it is called otherwise.
"""

from pathlib import Path
from typing import NamedTuple

FACES = Path(__file__).resolve().parents[2] / "src" / "esoviet" / "web" / "static" / "faces"
RANGE = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152,U+0153,U+2010-2015,U+2018-201E,U+2022,U+2026,U+20AC,"
    "U+2190-2193,U+2212"
)
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl"]
KEPT_NAMES = [0, 1, 2, 13, 14]
"""Copyright, family, style, licence and its address (OpenType, "name")."""


class Face(NamedTuple):
    """A file of ours: from which package and file, what it is called, what it must be."""

    name: str
    package: str
    source: str
    family: str
    sha256: str


ALL = (
    Face(
        "product-500.woff2", "fontsource-barlow-semi-condensed-5.3.0.tgz",
        "barlow-semi-condensed-latin-500-normal.woff2", "ES Product",
        "2b7e61d574e192c0c5f43c2d8004fe5969b30cd1f3bdc814c0c484076da9a7d4",
    ),
    Face(
        "product-700.woff2", "fontsource-barlow-semi-condensed-5.3.0.tgz",
        "barlow-semi-condensed-latin-700-normal.woff2", "ES Product",
        "33bad876ef151aa197f8b8216e37480ae5fd0966be59c86e264e56a9c4792d3a",
    ),
    Face(
        "members-400.woff2", "fontsource-source-serif-4-5.3.1.tgz",
        "source-serif-4-latin-400-normal.woff2", "ES Members",
        "e1a41c815ea5baf613df541f6a280218cc6c57f23148b045e7f56d5a6cbd2422",
    ),
)  # fmt: skip
