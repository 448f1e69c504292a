"""Why something is refused, in the reader's language.

The law and the host speak English, without knowing who reads: a refusal is one sentence, some with
places that were filled in (`wire/reason.py`). Each such sentence stands in the catalogues as it is
written in the code (`A member has at most {max_keys} keys.`; tools/reasons.py finds them there).
What no catalogue knows stays as it is.
"""

from esoviet.web.http.language import ENGLISH, reasons
from esoviet.wire.reason import Reason


def in_words_of(language: str, text: str) -> str:
    """A reason in a language; what fills its places may be a reason again."""
    if language == ENGLISH or not text:
        return str(text)
    known = reasons(language)
    if not isinstance(text, Reason):
        return known.get(text, text)
    values = {name: in_words_of(language, value) for name, value in text.values.items()}
    return known.get(text.template, text.template).format_map(values)
