"""A host logs what the law refuses, properly hashed and signed: the clause is named."""

from typing import NamedTuple

import pytest

from esoviet.law.act import Act
from esoviet.law.applications import ApplyToJoin, VouchFor
from esoviet.law.blobs import EraseBlob
from esoviet.law.host import MarkTime, WithholdBlob
from esoviet.law.leaving import Leave
from esoviet.law.membership import SetProfile
from esoviet.law.questions import Ask
from esoviet.law.votes import CastBallot
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64, b64u
from tests.audit.publisher import Publisher
from tests.audit.story import published, story
from tests.world import World, signing_key

SIZE = len(story().entries)
OPEN, CLOSED, ROOT = 8, 2, b64(bytes(32))
NOW = story().second
ADA, BEA, HOST = signing_key("Ada"), signing_key("Bea"), signing_key("Host")
NOBODY = signing_key("Nobody")


class Deed(NamedTuple):
    """What a host logs at the end of the story: by whom, what, when; and the clause against it."""

    clause: str
    key: SigningKey
    kind: type[Act]
    fields: dict[str, object]
    after: int = 0


def test_what_the_law_admits_passes_at_the_end_of_the_story() -> None:
    good = story().seal(BEA, CastBallot, vote=OPEN, choice="yes")
    assert published().append(good).forge().audited().ok


@pytest.mark.parametrize(
    "deed",
    [
        Deed("7.2", BEA, CastBallot, {"vote": CLOSED, "choice": "yes"}),
        Deed("7.2", BEA, CastBallot, {"vote": 99, "choice": "yes"}),
        Deed("7.4", BEA, CastBallot, {"vote": OPEN, "ranking": ((1,),)}),
        Deed("1.3", NOBODY, CastBallot, {"vote": OPEN, "choice": "yes"}),
        Deed("1.7", HOST, CastBallot, {"vote": OPEN, "choice": "yes"}),
        Deed("13.1", BEA, MarkTime, {}),
        Deed("1.4", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "prev": "0" * 64}),
        Deed("1.11", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "at": NOW - 73 * 3_600_000}),
        Deed("1.11", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "at": NOW + 602_000}),
        Deed("1.7", BEA, WithholdBlob, {"sha256": "0" * 64, "ground": story().text("I say so.")}),
        Deed("1.7", signing_key("Zoe"), CastBallot, {"vote": OPEN, "choice": "yes"}),
        Deed("1.4", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "seq": 1}),
        Deed("1.4", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "seq": 1000}),
        Deed("1.2", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "assembly": "0" * 64}),
        Deed("1.5", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "seen": (5, ROOT)}),
        Deed("1.5", BEA, CastBallot, {"vote": OPEN, "choice": "yes", "seen": (SIZE + 1, ROOT)}),
        Deed("1.8", ADA, ApplyToJoin, {"key": b64u(ADA.public), "profile": story().text("Me too")}),
        Deed("3.6", BEA, VouchFor, {"member": 31}),
        Deed("12.3", BEA, EraseBlob, {"sha256": "0" * 64}),
        Deed("13.2", HOST, WithholdBlob, {"sha256": "0" * 64, "ground": story().text("No.")}),
    ],
    ids=lambda deed: f"{deed.clause} {deed.kind.__name__}",
)  # fmt: skip
def test_a_host_that_logs_what_the_law_refuses_is_found(deed: Deed) -> None:
    jws = story().seal(deed.key, deed.kind, **deed.fields)
    report = published().append(jws, deed.after).forge().audited()
    assert [(found.index, found.clause) for found in report.findings] == [(SIZE, deed.clause)]
    assert (report.judged, report.entries) == (SIZE, SIZE + 1)


def test_nothing_is_judged_after_the_first_entry_that_the_law_refuses() -> None:
    bad = story().seal(BEA, CastBallot, vote=CLOSED, choice="yes")
    worse = story().seal(HOST, Leave)
    report = published().append(bad).append(worse).forge().audited()
    assert [found.index for found in report.findings] == [SIZE]


def test_a_ballot_counts_only_if_its_author_had_joined_before_the_vote_opened() -> None:
    world = World().found()
    ada, _ = world.crowd(2)
    vote = ada.puts_to_vote()
    late = world.member("Hal")
    assert Publisher(world).audited().ok
    jws = world.seal(late.key, CastBallot, vote=vote, choice="no")
    (found,) = Publisher(world).append(jws).forge().audited().findings
    assert found.clause == "7.3"


def test_a_host_cannot_mark_the_time_more_than_it_may() -> None:
    world = World().found()
    world.host.marks_time()
    jws = world.seal(world.host.key, MarkTime)
    assert Publisher(world).append(jws, after=1000).forge().audited().ok
    (found,) = Publisher(world).append(jws, after=999).forge().audited().findings
    assert found.clause == "13.1"


def test_an_entry_before_the_founding_is_found() -> None:
    publisher = published()
    del publisher.log[0]
    assert publisher.forge().audited().findings[0].clause == "2.1"


def test_a_second_founding_is_found() -> None:
    other = World().found("Bea").entries[0]
    publisher = published()
    publisher.log.append(other.replace(b'{"time":1767225600000', b'{"time":9767225600000'))
    (found,) = publisher.forge().audited().findings
    assert (found.index, found.clause) == (SIZE, "2.1")


def test_another_assembly_cannot_be_put_in_the_place_of_the_one_asked_for() -> None:
    publisher = published()
    publisher.assembly = publisher.id
    assert publisher.audited().ok
    publisher.assembly = "0" * 64
    assert publisher.audited().findings[0].clause == "1.2"


def test_a_question_by_a_member_who_left_is_found() -> None:
    world = World().found()
    _, bea = world.crowd(2)
    bea.leaves()
    jws = world.seal(bea.key, Ask, text=world.text("Am I still here?"), form="yes-no")
    (found,) = Publisher(world).append(jws).forge().audited().findings
    assert found.clause == "1.7"


def test_an_act_by_a_revoked_key_is_found() -> None:
    world = World().found()
    _, bea = world.crowd(2)
    phone = signing_key("Bea's phone")
    device = bea.enrols(phone)
    good = world.seal(phone, SetProfile, profile=world.text("Bea, by phone"))
    assert Publisher(world).append(good).forge().audited().ok
    bea.revokes(device.kid)
    bad = world.seal(phone, SetProfile, profile=world.text("Bea, by a stolen phone"))
    (found,) = Publisher(world).append(bad).forge().audited().findings
    assert found.clause == "1.3"
