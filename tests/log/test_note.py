"""Signed notes and verifier keys (c2sp.org/signed-note)."""

import pytest

from esoviet.log import note
from esoviet.log.errors import ProofError
from esoviet.log.note import COSIGNATURE, ED25519, VerifierKey, open_note, parse_key, verifier
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64
from esoviet.wire.errors import Malformed
from tests.log.data import expected, load, raw
from tests.log.mangle import manglings
from tests.shared_data import needs_shared

ALICE, BOB = SigningKey(b"a" * 32), SigningKey(b"b" * 32)
KEY = verifier("example.org/a", ALICE)
OTHER = verifier("example.org/b", BOB)
TEXT = "One line.\n\nAnother, é.\n"
NOTE = note.sign(TEXT, KEY.name, ALICE)
LINE = NOTE[len(TEXT.encode()) + 1 :]


def line(key: VerifierKey, signer: SigningKey, text: str = TEXT) -> bytes:
    return note.signature_line(key, signer.sign(text.encode())).encode()


def refused(raw_note: bytes, *keys: VerifierKey) -> bool:
    try:
        open_note(raw_note, keys)
    except (Malformed, ProofError):
        return True
    return False


def test_a_signed_note_opens_to_its_text() -> None:
    opened = open_note(NOTE, [KEY])
    assert opened.text == TEXT
    assert [signature.name for signature in opened.signatures] == [KEY.name]


def test_the_last_empty_line_ends_the_text() -> None:
    assert note.parse(note.sign("\n\n\n", KEY.name, ALICE)).text == "\n\n\n"


def test_no_byte_of_a_note_can_be_changed() -> None:
    assert not refused(NOTE, KEY)
    assert [bad for bad in manglings(NOTE) if not refused(bad, KEY)] == []


def test_no_byte_of_a_verifier_key_can_be_changed() -> None:
    text = str(KEY)
    assert parse_key(text) == KEY
    for bad in manglings(text.encode()):
        with pytest.raises(Malformed):
            parse_key(bad.decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE])
def test_a_key_has_another_id_for_each_name_and_type(kind: int) -> None:
    key = VerifierKey("example.org/a", kind, ALICE.public)
    assert parse_key(str(key)) == key
    ids = {key.key_id, key._replace(name="b").key_id, key._replace(kind=5 - kind).key_id}
    assert len(ids) == 3


@pytest.mark.parametrize("kind", [0, 2, 3, 5, 6, 255])
def test_a_key_of_an_unknown_type_is_refused_since_nothing_could_be_checked(kind: int) -> None:
    with pytest.raises(Malformed, match="unknown type"):
        parse_key(str(VerifierKey("example.org/a", kind, ALICE.public)))


def test_a_key_of_another_length_is_refused() -> None:
    for public in (ALICE.public[:-1], ALICE.public + b"\0", b""):
        with pytest.raises(Malformed):
            parse_key(str(VerifierKey("example.org/a", ED25519, public)))


@pytest.mark.parametrize(
    "name",
    ["", "a b", "a+b", "a\tb", "a\n", "\u2003a", "a\u00a0", "a\u0085", "a\u2028", "a\0", "\ud800"],
)
def test_a_name_without_sense_is_refused(name: str) -> None:
    assert verifier("a.b/ü", ALICE)
    with pytest.raises(Malformed):
        verifier(name, ALICE)
    with pytest.raises(Malformed):
        note.parse_signature(f"— {name} {b64(KEY.key_id + bytes(64))}")


def test_lines_by_unknown_keys_are_ignored_wherever_they_stand() -> None:
    foreign = line(OTHER, BOB)
    for whole in (NOTE + foreign, NOTE[: -len(LINE)] + foreign + LINE):
        assert [each.name for each in open_note(whole, [KEY]).signatures] == [KEY.name]
        assert len(open_note(whole, [KEY, OTHER]).signatures) == 2


def test_a_line_that_shares_only_name_or_id_with_a_known_key_is_ignored() -> None:
    same_name = note.signature_line(OTHER._replace(name=KEY.name), bytes(64)).encode()
    same_id = f"— else {b64(KEY.key_id + bytes(64))}\n".encode()
    assert open_note(NOTE + same_name + same_id, [KEY]).text == TEXT
    with pytest.raises(ProofError, match="no key"):
        open_note(NOTE[: -len(LINE)] + same_name + same_id, [KEY])


def test_a_failing_line_by_a_known_key_refuses_the_whole_note() -> None:
    for bad in (line(OTHER, ALICE), line(OTHER, BOB, "else\n"), line(KEY, BOB)):
        assert open_note(NOTE + line(OTHER, BOB), [KEY, OTHER]).text == TEXT
        with pytest.raises(ProofError, match="not valid"):
            open_note(NOTE + bad, [KEY, OTHER])


def test_a_line_that_is_there_twice_counts_once() -> None:
    assert len(open_note(NOTE + LINE, [KEY]).signatures) == 1


def test_a_note_without_a_known_signature_is_refused() -> None:
    for keys in ([], [OTHER], [KEY._replace(kind=COSIGNATURE)]):
        with pytest.raises(ProofError, match="no key"):
            open_note(NOTE, keys)


def test_a_witness_s_key_does_not_open_a_note_by_a_plain_signature() -> None:
    cosigner = KEY._replace(kind=COSIGNATURE)
    plain = f"{TEXT}\n".encode() + line(cosigner, ALICE)
    with pytest.raises(ProofError, match="no key"):
        open_note(plain, [cosigner])


def test_two_known_keys_that_cannot_be_told_apart_are_refused() -> None:
    class Twin(VerifierKey):
        @property
        def key_id(self) -> bytes:
            return KEY.key_id

    assert open_note(NOTE, [KEY, KEY]).text == TEXT
    with pytest.raises(Malformed):
        open_note(NOTE, [KEY, Twin(KEY.name, ED25519, BOB.public)])


MALFORMED = {
    "nothing": b"",
    "no signature": TEXT.encode() + b"\n",
    "no text": LINE,
    "no empty line": TEXT.replace("\n\n", "\n").encode() + LINE,
    "no last newline": NOTE[:-1],
    "an empty line at its end": NOTE + b"\n",
    "carriage returns": NOTE.replace(b"\n", b"\r\n"),
    "a control character": NOTE.replace(b"One", b"O\x01ne"),
    "a tab": NOTE.replace(b"One ", b"One\t"),
    "DEL": NOTE.replace(b"One", b"O\x7fne"),
    "bytes that are no UTF-8": NOTE.replace("é".encode(), b"\xe9"),
    "an overlong character": NOTE.replace("é".encode(), b"\xc0\xaf"),
    "half a surrogate": NOTE.replace("é".encode(), b"\xed\xa0\x80"),
    "a hyphen for a dash": NOTE.replace("—".encode(), b"-"),
    "two spaces": NOTE.replace("— ".encode(), "—  ".encode()),
    "a line with one more word": NOTE[:-1] + b" more\n",
    "a line without name": NOTE.replace(KEY.name.encode() + b" ", b""),
    "a signature of no bytes": NOTE + f"— x {b64(b'abcd')}\n".encode(),
    "a signature of three bytes": NOTE + b"\xe2\x80\x94 x DEAD\n",
    "base64 without padding": NOTE.rstrip(b"=\n") + b"\n",
    "base64 of the other alphabet": NOTE + "— x -___AAAAAAAA\n".encode(),
    "base64 with spare bits": NOTE + "— x AAAAAAB=\n".encode(),
    "more than a hundred lines": NOTE + LINE * 100,
    "more than a mebibyte": NOTE.replace(b"One", b"One" * (1 << 19)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_note_is_malformed_for(name: str) -> None:
    assert note.parse(NOTE)
    with pytest.raises(Malformed):
        note.parse(MALFORMED[name])


def test_sixteen_large_signatures_are_read() -> None:
    large = "".join(f"— pq{i} {b64(bytes(4900))}\n" for i in range(16)).encode()
    assert len(note.parse(NOTE + large).signatures) == 17


@pytest.mark.parametrize("text", ["", "no newline", "a\rb\n", "\0\n", "\ud800\n"])
def test_what_could_not_be_read_is_not_signed(text: str) -> None:
    assert note.sign("\n", KEY.name, ALICE)
    with pytest.raises(Malformed):
        note.sign(text, KEY.name, ALICE)


@needs_shared
def test_published_keys_are_read_where_their_type_is_known() -> None:
    for case in load("vkey/cases.json")["cases"]:
        if case["valid"] and case["type"] in (ED25519, COSIGNATURE):
            key = parse_key(case["vkey"])
            assert (key.name, key.key_id.hex(), key.kind) == (
                case["name"], case["key_id"], case["type"]
            )  # fmt: skip
            assert str(key) == case["vkey"]
        else:
            with pytest.raises(Malformed):
                parse_key(case["vkey"])


@needs_shared
def test_the_example_of_the_specification_verifies() -> None:
    case = expected("note/c2sp_example")
    text = open_note(raw(case["file"]), [parse_key(case["vkey"])]).text
    assert text.count("\n") == 1


@needs_shared
def test_the_poem_of_the_specification_keeps_its_empty_line() -> None:
    want = expected("note/c2sp_poem")["expect"]
    found = note.parse(raw("note/c2sp_poem.txt"))
    assert found.text.count("\n") == want["text_lines"]
    assert "\n\n" in found.text
    signatures = [{"name": s.name, "key_id": s.key_id.hex()} for s in found.signatures]
    assert signatures == want["signatures"]


@needs_shared
def test_a_note_signed_with_another_kind_of_key_is_read_and_not_trusted() -> None:
    found = note.parse(raw("note/pixel_ecdsa_checkpoint.txt"))
    (signature,) = found.signatures
    assert (signature.name, signature.key_id.hex()) == ("pixel6_transparency_log", "91c16e30")
    with pytest.raises(ProofError, match="no key"):
        open_note(raw("note/pixel_ecdsa_checkpoint.txt"), [KEY])
