"""Signatures checked in other processes give the verdicts of this one."""

import asyncio

from esoviet.node.verifier import Verifiers
from tests.world import signing_key

KEY = signing_key("Ada")


def checks(count: int) -> list[tuple[bytes, bytes, bytes]]:
    """Every third one is forged."""
    signed = [(b"message %d" % n, KEY.sign(b"message %d" % n)) for n in range(count)]
    return [
        (KEY.public, message + b"!" * (n % 3 == 0), signature)
        for n, (message, signature) in enumerate(signed)
    ]


def verdicts(workers: int, count: int, kill: bool = False) -> bytes:
    async def ask() -> bytes:
        verifiers = Verifiers(workers)
        if kill:
            await verifiers.verify(checks(64))
            (worker,) = await verifiers._started()
            worker._process.kill()
            await worker._process.wait()
        try:
            return await verifiers.verify(checks(count))
        finally:
            await verifiers.close()

    return asyncio.run(ask())


def test_a_worker_says_what_is_signed_and_what_is_forged() -> None:
    assert verdicts(1, 100) == bytes(n % 3 != 0 for n in range(100))


def test_one_core_or_a_small_group_needs_no_worker() -> None:
    assert verdicts(0, 100) == verdicts(1, 100)
    assert verdicts(1, 5) == bytes((0, 1, 1, 0, 1))


def test_a_worker_that_dies_costs_nothing_but_time() -> None:
    assert verdicts(1, 100, kill=True) == bytes(n % 3 != 0 for n in range(100))
