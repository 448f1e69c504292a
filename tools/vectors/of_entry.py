"""The vectors of entries: how one is spelled, and what is none.

`entry` holds one character for each byte (Latin-1). Where there is a `fill`, the one `*` in it
stands for so many `A`. `refused` is null where the entry is read as `time` and `act` (filled as
well), and `malformed` where this is not the spelling of an entry.
"""

from collections.abc import Iterator
from typing import Any

from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.entry import MAX_ENTRY, MAX_TIME

Case = dict[str, Any]
ACT = envelope.seal(b'{"type":"leave"}', SigningKey(bytes(range(32)))).decode()
TIME = 1_767_225_600_000
GOOD = f'{{"time":{TIME},"act":"{ACT}"}}'
SHORT = f'{{"time":{TIME},"act":""}}'
MOST = MAX_ENTRY - len(SHORT)


def vectors() -> Case:
    """All of them."""
    return {
        "about": (__doc__ or "").replace("\n", " ").strip(),
        "entries": [*_good(), *_bent()],
    }


def filled(case: Case, field: str) -> bytes:
    """What a field of a case holds."""
    text: str = case[field]
    return text.replace("*", "A" * case.get("fill", 1)).encode("latin-1")


def _good() -> Iterator[Case]:
    for title, time in {
        "an act of the year 2026": TIME,
        "the first moment": 0,
        "a time of one digit": 7,
        "a time of twelve digits": 999_999_999_999,
        "a time of fourteen digits": 10_000_000_000_000,
        "the last time that every reader of JSON knows": MAX_TIME,
    }.items():
        yield _read(title, time, ACT)
    yield _read("an act without its parts, which is for the envelope to refuse", TIME, "")
    yield _read("an act of all characters", TIME, "AZaz09-_.")
    yield _read("as long as may be", TIME, "*") | {"fill": MOST}


def _bent() -> Iterator[Case]:
    for title, entry in (_times() | _places() | _acts()).items():
        yield {"title": title, "entry": entry, "refused": "malformed"}
    long = {"entry": SHORT.replace('""', '"*"'), "fill": MOST + 1}
    yield {"title": "one byte too long", **long, "refused": "malformed"}


def _times() -> dict[str, str]:
    return {
        title: GOOD.replace(str(TIME), time)
        for title, time in {
            "2^53": str(2**53),
            "2^53 + 1": str(2**53 + 1),
            "17 digits": "1" * 17,
            "a time without end": "9" * 400,
            "minus one": "-1",
            "minus nothing": "-0",
            "a plus": "+1",
            "a fraction": "1.0",
            "a power of ten": "1e3",
            "a zero before it": f"0{TIME}",
            "two zeros": "00",
            "hexadecimal": "0x10",
            "digits in another script": "\xb9\xb2\xb3",
            "no time": "",
            "true": "true",
            "null": "null",
            "a text": f'"{TIME}"',
            "a list": f"[{TIME}]",
            "a space before the time": f" {TIME}",
            "a space after the time": f"{TIME} ",
            "a line feed after the time": f"{TIME}\n",
            "a digit apart": "1767 225600000",
        }.items()
    }


def _places() -> dict[str, str]:
    return {
        "nothing": "",
        "a space before it": f" {GOOD}",
        "a space after it": f"{GOOD} ",
        "a line feed after it": f"{GOOD}\n",
        "a line feed before it": f"\n{GOOD}",
        "a zero byte after it": f"{GOOD}\0",
        "a byte order mark before it": f"\xef\xbb\xbf{GOOD}",
        "a space after the brace": GOOD.replace("{", "{ "),
        "a space before the last brace": GOOD.replace("}", " }"),
        "a space after a colon": GOOD.replace('"act":', '"act": '),
        "a space after the comma": GOOD.replace(",", ", "),
        "a tab after the comma": GOOD.replace(",", ",\t"),
        "another order": f'{{"act":"{ACT}","time":{TIME}}}',
        "the time twice": GOOD.replace("{", '{"time":1,'),
        "the act twice": GOOD.replace("}", f',"act":"{ACT}"}}'),
        "one more field at the end": GOOD.replace("}", ',"x":"y"}'),
        "one more field in the middle": GOOD.replace(',"act"', ',"x":1,"act"'),
        "one more field before all": GOOD.replace("{", '{"x":1,'),
        "no act": f'{{"time":{TIME}}}',
        "no name": GOOD.replace('"act"', '""'),
        "a capital": GOOD.replace('"act"', '"Act"'),
        "an escaped name": GOOD.replace('"act"', '"\\u0061ct"'),
        "single quotes": GOOD.replace('"', "'"),
        "in a list": f"[{GOOD}]",
        "two of them": GOOD + GOOD,
        "a comma at the end": GOOD.replace("}", ",}"),
        "without the last brace": GOOD[:-1],
        "without the last quote": GOOD[:-2] + "}",
        "cut off in the act": GOOD[:-90],
        "cut off before the act": SHORT[:-3],
        "a quote that would both begin and end the act": SHORT.replace('""', '"'),
        "cut off in the time": GOOD[:12],
        "another encoding": GOOD.encode("utf-16").decode("latin-1"),
    }


def _acts() -> dict[str, str]:
    bent = {
        "an act that is a number": GOOD.replace(f'"{ACT}"', "7"),
        "an act that is null": GOOD.replace(f'"{ACT}"', "null"),
        "an act that is a list": GOOD.replace(f'"{ACT}"', f'["{ACT}"]'),
    }
    strange = {
        "an escaped character": "\\u0041", "an escaped quote": '\\"', "an escaped slash": "\\/",
        "a backslash": "\\", "a quote": '"', "a space": " ", "a line feed": "\n",
        "a zero byte": "\0", "padding": "=", "a plus": "+", "a slash": "/", "a comma": ",",
        "DEL": "\x7f", "a letter that is not ASCII": "\xc3\xa9", "a byte that is not UTF-8": "\xff",
        "an overlong dot": "\xc0\xae", "half a letter": "\xc3", "a surrogate": "\xed\xa0\x80",
    }  # fmt: skip
    for title, what in strange.items():
        bent[f"in the act: {title}"] = GOOD.replace(ACT, ACT[:40] + what + ACT[40:])
    return bent


def _read(title: str, time: int, act: str) -> Case:
    entry = f'{{"time":{time},"act":"{act}"}}'
    return {"title": title, "entry": entry, "refused": None, "time": time, "act": act}
