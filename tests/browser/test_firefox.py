"""The main road in Firefox: what is proven in Chromium holds in the other engine too."""

from collections.abc import Iterator

import pytest

from tests.browser.firefox import Firefox, Person, firefox, watched
from tests.browser.host import Host, hosting


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    """The Firefox of these tests."""
    with firefox() as started:
        yield started


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host with an empty folder, whose clock can be turned."""
    with hosting(tmp_path_factory.mktemp("data")) as up:
        yield up


@pytest.fixture(autouse=True)
def strict(fox: Firefox, request: pytest.FixtureRequest) -> Iterator[None]:
    """A page's error fails the test; a test that failed leaves a picture of each page."""
    with watched(fox, request):
        yield


@pytest.fixture(scope="module")
def ada(fox: Firefox, host: Host) -> Person:
    """Who founded the assembly."""
    return fox.person(host.address, "Ada Quay").founds("Harbour workers")


@pytest.fixture(scope="module")
def bea(fox: Firefox, host: Host, ada: Person) -> Person:
    """Whom she invited."""
    return fox.person(host.address, "Bea Tide").applies(ada.invites())


def test_a_founder_invites_and_who_follows_the_link_is_a_member(ada: Person, bea: Person) -> None:
    ada.visits().sees("2 members").visits("/members").sees("Ada Quay .* Bea Tide")
    assert [one.kept("keys")[0]["member"] for one in (ada, bea)] == [1, 2]
    assert ada.phrase != bea.phrase


def test_a_reload_keeps_the_key(ada: Person) -> None:
    before = ada.visits("/me").kept("keys")
    ada.reloads().sees(before[0]["kid"])
    assert ada.kept("keys") == before


def test_a_ballot_gets_a_receipt_and_its_vote_is_counted_again(
    ada: Person, bea: Person, host: Host
) -> None:
    ada.asks("Do we march on Saturday?")
    bea.seconds(1).casts("No", 1).visits("/me").sees("cast a ballot")
    ada.casts("Yes", 1)
    signed = {one["type"] for one in bea.kept("receipts")}
    assert signed == {"apply-to-join", "second-question", "cast-ballot"}
    host.turns(seconds=200)  # no more: this browser's clock stays where it is
    bea.visits("/votes/1").presses("Recount it yourself")
    bea.sees(r"Counted again: 2 ballots, \d+ signatures, \d+ entries checked\. It is as stated")


def test_a_host_that_shows_another_history_is_found_out(
    fox: Firefox, host: Host, ada: Person
) -> None:
    visitor = fox.person(host.address, "Visitor").opens(f"/a/{ada.assembly}").sees("First visit")
    visitor.reloads().sees("Consistent with your last visit")
    visitor.misremembers(ada.assembly, root="A" * 43 + "=")
    visitor.reloads().sees("the history shown here is not the one that this browser saw before")


def test_an_act_signed_without_a_network_is_sent_when_it_is_back(bea: Person) -> None:
    bea.visits("/problems/new").fills(Your_text="Written underground").in_a_tunnel(True)
    bea.presses("Sign and raise").presses("Sign and send")
    bea.sees("not sent yet")
    bea.in_a_tunnel(False).visits("/problems").visits("/problems").sees("Written underground")
    assert bea.kept("outbox") == []


def test_pages_are_sound(bea: Person) -> None:
    found = {path: bea.visits(path).breaches() for path in ("", "/members/1", "/questions/new")}
    assert not any(found.values()), found


def test_a_breach_of_the_policy_does_not_go_unheard(fox: Firefox, bea: Person) -> None:
    bea.visits().run("document.body.setAttribute('style', 'color: red')")
    bea.run("setTimeout(() => { null.length; })")
    bea.run("Promise.reject(new DOMException('no', 'OperationError'))")
    kinds = list[str]()
    while len(kinds) < 3:  # or the test takes too long
        kinds += [one.partition(":")[0] for one in fox.complaints()]
    assert kinds == ["CSP_CSPInlineStyleViolation2", "content javascript", "content javascript"]
