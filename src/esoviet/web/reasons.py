"""Why something is refused, in the reader's language.

The law and the host speak English, without knowing who reads: a refusal is one sentence, some with
places that were filled in (`A member has at most 20 keys.`). Each such sentence stands in the
catalogues as it is written in the code (`A member has at most {max_keys} keys.`; tools/reasons.py
finds them there). A sentence that is known is looked up; else the known sentences with places are
held against it, those that say most first, and what stands in the places, which may be a reason
again, is put into the translation. What nobody knows stays as it is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from esoviet.web.pages.language import ENGLISH, reasons

_PLACE = re.compile(r"\{(\w+)\}")


class Known(NamedTuple):
    """A sentence with places, and its translation."""

    pattern: re.Pattern[str]
    translation: str


def in_words_of(language: str, text: str) -> str:
    """A reason in a language."""
    if language == ENGLISH or not text:
        return text
    found = reasons(language).get(text)
    return _filled(language, text) if found is None else found


def _filled(language: str, text: str) -> str:
    for known in _with_places(language):
        found = known.pattern.fullmatch(text)
        if found is not None:
            parts = _PLACE.split(known.translation)  # literal, name, literal, name, … literal
            parts[1::2] = [in_words_of(language, found[name]) for name in parts[1::2]]
            return "".join(parts)
    return text


@lru_cache(maxsize=8)
def _with_places(language: str) -> list[Known]:
    found = [(one, text) for one, text in reasons(language).items() if _PLACE.search(one)]
    found.sort(key=lambda pair: len(_PLACE.sub("", pair[0])), reverse=True)
    return [Known(_pattern(original), translation) for original, translation in found]


def _pattern(original: str) -> re.Pattern[str]:
    parts = _PLACE.split(original)  # literal, name, literal, name, … literal
    spelled = [f"(?P<{p}>.+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)]
    return re.compile("".join(spelled))
