"""What `esoviet doctor` sees from outside: the settings, the server, and the web server before it.

The server says what it makes of a request (`GET /node/request`), so what the web server in front
hands on, and what it does not, can be told apart.
"""

import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import httpx
import msgspec

from esoviet.cli.http import is_loopback
from esoviet.node import backup
from esoviet.node.checkup import Finding
from esoviet.node.config import Config
from esoviet.store.blobs import SALT
from esoviet.web.http.errors import MEDIA_TYPE
from esoviet.wire.encoding import b64u

SECONDS = 10.0
STREAM_SECONDS = 5.0
FORGED = "192.0.2.77"  # RFC 5737: nobody has this address
BELOW = "E-Soviet does not work below a path: give it a host name of its own."
PROXY = "Take the sample in docs/operating/ for the web server in front"


class Here(msgspec.Struct, frozen=True):
    """Of `GET /node`, what is compared."""

    host: str
    faults: tuple[str, ...] = ()


class Seen(msgspec.Struct, frozen=True):
    """Of `GET /node/request`: what the server sees of a request."""

    host: str
    proto: str
    address: str
    forwarded: bool
    trusted: bool


def settings(config: Config, data: Path) -> Iterator[Finding]:
    """What the settings say of themselves."""
    url = urlsplit(config.url)
    if not config.url:
        yield Finding("No public address is set.", 'url = "https://…" in esoviet.toml.')
    elif url.scheme != "https" and not is_loopback(url.hostname or ""):
        yield Finding(
            "The public address is not one of HTTPS, and keys work over HTTPS only.",
            f"{PROXY}, and set url to its https address.",
        )
    if url.path.strip("/"):
        yield Finding(f"The public address {config.url} lies below a path.", BELOW)
    if config.founding == "token" and not config.founding_tokens:
        yield Finding(
            "Founding needs a token, and there is none: nobody can found an assembly.",
            "Set founding_tokens.",
        )
    if config.is_https and is_loopback(config.host) and not config.trusted_proxies:
        yield Finding(
            "No web server in front is trusted, so all strangers share one limit.",
            'trusted_proxies = ["127.0.0.1", "::1"] in esoviet.toml.',
        )
    here = {folder.name for folder in backup.folders(data)}
    for one in config.listed:
        if one != "none" and one not in here:
            yield Finding(
                f"The front page is to list {one}, which is not here.", "Take it out of listed."
            )


def server(config: Config, key: bytes) -> Iterator[Finding]:
    """What the running server says of itself, asked past the web server in front."""
    try:
        with httpx.Client(timeout=SECONDS, trust_env=False) as http:
            here = msgspec.json.decode(http.get(f"{config.address}/node").content, type=Here)
    except (httpx.HTTPError, msgspec.MsgspecError) as error:
        yield Finding(
            f"The server runs, but does not answer at {config.address}: {_said(error)}.",
            "Give doctor the settings of the service, or see its log.",
        )
        return
    if here.host != b64u(key):
        yield Finding(f"Another server answers at {config.address}.", "Set another port.")
    for fault in here.faults:
        yield Finding(fault, "The log of the server and docs/operating.md say more.")


def way(url: str, config: Config, key: bytes, assemblies: Sequence[str]) -> Iterator[Finding]:
    """The way that members come: through whatever stands in front."""
    parts = urlsplit(url)
    if parts.path.strip("/"):
        yield Finding(f"{url} lies below a path.", BELOW)
        return
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        yield Finding(
            f"{url} is not HTTPS, and keys work in browsers over HTTPS only.",
            f"{PROXY}: it has a certificate.",
        )
        return
    base = url.rstrip("/")
    try:
        with httpx.Client(timeout=SECONDS) as http:
            stranger = list(_identity(base, http.get(f"{base}/node"), key))
            yield from stranger
            if not stranger:
                yield from _handed_on(http, base, parts, config)
                yield from _taken(http, base, config)
                for assembly in assemblies[:1]:
                    yield from _stream(http, f"{base}/a/{assembly}/changes")
    except httpx.HTTPError as error:
        yield _unreached(base, error)


def _identity(base: str, answer: httpx.Response, key: bytes) -> Iterator[Finding]:
    if answer.status_code in (301, 302, 307, 308):
        yield Finding(
            f"{base} leads to {answer.headers.get('location', 'elsewhere')}.",
            "Name that address instead, if it is the right one.",
        )
        return
    try:
        here = msgspec.json.decode(answer.content, type=Here)
    except msgspec.MsgspecError:
        yield Finding(
            f"{base}/node does not answer as E-Soviet does (status {answer.status_code}).",
            f"{PROXY}: it hands on every path.",
        )
        return
    if here.host != b64u(key):
        yield Finding(
            f"{base} leads to another server than this data folder's.",
            "Mend the name in the DNS, or the address in the web server.",
        )


def _handed_on(
    http: httpx.Client, base: str, parts: SplitResult, config: Config
) -> Iterator[Finding]:
    """Host, X-Forwarded-Proto and X-Forwarded-For."""
    seen = _ask(http, base, {})
    if seen is None:
        yield Finding(f"{base}/node/request does not answer.", f"{PROXY}: it hands on every path.")
        return
    if seen.host != parts.netloc:
        yield Finding(
            f"The web server in front hands on the Host {seen.host}, not {parts.netloc}.",
            "nginx: proxy_set_header Host $http_host;",
        )
    if parts.scheme == "https" and seen.proto != "https" and not config.is_https:
        yield Finding(
            "The server does not learn that members come by HTTPS.",
            "Set url, or in nginx: proxy_set_header X-Forwarded-Proto $scheme;",
        )
    if is_loopback(parts.hostname or "") and parts.port == config.port:
        return  # nothing stands in between
    if not seen.forwarded:
        yield Finding(
            "The web server in front does not tell the address of whoever asks.",
            "nginx: proxy_set_header X-Forwarded-For $remote_addr;",
        )
    elif not seen.trusted:
        yield Finding(
            "The web server in front is not trusted, so all strangers share one limit.",
            "Put the address from which it reaches the server into trusted_proxies.",
        )
    forged = _ask(http, base, {"X-Forwarded-For": FORGED})
    if forged is not None and forged.address == FORGED:
        yield Finding(
            "Anybody can pretend to come from any address, and go around the limits.",
            "nginx: proxy_set_header X-Forwarded-For $remote_addr;",
        )


def _ask(http: httpx.Client, base: str, headers: dict[str, str]) -> Seen | None:
    try:
        answer = http.get(f"{base}/node/request", headers=headers)
        return msgspec.json.decode(answer.content, type=Seen)
    except msgspec.MsgspecError:
        return None


def _taken(http: httpx.Client, base: str, config: Config) -> Iterator[Finding]:
    """Whether the largest file comes through. Its bytes have no such name, so nothing is kept.

    The server itself takes no file from who is no member, and says so in its own words.
    """
    if not config.founding_tokens and config.founding == "token":
        return
    token = f"Bearer {config.founding_tokens[0]}" if config.founding_tokens else ""
    try:
        answer = http.put(
            f"{base}/blobs/{'0' * 64}",
            content=bytes(max(SALT, config.max_blob_bytes)),
            headers={"Authorization": token} if token else {},
            timeout=6 * SECONDS,
        )
    except httpx.TransportError:  # hung up on before the end: an address that sent too much
        return
    by_the_server = answer.headers.get("content-type", "").startswith(MEDIA_TYPE)
    if answer.status_code == 413 and not by_the_server:
        yield Finding(
            f"Files of {config.max_blob_bytes} bytes, as the settings allow, do not come "
            "through the web server in front.",
            "nginx: client_max_body_size 22m;",
        )


def _stream(http: httpx.Client, url: str) -> Iterator[Finding]:
    """Whether the first line of the stream of changes comes at once, and not with the next news."""
    try:
        with http.stream("GET", url, timeout=STREAM_SECONDS) as answer:
            first = next(answer.iter_bytes(), b"")
    except httpx.TimeoutException:
        first = b""
    if not first.startswith(b"retry:"):
        yield Finding(
            "The web server in front holds the stream of changes back: pages are not live.",
            "nginx: proxy_buffering off; for /a/<id>/changes.",
        )


def _unreached(base: str, error: httpx.HTTPError) -> Finding:
    cause = error.__context__
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__context__
    if cause is not None or "CERTIFICATE" in str(error):
        return Finding(
            f"The certificate of {base} is not good: {_said(error)}.",
            "Renew it, and see that it holds for this name.",
        )
    return Finding(
        f"{base} cannot be reached: {_said(error)}.",
        "See that the name leads here, and that the web server in front runs.",
    )


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".")
