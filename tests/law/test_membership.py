"""Chapter 3 of the law: invitations, applications, vouching, objections, leaving, dormancy."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.applications import (
    ApplyToJoin,
    Invitation,
    Invite,
    KeyProof,
    RevokeInvitation,
)
from esoviet.law.growth import Vouch
from esoviet.law.membership import SetProfile
from esoviet.law.records import BlobRecord
from esoviet.law.votes import Vote
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.person import Person
from tests.world import DAY, World, signing_key

LINK = signing_key("a link")
SMALL_ORDER = b64u(bytes.fromhex("01" + "00" * 31))
PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def settled(world: World, size: int = 4) -> list[Person]:
    """An assembly of so many members whose founding period is over."""
    members = world.crowd(size)
    world.pass_days(7)
    return members


# -- invitations


def test_an_invitation_by_the_founder_admits_at_once_in_the_founding_period(world: World) -> None:
    bea = world.person("Bea").applies(world.link)
    assert (bea.state, bea.record.admission) == ("member", 2)
    assert world.assembly.active == 2


def test_the_founding_period_ends_to_the_millisecond(world: World) -> None:
    world.turn_before(world.assembly.founding_until)
    assert world.person("Bea").applies(world.link).state == "member"
    world.pass_ms(1)
    assert world.person("Cem").applies(world.link).state == "applicant"


def test_nobody_but_the_founder_admits_at_once(world: World) -> None:
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    bea.invites(LINK, uses=100)
    puppet = world.person("Puppet").applies(LINK)
    assert puppet.state == "applicant"
    ada.vouches_for(puppet)
    assert puppet.state == "vouched"


def test_an_invitation_counts_as_a_vouch(world: World) -> None:
    _, bea, cem, _ = settled(world)
    bea.invites(LINK)
    zoe = world.person("Zoe").applies(LINK)
    assert world.the(Vouch, bea.number, zoe.number).member == bea.number
    bea.is_refused("3.6", "already").vouches_for(zoe)
    cem.vouches_for(zoe)
    assert zoe.state == "vouched"


def test_an_invitations_key_can_sign_and_is_new(world: World) -> None:
    ada = world.member("Ada")
    ada.is_refused("3.1", "cannot be used").does(Invite, key=SMALL_ORDER)
    ada.is_refused("3.1", "already in use").invites(world.link)
    ada.is_refused("3.1", "already in use").invites(ada.key)
    ada.invites(LINK)


def test_an_invitation_admits_as_often_as_it_says(world: World) -> None:
    world.member("Ada").invites(LINK, uses=2)
    world.person("Bea").applies(LINK)
    world.person("Cem").applies(LINK)
    world.person("Dot").is_refused("3.4", "used up").applies(LINK)


def test_an_invitation_expires(world: World) -> None:
    world.member("Ada").invites(LINK, uses=9)
    world.turn_before(world.now + 30 * DAY)
    world.person("Bea").applies(LINK)
    world.pass_ms(1)
    assert world.the(Invitation, key_name(LINK.public)).uses == 0
    world.person("Cem").is_refused("3.4", "expired").applies(LINK)


def test_whoever_gave_an_invitation_can_take_it_back(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    ada.invites(LINK)
    bea.is_refused("3.2", "Only who gave").takes_back(LINK)
    ada.takes_back(LINK)
    ada.is_refused("3.2", "no such").takes_back(LINK)
    world.person("Cem").is_refused("3.4", "taken back").applies(LINK)


@pytest.mark.parametrize("key", ["A" * 43, SMALL_ORDER, b64u(signing_key("another").public)])
def test_only_an_invitation_that_was_given_can_be_taken_back(world: World, key: str) -> None:
    world.member("Ada").is_refused("3.2").does(RevokeInvitation, key=key)
    world.member("Ada").takes_back(world.link)


def test_an_invitation_by_somebody_who_left_is_void(world: World) -> None:
    _, bea = world.members("Ada", "Bea")
    bea.invites(LINK, uses=2)
    world.person("Cem").applies(LINK)
    bea.leaves()
    world.person("Dot").is_refused("3.4", "no longer a member").applies(LINK)


def test_an_invitation_cannot_be_shown_by_who_only_saw_its_use(world: World) -> None:
    bea, eve = world.person("Bea"), world.person("Eve")
    link = key_name(world.link.public)
    proof = world.proof("invitation", link, bea.kid, world.link)
    shown = KeyProof(key=b64u(world.link.public), proof=proof)
    eve.is_refused("3.4", "proof").does(
        ApplyToJoin, key=eve.public, profile=world.text("Eve"), invitation=shown
    )
    bea.does(ApplyToJoin, key=bea.public, profile=world.text("Bea"), invitation=shown)


def test_an_unknown_invitation_is_refused(world: World) -> None:
    world.person("Bea").is_refused("3.4", "unknown").applies(LINK)
    world.person("Bea").applies(world.link)


# -- applications


def test_anyone_can_apply_without_an_invitation(world: World) -> None:
    zoe = world.person("Zoe").applies(statement=world.text("I live here"))
    assert (zoe.state, zoe.record.admission, world.assembly.active) == ("applicant", 0, 1)


@pytest.mark.parametrize(("field", "most"), [("profile", 8192), ("statement", 65_536)])
def test_the_texts_of_an_application_are_texts(world: World, field: str, most: int) -> None:
    zoe = world.person("Zoe")
    zoe.is_refused("3.3", "text/markdown").applies(**{field: PICTURE})
    zoe.is_refused("3.3", "longer").applies(**{field: world.text("x" * (most + 1))})
    zoe.applies(**{field: world.text("x" * most)})


def test_an_application_waits_so_long_and_lapses(world: World) -> None:
    zoe = world.person("Zoe").applies()
    world.turn_before(world.now + 30 * DAY)
    assert zoe.state == "applicant"
    world.pass_ms(1)
    assert zoe.state == "lapsed"


def test_an_applicant_can_withdraw_until_it_is_voted_on(world: World) -> None:
    ada, bea, _, dot = settled(world)
    zoe, yan, xie = (world.person(name).applies() for name in ("Zoe", "Yan", "Xie"))
    zoe.withdraws_application()
    for applicant in (yan, xie):
        ada.vouches_for(applicant)
        bea.vouches_for(applicant)
    yan.withdraws_application()
    dot.objects_to(xie)
    xie.is_refused("3.5").withdraws_application()
    assert [p.state for p in (zoe, yan, xie)] == ["withdrawn", "withdrawn", "contested"]


def test_a_member_has_no_application_to_withdraw(world: World) -> None:
    world.member("Ada").is_refused("3.5", "no application").withdraws_application()
    world.person("Zoe").applies().withdraws_application()


def test_whoever_withdrew_can_apply_again_with_a_new_key(world: World) -> None:
    zoe = world.person("Zoe").applies().withdraws_application()
    zoe.is_refused("1.8").applies()
    world.person("Zoe again").applies()


def recovery_of(world: World, person: Person, paper: str, by: str = "") -> KeyProof:
    """The recovery key on a paper, shown to belong to a person (or shown by another key)."""
    key, signer = signing_key(paper), signing_key(by or paper)
    text = b"esoviet/recovery-of/v1\n\n%b\n%b\n"
    names = person.kid.encode(), key_name(key.public).encode()
    return KeyProof(key=b64u(key.public), proof=b64u(signer.sign(text % names)))


def test_an_applicant_can_bring_a_recovery_key(world: World) -> None:
    zoe = world.person("Zoe")
    zoe.applies(world.link, recovery=recovery_of(world, zoe, "paper"))
    zoe.with_key(signing_key("paper")).enrols(signing_key("Zoe's phone")).asks()


def test_nobody_reserves_the_key_of_another_as_a_recovery_key(world: World) -> None:
    eve, zoe = world.person("Eve"), world.person("Zoe")
    stolen = recovery_of(world, eve, "Zoe", by="Eve")
    eve.is_refused("3.3", "proof").applies(recovery=stolen)
    eve.applies(recovery=recovery_of(world, eve, "Eve's paper"))
    zoe.applies()


def test_the_recovery_key_is_a_usable_new_key(world: World) -> None:
    zoe = world.person("Zoe")
    own, ada = recovery_of(world, zoe, "Zoe"), recovery_of(world, zoe, "Ada")
    weak = KeyProof(key=SMALL_ORDER, proof="A" * 86)
    zoe.is_refused("3.3", "of its own").applies(recovery=own)
    zoe.is_refused("3.3", "of its own").applies(recovery=ada)
    zoe.is_refused("3.3", "cannot be used").applies(recovery=weak)
    zoe.applies(recovery=recovery_of(world, zoe, "paper"))


# -- vouching and objections


def test_vouches_and_a_waiting_time_make_a_member(world: World) -> None:
    ada, bea, *_ = settled(world)
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    assert zoe.state == "applicant"
    bea.vouches_for(zoe)
    world.turn_before(world.now + 3 * DAY)
    assert zoe.state == "vouched"
    world.pass_ms(1)
    assert (zoe.state, world.assembly.active) == ("member", 5)
    zoe.asks()


def test_only_who_waits_is_vouched_for_and_once_by_each(world: World) -> None:
    ada, bea, *_ = settled(world)
    zoe = world.person("Zoe").applies()
    ada.is_refused("3.6", "not waiting").vouches_for(99)
    ada.is_refused("3.6", "not waiting").vouches_for(bea)
    ada.vouches_for(zoe).is_refused("3.6", "already").vouches_for(zoe)
    bea.vouches_for(zoe)
    bea.is_refused("3.6", "not waiting").vouches_for(zoe)


def test_an_objection_turns_an_admission_into_a_vote(world: World) -> None:
    ada, bea, cem, dot = settled(world)
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    dot.objects_to(zoe)
    vote = world.the(Vote, zoe.record.vote)
    assert (zoe.state, vote.kind, vote.base) == ("contested", "admission", 4)
    for person in (ada, bea, cem):
        person.votes(vote.number, "yes")
    assert world.close(vote.number).ending == "adopted"
    assert (zoe.state, zoe.record.admission, world.assembly.active) == ("member", 5, 5)


@pytest.mark.parametrize(
    ("ballots", "ending"),
    [(["no"], "rejected"), (["no", "no"], "rejected"), (["no", "abstain"], "rejected")],
)  # fmt: skip
def test_the_assembly_can_refuse_an_applicant(
    world: World, ballots: list[str], ending: str
) -> None:
    ada, bea, _, dot = settled(world)
    zoe = world.person("Zoe").applies()
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    dot.objects_to(zoe)
    for person, ballot in zip((ada, bea), ballots, strict=False):
        person.votes(zoe.record.vote, ballot)
    assert world.close(zoe.record.vote).ending == ending
    assert (zoe.state, world.assembly.active) == ("refused", 4)
    zoe.is_refused("1.7").asks()


def test_an_early_objection_waits_for_the_vouches(world: World) -> None:
    ada, bea, _, dot = settled(world)
    zoe = world.person("Zoe").applies()
    dot.objects_to(zoe)
    ada.vouches_for(zoe)
    assert zoe.state == "applicant"
    bea.vouches_for(zoe)
    assert zoe.state == "contested"


def test_objections_are_heard_until_the_waiting_time_ends(world: World) -> None:
    ada, bea, cem, dot = settled(world)
    zoe, yan = world.person("Zoe").applies(), world.person("Yan").applies()
    for applicant in (zoe, yan):
        ada.vouches_for(applicant)
        bea.vouches_for(applicant)
    world.turn_before(zoe.record.due)
    dot.objects_to(yan)
    dot.is_refused("3.7", "waiting").objects_to(yan)
    world.pass_ms(1)
    cem.is_refused("3.7", "waiting").objects_to(zoe)
    assert (zoe.state, yan.state) == ("member", "contested")


def test_each_member_objects_once_with_a_written_reason(world: World) -> None:
    dot = settled(world)[3]
    zoe = world.person("Zoe").applies()
    dot.is_refused("3.7").objects_to(99)
    dot.is_refused("3.7", "text/markdown").objects_to(zoe, reason=PICTURE)
    dot.objects_to(zoe).is_refused("3.7", "already").objects_to(zoe)


# -- profile, leaving


def test_a_member_can_say_anew_who_they_are(world: World) -> None:
    ada, words = world.member("Ada"), world.text("Ada, second floor")
    ada.is_refused("3.8", "text/markdown").sets_profile(PICTURE)
    ada.is_refused("3.8", "longer").sets_profile("x" * 8193)
    ada.sets_profile(words)
    assert ada.record.profile.hex() == words.sha256


def test_leaving_is_always_possible(world: World) -> None:
    bea = world.member("Bea").leaves()
    assert (bea.state, bea.record.ended, world.assembly.active) == ("left", world.now, 1)
    world.pass_days(400)
    assert not bea.record.dormant


def test_a_dormant_member_who_leaves_is_not_subtracted_twice(world: World) -> None:
    bea = world.member("Bea")
    world.pass_days(179)
    world.member("Ada").sets_profile()
    world.pass_days(1)
    assert (bea.record.dormant, world.assembly.active) == (True, 1)
    bea.leaves()
    assert world.assembly.active == 1


def test_whoever_left_can_join_again_as_a_new_member(world: World) -> None:
    bea = world.member("Bea").leaves()
    again = world.member("Bea again")
    assert (bea.number, again.number, world.assembly.active) == (2, 3, 2)


def test_strangers_do_not_fill_an_assembly_with_applications(world: World) -> None:
    """Where too many wait, the oldest whom nobody vouches for gives way."""
    ada = world.member("Ada")
    first, second, third = (world.person(f"Stranger {n}").applies() for n in range(3))
    world.pass_days(7)
    ada.vouches_for(first)
    for number in range(3, world.view.limits.applications):
        world.person(f"Stranger {number}").applies()
    assert world.person("Zoe").applies().state == "applicant"
    assert (first.state, second.state, third.state) == ("vouched", "applicant", "applicant")


def test_what_a_member_says_for_members_is_marked_and_replaced_with_the_profile(
    world: World,
) -> None:
    (ada,) = world.crowd(1)
    phone = world.text("Telephone: 555 0100")
    ada.does(SetProfile, profile=world.text("Ada"), for_members=phone)
    assert ada.record.for_members.hex() == phone.sha256
    assert world.the(BlobRecord, ada.record.for_members).inside
    assert not world.the(BlobRecord, ada.record.profile).inside
    ada.sets_profile("Ada A.")
    assert ada.record.for_members == b""


def test_what_is_said_for_members_is_a_text_of_the_same_size_and_another(world: World) -> None:
    (ada,) = world.crowd(1)
    name, long = world.text("Ada"), world.text("x" * 8193)
    ada.is_refused("3.8").does(SetProfile, profile=name, for_members=long)
    ada.is_refused("12.1").does(SetProfile, profile=name, for_members=name)
    ada.does(SetProfile, profile=name, for_members=world.text("x" * 8192))
