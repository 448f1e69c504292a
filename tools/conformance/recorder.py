"""A world that writes down whatever is handed in, in its order, and what was made of it."""

import json
from typing import Any

import msgspec

from esoviet.law.judge import Judgement
from esoviet.law.record import Record
from esoviet.wire import envelope
from esoviet.wire.encoding import b64
from tests.world import World

Line = dict[str, Any]


class Recorder(World):
    """Every act that is submitted becomes a line: logged, or refused by a clause."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def says(self, words: str) -> None:
        """What comes next, in words."""
        self.lines.append({"note": words})

    def submit(self, jws: bytes) -> Judgement:
        """Judge it; whatever others say about the time before it stands before it."""
        judgement = super().submit(jws)
        if judgement.refusal is None:
            self.lines.append({"entry": self.entries[-1].decode()})
        else:
            refusal = judgement.refusal
            handed_in = {"time": self.now, "act": jws.decode(), "id": envelope.parse(jws).id}
            because = str(refusal.because)
            self.lines.append({"refused": handed_in, "clause": refusal.clause, "because": because})
        return judgement

    def stands(self, *kinds: type[Record]) -> None:
        """What records of these kinds there are now, by the log alone."""
        self.confirm()
        size, root = self.tree.size, b64(self.tree.root())
        records = {kind.__name__: [spelled(one) for one in self.view.all(kind)] for kind in kinds}
        self.lines.append({"size": size, "root": root, "records": records})

    def file(self) -> bytes:
        """The lines as they stand in a file."""
        return b"".join(
            json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in self.lines
        )


def spelled(record: Record) -> Line:
    """A record by the names of its fields, bytes in hexadecimal."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    plain: Line = msgspec.to_builtins(
        {name: _plain(value) for name, value in fields.items()}, str_keys=True
    )
    return plain


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Record):
        return spelled(value)
    return value
