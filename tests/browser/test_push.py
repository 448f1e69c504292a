"""A device is told: in a real Firefox, by a push service of our own, sealed on the way."""

from collections.abc import Iterator

import pytest

from tests.browser.firefox import Firefox, Person, firefox, watched
from tests.browser.host import Host, hosting
from tests.browser.push_service import PushService, push_service

SHOWN = """
const { ready } = navigator.serviceWorker;
const notices = await (await ready).getNotifications();
return notices.map(({ title, body, data, tag, lang }) => ({ title, body, data, tag, lang }));
"""
CLOSE = (
    "for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();"
)
ANY_HOUR = """
for (const name of ["quiet_from", "quiet_until"]) {
    document.querySelector(`[name=${name}]`).value = "0";
}
"""  # this test runs at night too


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    """What the maker of Firefox would run."""
    with push_service() as running:
        yield running


@pytest.fixture(scope="module")
def fox(service: PushService) -> Iterator[Firefox]:
    """A Firefox that is told by it."""
    told = {
        "dom.push.serverURL": service.address,
        "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.testing.ignorePermission": True,
        "dom.push.connection.enabled": True,
        "permissions.default.desktop-notification": 1,
        "alerts.useSystemBackend": False,  # a desk without a desktop shows nothing
    }
    with firefox(told) as started:
        yield started


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that sends pushes, also to a service on this very machine."""
    folder = tmp_path_factory.mktemp("data")
    with hosting(folder, push_contact="mailto:host@example.org", ask_private=True) as up:
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


def test_a_device_is_told_when_its_member_wants_it_and_not_any_more(
    ada: Person, service: PushService
) -> None:
    ada.visits("/me/messages").presses("Tell me on this device").sees("You are told on this device")
    ada.presses("Send me one now").sees("It is on its way")
    (notice,) = ada.until("no notice", f"const found = await (async () => {{ {SHOWN} }})(); "
                          "return found.length && found;")  # fmt: skip
    assert notice["title"] == "E-Soviet"
    assert notice["body"] == "This is how you are told. Nothing needs you."
    assert notice["data"].endswith(f"/a/{ada.assembly}/me/messages")
    (pushed,) = service.pushed
    assert b"told" not in pushed.body
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert pushed.headers["authorization"].startswith("vapid t=")
    ada.run(CLOSE)
    assert ada.breaches() == []
    ada.presses("Not on this device any more").sees("Tell me on this device")
    ada.reloads().sees("Tell me on this device")


@pytest.mark.quick
def test_what_needs_a_member_at_once_comes_to_the_device_and_leads_to_the_ballot(
    ada: Person, service: PushService
) -> None:
    ada.visits("/me/messages").presses("Tell me on this device").sees("You are told on this device")
    ada.run("document.querySelector('[name=needs]').value = 'at once';")
    ada.run(ANY_HOUR)
    ada.presses("Keep").sees("Kept. It holds from now on.")
    before = len(service.pushed)
    ada.asks("Shall we meet on Monday?")
    service.awaits(before + 1)
    notices = ada.until("no notice", f"const found = await (async () => {{ {SHOWN} }})(); "
                        "return found.length && found;")  # fmt: skip
    assert "Monday" not in str(notices)
    assert any("/votes/" in one["data"] or "/questions/" in one["data"] for one in notices)
