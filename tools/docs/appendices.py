"""The appendices of docs/law.md, written from the code."""

import typing
from pathlib import Path
from types import NoneType, UnionType

import msgspec

from esoviet.law import act, catalog
from esoviet.law.act import Blob, Shape, Signed
from esoviet.law.constitution import PARAMETERS, TEMPLATES, UNUSED, Parameter
from esoviet.law.founding import FoundAssembly

LAW = Path(__file__).resolve().parents[2] / "docs" / "law.md"
MARK = "<!-- appendices: written by `make made`; a test holds them current -->\n"
WHO = {"member": "a member", "stranger": "anyone, with a key of their own", "host": "the host",
       "member or host": "a member, or the host"}  # fmt: skip
NAMED: dict[object, str] = {
    act.Number: "a number from 1",
    act.Count: "a number from 0",
    act.Percent: "0 to 100",
    act.Sha256: "the seal of a text",
    act.PublicKey: "a public key",
    act.Signature: "a signature",
    act.Decimal: "a decimal number",
    act.Date: "a date",
    Blob: "a text or file",
    str: "a text",
    bool: "true or false",
    dict[str, str]: "parameters and their values",
}


KID = "the name of a key"


def appendices() -> str:
    """Both appendices, as they stand in docs/law.md."""
    return "\n".join([MARK, *_parameters(), *_acts()]) + "\n"


def _parameters() -> list[str]:
    names = ", ".join(f"`{name}`" for name in TEMPLATES)
    lines = ["## Appendix A. The constitution", ""]
    lines += [f"| parameter | default | bounds | {' | '.join(TEMPLATES)} | meaning |"]
    lines += ["|---" * (4 + len(TEMPLATES)) + "|"]
    lines += [_parameter(parameter) for parameter in PARAMETERS]
    lines += ["", f"{names} are templates to begin from; where one says nothing, it takes the "]
    lines[-1] += "default. A value is a whole number, a fraction such as `1/3`, or one of the "
    lines[-1] += "choices. Durations are in days: `1/24` is an hour, `1/1440` a minute."
    unused = ", ".join(f"`{name}`" for name in UNUSED)
    return [*lines, "", f"No clause of edition 1 uses {unused} yet.", ""]


def _parameter(one: Parameter) -> str:
    bounds = " or ".join(one.choices) or f"{one.least} to {one.most}"
    given = [values.get(one.name, "") for values in TEMPLATES.values()]
    return " | ".join([f"| `{one.name}`", one.default, bounds, *given, f"{one.meaning} |"])


def _acts() -> list[str]:
    lines = ["## Appendix B. The acts", ""]
    lines += [
        "Besides the fields listed, every act has `seq`, `at` (1.4, 1.11) and, unless it is its "
    ]
    lines[-1] += "key's first, `prev` (1.4); every act but the founding one has `assembly` (1.2) "
    lines[-1] += "and `seen` (1.5). Fields in brackets may be left out."
    lines += ["", *_act(FoundAssembly, "the founder")]
    for entry in catalog.ACTS:
        who = WHO[entry.by]
        who += ", or an applicant" if entry.applicant else ""
        who += ", or whoever was one or applied" if entry.former else ""
        who += ", also with a recovery key" if entry.recovery else ""
        lines += ["", *_act(entry.act, who)]
    shapes = sorted({shape for entry in catalog.ACTS for shape in _shapes(entry.act)} | {Blob},
                    key=lambda shape: shape.__name__)  # fmt: skip
    return [*lines, "", "Parts of acts:", *(line for shape in shapes for line in _shape(shape))]


def _act(kind: type[Signed], who: str) -> list[str]:
    words = " ".join((kind.__doc__ or "").split())
    fields = [one for one in _fields(kind) if one]
    return [
        f"**`{kind.__struct_config__.tag}`** ({who}). {words}",
        *(["", *fields] if fields else []),
    ]


def _shape(kind: type[Shape]) -> list[str]:
    return [
        "",
        f"**{kind.__name__}**. " + " ".join((kind.__doc__ or "").split()),
        "",
        *_fields(kind),
    ]


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    hints = typing.get_type_hints(kind, include_extras=True)
    names = kind.__struct_fields__
    said = {name: KID if name == "kid" else describe(hints[name]) for name in names}
    return [
        f"- `{field.name}`: {said[field.name]}"
        if field.required
        else f"- [`{field.name}`]: {said[field.name]}"
        for field in msgspec.structs.fields(kind)
        if field.name not in act.COMMON
    ]


def describe(hint: object) -> str:
    """A type in plain words."""
    if hint in NAMED:
        return NAMED[hint]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return " or ".join(describe(arg) for arg in args if arg is not NoneType)
    if origin is typing.Literal:
        return ", ".join(f"`{arg}`" for arg in args)
    if origin is tuple:
        return f"a list, each of {describe(args[0])}"
    if origin is typing.Annotated:
        return _bounded(*args)
    assert isinstance(hint, type)
    return hint.__name__


def _bounded(hint: object, meta: msgspec.Meta) -> str:
    if hint is int:
        return f"a number from {meta.ge} to {meta.le}"
    if typing.get_origin(hint) is tuple:
        item = describe(typing.get_args(hint)[0])
        return f"a list of {meta.min_length or 0} to {meta.max_length}, each {item}"
    if meta.pattern is None and meta.max_length is not None:
        least = f"{meta.min_length or 0} to " if hint is not str else "at most "
        return f"{describe(hint)} ({least}{meta.max_length})"
    return {act.MediaType: "a media type", act.FileName: "a file name", act.Language: "a language"}[
        typing.Annotated[hint, meta]  # type: ignore[index]
    ]


def _shapes(kind: type[msgspec.Struct]) -> set[type[Shape]]:
    shapes: set[type[Shape]] = set()
    for hint in typing.get_type_hints(kind).values():
        for one in (hint, *typing.get_args(hint)):
            if isinstance(one, type) and issubclass(one, Shape):
                shapes |= {one} | _shapes(one)
    return shapes


def files() -> dict[Path, bytes]:
    """The law with its appendices made anew."""
    text = LAW.read_text("utf-8")
    return {LAW: (text[: text.index(MARK)] + appendices()).encode()}
