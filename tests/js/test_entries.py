"""wire/entry.js: the browser reads an entry where wire/entry.py does, and as it does; no other."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esoviet.wire import entry
from esoviet.wire.errors import Malformed
from tests.effort import some
from tests.js.modules import Modules, Thrown
from tools.vectors import make
from tools.vectors.of_entry import GOOD, filled

ENTRIES: Any = json.loads((make.FOLDER / "entry.json").read_text("utf-8"))["entries"]
REFUSED = "malformed"
PIECES = [
    b'{"time":', b',"act":"', b'"}', b'"', b"{", b"}", b",", b":", b"0", b"1", b"-", b".", b"e3",
    b" ", b"\n", b"\\", b"\\u0041", b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf", b"\0",
    b"9007199254740991", b"9007199254740992", b"true", b"null", b"A", b"=", b"_",
]  # fmt: skip


def told(answer: Any) -> Any:
    """What the browser's reader says, in the words of the vectors."""
    if isinstance(answer, Thrown):
        return REFUSED if answer.error == "Malformed" else answer
    return answer["time"], answer["jws"]


def read(raw: bytes) -> Any:
    """What our reader says, in the same words."""
    try:
        time, jws = entry.read(raw)
    except Malformed:
        return REFUSED
    return time, jws.decode("ascii")


def test_the_vectors(js: Modules) -> None:
    raw = [filled(case, "entry") for case in ENTRIES]
    said = [told(answer) for answer in js.each("wire/entry", "read", [(one,) for one in raw])]
    assert dict(zip((case["title"] for case in ENTRIES), said, strict=True)) == {
        case["title"]: case["refused"] or (case["time"], filled(case, "act").decode())
        for case in ENTRIES
    }


def test_what_is_read_is_spelled_as_it_was(js: Modules) -> None:
    good = [case for case in ENTRIES if case["refused"] is None]
    parts = [(case["time"], filled(case, "act").decode()) for case in good]
    assert js.each("wire/entry", "spell", parts) == [filled(case, "entry") for case in good]


@pytest.mark.parametrize(
    "parts",
    [(-1, "A"), (1.5, "A"), (2**53, "A"), ("1", "A"), (None, "A"), (True, "A"), (1, None),
     (1, 'A","x":"'), (1, "A=\n"), (1, "é"), (1, ["A"]), ('1,"act":"A"}{"time":1', "A")],
)  # fmt: skip
def test_what_a_host_says_is_no_entry_is_not_spelled(js: Modules, parts: tuple[Any, Any]) -> None:
    assert told(js.call("wire/entry", "spell", *parts)) == REFUSED
    assert js.call("wire/entry", "spell", 1, "A") == entry.spell(1, b"A")


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """An entry with up to three pieces put in, taken out or put in the place of others."""
    time = draw(st.sampled_from([0, 7, 1_767_225_600_000, 2**53 - 1, 2**53]))
    raw = b'{"time":%d,"act":"%s"}' % (time, draw(st.sampled_from([b"", b"A", b"AZ.-_.09"])))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 9)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=3))
        raw = raw[:start] + piece + raw[end:]
    return raw


@settings(max_examples=some(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(bent(), min_size=30, max_size=30))
def test_both_say_the_same_of_entries_that_were_bent_at_random(
    js: Modules, batch: list[bytes]
) -> None:
    answers = js.each("wire/entry", "read", [(raw,) for raw in batch])
    assert list(map(told, answers)) == list(map(read, batch))


def test_an_entry_with_any_one_byte_another_is_read_the_same(js: Modules) -> None:
    raw = GOOD.encode()[:30] + b'"}'
    batch = [
        raw[:place] + bytes((byte,)) + raw[place + 1 :]
        for place in range(len(raw))
        for byte in b'\0\n "+-.019:AZ\\_{},\x7f\x80\xff'
    ]
    answers = js.each("wire/entry", "read", [(one,) for one in batch])
    assert list(map(told, answers)) == list(map(read, batch))
