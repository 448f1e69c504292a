"""Landing, founding, inviting, applying, being vouched for, being objected to."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Hall, People
from tests.browser.host import Host
from tests.browser.test_recovery import looks_sound

pytestmark = pytest.mark.worker


def test_a_visitor_learns_what_this_is_and_has_six_ways_to_go_on(person: People) -> None:
    visitor = person("Visitor").opens("/").sees("every member can count again")
    ways = visitor.page.locator("main .doors a b").all_inner_texts()
    assert ways == [
        "I have an invitation", "I have lost my device", "Take the tour", "Found an assembly",
        "Look around", "Count a file",
    ]  # fmt: skip


def test_who_has_lost_a_device_is_led_to_their_assembly(person: People) -> None:
    ada = person("Ada Quay").founds("Harbour workers", readership="public")
    lost = person("Ada again", 360).opens("/")
    lost.page.get_by_role("link", name="I have lost my device").click()
    lost.sees("It stands on the card with the twelve words, and members can tell you.")
    lost.opens(f"/a/{ada.assembly}/recover").sees("Get back in")
    expect(lost.page.get_by_role("link", name="Join", exact=True)).to_have_count(0)


def test_a_founder_invites_and_who_follows_the_link_is_a_member(person: People) -> None:
    ada = person("Ada Quay").founds("Harbour workers").sees("1 member")
    link = ada.invites(people=2)
    bea, cem = person("Bea Tide").applies(link), person("Cem Crane").applies(link)
    ada.visits().sees("3 members")
    names = ada.visits("/members").page.locator("main ol a.title").all_inner_texts()
    assert names == ["Ada Quay", "Bea Tide", "Cem Crane"]
    assert (ada.number, bea.number, cem.number) == (1, 2, 3)
    assert len({tuple(one.phrase) for one in (ada, bea, cem)}) == 3


def test_the_front_page_leads_members_back_to_their_assemblies(person: People) -> None:
    ada = person("Ada").founds("A quiet circle", readership="members").opens("/")
    ada.page.get_by_role("link", name="A quiet circle").click()
    ada.ready().sees("1 member")
    person("Visitor").opens("/").sees_not("Your assemblies").sees_not("A quiet circle")


def test_an_invitation_can_be_scanned_from_the_screen(hall: Hall) -> None:
    ada = hall.enters("Ada")
    link = ada.invites()
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ada.press("Copy the link").sees("Copied.")
    assert ada.page.evaluate("navigator.clipboard.readText()") == link
    code = Image.open(BytesIO(ada.page.get_by_role("img", name="Invitation").screenshot()))
    read = zxingcpp.read_barcode(code)
    assert read is not None
    assert read.text == link


def test_the_phrase_must_be_written_down_before_anything_is_founded(person: People) -> None:
    ada = person("Ada").opens("/found")
    ada.fills(name_of_the_assembly="Cooks", what_it_is_for="Soup", your_own_name="Ada")
    ada.button("Found this assembly").click()
    ada.press("I have written them down")
    asked = ada.page.locator("#phrase [data-asked] input")
    for field in asked.all():
        field.fill("guess")
    ada.button("Go on").click()
    ada.sees("That is not what stands there")
    expect(asked.first).to_have_attribute("aria-invalid", "true")
    expect(ada.page).to_have_url(re.compile("/found$"))
    ada.press("Show them again").writes_the_phrase_down()
    ada.page.wait_for_url(re.compile(r"/a/[0-9a-f]{64}$"))
    ada.ready().sees("Cooks")


def test_a_dead_value_is_told_at_its_field_before_anything_is_signed(person: People) -> None:
    ada = person("Ada", 360).opens("/found")
    ada.page.get_by_role("link", name="A meeting (minutes)").click()
    ada.page.wait_for_url(re.compile("template=meeting"))
    looks_sound(ada.ready().pictured("found-360"))
    ada.fills(name_of_the_assembly="Cooks", what_it_is_for="Soup", your_own_name="Ada")
    vote = ada.folds_open("All rules").page.get_by_label("Vote", exact=True)
    vote.fill("2 minutes")
    ada.sees("It must be from 5 minutes to 90 days.")
    expect(vote).to_have_attribute("aria-invalid", "true")
    looks_sound(ada.pictured("found-dead-360"))
    ada.button("Found this assembly").click()
    expect(vote).to_be_focused()
    expect(ada.page.locator("#phrase")).to_be_hidden()
    vote.fill("7")
    vote.blur()
    ada.sees("Write a number and a unit")
    vote.fill("7,5 minutes")
    expect(vote).not_to_have_attribute("aria-invalid", "true")
    ada.button("Found this assembly").click()
    ada.writes_the_phrase_down().page.wait_for_url(re.compile(r"/a/[0-9a-f]{64}$"))
    rules = ada.ready().page.request.get(f"{ada.page.url}/constitution.json").json()
    assert {p["name"]: p["value"] for p in rules["parameters"]}["vote_days"] == "1/192"


def test_the_templates_stand_side_by_side_on_a_desk(person: People) -> None:
    ada = person("Ada", 1280).opens("/found?template=co-op")
    cards = ada.page.locator(".templates > li")
    tops = cards.evaluate_all("all => all.map((one) => one.offsetTop)")
    assert len(tops) == 4
    assert len(set(tops)) <= 2
    looks_sound(ada.pictured("found-1280"))


def test_texts_of_a_closed_assembly_are_for_its_members_alone(person: People) -> None:
    ada = person("Ada").founds("A quiet circle", readership="members").sees("A quiet circle")
    visitor = person("Visitor")
    visitor.assembly = ada.assembly
    with visitor.page.expect_response(lambda answer: answer.url.endswith(ada.assembly)) as answer:
        visitor.page.goto(f"{ada.address}/a/{ada.assembly}")
    assert answer.value.status == 404
    visitor.complains_of("status of 404")
    visitor.ready().sees("There is no assembly here").sees_not("A quiet circle")
    ada.visits("/problems").sees("Raise a problem")


def test_after_the_founding_members_vouch_for_who_comes(hall: Hall) -> None:
    hall.host.turns(days=8)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    yan = hall.visitor().named("Yan").applies(ada.invites())
    yan.sees("1 vouch so far, and it takes 2.").sees("Ada")
    bea.vouches_for(yan).sees("Enough members have vouched.").sees("Number 1 in line.")
    hall.host.turns(days=3)
    yan.visits("/members/5").sees("member since").raises("I am new here")


def test_an_objection_leads_to_a_vote_on_the_admission(hall: Hall) -> None:
    hall.host.turns(days=8)
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    yan = hall.visitor().named("Yan").applies(ada.invites())
    cem.objects_to(yan, "He crossed our picket line").sees("He crossed our picket line")
    bea.vouches_for(yan).sees("The assembly votes on this admission.")
    ada.visits("/votes/1").sees("You voted: Yes").folds_open("Change").sees("Change my ballot")
    cem.visits("/votes/1").chooses("No").signs("Sign and cast")
    hall.host.turns(days=1)
    yan.visits("/members/5").sees("member since")
    yan.visits("/decisions/1").sees("Admission of Yan").sees("Admitted.")


def test_one_form_has_a_yes_or_no_beside_each_name(hall: Hall) -> None:
    hall.host.turns(days=8)
    ada, bea, cem = (hall.enters(name) for name in ("Ada", "Bea", "Cem"))
    link = ada.invites(people=2)
    yan, zoe = (hall.visitor().named(name).applies(link) for name in ("Yan", "Zoe"))
    bea.vouches_for(yan)
    bea.vouches_for(zoe).sees("Number 2 in line.")
    cem.visits("/members?state=vouched").folds_open("Object")
    for name in ("Yan", "Zoe"):
        cem.page.get_by_role("checkbox", name=name).check()
    cem.fills(your_reason="They crossed our picket line").signs("Sign the objection")
    cem.visits("/members?state=contested").button("Sign my ballots").click()
    cem.sees("Mark yes or no beside a name first.")
    for name, choice in (("Yan", "No"), ("Zoe", "Yes")):
        cem.page.get_by_role("group", name=name).get_by_label(choice, exact=True).check()
    cem.signs("Sign my ballots").sees("Your ballots are signed.")
    for number in (1, 2):
        cem.visits(f"/votes/{number}").folds_open("The count so far").sees("3 ballots were cast")


def test_two_others_end_the_founding_period(hall: Hall) -> None:
    for name in ("Bea", "Cem"):
        member = hall.enters(name).visits("").sees("an invitation by the founder admits at once")
        member.folds_open("End this earlier").signs("End it")
    hall.enters("Cem").visits("").sees_not("an invitation by the founder admits at once")


@pytest.mark.quick
def test_a_founder_on_a_small_telephone_gets_by(person: People, host: Host) -> None:
    ada = person("Ada", width=360).founds("Pocket branch").sees("Pocket branch")
    assert ada.raises("The tide comes too early") == 1


def test_the_browser_is_asked_to_keep_the_key_and_nobody_waits_for_the_answer(
    person: People,
) -> None:
    """Once, when there is a key; some browsers ask their user, who may never answer."""
    ada = person("Ada")
    ada.page.add_init_script(
        """navigator.storage.persist = () => {
          sessionStorage.asked = Number(sessionStorage.asked ?? 0) + 1;
          return new Promise(() => undefined);
        };"""
    )
    ada.opens("/found")
    assert ada.page.evaluate("sessionStorage.asked") is None
    ada.founds("Harbour workers").sees("1 member")
    assert ada.page.evaluate("sessionStorage.asked") == "1"
