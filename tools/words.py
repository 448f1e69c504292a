"""The texts that want translating, and the catalogues (src/esoviet/web/locale/*.po) with them.

Texts come from the templates, from the marked texts of pages and scripts, from what acts are said
to do, what the constitution's parameters mean and what addresses do, and, in a context of their
own, from what refusals say (reasons.py). Translations that are no longer wanted are dropped; new
texts come in empty.
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from esoviet.law.constitution import PARAMETERS
from esoviet.web.api.openapi import summaries
from esoviet.web.http.language import REASON
from esoviet.web.pages.words import ACTS
from tools.reasons import reasons

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "esoviet" / "web"
LOCALE = WEB / "locale"
MAILS = ROOT / "src" / "esoviet" / "notify" / "templates"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}

_HEADER = """msgid ""
msgstr ""
"Language: {}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Text(NamedTuple):
    """A text in English; singular and plural where it has two forms."""

    id: str | tuple[str, str]
    context: str | None = None

    @property
    def key(self) -> str:
        """What catalogues find it by."""
        return self.id if isinstance(self.id, str) else self.id[0]


@cache
def wanted() -> tuple[Text, ...]:
    """Every text, in a fixed order, each once; as long as this runs nobody changes the sources."""
    texts: dict[Text, None] = {}
    for path in (*sorted((WEB / "templates").rglob("*.html")), *sorted(MAILS.rglob("*.[ht]*"))):
        texts |= dict.fromkeys(_in_file(path, "jinja2.ext.babel_extract"))
    pages, letters = sorted((WEB / "pages").glob("*.py")), ROOT / "src/esoviet/notify/letters.py"
    endpoints = sorted((WEB / "endpoints").glob("*.py"))
    for path in (*pages, *endpoints, WEB / "http" / "script_words.py", letters):
        texts |= dict.fromkeys(_in_file(path, "python"))
    texts |= dict.fromkeys(Text(act.DEED) for act in ACTS)
    texts |= dict.fromkeys(Text(parameter.meaning) for parameter in PARAMETERS)
    texts |= dict.fromkeys(Text(summary) for summary in summaries())
    texts |= dict.fromkeys(Text(reason, REASON) for reason in reasons())
    return tuple(texts)


def catalogue(language: str) -> Catalog:
    """A language's catalogue as it is kept."""
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def updated(language: str) -> Catalog:
    """The same with exactly the texts that are wanted."""
    kept = catalogue(language)
    fresh = Catalog(locale=language, project="E-Soviet", charset="utf-8", fuzzy=False)
    for text in wanted():
        known = kept.get(text.key, text.context)
        fresh.add(text.id, known.string if known else None, context=text.context)
    return fresh


def missing(language: str) -> list[Text]:
    """The texts without a translation."""
    translations = catalogue(language)
    absent = []
    for text in wanted():
        known = translations.get(text.key, text.context)
        strings = known.string if known else ""
        if not strings or (not isinstance(strings, str) and not all(strings)):
            absent.append(text)
    return absent


def text_of(catalog: Catalog) -> bytes:
    """A catalogue's file."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=True, no_location=True)
    return _HEADER.format(catalog.locale).encode() + out.getvalue()


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.stem for path in LOCALE.glob("*.po"))


def files() -> dict[Path, bytes]:
    """Every catalogue brought up to date."""
    return {LOCALE / f"{language}.po": text_of(updated(language)) for language in languages()}


def _in_file(path: Path, method: str) -> Iterator[Text]:
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract(method, file, KEYWORDS, options=OPTIONS):
            if message:
                yield Text(message if isinstance(message, str) else (message[0], message[1]))
