"""Every way to change one byte of a text."""

from collections.abc import Iterator


def manglings(raw: bytes) -> Iterator[bytes]:
    """`raw` with one bit flipped, one byte replaced, left out, doubled or put in."""
    for i in range(len(raw)):
        before, byte, after = raw[:i], raw[i], raw[i + 1 :]
        for other in {byte ^ 1 << bit for bit in range(8)} | set(b"\0\t\n\r +=A\x7f\x85\xff"):
            if other != byte:
                yield before + bytes([other]) + after
        yield before + after
        yield raw[: i + 1] + b"\0" + after
        for new in b"\n\r A":
            yield before + bytes([new]) + raw[i:]
    for new in b"\n\r A\0":
        yield raw + bytes([new])
