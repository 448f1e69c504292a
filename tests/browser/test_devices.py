"""Second devices, lost devices, recovery phrases, leaving, and what a browser keeps."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall, People
from tests.browser.test_app import with_worker

pytestmark = pytest.mark.worker


def test_a_second_device_is_paired_by_two_words_and_can_be_revoked(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = hall.visitor(360).named("Ada").opens(ada.shows_a_code())
    phone.fills(what_you_call="My  telephone").answers_the_code()
    ada.lets_in(phone)
    phone.sees("My devices").sees("My telephone")
    assert phone.number == ada.number
    phone.raises("From my telephone")
    ada.visits("/me").sees("My telephone").revokes(phone.kept("keys")[0]["kid"])
    ada.sees("revoked")
    phone.visits("/problems/new").fills(your_text="Again")
    assert "revoked" in phone.is_refused("Sign and raise")
    expect(phone.field("Your text")).to_have_value("Again")


@pytest.mark.quick
def test_a_code_can_be_typed_instead_of_scanned(hall: Hall) -> None:
    ada = hall.enters("Ada")
    code = ada.shows_a_code().partition("#")[2]
    phone = hall.visitor(360).named("Ada").visits("/join")
    phone.page.get_by_role("link", name="I am a member, and have my other device here").click()
    phone.ready().fills(the_code=code.lower().replace("-", " ")).answers_the_code()
    ada.lets_in(phone)
    assert phone.number == ada.number


def test_a_code_with_a_slip_is_said_to_be_unknown(hall: Hall) -> None:
    hall.enters("Ada").shows_a_code()
    phone = hall.visitor(360).visits("/pair")
    for code, told in (
        ("7K3MQ", "it has ten characters"), ("7K3MQ-9XR2T", "No device shows this code"),
    ):  # fmt: skip
        phone.fills(the_code=code).answers_the_code().sees(told)
    assert phone.kept("begun") == phone.kept("keys") == []


def test_a_new_device_that_reloads_goes_on_waiting_with_the_same_key(hall: Hall) -> None:
    ada = hall.enters("Ada")
    address = ada.shows_a_code()
    phone = hall.visitor(360).named("Ada").opens(address).answers_the_code()
    words = phone.two_words
    (before,) = phone.kept("begun")
    phone.opens("/invitation").opens(address).sees("no secret")
    assert phone.two_words == words
    phone.answers_the_code()
    expect(phone.page.locator("form .twowords")).to_have_text(words)
    assert phone.kept("begun")[0]["kid"] == before["kid"]
    ada.picks(words).signs_quietly()
    phone.page.wait_for_url(re.compile("/me$"))
    phone.ready()
    assert [(own["kid"], own["member"]) for own in phone.kept("keys")] == [
        (before["kid"], ada.number)
    ]


def test_a_pairing_link_in_a_browser_that_has_a_key_already_changes_nothing(hall: Hall) -> None:
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    link, before = ada.shows_a_code(), bea.kept("keys")
    bea.visits().opens(link).answers_the_code()
    bea.sees("This browser is already signed in here, as member 2")
    assert bea.kept("keys") == before
    bea.visits("/recover").fills(your_twelve_words=" ".join(["zoo"] * 11 + ["wrong"]))
    bea.button("Let me back in").click()
    bea.sees("This browser is already signed in here")


def test_pairing_outlives_a_network_that_goes_for_a_while(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = hall.visitor(360).named("Ada").opens(ada.shows_a_code())
    with_worker(ada).context.set_offline(True)
    phone.answers_the_code().sees("Waiting for your other device")
    ada.context.set_offline(False)
    ada.lets_in(phone)
    ada.complains_of("ERR_INTERNET_DISCONNECTED|Failed to load resource")


def test_an_invitation_made_without_a_network_shows_its_link_and_serves_later(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/members").folds_open("Invite somebody")
    ada.field("For how many people").fill("1")
    with_worker(ada).context.set_offline(True)
    ada.button("Make the invitation").click()
    ada.signs_quietly().sees("not sent yet")
    link = ada.field("Invitation link").input_value()
    ada.context.set_offline(False)
    expect(ada.page.locator("[data-outbox]")).not_to_contain_text("wait to be sent")
    hall.visitor().named("Eva").applies(link)
    ada.complains_of("ERR_INTERNET_DISCONNECTED|Failed to load resource")


def test_the_phrase_gives_a_place_back_in_a_new_browser(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    anew = person("Ada")
    anew.assembly = ada.assembly
    anew.visits("/recover").fills(your_twelve_words=" ".join(ada.phrase).upper())
    anew.button("Let me back in").click()
    anew.page.wait_for_url(re.compile("/me$"))
    anew.ready()
    assert anew.number == 1
    assert anew.raises("I am back") == 1


def test_a_slip_in_the_phrase_is_named(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    anew = person("Ada")
    anew.assembly = ada.assembly
    good = ada.phrase
    for words, told in (
        ([*good[:11], "zoologist"], "“zoologist” is not a word of the list."),
        (good[:11], "these are 11"),
        (["zoo"] * 11 + ["wrong"], "Nobody in this assembly has this recovery phrase."),
    ):
        anew.visits("/recover").fills(your_twelve_words=" ".join(words))
        anew.button("Let me back in").click()
        anew.sees(told)


def test_who_leaves_is_no_member_any_more(hall: Hall) -> None:
    dot = hall.enters("Dot").visits("/members/4/leave").folds_open("Leave without erasing")
    dot.signs("Leave")
    hall.enters("Ada").visits("/members?state=left").sees("Dot")


def test_a_member_takes_all_acts_and_receipts_home(hall: Hall, tmp_path: Path) -> None:
    ada = hall.enters("Ada")
    ada.raises("One")
    ada.raises("Two")
    ada.visits("/me").sees("raised a problem")
    with ada.page.expect_download() as download:
        ada.button("Download them all").click()
    download.value.save_as(tmp_path / "mine.json")
    kept = json.loads((tmp_path / "mine.json").read_text("utf-8"))
    assert kept["member"] == ada.number
    assert [receipt["type"] for receipt in kept["receipts"]] == ["raise-problem"] * 2
    assert all(receipt["receipt"].startswith("c2sp.org/tlog-proof@v1\n")
               for receipt in kept["receipts"])  # fmt: skip


def test_a_member_changes_their_name(hall: Hall) -> None:
    bea = hall.enters("Bea").visits("/me")
    bea.fills(your_name="Bea Tide")
    bea.page.locator('form[data-act="set-profile"] button').click()
    bea.signs_it().visits(f"/members/{bea.number}").sees("Bea Tide")
