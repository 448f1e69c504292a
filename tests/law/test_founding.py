"""Chapter 2 of the law: how an assembly begins, and its constitution."""

import msgspec
import pytest

from esoviet.law.act import Blob
from esoviet.law.constitution import DEFAULTS, TEMPLATES, Amendment, Constitution
from esoviet.law.founding import FoundAssembly
from esoviet.law.records import HOST, THE, Assembly, BlobRecord, Key, Member
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from tests.world import DAY, World, signing_key

SMALL_ORDER = b64u(bytes.fromhex("01" + "00" * 31))


def found(world: World, signer: SigningKey | None = None, /, **fields: object) -> tuple[str, str]:
    """Try to found an assembly; answers the clause and the reason of the refusal, or nothing."""
    ada = world.person("Ada")
    usual = {
        "seq": 1,
        "at": world.second,
        "key": ada.public,
        "host": world.host.public,
        "name": world.text("Mill Street"),
        "purpose": world.text("Warm flats."),
        "profile": world.text("Ada"),
    }
    act = FoundAssembly(**(usual | fields))  # type: ignore[arg-type]
    refusal = world.submit(envelope.seal(msgspec.json.encode(act), signer or ada.key)).refusal
    return ("", "") if refusal is None else refusal[:2]


def test_the_founder_is_the_first_member(world: World) -> None:
    assembly, ada = world.assembly, world.the(Member, 1)
    assert (ada.state, ada.admission, assembly.active, world.view.count(Member)) == (
        "member",
        1,
        1,
        1,
    )
    assert world.the(Key, world.host.kid).member == 0


def test_the_id_of_the_founding_act_is_the_assemblys_id() -> None:
    world = World().found()
    _, jws = entries.read(world.entries[0])
    assert world.assembly.id == envelope.parse(jws).id


def test_an_assembly_is_founded_once(world: World) -> None:
    assert found(world)[0] == "2.1"
    assert found(World()) == ("", "")


@pytest.mark.parametrize("field", ["key", "host", "recovery"])
def test_every_key_in_a_founding_act_can_sign(field: str) -> None:
    clause, because = found(World(), **{field: SMALL_ORDER})
    assert (clause, "cannot be used" in because) == ("2.2", True)
    assert found(World(), recovery=b64u(signing_key("paper").public)) == ("", "")


def test_the_founding_act_is_signed_by_the_founder() -> None:
    assert found(World(), signing_key("Eve"))[0] == "2.2"
    assert found(World(), signing_key("Ada")) == ("", "")


def test_a_founding_act_with_a_false_signature_founds_nothing() -> None:
    good = World().found()
    _, jws = entries.read(good.entries[0])
    world = World()
    refusal = world.submit(jws[:-86] + b64u(bytes(64)).encode()).refusal
    assert refusal is not None
    assert refusal.clause == "1.3"
    assert world.submit(jws).refusal is None


@pytest.mark.parametrize("field", ["host", "recovery"])
def test_founder_host_and_recovery_have_keys_of_their_own(field: str) -> None:
    ada = b64u(signing_key("Ada").public)
    assert found(World(), **{field: ada}) == (
        "2.2",
        "The founder's, the host's and the recovery key must differ.",
    )
    assert found(World(), **{field: b64u(signing_key("other").public)}) == ("", "")


WRONG = {
    "no such parameter": {"chairman": "Ada"},
    "edition 1000": {"edition": "1000"},
    "edition 0": {"edition": "0"},
    "a fraction of people": {"vouches": "3/2"},
    "a fraction that is whole": {"vouches": "2/1"},
    "nobody vouches": {"vouches": "0"},
    "a division by zero": {"vote_quorum": "1/0"},
    "a share above one": {"majority": "4/3"},
    "a majority of a minority": {"majority": "1/3"},
    "a negative number": {"vote_days": "-1"},
    "a decimal": {"vote_days": "0.5"},
    "a sign": {"vote_days": "+5"},
    "a leading zero": {"vote_days": "05"},
    "white space": {"vote_days": "5 "},
    "foreign digits": {"vote_days": "\u0665"},
    "no time to vote": {"vote_days": "0"},
    "less than five minutes": {"vote_days": "1/289"},
    "more than a season": {"vote_days": "91"},
    "huge numbers": {"vote_days": f"{10**10}/{10**10}"},
    "endless digits": {"vote_days": "9" * 5000},
    "an unknown choice": {"readership": "friends"},
    "nothing": {"majority": ""},
    "a slash too many": {"majority": "1/2/1"},
}


def test_an_edition_that_the_program_does_not_know_is_no_wrong_figure_but_unknown() -> None:
    clause, because = found(World(), constitution={"edition": "2"})
    assert (clause, because) == ("2.12", "This program does not know edition 2 of the law.")
    assert found(World(), constitution={"edition": "02"})[0] == "2.3"


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG.keys())
def test_a_constitution_that_cannot_stand_is_refused(values: dict[str, str]) -> None:
    clause, because = found(World(), constitution=values)
    assert (clause, next(iter(values)) in because) == ("2.3", True)


RIGHT = {"vouches": "10", "majority": "3/4", "vote_days": "1/288", "reading_days": "1/1440"}


@pytest.mark.parametrize("name", RIGHT)
def test_a_constitution_at_the_bounds_stands(name: str) -> None:
    world = World()
    assert found(world, constitution={name: RIGHT[name]}) == ("", "")
    assert world.the(Constitution, THE).values == {**DEFAULTS, name: RIGHT[name]}


@pytest.mark.parametrize("field", ["name", "purpose", "profile"])
def test_the_founding_texts_are_texts_of_reasonable_size(field: str) -> None:
    most = {"name": 400, "purpose": 65_536, "profile": 8_192}[field] + 32
    picture = Blob(sha256="0" * 64, size=100, media_type="image/png")
    assert found(World(), **{field: picture})[0] == "2.4"
    long = Blob(sha256="0" * 64, size=most + 1, media_type="text/plain")
    assert found(World(), **{field: long})[0] == "2.4"
    good = Blob(sha256="0" * 64, size=most, media_type="text/plain")
    assert found(World(), **{field: good}) == ("", "")


@pytest.mark.parametrize("other", ["purpose", "profile"])
def test_the_founding_texts_are_texts_of_their_own(other: str) -> None:
    world = World()
    name, one = world.text("Tenants"), world.text("Tenants")
    assert found(world, name=name, **{other: name})[0] == "12.1"
    assert found(world, name=name, **{other: one}) == ("", "")
    theirs = {blob.sha256.hex(): blob.member for blob in world.view.all(BlobRecord)}
    assert (theirs[name.sha256], theirs[one.sha256]) == (HOST, HOST if other == "purpose" else 1)


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_assembly_can_begin_from_each_template(template: str) -> None:
    world = World()
    assert found(world, constitution=TEMPLATES[template]) == ("", "")
    assert world.the(Constitution, THE).values == {**DEFAULTS, **TEMPLATES[template]}
    assert world.the(Amendment, 1).decision == 0


def test_a_meeting_comes_to_a_decision_within_the_hour() -> None:
    world = World().found(**TEMPLATES["meeting"])
    ada, *_ = world.crowd(12)
    begun = world.now
    assert world.decide(ada).ending == "adopted"
    assert world.now - begun <= DAY / 24


@pytest.mark.parametrize(("template", "days"), [("branch", 76), ("co-op", 20.4), ("large", 45)])
def test_a_decision_takes_weeks_or_months(template: str, days: float) -> None:
    world = World().found(**{**DEFAULTS, **TEMPLATES[template]})
    begun, cast = world.now, world.crowd(9)
    problem = world.necessary(cast[0])
    option = cast[0].proposes(problem)
    vote = world.open_vote(problem).number
    for person in cast[1:]:
        person.votes(vote, [[option], [0]])
    assert world.close(vote).ending == "adopted"
    assert world.now - begun == round(days * DAY)


def test_the_founding_period_ends_by_itself() -> None:
    world = World().found(founding_days="2")
    assert world.the(Assembly, THE).founding_until == world.now + 2 * DAY


def test_the_founder_or_two_others_end_the_founding_period_earlier() -> None:
    for enders in (["Ada"], ["Bea", "Cem"]):
        world = World().found()
        people = world.members("Ada", "Bea", "Cem")
        ending = [one for one in people if one.name in enders]
        for person in ending[:-1]:
            person.ends_founding().is_refused("2.5", "another member").ends_founding()
            assert world.person(f"Guest of {person.name}").applies(world.link).state == "member"
        ending[-1].ends_founding().is_refused("2.5", "over already").ends_founding()
        assert world.person("Zoe").applies(world.link).state == "applicant"


def test_who_left_does_not_help_to_end_the_founding_period(world: World) -> None:
    _, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    bea.ends_founding().leaves()
    cem.ends_founding()
    assert world.assembly.founding_until > world.now
    dot.ends_founding()
    assert world.assembly.founding_until == world.now


@pytest.mark.parametrize(
    ("days", "state"), [("15/2", "applicant"), ("29", "member"), ("30", "member")]
)
def test_an_amendment_ends_the_founding_period_and_never_prolongs_it(days: str, state: str) -> None:
    world = World().found(founding_days="30")
    ada, *_ = world.crowd(3)
    until = world.assembly.founding_until
    world.amend(ada, founding_days=days)
    assert world.person("Zoe").applies(world.link).state == state
    assert world.assembly.founding_until <= until


def test_an_assembly_without_a_founding_period_admits_nobody_at_once() -> None:
    world = World().found(founding_days="0")
    bea = world.person("Bea").applies(world.link)
    assert bea.state == "vouched"


@pytest.mark.parametrize(("early", "clause"), [(72, ""), (73, "1.11"), (-1, "1.11")])
def test_an_assembly_is_founded_by_an_act_of_these_days(early: int, clause: str) -> None:
    world = World()
    assert found(world, at=world.now - early * 3_600_000)[0] == clause


WITNESS = "witness a a+00000000+AAAA\nquorum none\n"


@pytest.mark.parametrize("witnesses", [
    "nonsense", "quorum none", "quorum some\n", WITNESS, "log x\nquorum none\n",
    "quorum none\n" * 2,
])  # fmt: skip
def test_witnesses_are_named_by_a_policy_that_can_be_read(witnesses: str) -> None:
    assert found(World(), witnesses=witnesses)[0] == "2.7"
    assert found(World(), witnesses="quorum none\n")[0] == ""
