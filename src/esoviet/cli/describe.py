"""What is about to be signed, in full, for the person who signs it."""

import inspect
from collections.abc import Iterator

from esoviet.cli import terminal
from esoviet.cli.fields import DATES, Drafted, Plain
from esoviet.cli.home import Known
from esoviet.cli.texts import SALT, Bytes
from esoviet.law.act import Act

FOREVER = (
    "Your name and your words can be erased; your key, your number, what you chose and when stay "
    "in the log for ever."
)


def described(kind: type[Act], drafted: Drafted, known: Known, kid: str) -> str:
    """The act as its author should read it."""
    said = inspect.cleandoc(kind.__doc__ or "").split("\n")[0]
    lines = [f"You sign in {known.alias}: {said}"]
    by_name = {blob.ref.sha256: blob for blob in drafted.blobs}
    lines += _lines(drafted.fields, by_name, "  ")
    lines.append(f"  with your key {known.key} ({kid[:8]}…)")
    return "\n".join(lines)


def _lines(values: dict[str, Plain], blobs: dict[str, Bytes], indent: str) -> Iterator[str]:
    for name, value in values.items():
        label = f"{indent}{name.replace('_', ' ')}: "
        if isinstance(value, dict) and "sha256" not in value:
            yield label.rstrip()
            yield from _lines(value, blobs, indent + "  ")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            for one in value:
                yield label + _shown(one, blobs, len(label))
        elif name in DATES and isinstance(value, int):
            yield label + terminal.moment(value)[:10]
        else:
            yield label + _shown(value, blobs, len(label))


def _shown(value: Plain, blobs: dict[str, Bytes], width: int) -> str:
    if isinstance(value, dict):
        blob = blobs.get(str(value.get("sha256")))
        return "" if blob is None else _content(blob).replace("\n", "\n" + " " * width)
    if isinstance(value, list):
        return " > ".join(
            " = ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value
        )
    return str(value)


def _content(blob: Bytes) -> str:
    if blob.ref.media_type.startswith("text/"):
        return blob.data[SALT:].decode("utf-8", "replace").strip()
    return f"{blob.file or 'a file'} ({blob.ref.media_type}, {len(blob.data) - SALT} bytes)"
