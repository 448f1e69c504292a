"""A file as it is sent: piece by piece, so that many slow readers cost no memory."""

import asyncio
import os
from collections.abc import Mapping
from typing import BinaryIO

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE = 2**16
SEND_SECONDS = 60.0  # in which a reader takes a piece, at least


class FileResponse(Response):
    """What is left of an open file, which is closed afterwards."""

    def __init__(self, file: BinaryIO, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        self._file = file
        left = os.fstat(file.fileno()).st_size - file.tell()
        self.headers["content-length"] = str(left)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it; a reader who takes nothing for a minute is left."""
        try:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            if scope["method"] != "HEAD":
                while piece := await asyncio.to_thread(self._file.read, PIECE):
                    body = {"type": "http.response.body", "body": piece, "more_body": True}
                    await asyncio.wait_for(send(body), SEND_SECONDS)
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()
