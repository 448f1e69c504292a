"""The way to an assembly's host: HTTP, with the answers read strictly and kept within bounds.

An answer has two minutes, and longer only for what comes and goes at `SLOWEST` bytes a second or
faster, headers and all: a server that drips holds nobody.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Self, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from esoviet.cli.errors import Trouble
from esoviet.cli.texts import Bytes

MAX_ANSWER = 64 * 1024 * 1024
ANSWER_SECONDS = 120.0
SILENT_SECONDS = 60.0
SLOWEST = 4096
PACKING = {"Accept-Encoding": "gzip, identity"}
JOSE = "application/jose"
FINAL = (400, 409, 413, 415, 422)
CLOSED = "urn:esoviet:closed"
BUSY = (408, 425, 429, 500, 502, 503, 504)
T = TypeVar("T")


class Answer(msgspec.Struct, frozen=True):
    """What the host says of an act that it has logged."""

    index: int
    time: int
    id: str
    receipt: str


class Refused(msgspec.Struct, frozen=True):
    """Problem details (RFC 9457) as the host gives them."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    clause: str = ""
    entry: int | None = None
    time: int | None = None
    blocked_by: str | None = None


class Refusal(Trouble):
    """The host refused; `details` says why."""

    def __init__(self, details: Refused) -> None:
        said = details.detail or details.title or f"status {details.status}"
        clause = f" (clause {details.clause} of the law)" if details.clause else ""
        super().__init__(f"Refused: {said}{clause}")
        self.details = details

    @property
    def is_final(self) -> bool:
        """Whether the host looked at what was handed in and will not have it as it is.

        Anything else (a busy host, a page in between that wants a password) answers nothing.
        """
        return bool(self.details.clause) or self.details.status in FINAL


class Unreachable(Trouble):
    """Nobody answered, or not in a way that means anything."""


class HttpClient:
    """One host, or one assembly on it: `url` is the address that paths are joined to."""

    def __init__(self, url: str, *, insecure: bool = False) -> None:
        self.url = checked_url(url, insecure=insecure)
        self.token: str | None = None
        self.signed_in = False
        self.knock: Callable[[], str | None] | None = None
        """Where only members read: signs in, and answers a token or None."""
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(
            timeout=SILENT_SECONDS, headers=PACKING, verify=authorities(self.url)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Sign out, where this has signed in, and close the connections."""
        try:
            if self.signed_in:
                self._ask("DELETE", "/session", None, None, None)
        except Trouble:
            pass  # it ends by itself
        finally:
            with self._runner:
                self._runner.run(self._http.aclose())

    def get(self, path: str, accept: str = "*/*") -> bytes:
        """The body of an answer with status 200; raises `Refusal` or `Unreachable`."""
        return self._send("GET", path, headers={"Accept": accept})

    def post(self, path: str, content: bytes, content_type: str) -> bytes:
        """Post a body."""
        return self._send("POST", path, content=content, headers={"Content-Type": content_type})

    def put(self, path: str, content: bytes, content_type: str) -> None:
        """Put a body."""
        self._send("PUT", path, content=content, headers={"Content-Type": content_type})

    def delete(self, path: str) -> None:
        """Delete."""
        self._send("DELETE", path)

    def submit(self, path: str, act: bytes, blobs: Sequence[Bytes]) -> Answer:
        """Hand in an act, with the blobs that it refers to."""
        if not blobs:
            return _read(self.post(path, act, JOSE), Answer)
        files: list[tuple[str, tuple[str, bytes, str]]] = [("act", ("act", act, JOSE))]
        files += [(b.ref.sha256, (b.ref.sha256, b.data, b.ref.media_type)) for b in blobs]
        return _read(self._send("POST", path, files=files), Answer)

    def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        try:
            return self._ask(method, path, content, files, headers)
        except Refusal as refusal:
            knock, self.knock = self.knock, None  # signing in asks for what is open to all
            try:
                if refusal.details.type != CLOSED or knock is None or not (token := knock()):
                    raise
                self.token, self.signed_in = token, True
                return self._ask(method, path, content, files, headers)
            finally:
                self.knock = knock

    def _ask(
        self,
        method: str,
        path: str,
        content: bytes | None,
        files: list[tuple[str, tuple[str, bytes, str]]] | None,
        headers: dict[str, str] | None,
    ) -> bytes:
        sent = dict(headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        request = self._http.build_request(
            method, self.url + path, content=content, files=files, headers=sent
        )
        try:
            answer, body = self._runner.run(self._answered(request))
        except httpx.HTTPError as error:
            raise unreachable(self.url, error) from None
        except TimeoutError:
            raise Unreachable(f"{self.url} answers too slowly; try again later.") from None
        if answer.status_code not in (200, 201, 204):
            raise _refusal(answer, body)
        return body

    async def _answered(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        """The answer and its body, in time."""
        given = asyncio.get_running_loop().time() + ANSWER_SECONDS
        given += int(request.headers.get("Content-Length", "0")) / SLOWEST
        async with asyncio.timeout_at(given) as limit:
            answer = await self._http.send(request, stream=True)
            try:
                body = bytearray()
                async for part in _parts(answer):
                    body += part
                    if len(body) > MAX_ANSWER:
                        host = answer.url.host
                        raise Unreachable(f"The answer of {host} is too long to be meant for us.")
                    limit.reschedule(given + len(body) / SLOWEST)
            finally:
                await answer.aclose()
        return answer, bytes(body)


def unreachable(url: str, error: Exception) -> Unreachable:
    """What to say where nobody answers."""
    said = str(error) or type(error).__name__
    if "refused" in said or "Connect call failed" in said or "connection attempts failed" in said:
        said = "nothing answers there. Is it the right address, and does the server run?"
    return Unreachable(f"Cannot reach {url}: {said}")


def checked_url(url: str, *, insecure: bool = False) -> str:
    """An address without its last slash; plain http only to this very machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Trouble(f"{url!r} is not an address such as https://example.org")
    if parts.scheme == "http" and not insecure and not is_loopback(parts.hostname):
        raise Trouble(
            f"{url} is not encrypted: others on the way could read and hold back what you send. "
            "Use https, or say --insecure."
        )
    return url.rstrip("/")


def authorities(url: str) -> ssl.SSLContext | bool:
    """Whom to believe who a host is: all whom httpx does; nobody where no host can prove it, for
    to read them takes longer than to sign."""
    return True if urlsplit(url).scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parts(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body. Packed twice, a kilobyte would unfold to gigabytes before a part of it is seen."""
    if answer.headers.get("Content-Encoding", "").lower() not in ("", "identity", "gzip"):
        raise Unreachable(f"{answer.url.host} answers in a packing that was not asked for.")
    return answer.aiter_bytes()


def _refusal(answer: httpx.Response, body: bytes) -> Trouble:
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        try:
            details = msgspec.json.decode(body, type=Refused)
        except msgspec.DecodeError:
            pass
        else:
            if answer.status_code not in BUSY:
                return Refusal(msgspec.structs.replace(details, status=answer.status_code))
            said = details.detail or details.title
            return Unreachable(f"{answer.url.host} cannot answer now: {said}")
    if answer.status_code in BUSY:
        return Unreachable(f"{answer.url.host} cannot answer now (status {answer.status_code}).")
    if answer.request.method != "GET":  # not a word of the host's about what was handed in
        return Unreachable(
            f"{answer.url.host} answers with status {answer.status_code} and not as a host does."
        )
    return Refusal(Refused(status=answer.status_code, title=answer.reason_phrase))


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Unreachable(f"The host answers in no form that we know: {error}.") from None
