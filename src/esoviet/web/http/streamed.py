"""A file as it is sent: piece by piece, so that many slow readers cost no memory.

Who asks for a part of it is sent that part (RFC 9110 section 14): else no film can be wound on, and
some browsers play none. Of several parts at once all of it is sent.
"""

import asyncio
import os
import re
from collections.abc import Callable, Mapping
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from esoviet.web.http.errors import HttpError

PIECE = 2**16
SEND_SECONDS = 60.0  # in which a reader takes a piece, at least
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class FileResponse(Response):
    """What is left of an open file, or the next `length` bytes; it is closed afterwards."""

    def __init__(
        self, file: BinaryIO, headers: Mapping[str, str], status: int = 200, length: int = -1
    ) -> None:
        super().__init__(status_code=status, headers=headers)
        self._file = file
        self._left = left_of(file) if length < 0 else length
        self.headers["content-length"] = str(self._left)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it; a reader who takes nothing for a minute is left."""
        try:
            start = {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
            await send(start)
            if scope["method"] != "HEAD":
                while piece := await asyncio.to_thread(self._file.read, min(PIECE, self._left)):
                    self._left -= len(piece)
                    body = {"type": "http.response.body", "body": piece, "more_body": True}
                    await asyncio.wait_for(send(body), SEND_SECONDS)
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()


async def sent_file(
    request: Request,
    opened: Callable[[], BinaryIO | None],
    tag: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A file from where it stands, or the part that is asked for; a thread calls `opened`."""
    own = {"ETag": tag, "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=own)
    file = await asyncio.to_thread(opened)
    if file is None:
        raise HttpError(404, "This text or file is not here.")
    whole = {**own, **(headers or {})}
    size = left_of(file)
    asked = request.headers.get("range", "")
    span = span_of(asked, size) if request.headers.get("if-range", tag) == tag else None
    if span is None:
        return FileResponse(file, whole)
    start, end = span
    if start >= end:
        file.close()
        return Response(status_code=416, headers={**own, "Content-Range": f"bytes */{size}"})
    file.seek(start, os.SEEK_CUR)
    part = {**whole, "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return FileResponse(file, part, 206, end - start)


def span_of(asked: str, size: int) -> tuple[int, int] | None:
    """What a `Range` asks for, without its end; None: all. An empty part: there is no such."""
    match = _RANGE.fullmatch(asked)
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        return max(0, size - int(last)), size
    start, end = int(first), min(size, int(last) + 1) if last else size
    if last and int(last) < start:
        return None
    return (start, end) if start < size else (size, size)


def left_of(file: BinaryIO) -> int:
    """How many bytes of an open file are left."""
    return os.fstat(file.fileno()).st_size - file.tell()
