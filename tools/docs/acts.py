"""The catalog of acts as tables: every field of every struct, from the structs themselves."""

import inspect as python
import re
from collections.abc import Iterator
from typing import get_args

import msgspec
from msgspec import inspect

from esoviet.law import act as fields
from esoviet.law import catalog
from esoviet.law.act import Blob, Shape, Signed
from esoviet.law.editions import EDITIONS
from esoviet.law.founding import FoundAssembly
from esoviet.law.founding import found_assembly as founding
from tools.docs.blocks import table

_ALIASES = {
    "number": fields.Number,
    "count": fields.Count,
    "percent": fields.Percent,
    "date": fields.Date,
    "second": fields.Second,
    "sha256": fields.Sha256,
    "key": fields.PublicKey,
    "signature": fields.Signature,
    "decimal": fields.Decimal,
    "media type": fields.MediaType,
    "language": fields.Language,
    "file name": fields.FileName,
}
_SAYS = {
    "number": "a running number",
    "count": "a natural number",
    "percent": "0 to 100",
    "date": "milliseconds since 1970, up to the year 9999",
    "second": "the same, a whole second",
    "sha256": "32 bytes in lower-case hexadecimal",
    "key": "32 bytes in base64url: a public key, or the name of one",
    "signature": "64 bytes in base64url",
    "decimal": "a decimal number as text",
    "media type": "such as `text/markdown`",
    "language": "such as `en` or `pt-BR` (BCP 47)",
    "file name": "without control characters and slashes",
}


def values() -> str:
    """The kinds of values that fields have."""
    rows = []
    for name, alias in _ALIASES.items():
        meta = get_args(alias)[1]
        pattern = (meta.pattern or "").removesuffix(r"(?!\n)")
        rule = f"`{pattern}`" if pattern else f"{meta.ge} … {meta.le}"
        rows.append((f"*{name}*", "text" if pattern else "number", rule, _SAYS[name]))
    return table(("kind", "JSON", "rule", "what it is"), rows)


def shapes() -> str:
    """The shapes that acts use."""
    parts: dict[type[Shape], None] = {}
    every: list[type[Signed]] = [FoundAssembly, *EDITIONS["1"].acts]
    for act in every:
        for shape in _shapes(act):
            parts[shape] = None
    return "\n\n".join(
        f"**{shape.__name__}**: {_doc(shape)}\n\n{_fields(shape)}" for shape in parts
    )


def acts() -> str:
    """All acts in the order of the catalog."""
    parts = [_act(FoundAssembly, "a founder, whose key it carries", python.getdoc(founding) or "")]
    for entry in catalog.ACTS:
        who = {"member": "a member", "stranger": "a new key, which it carries", "host": "the host",
               "member or host": "a member or the host"}  # fmt: skip
        by = who[entry.by]
        by += ", also with a recovery key" if entry.recovery else ""
        by += ", also an applicant" if entry.applicant else ""
        by += ", also whoever was one or applied" if entry.former else ""
        parts.append(_act(entry.act, by, python.getdoc(entry.rule) or ""))
    return "\n\n".join(parts)


def _act(act: type[Signed], by: str, rule: str) -> str:
    clauses = re.findall(r"\d+\.\d+(?: to \d+\.\d+)?", rule)
    many = len(clauses) > 1 or "to" in clauses[0]
    law = f"Clause{'s' if many else ''} {' and '.join(clauses)}."
    head = f"#### `{act.__struct_config__.tag}`\n\n{_doc(act)}\n\nBy {by}. {law}"
    rows = _fields(act)
    return f"{head}\n\n{rows}" if rows else f"{head} It has no fields of its own."


def _doc(kind: type[msgspec.Struct]) -> str:
    return (
        (python.getdoc(kind) or "").replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    )


def _fields(kind: type[msgspec.Struct]) -> str:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    rows = [
        (f"`{field.name}`", _kind(field.type), _need(field))
        for field in info.fields
        if field.name not in fields.COMMON or not issubclass(kind, fields.Act)
    ]
    return table(("field", "value", "given"), rows) if rows else ""


def _need(field: inspect.Field) -> str:
    if field.required:
        return "always"
    if field.default is None:
        return "or `null`, or not at all"
    made = field.default_factory
    default = field.default if made is msgspec.NODEFAULT else made()
    return f"else it is `{msgspec.json.encode(default).decode()}`"


def _kind(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.UnionType):
        inner = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return " or ".join(map(_kind, inner))
    if isinstance(kind, inspect.LiteralType):
        return " · ".join(f"`{value}`" for value in sorted(map(str, kind.values)))
    if isinstance(kind, inspect.StructType):
        return f"{kind.cls.__name__}"
    if isinstance(kind, inspect.VarTupleType):
        return f"list of {_kind(kind.item_type)}{_between(kind.min_length, kind.max_length)}"
    if isinstance(kind, inspect.DictType):
        return "object: names and texts"
    if isinstance(kind, inspect.BoolType):
        return "true or false"
    return _plain(kind)


def _plain(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.IntType):
        for name, alias in _ALIASES.items():
            meta = get_args(alias)[1]
            if (meta.ge, meta.le) == (kind.ge, kind.le):
                return f"*{name}*"
        return str(kind.ge) if kind.ge == kind.le else f"number, {kind.ge} … {kind.le}"
    assert isinstance(kind, inspect.StrType)
    for name, alias in _ALIASES.items():
        if kind.pattern is not None and get_args(alias)[1].pattern == kind.pattern:
            return f"*{name}*"
    return f"text, at most {kind.max_length} characters" if kind.max_length else "text"


def _between(least: int | None, most: int | None) -> str:
    return f", {least or 0} … {most}" if most is not None else ""


def _shapes(kind: type[msgspec.Struct]) -> Iterator[type[Shape]]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        for one in _flat(field.type):
            if isinstance(one, inspect.StructType) and issubclass(one.cls, Shape):
                if one.cls is not Blob:
                    yield from _shapes(one.cls)
                yield one.cls


def _flat(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _flat(one)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _flat(kind.item_type)
    else:
        yield kind
