"""The reader's language: gettext catalogues, and which of them a request wants.

Catalogues are `locale/<language>.po` files, read at start; English is in the code itself. A reader
chooses on the page "Language and display" (a cookie), else the browser's list decides (RFC 9110
section 12.5.4). Two further languages exist for the tests alone: `x-pseudo` makes every text longer
and accented, `x-rtl` the same from right to left.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from importlib.resources import files

from babel.core import Locale
from babel.messages.pofile import read_po
from starlette.requests import Request

COOKIE = "esoviet-language"
ENGLISH = "en"
PSEUDO, PSEUDO_RTL = "x-pseudo", "x-rtl"
NAMES = {"en": "English", "es": "Español"}
COMPLETE = "es"
"""A language whose catalogue has every text, as a test holds."""
REASON = "reason"
"""The context, in catalogues, of what says why something is refused."""
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_KEEP = re.compile(r"(%\(\w+\)[sd]|\{\w+\}|%%)")


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


class Catalogue(NullTranslations):
    """The texts of one language by their English originals; reasons (reasons.py) apart."""

    def __init__(self, texts: dict[str, str | tuple[str, ...]], reasons: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts
        self.reasons = reasons

    def gettext(self, message: str) -> str:
        """The text, or the original."""
        translated = self.texts.get(message)
        return translated if isinstance(translated, str) and translated else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text in the form that the number needs."""
        forms = self.texts.get(msgid1)
        if not isinstance(forms, tuple) or not all(forms):
            return msgid1 if n == 1 else msgid2
        return forms[0 if n == 1 else len(forms) - 1]


class Pseudo(NullTranslations):
    """Longer, accented English, so that a test sees what was forgotten and what breaks."""

    def gettext(self, message: str) -> str:
        """The message, accented and half as long again; placeholders stay."""
        parts = _KEEP.split(message)
        accented = "".join(p if i % 2 else p.translate(_ACCENTS) for i, p in enumerate(parts))
        return f"⟦{accented}{'·' * (len(message) * 2 // 5)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for numbers."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def catalogue(language: str) -> NullTranslations:
    """The texts of a language."""
    if language in (PSEUDO, PSEUDO_RTL):
        return _PSEUDO
    return NullTranslations() if language == ENGLISH else _kept(language)


def reasons(language: str) -> Mapping[str, str]:
    """Why something is refused, in a language of ours other than English, by the English."""
    if language in (PSEUDO, PSEUDO_RTL):
        return {original: _PSEUDO.gettext(original) for original in reasons(COMPLETE)}
    return _kept(language).reasons


@lru_cache(maxsize=16)
def _kept(language: str) -> Catalogue:
    with (files("esoviet.web") / "locale" / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    texts: dict[str, str | tuple[str, ...]] = {}
    reasons: dict[str, str] = {}
    for message in read:
        original = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string
        if not original or not text or message.fuzzy:
            continue
        if message.context == REASON and isinstance(text, str):
            reasons[original] = text
        else:
            texts[original] = text if isinstance(text, str) else tuple(text)
    return Catalogue(texts, reasons)


def is_known(language: str) -> bool:
    """Whether it is a language of ours, or one of the tests' own."""
    return language in NAMES or language in (PSEUDO, PSEUDO_RTL)


def language_of(request: Request) -> str:
    """The language that a request is answered in."""
    chosen = request.cookies.get(COOKIE, "")
    if is_known(chosen):
        return chosen
    return wanted(request.headers.get("accept-language", "")[:LONGEST])


@lru_cache(maxsize=512)
def wanted(header: str) -> str:
    """The best of our languages for an Accept-Language header."""
    ranked = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), place, tag.split("-")[0].lower()))
        except ValueError:
            continue
    return next((tag for weight, _, tag in sorted(ranked) if tag in NAMES and weight), ENGLISH)


def locale_of(language: str) -> Locale:
    """How numbers and times are written in a language."""
    return Locale(ENGLISH if language.startswith("x-") else language)


def direction(language: str) -> str:
    """`ltr` or `rtl`."""
    if language == PSEUDO_RTL:
        return "rtl"
    return ENGLISH_DIRECTION if language == PSEUDO else str(Locale(language).text_direction)


def tag(language: str) -> str:
    """What HTML and HTTP call a language; the tests' own are English."""
    return ENGLISH if language.startswith("x-") else language


ENGLISH_DIRECTION = "ltr"
LONGEST = 200  # of an Accept-Language header: what comes after that is not looked at
_PSEUDO = Pseudo()
