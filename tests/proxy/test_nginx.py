"""The sample of nginx before a real server: pages, acts, the stream, large files, addresses."""

import json
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import msgspec
import pytest

from esoviet.cli.doctor import NAMES, WAY
from esoviet.cli.main import main
from esoviet.node.config import Config
from esoviet.wire import envelope
from tests.cli.conftest import Running, free_port
from tests.proxy.front import Nginx, certificate
from tests.web.desk import ONE
from tests.web.served import write
from tests.web.test_process import RULES, ballot, lines_of
from tests.world import World

pytestmark = pytest.mark.e2e
MOST = Config().max_blob_bytes
GZIP = {"accept-encoding": "gzip"}


class Site(NamedTuple):
    """A server, the port at which nginx is to stand, and the certificate."""

    world: World
    data: Path
    port: int
    tls: int
    pem: Path

    @property
    def client(self) -> httpx.Client:
        """A client that trusts the certificate."""
        trusted = ssl.create_default_context(cafile=str(self.pem))
        return httpx.Client(verify=trusted, base_url=f"https://localhost:{self.tls}", timeout=20)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data, keys, tls = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("pem"), free_port()
    world = World(time.time_ns() // 10**9 * 1000).found(**RULES, readership="public")
    world.member("Ada").puts_to_vote()
    write(world, data)
    settings = {"ESOVIET_URL": f"https://localhost:{tls}", "ESOVIET_TRUSTED_PROXIES": "127.0.0.1"}
    running = Running(data, settings={**settings, "ESOVIET_STRANGER_RATE": "1000"})
    with running:
        yield Site(world, data, running.port, tls, certificate(keys))


@pytest.fixture
def client(site: Site, tmp_path: Path) -> Iterator[httpx.Client]:
    """Somebody out there, before the sample as it stands."""
    with Nginx(tmp_path, site.port, site.pem, site.tls), site.client as client:
        yield client


def test_pages_come_through_with_their_headers(client: httpx.Client, site: Site) -> None:
    page = client.get(f"/a/{site.world.id}", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert page.headers["strict-transport-security"].startswith("max-age=")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["content-encoding"] == "br"
    older = client.get(f"/a/{site.world.id}", headers={"accept": "text/html"} | GZIP)
    assert older.headers["content-encoding"] == "gzip"
    assert older.text == page.text
    assert client.get("/node").json()["faults"] == []


def test_acts_come_through_and_the_stream_tells_of_them_at_once(
    client: httpx.Client, site: Site
) -> None:
    here, ada = f"/a/{site.world.id}", site.world.member("Ada")
    with client.stream("GET", f"{here}/changes") as stream:
        lines = lines_of(stream)
        assert next(lines).startswith("retry:")
        answer = client.post(f"{here}/acts", content=ballot(site.world, ada), headers=ONE)
        assert answer.status_code == 201
        assert next(lines) == f"id: {answer.json()['index'] + 1}"
        changed = json.loads(next(lines).removeprefix("data: "))["changed"]
        assert ["Ballot", 1, ada.number] in changed


def token(client: httpx.Client, site: Site) -> str:
    """Ada's session: who is no member brings texts, not files."""
    here = f"/a/{site.world.id}/session"
    nonce, origin = client.get(here).json()["nonce"], f"localhost:{site.tls}"
    payload = {"assembly": site.world.id, "nonce": nonce, "origin": origin}
    proof = envelope.seal(msgspec.json.encode(payload), site.world.member("Ada").key, "session")
    answer = client.post(here, content=proof, headers=ONE)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


@pytest.mark.parametrize(("size", "status"), [(MOST, 400), (23 << 20, 413)])
def test_files_come_through_up_to_the_limit_of_the_node(
    client: httpx.Client, site: Site, size: int, status: int
) -> None:
    """With 400 the node says that the name is not the hash: it has read it all."""
    path = f"/a/{site.world.id}/blobs/{'0' * 64}"
    signed_in = {"Authorization": f"Bearer {token(client, site)}"}
    assert client.put(path, content=bytes(size), headers=signed_in).status_code == status


def test_the_node_learns_who_asks_whatever_they_say(client: httpx.Client, site: Site) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "gopher"}
    assert client.get("/node/request", headers=forged).json() == {
        "host": f"localhost:{site.tls}", "proto": "https", "address": "127.0.0.1",
        "forwarded": True, "trusted": True,
    }  # fmt: skip


def test_plain_http_leads_to_https(site: Site, tmp_path: Path) -> None:
    nginx = Nginx(tmp_path, site.port, site.pem, site.tls)
    with nginx:
        answer = httpx.get(f"http://localhost:{nginx.http}/law")
    assert (answer.status_code, answer.headers["location"]) == (301, "https://localhost/law")


def test_tiles_may_be_kept_for_ever_and_the_checkpoint_not(
    client: httpx.Client, site: Site
) -> None:
    log = f"/a/{site.world.id}/log"
    size = int(client.get(f"{log}/checkpoint").text.splitlines()[1])
    tile = client.get(f"{log}/tile/entries/000.p/{size}")
    assert (tile.status_code, "immutable" in tile.headers["cache-control"]) == (200, True)
    assert client.get(f"{log}/checkpoint").headers["cache-control"] == "no-cache"


BENT: dict[str, tuple[dict[str, str], str]] = {
    "as it stands": ({}, "Nothing is wrong. Looked at: way."),
    "another Host": ({"Host $http_host": "Host inner"}, "hands on the Host inner"),
    "no address": (
        {"proxy_set_header X-Forwarded-For $remote_addr;": ""}, "does not tell the address"
    ),
    "an address that anybody writes": (
        {"X-Forwarded-For $remote_addr": "X-Forwarded-For $proxy_add_x_forwarded_for"},
        "Anybody can pretend",
    ),
    "small files only": ({"client_max_body_size 22m": "client_max_body_size 1m"}, "do not come"),
    "a stream held back": (
        {"proxy_buffering off;": "proxy_ignore_headers X-Accel-Buffering;"}, "holds the stream"
    ),
    "a page of its own": (
        {"location / {": "location = /node { return 200 welcome; } location / {"}, "does not answer"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("instead", "said"), BENT.values(), ids=BENT)
def test_the_doctor_sees_what_the_web_server_in_front_does_wrong(
    site: Site,
    tmp_path: Path,
    instead: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(site.pem))
    others = [word for name in NAMES if name != WAY for word in ("--without", name)]
    with Nginx(tmp_path, site.port, site.pem, site.tls, instead) as url:
        code = main(["doctor", "--data", str(site.data), "--url", url, *others])
    lines = capsys.readouterr().out.splitlines()
    assert code == (1 if instead else 0)
    assert said in lines[0]


def test_the_doctor_sees_a_bad_certificate_and_a_way_that_leads_nowhere(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [word for name in NAMES if name != WAY for word in ("--without", name)]
    asked = ["doctor", "--data", str(site.data), *others, "--url"]
    with Nginx(tmp_path, site.port, site.pem, site.tls) as url:
        assert main([*asked, url]) == 1
        assert main([*asked, f"{url}/below"]) == 1
    assert main([*asked, url]) == 1
    certificate_, below, nowhere = capsys.readouterr().out.splitlines()
    assert "certificate" in certificate_
    assert "host name of its own" in below
    assert "cannot be reached" in nowhere
