"""wire/json.js: the browser reads what is signed as wire/json.py does, or refuses it."""

import json
from random import Random
from typing import Any

from esoviet.wire import json as strict
from esoviet.wire.errors import Malformed
from tests.js.modules import Modules, Thrown
from tests.js.test_vectors import WIRE, expected, verdicts

GOOD = [
    b'{"type":"ask","text":{"sha256":"00","size":12},"until":null}',
    '{"a":[1,-2,0,9007199254740991],"é":"ü\\n\\u00fc\\ud83d\\ude00\\/ ","b":true}'.encode(),
    b' [ [ [ [ [ [ [ [ ] ] ] ] ] ] ] ,\t{ } , "" ]\r\n',
    b'{"seq":1,"prev":"x","seen":[12,"abc="],"a":{"b":{"c":{"d":[-0]}}}}',
]
MORE = [b'"', b"\\", b"{}", b"[]", b"[", b"]", b"}", b",", b":", b"0", b"-", b"1e3", b".5", b" ",
        b"\x00", b"\x7f", b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf", b"\xc2\xa0", b"\\ud800", b"\\u12",
        b"NaN", b"Infinity", b"nul", b'"a":1,', b'"a":1,"a":1', b"99999999999999999"]  # fmt: skip
ODD = [b"", b"\xef\xbb\xbf1", b'{"a":1,"\\u0061":1}', b'{"__proto__":{"a":1}}', b"-0", b"01", b"-",
       b"00000000000000000001", b"9007199254740992", b"-9007199254740992",
       b'"\\uD83D\xf0\x9f\x98\x80"',
       b"1\x0b", b"\x0c1", b"[1,]", b"[,1]", b'{"a"}', b'{"a":1,}', b"{1:1}", b"'a'", b'"\\x41"',
       b'"\\u 041"', b'"\\u+041"', b"[" * 9 + b"]" * 9, b"[" * 8 + b"]" * 8, b"1 1", b"tru", b"+1",
       b"1.0", b"1E2", b"-Infinity", b'"\t"', b"[" * 5000, b'"\xed\xa0\x80"',
       b"1" * 5000]  # fmt: skip


def bent(count: int) -> list[bytes]:
    random = Random(8)
    found = []
    for _ in range(count):
        text = random.choice(GOOD)
        for _ in range(random.randint(1, 2)):
            start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
            end = random.choice([start, min(end, start + 3)])
            text = text[:start] + random.choice([b"", *MORE]) + text[end:]
        found.append(text)
    return found


def theirs(text: bytes) -> Any:
    try:
        return strict.read(text)
    except Malformed:
        return "refused"


def ours(answer: Any) -> Any:
    if isinstance(answer, Thrown):
        assert answer.error == "Malformed", answer
        return "refused"
    return answer


def test_the_vectors_are_judged_as_they_say(js: Modules) -> None:
    cases = WIRE["json"]
    answers = js.each("wire/json", "read", [(case["text"].encode(),) for case in cases])
    assert verdicts(cases, answers) == expected(cases)


def test_both_readers_see_one_thing_in_each_document(js: Modules) -> None:
    texts = [*GOOD, *ODD, *bent(3000)]
    read = """async (all) => {
      const { give, take } = await import("/harness.js");
      const { read } = await import("/static/js/wire/json.js");
      return take(all).map((bytes) => {
        try {
          return JSON.stringify(read(bytes));
        } catch (error) {
          return give({ $error: error.constructor.name, why: error.message });
        }
      });
    }"""
    answers = [ours(one) for one in js.run(read, texts)]
    said = [one if one == "refused" else json.loads(one) for one in answers]
    assert [
        (text, here, there)
        for text, here, there in zip(texts, said, map(theirs, texts), strict=True)
        if (here, repr(here)) != (there, repr(there))
    ] == []
    assert 300 < said.count("refused") < len(said) - 300
