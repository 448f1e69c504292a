"""A recovery phrase gives the same key everywhere."""

import pytest
from mnemonic import Mnemonic

from esoviet.cli.errors import Trouble
from esoviet.cli.phrase import new_phrase, recovery_key
from tests.cli.conftest import Someone

# The first test vector of BIP-39; its seed without a passphrase is in many lists of vectors.
WORDS = "abandon " * 11 + "about"
SEED = (
    "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1"
    "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4"
)


def test_the_seed_of_the_words_is_that_of_bip_39() -> None:
    assert Mnemonic.to_seed(WORDS).hex() == SEED


def test_the_key_of_the_words_never_changes() -> None:
    assert recovery_key(WORDS).public.hex() == FROZEN


def test_spaces_capitals_and_commas_do_not_matter() -> None:
    written = WORDS.title().replace(" ", ",\n ")
    assert recovery_key(written).public == recovery_key(WORDS).public


def test_a_new_phrase_has_twelve_words_and_is_another_each_time() -> None:
    first, second = new_phrase(), new_phrase()
    assert len(first.split()) == 12
    assert recovery_key(first).public != recovery_key(second).public


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("abandon " * 11, "these are 11"),
        ("abandon " * 11 + "abuot", "Not a word of the list: 'abuot'"),
        ("about " + "abandon " * 11, "do not fit together"),
    ],
)
def test_a_slip_of_the_pen_is_found(words: str, because: str) -> None:
    with pytest.raises(Trouble, match=because):
        recovery_key(words)


FROZEN = "0a3c95591cd87e221c0014c377950fdaaeda9fea2be6bc597a2c600ad1800f43"


def test_a_phrase_after_the_first_is_only_announced(ada: Someone) -> None:
    assert "Announced" not in ada("set-recovery-key")
    said = ada("set-recovery-key")
    assert "Announced: the phrase before this one counts" in said
    name = said.split("revoke-key ")[1].split()[0]
    ada("revoke-key", name)
    assert "Announced" in ada("set-recovery-key")
