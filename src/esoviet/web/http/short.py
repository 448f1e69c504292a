"""The short address of an assembly: /to/k7f2m-9xqm4, to be written on a card by hand.

The first 50 bits of the assembly's id in Crockford's base32, as in the codes of pairings
(static/js/keys/short.js is the twin). It is no name: with patience somebody can found another
assembly with the same, so whoever follows it is shown all that have it, or must hold a key.
"""

import re
import unicodedata
from collections.abc import Iterable

LENGTH = 10
LONGEST = 100
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("ILOU", "110V")
_BETWEEN = re.compile(r"[\s_.\u2010-\u2015\u2212-]")
_DIGITS = 13  # of the id, which hold two bits more


def code_of(identity: str) -> str:
    """The ten characters for an assembly's id."""
    bits = int(identity[:_DIGITS], 16) >> 2
    return "".join(_ALPHABET[bits >> at & 31] for at in range(45, -1, -5))


def grouped(code: str) -> str:
    """As it is written: in two groups, in small letters."""
    return f"{code[:5]}-{code[5:]}".lower()


def short_of(identity: str) -> str:
    """The same of an assembly's id."""
    return grouped(code_of(identity))


def read_code(text: str) -> str:
    """However it was typed: in any case, with any hyphens, O for 0. Empty where it is none."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:LONGEST]).upper())
    code = plain.translate(_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(_ALPHABET) else ""


def named_by(code: str, identities: Iterable[str]) -> list[str]:
    """Those whose short address it is, by their ids."""
    bits = 0
    for one in code:
        bits = bits << 5 | _ALPHABET.index(one)
    first = f"{bits << 2:0{_DIGITS}x}"[: _DIGITS - 1]  # 48 bits: most need no further look
    return sorted(one for one in identities if one.startswith(first) and code_of(one) == code)
