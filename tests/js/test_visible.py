"""base/visible.js and the host agree on whether anything of a text can be seen."""

import random
import unicodedata

from esoviet.node.visible import is_visible
from tests.js.modules import Modules

LOOK = """async (texts) => {
  const { isVisible } = await import("/static/js/base/visible.js");
  return texts.map(isVisible);
}"""
BLANK = "".join(
    letter
    for letter in map(chr, range(0x30000))
    if unicodedata.category(letter) not in ("Cs", "Cn") and not is_visible(letter)
)


def test_every_sign_that_shows_nothing_is_known_as_such(js: Modules) -> None:
    """A browser may know letters that this Python does not; so only those that both know."""
    seen = js.run(LOOK, list(BLANK))
    assert [hex(ord(letter)) for letter, one in zip(BLANK, seen, strict=True) if one] == []
    assert len(BLANK) > 1000


def test_texts_are_seen_by_both_alike(js: Modules) -> None:
    chance = random.Random(7)
    texts = [
        "".join(chance.choices(BLANK + "aß語🚌.₿" * 30, k=chance.randrange(7))) for _ in range(2000)
    ]
    assert js.run(LOOK, texts) == [is_visible(text) for text in texts]
