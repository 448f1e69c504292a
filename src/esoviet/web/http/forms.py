"""An act with its texts and files: multipart/form-data of a field `act`, and files by SHA-256."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from esoviet.node.submission import Submission
from esoviet.store.blobs import Pending, WrongBytes
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import limited
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


@asynccontextmanager
async def form_of(request: Request, most: int) -> AsyncIterator[Form]:
    """Read a form of at most `most` bytes; its files last as long as the block."""
    parser = MultiPartParser(
        request.headers, limited(request, most), max_files=MAX_FILES, max_fields=1,
        max_part_size=MAX_ACT,
    )  # fmt: skip
    try:
        parsed = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        because = getattr(error, "message", "no boundary, or no characters")
        raise HttpError(
            400, Reason("This is not a form as multipart/form-data: {because}.", because=because)
        ) from None
    try:
        yield await _sorted(parsed)
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
            await asyncio.to_thread(pending.put, name, await file.read())
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
