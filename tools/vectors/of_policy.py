"""The vectors of witness policies: what is read, what is refused, who makes a quorum, and when.

A policy is a text. `refused` is null where all is well, `malformed` where it breaks the format.
`satisfied` says whether the witnesses in `names` make the quorum. `confirms` says whether a quorum
of witnesses cosigned the `note` (a checkpoint) at most 600 s before or after `time` (ms); it is
`proof` where one of the known cosignatures is not valid.
"""

from collections.abc import Iterator
from typing import Any

from esoviet.log import cosignature, note, policy
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.checkpoint import sign as sign_checkpoint
from esoviet.log.note import COSIGNATURE, verifier
from esoviet.wire.ed25519 import SigningKey

Case = dict[str, Any]
ORIGIN = f"esoviet/{'5e' * 32}"
SEEN = 1_767_225_600
NEAR = 600


def key(name: str) -> SigningKey:
    """The key of somebody."""
    return SigningKey(name.encode().ljust(32, b"\0"))


def vkey(name: str, kind: int = COSIGNATURE) -> str:
    """Their verifier key."""
    return str(verifier(f"{name}.example", key(name), kind))


DEFINED = "".join(f"witness {name} {vkey(name)}\n" for name in "ABC")
LOG = f"log {vkey('log', note.ED25519)}\n"
GOOD = f"{LOG}{DEFINED}group G 2 A B C\nquorum G\n"
NESTED = f"{DEFINED}group H any A B\ngroup K all H C\nquorum K\n"


def vectors() -> Case:
    """All of them."""
    return {
        "about": (__doc__ or "").replace("\n", " ").strip(),
        "policies": list(_policies()),
        "quorums": list(_quorums()),
        "times": list(_times()),
    }


def _policies() -> Iterator[Case]:
    good = {
        "good": GOOD,
        "groups in a group": NESTED,
        "no quorum is asked for": "quorum none\n",
        "comments, empty lines, tabs": f"# words\n\n{GOOD}".replace(" ", " \t "),
        "addresses": GOOD.replace("\n", " https://x.example\n", 2),
        "a name in another script": f"witness \u212a {vkey('A')}\nquorum \u212a\n",
    }
    bent = {
        "nothing at all": "",
        "no quorum": DEFINED,
        "two quorum lines": GOOD + "quorum G\n",
        "a quorum before its definition": "quorum A\n" + DEFINED,
        "a last line without newline": GOOD[:-1],
        "carriage returns": GOOD.replace("\n", "\r\n"),
        "DEL in a comment": GOOD + "# \x7f\n",
        "an unknown word": GOOD + "mirror A\n",
        "a witness without key": GOOD + "witness D\n",
        "a log's key that is a cosigner's": GOOD.replace(LOG, f"log {vkey('log')}\n"),
        "a witness's key that is a log's": GOOD + f"witness D {vkey('D', note.ED25519)}\n",
        "a key whose id is another's": GOOD + f"witness D {vkey('D').replace('D.', 'E.')}\n",
        "a key with a space in its name": GOOD + f"witness D x\u00a0{vkey('D')}\n",
        "two witnesses with one key": GOOD + f"witness D {verifier('x', key('A'), COSIGNATURE)}\n",
        "two logs with one key": GOOD + f"log {verifier('x', key('log'))}\n",
        "two witnesses with one name": GOOD + f"witness A {vkey('D')}\n",
        "a group with a witness's name": DEFINED + "group A any B C\nquorum A\n",
        "a witness named none": GOOD + f"witness none {vkey('D')}\n",
        "an unknown member": DEFINED + "group G any A Z\nquorum G\n",
        "a group within itself": DEFINED + "group G any A G\nquorum G\n",
        "a member twice": DEFINED + "group G any A A\nquorum G\n",
        "a member of two groups": DEFINED + "group G any A B\ngroup H any B C\nquorum G\n",
        "a group without members": DEFINED + "group G any\nquorum A\n",
        "a threshold of none": DEFINED + "group G 0 A B\nquorum G\n",
        "a threshold above the members": DEFINED + "group G 3 A B\nquorum G\n",
        "a threshold in words": DEFINED + "group G constructor A B\nquorum G\n",
        "a threshold with a sign": DEFINED + "group G +2 A B\nquorum G\n",
        "a threshold with a zero before it": DEFINED + "group G 02 A B\nquorum G\n",
        "more than 64 KiB": GOOD + "#" * (1 << 16) + "\n",
    }
    for title, text in good.items():
        yield {"title": title, "policy": text, "refused": None}
    for title, text in bent.items():
        yield {"title": title, "policy": text, "refused": "malformed"}


def _quorums() -> Iterator[Case]:
    for text in (GOOD, NESTED, f"{DEFINED}quorum A\n", "quorum none\n"):
        read = policy.parse(text.encode())
        for names in ("", "A", "B", "AB", "AC", "BC", "ABC", "GH"):
            kept = policy.satisfied(read, names)
            yield {"policy": text, "names": list(names), "satisfied": kept}


def _times() -> Iterator[Case]:
    text = Checkpoint(ORIGIN, 3, b"\7" * 32).text
    signed = sign_checkpoint(Checkpoint(ORIGIN, 3, b"\7" * 32), key("log")).decode()

    def by(name: str, time: int, about: str = text) -> str:
        return cosignature.cosign(about, time, f"{name}.example", key(name))

    both = signed + by("A", SEEN) + by("B", SEEN + 30)
    moved = signed + by("A", SEEN) + by("B", SEEN, text.replace("\n3\n", "\n4\n"))
    far = SEEN + NEAR
    yield _time("two of three, at once", both, SEEN, True)
    yield _time("ten minutes later", both, far, True)
    yield _time("more than ten minutes later for one of them", both, far + 1, False)
    yield _time("more than ten minutes earlier", both, SEEN - NEAR - 1, False)
    yield _time("too few", signed + by("A", SEEN), SEEN, False)
    yield _time("one of them twice", signed + by("A", SEEN) + by("A", SEEN + 1), SEEN, False)
    yield _time("nobody", signed, SEEN, False)
    yield _time("a stranger with one of them", both.replace("B.example", "D.example"), SEEN, False)
    yield _time("the cosignature of another checkpoint", moved, SEEN, "proof")
    yield _time("no quorum is asked for", both, SEEN, False, "quorum none\n")


def _time(title: str, signed: str, time: int, confirms: bool | str, text: str = GOOD) -> Case:
    return {
        "title": title, "policy": text, "note": signed, "time": time * 1000, "confirms": confirms,
    }  # fmt: skip
