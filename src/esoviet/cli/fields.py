"""The options of a command, made from the fields of the act that it signs.

What an act is about (numbers from 1), required choices and an act's only required text are given
in their order; everything else is an option named like its field. A text is given in quotes, as
`@FILE`, or as `-` for the standard input; the parts of a shape are options of their own
(`effect.target`: `--effect-target`).
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec
from msgspec import inspect

from esoviet.cli import texts
from esoviet.cli.errors import Trouble
from esoviet.law.act import COMMON, Act, Blob, Shape, Signed

Plain = str | int | bool | list["Plain"] | dict[str, "Plain"]

FILES = ("evidence",)
DATES = ("by",)
TIMES = ("times",)
USUAL = {"form": "yes-no"}
MANY = 10**9
MEANINGS = {
    "^[0-9a-f]{64}$": "the name of a text or file: 64 digits and letters, the sha256 in what "
                      "esoviet show --json answers",
    "^[A-Za-z0-9_-]{43}$": "a key or its name: 43 letters and digits, as in esoviet show me",
    "^[A-Za-z0-9_-]{86}$": "a signature, 86 letters and digits",
    r"^[^\x00-\x20\x7f]{1,12}$": "a short word or sign, such as €",
    r"^[A-Z]{3}$": "a currency, three capitals such as EUR",
    "^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$": "a number, such as 14.5",
}  # fmt: skip
"""What a value with this pattern is."""
NO_LINE_FEED = r"(?!\n)"
TEXT_HELP = "in quotes, as @FILE, or - for standard input"


class Drafted(NamedTuple):
    """The fields of an act as given, and the blobs that go with it."""

    fields: dict[str, Plain]
    blobs: list[texts.Bytes]


class Texts:
    """Collects the blobs of an act while its fields are filled in."""

    def __init__(self, lang: str | None = None) -> None:
        self.lang = lang
        self.blobs: list[texts.Bytes] = []

    def add(self, given: str) -> Plain:
        """A text as given on the command line; answers the reference."""
        return self.hold(texts.blob(texts.read_text(given).encode(), lang=self.lang))

    def hold(self, made: texts.Bytes) -> Plain:
        """Any blob; answers the reference."""
        self.blobs.append(made)
        ref: dict[str, Plain] = msgspec.to_builtins(made.ref)
        return ref


class Leaf(NamedTuple):
    """One field, or one part of a shape: `path` leads to it."""

    path: tuple[str, ...]
    kind: inspect.Type
    required: bool
    default: object

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def dest(self) -> str:
        return "act_" + "_".join(self.path)

    @property
    def option(self) -> str:
        return "--" + "-".join(self.path).replace("_", "-")


def leaves(act: type[Signed]) -> list[Leaf]:
    """The fields of an act that its author fills in, shapes taken apart."""
    return list(_leaves(act, (), True))


def add_fields(parser: argparse.ArgumentParser, act: type[Act]) -> None:
    """Give a command the options of its act."""
    parts = leaves(act)
    texts_needed = [leaf for leaf in parts if leaf.required and _is_text(leaf.kind)]
    for leaf in parts:
        _add(parser, leaf, leaf.required and (_is_about(leaf) or texts_needed == [leaf]))
    if any(_is_text(_item(leaf.kind)) for leaf in parts):
        parser.add_argument("--lang", help="the language of the texts, such as en or pt-BR")


def draft(act: type[Act], args: argparse.Namespace) -> Drafted:
    """The fields that were given; raises `Trouble` for what cannot be read."""
    fields: dict[str, Plain] = {}
    held = Texts(getattr(args, "lang", None))
    for leaf in leaves(act):
        given = getattr(args, leaf.dest, None)
        if given is None:
            given = USUAL.get(leaf.name)
        if given is None or given == []:
            continue
        inner = fields
        for name in leaf.path[:-1]:
            inner = inner.setdefault(name, {})  # type: ignore[assignment]
        inner[leaf.name] = _value(leaf, given, held)
    return Drafted(fields, held.blobs)


def build(act: type[Act], fields: dict[str, Plain]) -> Act:
    """The act; raises `Trouble` where the law's form does not allow a value."""
    tag = str(act.__struct_config__.tag)
    try:
        return msgspec.convert({**fields, "type": tag}, act)
    except msgspec.ValidationError as error:
        raise Trouble(f"This cannot be signed: {_wrong(act, str(error))}.") from None


def _wrong(act: type[Act], error: str) -> str:
    """What is wrong with a value, in the words of the help."""
    at = error.rpartition("`$.")[2].rstrip("`").split("[")[0]
    for leaf in leaves(act):
        meaning = _meaning(_item(leaf.kind))
        if ".".join(leaf.path) == at and meaning:
            return f"{at.replace('_', ' ').replace('.', ', ')} is {meaning}"
    return error


def _meaning(kind: inspect.Type) -> str:
    """What a value is, for people; nothing where the name says it."""
    if isinstance(kind, inspect.IntType):
        least = "" if kind.ge is None else f" from {kind.ge}"
        most = "" if kind.le is None or kind.le > MANY else f" to {kind.le}"
        return f"a number{least}{most}"
    if isinstance(kind, inspect.StrType):
        return MEANINGS.get((kind.pattern or "").removesuffix(NO_LINE_FEED), "")
    return ""


def _leaves(
    struct: type[Signed] | type[Shape], path: tuple[str, ...], needed: bool
) -> Iterator[Leaf]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        if field.name in COMMON and not path:
            continue
        kind = _bare(field.type)
        inner = (*path, field.name)
        required = field.required and needed and field.name not in USUAL
        if isinstance(kind, inspect.StructType) and kind.cls is not Blob:
            assert issubclass(kind.cls, Shape)
            yield from _leaves(kind.cls, inner, required)
        else:
            yield Leaf(inner, kind, required, field.default)


def _add(parser: argparse.ArgumentParser, leaf: Leaf, in_order: bool) -> None:
    item = _item(leaf.kind)
    many = item is not leaf.kind or isinstance(item, inspect.DictType)
    shown = leaf.name.replace("_", " ")
    if isinstance(item, inspect.BoolType):
        flag = argparse.BooleanOptionalAction
        usual = "" if leaf.required else f" (default: {'yes' if leaf.default else 'no'})"
        parser.add_argument(leaf.option, dest=leaf.dest, action=flag, required=leaf.required,
                            default=None, help=f"{shown}, or not{usual}")  # fmt: skip
        return
    metavar, help_text = _shown(leaf, item, shown)
    if isinstance(item, inspect.LiteralType):
        chosen = [str(value) for value in item.values]
        if in_order:
            parser.add_argument(leaf.dest, choices=chosen, metavar=metavar, help=" | ".join(chosen))
        else:
            usual = f"default: {USUAL[leaf.name]}" if leaf.name in USUAL else ""
            parser.add_argument(leaf.option, dest=leaf.dest, choices=chosen, help=usual or None)
    elif in_order:
        parser.add_argument(leaf.dest, metavar=metavar, help=help_text)
    else:
        parser.add_argument(
            leaf.option,
            dest=leaf.dest,
            metavar=metavar,
            help=help_text,
            required=leaf.required,
            action="append" if many else "store",
        )


def _shown(leaf: Leaf, item: inspect.Type, shown: str) -> tuple[str, str]:
    if leaf.name in FILES:
        return "FILE", "a file; may be given again"
    if leaf.name in DATES:
        return "DATE", "a day, such as 2027-05-01"
    if leaf.name in TIMES:
        return "TIME", "a moment, such as 2027-05-01T18:00+02:00; may be given again"
    if _is_text(item):
        again = "; may be given again" if item is not leaf.kind else ""
        return leaf.name.upper(), f"{shown}: {TEXT_HELP}{again}"
    if isinstance(item, inspect.DictType):
        return "NAME=VALUE", f"{shown}, such as vote_days=7; may be given again"
    return leaf.name.upper(), f"{shown}: {_meaning(item)}".rstrip(": ")


def _value(leaf: Leaf, given: object, held: Texts) -> Plain:
    item = _item(leaf.kind)
    if isinstance(item, inspect.DictType):
        assert isinstance(given, list)
        return dict(_pair(one) for one in given)
    if isinstance(given, list):
        return [_one(leaf, item, str(one), held) for one in given]
    if isinstance(given, bool):
        return given
    return _one(leaf, item, str(given), held)


def _one(leaf: Leaf, item: inspect.Type, given: str, held: Texts) -> Plain:
    if _is_text(item):
        return held.hold(texts.read_file(given)) if leaf.name in FILES else held.add(given)
    if leaf.name in DATES:
        return _day(given)
    if leaf.name in TIMES:
        return _moment(given)
    if isinstance(item, inspect.IntType):
        try:
            return int(given)
        except ValueError:
            raise Trouble(f"{leaf.name.replace('_', ' ')} is a number, not {given!r}.") from None
    return given


def _pair(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign:
        raise Trouble(f"{given!r} is not of the form NAME=VALUE.")
    return name.strip(), value.strip()


def _day(given: str) -> int:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Trouble(f"{given!r} is not a day such as 2027-05-01.") from None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _moment(given: str) -> int:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Trouble(f"{given!r} is not a moment with its zone such as 2027-05-01T18:00+02:00.")
    return int(moment.timestamp()) * 1000


def _bare(kind: inspect.Type) -> inspect.Type:
    """Without "or nothing"."""
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _item(kind: inspect.Type) -> inspect.Type:
    """What a list holds; anything else is itself."""
    return kind.item_type if isinstance(kind, inspect.VarTupleType) else kind


def _is_about(leaf: Leaf) -> bool:
    if isinstance(leaf.kind, inspect.IntType):
        return leaf.kind.ge == 1
    return isinstance(leaf.kind, inspect.LiteralType) or leaf.name in ("kid", "key", "sha256")


def _is_text(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.StructType) and kind.cls is Blob
