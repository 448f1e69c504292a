"""Cosignatures that marks of time bring into the log bound the host's clock."""

from esoviet.law.host import MarkTime
from esoviet.log import cosignature
from esoviet.log.checkpoint import Checkpoint, origin_of
from esoviet.log.note import COSIGNATURE, signature_line, verifier
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import un_b64
from tests.audit.publisher import Publisher
from tests.world import World, signing_key

WITNESS = signing_key("Our witness")
NAME = "witness.example"
POLICY = f"witness ours {verifier(NAME, WITNESS, COSIGNATURE)}\nquorum ours\n"
OURS = verifier(NAME, WITNESS, COSIGNATURE)
MINUTE = 60_000


def watched() -> World:
    """An assembly whose founder named a witness."""
    return World().found(witnesses=POLICY)


def found_with(ahead: int = 0, key: SigningKey = WITNESS) -> list[str]:
    """The clauses of what is found if a witness whose clock is ahead cosigned for the mark."""
    world = watched()
    publisher = Publisher(world)
    said = Checkpoint(origin_of(world.id), publisher.tree.size, publisher.tree.root())
    line = cosignature.cosign(said.text, (world.now + ahead) // 1000, NAME, key)
    line = signature_line(OURS, un_b64(line.split()[2])[4:])
    note = publisher.signs(said.size, said.root).decode() + line
    act = world.seal(world.host.key, MarkTime, checkpoint=note)
    found = publisher.append(act, after=2000).forge().audited().findings
    return [one.clause for one in found]


def test_a_witness_whose_clock_agrees_is_believed() -> None:
    assert found_with() == found_with(ahead=9 * MINUTE) == found_with(ahead=-9 * MINUTE) == []


def test_a_host_whose_clock_runs_ahead_of_its_witness_is_found() -> None:
    assert found_with(ahead=-11 * MINUTE) == ["time"]


def test_a_mark_from_a_host_whose_clock_is_behind_its_witness_should_not_be_there() -> None:
    assert found_with(ahead=11 * MINUTE) == ["13.1"]


def test_a_cosignature_in_the_name_of_a_witness_must_be_its_own() -> None:
    assert found_with(key=signing_key("Mallory")) == ["13.1"]
