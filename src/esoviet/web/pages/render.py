"""Jinja templates, with the few filters that plain pages need."""

from datetime import UTC, datetime

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from esoviet.law.act import Signed

FAR = 253_402_300_800_000
"""The year 10000: later moments, which acts can name, are shown as the last one before it."""


def _moment(ms: int) -> str:
    return _at(ms).strftime("%Y-%m-%d %H:%M UTC")


def _iso(ms: int) -> str:
    return _at(ms).isoformat(timespec="seconds")


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(min(ms, FAR - 1) // 1000, UTC)


def _pretty(act: Signed) -> str:
    return msgspec.json.format(msgspec.json.encode(act), indent=2).decode()


def _page(address: str) -> str:
    """The address of the page that shows the same as a JSON answer."""
    path, mark, query = address.partition("?")
    return path.removesuffix(".json") + mark + query


_templates = Environment(
    loader=PackageLoader("esoviet.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"moment": _moment, "iso": _iso, "pretty": _pretty, "page": _page}


def render(template: str, **values: object) -> str:
    """A page."""
    return _templates.get_template(template).render(**values)
