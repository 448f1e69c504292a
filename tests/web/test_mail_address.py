"""Entering an address, confirming it, and the pages behind the links in mails."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.notify.sending import Answer
from esoviet.store.mail import A_DAY, Address
from tests.notify.office import URL, Office, html_of, links, office, text_of
from tests.web.desk import desk
from tests.world import DAY, World


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    world = World().found(readership=request.param)
    world.members("Ada", "Bea")
    with office(world, tmp_path) as up:
        yield up


def enters(at: Office, who: str, address: str, **more: Any) -> httpx.Response:
    sent = {"address": address, "zone": "Europe/Madrid", **more}
    return at.ask("PUT", "messages/address", json=sent, headers=at.session(who))


def known(at: Office, who: str) -> Address | None:
    return at.node.reach.mail.address(at.world.id, at.world.member(who).number)


def asked(at: Office, who: str = "Ada", address: str = "ada@example.net") -> str:
    """Enter an address; the path of the link in the mail that asks."""
    assert enters(at, who, address).status_code == 204
    [message] = at.turns()
    assert message["To"] == address
    [link] = links(message, "/mail/")
    return link.removeprefix(URL)


def test_an_address_counts_once_its_owner_has_pressed_the_button_in_the_mail(at: Office) -> None:
    link = asked(at)
    assert "A mail is on its way to ada@example.net" in at.page("me/messages", "Ada")
    at.forget_cookies()
    assert "Yes, it is mine" in at.get(link).text
    address = known(at, "Ada")
    assert address is not None
    assert not address.confirmed
    assert at.ask("POST", link).status_code == 200
    page = at.page("me/messages", "Ada")
    assert "You are told by mail to ada@example.net" in page
    assert "The next summary:" in page
    assert at.wants(at.world.member("Ada")).zone == "Europe/Madrid"


def test_a_program_that_fetches_every_link_changes_nothing(at: Office) -> None:
    asked(at)
    address = known(at, "Ada")
    assert address is not None
    for purpose in ("confirm", "stop", "needs"):
        before = at.wants(at.world.member("Ada"))
        for method in ("GET", "HEAD", "OPTIONS"):
            at.ask(method, f"/mail/{at.node.links.token(address.handle, purpose)}")
        assert known(at, "Ada") == address
        assert at.wants(at.world.member("Ada")) == before


def test_one_click_ends_it_without_a_cookie_whatever_the_form_says(at: Office) -> None:
    address = at.has_address(at.world.member("Ada"))
    token = at.node.links.token(address.handle, "stop")
    form = {"List-Unsubscribe": "One-Click"}
    headers = {"origin": "https://mail.example.com"}
    at.forget_cookies()
    assert at.ask("POST", f"/mail/{token}", data=form, headers=headers).status_code == 200
    assert known(at, "Ada") is None
    assert at.wants(at.world.member("Ada")).is_never
    assert at.ask("POST", f"/mail/{token}", data=form).status_code == 404


def test_less_of_this_is_one_step_at_a_time(at: Office) -> None:
    ada = at.world.member("Ada")
    address = at.has_address(ada)
    token = at.node.links.token(address.handle, "needs")
    assert "at once" in at.get(f"/mail/{token}").text
    for often in ("daily", "weekly", "never"):
        assert at.presses(token) == 200
        assert at.wants(ada).needs == often
        assert at.wants(ada).decisions == "at once"


def test_a_forged_link_is_answered_like_one_that_is_over(at: Office) -> None:
    address = at.has_address(at.world.member("Ada"))
    good = at.node.links.token(address.handle, "stop")
    handle, _, mac = good.split("-")
    forged = [f"{handle}-confirm-{mac}", f"{'0' * 32}-stop-{mac}", f"{handle}-stop-{'0' * 24}",
              at.node.links.bounce(address.handle), at.node.links.token("0" * 32, "stop"),
              at.node.links.token(handle, "bounce")]  # fmt: skip
    at.forget_cookies()
    answers = {at.ask("POST", f"/mail/{one}").text.replace(one, "TOKEN") for one in forged}
    assert len(answers) == 1
    assert {at.ask("POST", f"/mail/{one}").status_code for one in forged} == {404}
    assert known(at, "Ada") == address


def test_pages_behind_links_name_neither_the_assembly_nor_the_address(at: Office) -> None:
    address = at.has_address(at.world.member("Ada"))
    at.forget_cookies()
    for purpose in ("confirm", "stop", "needs"):
        page = at.get(f"/mail/{at.node.links.token(address.handle, purpose)}").text
        assert "Mill Street" not in page
        assert "ada@example.net" not in page


def test_an_address_is_shown_to_nobody_but_its_owner(at: Office) -> None:
    at.has_address(at.world.member("Ada"), at="secret.ada@example.net")
    for path in ("me/messages", "me", "members", "members/1", "members/1.json", ".json", "devices"):
        assert "secret.ada" not in at.get(path, headers=at.session("Bea")).text
        assert "secret.ada" not in at.get(path).text
    assert at.size() == len(at.world.entries)


def test_who_enters_somebody_elses_address_bothers_them_once_a_day_and_learns_nothing(
    at: Office,
) -> None:
    victim = "victim@example.net"
    asked(at, "Ada", victim)
    for who, typed in (("Ada", victim), ("Bea", victim), ("Bea", "Victim@example.NET")):
        answer = enters(at, who, typed)
        assert (answer.status_code, answer.content) == (204, b"")
        assert at.turns() == []
    at.passes(DAY + 1)
    assert enters(at, "Bea", victim).status_code == 204
    assert len(at.turns()) == 1


def test_the_mail_that_asks_has_no_word_of_who_entered_the_address(at: Office) -> None:
    enters(at, "Ada", "ada@example.net")
    [message] = at.turns()
    for part in (text_of(message), html_of(message), str(message["Subject"])):
        assert not re.search(r"\bAda\b|Mill Street", part)
        assert at.world.id not in part


def test_a_member_enters_a_few_addresses_a_day(at: Office) -> None:
    for n in range(A_DAY):
        assert enters(at, "Ada", f"ada{n}@example.net").status_code == 204
    assert enters(at, "Ada", "ada99@example.net").status_code == 429
    at.passes(DAY + 1)
    assert enters(at, "Ada", "ada99@example.net").status_code == 204


def test_an_address_that_does_not_exist_is_said_to_be_none_before_it_was_confirmed(
    at: Office,
) -> None:
    at.relay.says = lambda _: Answer(550, "no such user")
    enters(at, "Ada", "ada@example.net")
    at.turns()
    page = at.page("me/messages", "Ada")
    assert "no such user" in page
    assert "on its way" not in page


def test_which_addresses_were_asked_is_forgotten_after_a_day(at: Office) -> None:
    asked(at)
    at.passes(2 * DAY)
    at.turns()
    rows = at.node.reach.mail._db.execute("SELECT count(*) FROM asked")
    assert rows == [(0,)]


def test_the_link_of_an_address_that_was_replaced_is_over(at: Office) -> None:
    link = asked(at)
    assert enters(at, "Ada", "other@example.net").status_code == 204
    at.forget_cookies()
    assert at.ask("POST", link).status_code == 404


@pytest.mark.parametrize("address", ["ada", "ada@localhost", "a@b.org\r\nBcc: x@y.org", "", None])
def test_what_is_no_address_is_refused(at: Office, address: Any) -> None:
    assert enters(at, "Ada", address).status_code == 400
    assert known(at, "Ada") is None


def test_nobody_enters_or_deletes_one_for_a_member(at: Office) -> None:
    address = at.has_address(at.world.member("Ada"))
    for who in ("", "A stranger"):
        assert enters(at, who, "x@example.net").status_code in (403, 404)
        gone = at.ask("DELETE", "messages/address", headers=at.session(who))
        assert gone.status_code in (403, 404)
    at.ask("DELETE", "messages/address", headers=at.session("Bea"))
    assert known(at, "Ada") == address


def test_a_server_without_mail_says_so_and_takes_no_address(tmp_path: Path) -> None:
    world = World().found()
    with desk(world, tmp_path) as at:
        assert "This server sends no mail" in at.page("me/messages", "Ada")
        answer = at.ask("PUT", "messages/address", json={"address": "ada@example.net"},
                        headers=at.session("Ada"))  # fmt: skip
        assert answer.status_code == 409
