"""An act with its texts and files: multipart/form-data of a field `act`, and files by SHA-256."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from esoviet.node.submission import Submission
from esoviet.store.blobs import PIECE, Pending, WrongBytes
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import Meter, limited
from esoviet.wire.envelope import MAX_ACT
from esoviet.wire.reason import Reason

MAX_FILES = 32


class Form(NamedTuple):
    """What a form brings."""

    act: bytes
    files: dict[str, UploadFile]

    @property
    def size(self) -> int:
        """How many bytes all files have together."""
        return sum(file.size or 0 for file in self.files.values())


Payer = Callable[[bytes], Meter]
"""Who pays for what comes with an act."""


class _Reader(MultiPartParser):
    """Hears of the act as soon as it is there, if it comes first, as it should."""

    def __init__(self, request: Request, stream: AsyncGenerator[bytes, None]) -> None:
        super().__init__(
            request.headers, stream, max_files=MAX_FILES, max_fields=1, max_part_size=MAX_ACT
        )
        self.act: bytes | None = None
        self._first = bytearray()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """What a part consists of."""
        super().on_part_data(data, start, end)
        if not self.items and len(self._first) <= MAX_ACT:
            self._first += data[start : min(end, start + MAX_ACT + 1)]

    def on_part_end(self) -> None:
        """A part is there."""
        super().on_part_end()
        if len(self.items) == 1 and self.items[0][0] == "act":
            self.act = bytes(self._first[: MAX_ACT + 1])


@asynccontextmanager
async def form_of(
    request: Request, most: int, pays: Payer, pending: Pending
) -> AsyncIterator[Form]:
    """Read a form of at most `most` bytes; its files last as long as the block.

    What has come counts as on its way to `pending`. Who pays is seen from the act, which should be
    first: `pays` is asked once, with what is there of it when more comes than an act can be.
    """
    arrived = unpaid = 0
    meter: Meter | None = None

    async def count(size: int) -> None:
        nonlocal arrived, unpaid, meter
        arrived += size
        pending.arriving += size
        unpaid += size
        if meter is None and (parser.act is not None or unpaid > 2 * MAX_ACT):
            meter = pays(parser.act or b"")
        if meter is not None:
            await meter.take(unpaid)
            unpaid = 0

    parser = _Reader(request, limited(request, most, count))
    try:
        async with _parsed(parser) as parsed:
            yield await _sorted(parsed)
    finally:
        pending.arriving -= arrived


@asynccontextmanager
async def _parsed(parser: _Reader) -> AsyncIterator[FormData]:
    try:
        parsed = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        because = getattr(error, "message", "no boundary, or no characters")
        raise HttpError(
            400, Reason("This is not a form as multipart/form-data: {because}.", because=because)
        ) from None
    try:
        yield parsed
    finally:
        await parsed.close()


async def take_files(
    form: Form, submission: Submission, pending: Pending, is_gone: Callable[[str], bool]
) -> None:
    """Take in the files of a form: only what its act refers to, and as it describes it.

    What `is_gone` (erased or withheld) is left lying: the act may still be asked about again.
    """
    sizes = {blob.sha256: blob.size for blob in submission.blobs}
    if not form.files.keys() <= sizes.keys():
        raise HttpError(400, "The act refers to no such file.")
    if any(file.size != sizes[name] for name, file in form.files.items()):
        raise HttpError(400, "A file has another size than the act says.")
    for name, file in form.files.items():
        if is_gone(name):
            continue
        try:
            with pending.upload() as upload:
                while piece := await file.read(PIECE):
                    await asyncio.to_thread(upload.write, piece)
                await asyncio.to_thread(pending.finish, upload, name)
        except WrongBytes as error:
            raise HttpError(400, str(error)) from None


async def _sorted(parsed: FormData) -> Form:
    act: bytes | None = None
    files: dict[str, UploadFile] = {}
    for name, value in parsed.multi_items():
        if name == "act" and act is None:
            act = (
                value.encode(errors="replace")
                if isinstance(value, str)
                else await value.read(MAX_ACT + 1)
            )
        elif isinstance(value, UploadFile) and name not in files:
            files[name] = value
        else:
            raise HttpError(400, "Send one field `act`, and files named by their SHA-256.")
    if act is None:
        raise HttpError(400, "The field `act` is missing.")
    return Form(act, files)
