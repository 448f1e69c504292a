"""GET /metrics: a listener of its own, on the loopback address alone.

Not on the port of the pages: what comes from a web server on this machine comes from the loopback
address too, whoever it comes from. It speaks as much HTTP/1.1 as Prometheus needs, one answer a
connection.
"""

import asyncio
import contextlib
import logging

from esoviet.node.node import Node
from esoviet.web.http.metrics import MEDIA_TYPE, Lag, exposition

HOST = "127.0.0.1"
MOST_BYTES = 8192
SECONDS = 5.0
_log = logging.getLogger(__name__)


class Metrics:
    """Answers with a node's figures while it is open."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._lag = Lag()
        self._beats: asyncio.Task[None] | None = None
        self._server: asyncio.Server | None = None

    async def open(self, port: int) -> int:
        """Listen on a port (0: any); answers which. Raises `OSError`."""
        self._server = await asyncio.start_server(self._serve, HOST, port, limit=MOST_BYTES)
        self._beats = asyncio.create_task(self._lag.run())
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def close(self) -> None:
        """Listen no more."""
        if self._beats is not None:
            self._beats.cancel()
            await asyncio.gather(self._beats, return_exceptions=True)
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(await self._answer(head.partition(b"\r\n")[0]))
                await writer.drain()
        except (TimeoutError, OSError, EOFError, asyncio.LimitOverrunError):
            pass  # whoever asked has gone, or asks for something else
        except Exception:
            _log.exception("the figures could not be given")
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, asked: bytes) -> bytes:
        if asked.split(b" ")[:2] != [b"GET", b"/metrics"]:
            return _respond("404 Not Found", b"Ask for /metrics.\n", "text/plain")
        return _respond("200 OK", await exposition(self._node, self._lag), MEDIA_TYPE)


def _respond(status: str, body: bytes, media_type: str) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
