"""The line of acts: members before strangers, nobody for ever, the acts of one key in order."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.applications import Invite
from esoviet.node.queue import STRANGERS, Queue
from esoviet.node.submission import Submission, prepare
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from tests.web.desk import desk
from tests.world import World, signing_key


def act(key: str, number: int = 0, *, valid: bool = True) -> Submission:
    made = SimpleNamespace(sealed=SimpleNamespace(kid=key), number=number, valid=valid)
    return cast(Submission, made)


def invites(named: SigningKey, signer: SigningKey) -> bytes:
    """An act that carries the key which signs it, and names a key as its signer's."""
    said = Invite(assembly="0" * 64, seq=1, at=0, seen=(1, ""), prev="", key=b64u(signer.public))
    pen = SimpleNamespace(public=named.public, sign=signer.sign)
    return envelope.seal(msgspec.json.encode(said), cast(SigningKey, pen))


def keys(batch: list[Submission]) -> list[str]:
    return [one.sealed.kid for one in batch]


def test_a_member_does_not_wait_behind_strangers() -> None:
    queue = Queue()
    for number in range(500):
        queue.put(act(f"stranger {number}"), member=False)
    queue.put(act("ada"), member=True)
    assert keys(queue.take(256))[0] == "ada"


def test_acts_in_a_member_s_name_do_not_hold_up_the_member_s_own() -> None:
    queue = Queue()
    for _ in range(500):
        queue.put(act("ada", valid=False), member=False)
    queue.put(act("ada", 7), member=True)
    assert queue.take(9)[0].valid
    assert len(list(queue.empty())) == 492


def test_nobody_signs_for_a_newcomer_with_a_key_of_their_own(tmp_path: Path) -> None:
    """It would be waited for, and the newcomer's own acts behind it."""
    world = World().found()
    newcomer, other = signing_key("newcomer"), signing_key("other")

    async def is_signed(named: SigningKey, signer: SigningKey) -> bool:
        submission = prepare(invites(named, signer))
        assert isinstance(submission, Submission)
        return up.hosted.is_signed(submission)

    with desk(world, tmp_path) as up:
        assert not up.run(is_signed(newcomer, other))
        assert up.run(is_signed(newcomer, newcomer))


def test_strangers_are_never_left_out_for_ever() -> None:
    queue = Queue()
    queue.put(act("stranger"), member=False)
    for _ in range(1000):
        queue.put(act("ada"), member=True)
    assert keys(queue.take(256)).count("stranger") == 1


def test_strangers_fill_only_their_own_line() -> None:
    queue = Queue()
    assert all(queue.put(act(str(n)), member=False) for n in range(STRANGERS))
    assert not queue.put(act("one more"), member=False)
    assert queue.put(act("ada"), member=True)
    assert len(list(queue.empty())) == STRANGERS + 1
    assert not len(queue)


def test_what_the_host_has_to_log_comes_first() -> None:
    queue = Queue()
    queue.put(act("ada"), member=True)
    queue.put_first(act("host"))
    assert keys(queue.take(9)) == ["host", "ada"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60),
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_the_acts_of_one_key_keep_their_order_even_if_it_is_enrolled_meanwhile(
    acts: list[tuple[str, bool]], most: int, chance: random.Random
) -> None:
    queue, taken, enrolled = Queue(), list[Submission](), set[str]()
    for number, (key, member) in enumerate(acts):
        enrolled |= {key} if member else set()
        queue.put(act(key, number), member=key in enrolled)
        if chance.random() < 0.2:
            taken += queue.take(most)
    while len(queue):
        batch = queue.take(most)
        assert 0 < len(batch) <= most
        taken += batch
    for key in "abc":
        numbers = [one.number for one in taken if one.sealed.kid == key]  # type: ignore[attr-defined]
        assert numbers == sorted(numbers)
    assert len(taken) == len(acts)
