"""keys/phrase.js: recovery phrases are those of BIP-39, and lead to the command line's keys."""

from collections.abc import Callable

import pytest
from mnemonic import Mnemonic

from esoviet.cli import phrase
from esoviet.cli.errors import Trouble
from tests.js.modules import Modules

# The vectors published with BIP-39, those of twelve words.
PUBLISHED = {
    "00" * 16: "abandon " * 11 + "about",
    "7f" * 16: "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "80" * 16: "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
    "ff" * 16: "zoo " * 11 + "wrong",
}
ENTROPIES = [bytes.fromhex(text) for text in PUBLISHED] + [
    bytes(range(n, n + 16)) for n in range(16)
]
KEY = """async (phrase) => {
  const { raw } = await import("/static/js/wire/ed25519.js");
  const { give } = await import("/harness.js");
  const { recoveryKey } = await import("/static/js/keys/phrase.js");
  return give(await raw((await recoveryKey(phrase)).publicKey));
}"""


def test_the_published_entropies_give_the_published_words(js: Modules) -> None:
    made = js.each("keys/phrase", "fromEntropy", [(bytes.fromhex(text),) for text in PUBLISHED])
    assert made == list(PUBLISHED.values())


def test_any_entropy_gives_the_words_that_the_command_line_gives(js: Modules) -> None:
    made = js.each("keys/phrase", "fromEntropy", [(entropy,) for entropy in ENTROPIES])
    assert made == [Mnemonic("english").to_mnemonic(entropy) for entropy in ENTROPIES]


def test_a_new_phrase_is_a_good_one_and_never_the_same(js: Modules) -> None:
    made = [js.call("keys/phrase", "newPhrase") for _ in range(8)]
    assert len(set(made)) == 8
    assert all(phrase.recovery_key(words) for words in made)
    assert js.each("keys/phrase", "wrong", [(words,) for words in made]) == [None] * 8


@pytest.mark.parametrize("words", PUBLISHED.values())
def test_a_phrase_is_the_same_key_in_the_browser_and_on_the_command_line(
    js: Modules, words: str
) -> None:
    assert js.run(KEY, words) == phrase.recovery_key(words).public


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.title,
    lambda words: f"  {words.replace(' ', ', ')}\n",
    lambda words: words.replace(" ", "\t "),
    lambda words: f"{words}.",
)


@pytest.mark.parametrize("spell", SPELLINGS)
def test_how_a_phrase_was_spaced_or_capitalised_does_not_matter(
    js: Modules, spell: Callable[[str], str]
) -> None:
    words = spell(PUBLISHED["7f" * 16])
    assert js.call("keys/phrase", "wrong", words) is None
    assert js.run(KEY, words) == phrase.recovery_key(words).public


def test_a_phrase_copied_with_numbers_wide_letters_or_hidden_signs_is_read(js: Modules) -> None:
    words = PUBLISHED["7f" * 16].split()
    numbered = "\n".join(f"{place}. {word}" for place, word in enumerate(words, 1))
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in " ".join(words))
    hidden = "\u200b \u2060".join(words)
    for spelled in (numbered, wide, hidden):
        assert js.call("keys/phrase", "normal", spelled) == " ".join(words)
        assert js.call("keys/phrase", "wrong", spelled) is None


def test_a_slip_of_the_pen_is_named(js: Modules) -> None:
    good = PUBLISHED["80" * 16]
    assert js.call("keys/phrase", "wrong", good) is None
    slips = [good.rsplit(" ", 1)[0], good.replace("cage", "caqe", 1),
             good.replace("letter advice", "advice letter", 1)]  # fmt: skip
    named = js.each("keys/phrase", "wrong", [(words,) for words in slips])
    assert named == [{"why": "count", "count": 11}, {"why": "word", "word": "caqe"},
                     {"why": "checksum"}]  # fmt: skip
    for words in slips:
        with pytest.raises(Trouble):
            phrase.recovery_key(words)
