"""Templates, one environment a language, and what stands on every page."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import NamedTuple

import msgspec
from babel.core import Locale
from babel.numbers import format_currency, format_decimal, get_decimal_symbol
from markupsafe import Markup
from msgspec.structs import replace
from starlette.requests import Request

from esoviet.law.act import Signed
from esoviet.law.amendments import figures
from esoviet.law.constitution import TEMPLATES
from esoviet.web.api.assembly import Parameter
from esoviet.web.api.recoveries import spoken
from esoviet.web.api.votes import Option
from esoviet.web.http import assets
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.language import catalogue, direction, language_of, locale_of, tag
from esoviet.web.http.reasons import in_words_of
from esoviet.web.http.sending import is_ahead
from esoviet.web.pages.assembly import PARAMETER_GROUPS
from esoviet.web.pages.clauses import clauses
from esoviet.web.pages.environment import Templates
from esoviet.web.pages.files import file_kind, file_name, file_size
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.messages import week_days
from esoviet.web.pages.moments import iso, moment, when
from esoviet.web.pages.people import disc, formerly, linked, person
from esoviet.web.pages.prose import is_long, prose
from esoviet.web.pages.recount import claim
from esoviet.web.pages.rules import (
    amendable,
    figures_said,
    lasting,
    roughly,
    said,
    units,
)
from esoviet.web.pages.table import WORDS
from esoviet.web.pages.words import deeds, filters

THEME = "esoviet-theme"
THEMES = ("light", "dark")


def frame_of(request: Request) -> Frame:
    """The frame of a page of the node's own."""
    theme = request.cookies.get(THEME, "")
    origin = node_of(request).config.url or str(request.base_url).rstrip("/")
    sandbox = context_of(request).sandbox
    return Frame(
        language=language_of(request),
        theme=theme if theme in THEMES else "",
        path=request.url.path,
        origin=origin,
        faces=request.headers.get("save-data", "").strip().lower() != "on",
        ahead=is_ahead(request),
        pace=sandbox.pace if sandbox else None,
    )


def render(template: str, frame: Frame, values: Mapping[str, object]) -> str:
    """A page."""
    environment = templates(frame.language)
    known = {
        "here": frame.here,
        "assembly": frame.assembly,
        "reader": frame.reader,
        "section": frame.section,
        "size": frame.size,
        "claims": frame.claims,
        "paperless": frame.paperless,
        "due": frame.due,
        "waits": frame.waits,
        "may": frame.may,
        "me": frame.me,
        "guest": frame.guest,
        "door": frame.door,
        "path": frame.path,
        "origin": frame.origin,
        "short": frame.short,
        "theme": frame.theme,
        "faces": frame.faces,
        "is_public": frame.is_public,
        "drafts": frame.drafts,
        "fetched_ahead": frame.ahead,
        "pace": frame.pace,
        "sandboxed": frame.pace is not None,
        "guide": frame.guide,
        "answer": None,
        "json": None,
    }
    return environment.get_template(template).render({**known, **values})


@lru_cache(maxsize=8)
def templates(language: str) -> Templates:
    """The templates, with words of a language."""
    texts = catalogue(language)
    environment = Templates(texts)
    environment.filters |= {"moment": moment, "iso": iso, "pretty": _pretty, "page": _page}
    locale = locale_of(language)
    environment.filters |= {"reason": partial(in_words_of, language)}
    environment.filters |= {"plain": _plain, "rule_said": partial(said, texts, locale)}
    environment.filters |= {
        "measured": partial(_measured, locale),
        "money": partial(_money, locale),
    }
    environment.filters |= {
        "lasting": partial(lasting, locale),
        "roughly": partial(roughly, locale),
    }
    environment.filters |= {"weekday": week_days(language).__getitem__}
    environment.filters |= {"number": partial(_number, locale_of(language))}
    environment.filters |= {"size": partial(_size, locale_of(language))}
    environment.filters |= {"paired": _paired, "lettered": _lettered}
    environment.filters |= {"file_name": file_name, "file_kind": file_kind}
    environment.filters |= {"file_size": partial(file_size, locale), "long": is_long}
    environment.filters |= {"prose": prose, "spoken": spoken, **filters(texts, WORDS)}
    environment.globals |= {
        "when": when,
        "who": partial(linked, texts),
        "person": partial(person, texts),
        "disc": disc,
        "formerly": partial(formerly, texts),
        "static": partial(assets.address, language=language),
        "modules": _modules,
        "lang": tag(language),
        "direction": direction(language),
        "deeds": deeds(texts),
        "navigation": _navigation(texts.gettext),
        "claim": claim,
        "figure_fields": partial(_figure_fields, language),
        "figures_said": partial(figures_said, locale),
        "units": partial(units, language),
        "kept": _kept_form,
        "clauses": partial(clauses, language),
        "parameter_groups": [(texts.gettext(name), rules) for name, rules in PARAMETER_GROUPS],
    }
    return environment


class Place(NamedTuple):
    """One of the places of an assembly, and the lists in it where there are several."""

    path: str
    label: str
    lists: tuple[tuple[str, str], ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the pages that belong to it."""
        return self.path, *(path for path, _ in self.lists)


def _navigation(gettext: object) -> list[Place]:
    assert callable(gettext)
    _ = gettext
    matters = (
        ("/problems", _("Problems")),
        ("/questions", _("Questions")),
        ("/topics", _("Topics")),
    )
    work = ("/mandates", _("Mandates")), ("/actions", _("Actions and calls"))
    people = (
        ("/members", _("Members")),
        ("/constitution", _("Constitution")),
        ("/log", _("The log")),
    )
    return [
        Place("", _("My week")),
        Place("/problems", _("Matters"), matters),
        Place("/decisions", _("Decided")),
        Place("/mandates", _("Work"), work),
        Place("/members", _("Assembly"), people),
    ]


@cache
def _modules(in_assembly: bool, is_member: bool, *own: str) -> list[str]:
    """What a page's scripts begin with: fetched at once, not one after the other finds it.

    Only for who acts: to who reads, the style sheet comes first and needs the whole line.
    """
    if not own and not is_member:
        return []
    of_assembly = ("js/page/reader.js", "js/page/times.js") if in_assembly else ()
    of_member = ("js/page/drafts.js", "js/acts/outbox.js", "js/page/signer.js") if is_member else ()
    of_flow = ("js/page/flows.js",) if own else ()
    return assets.files_of(*of_assembly, *of_member, *of_flow, *own)


def _paired(pairs: list[list[int | None]]) -> list[int]:
    """The places of a table of pairs that anything stands in: of an election, who was counted."""
    return [at for at, row in enumerate(pairs) if any(cell is not None for cell in row)]


def _lettered(options: list[Option]) -> list[Option]:
    """The options of a vote called A, B, C in their order, at most 26 of them."""
    return [replace(one, title=chr(ord("A") + place)) for place, one in enumerate(options)]


def _pretty(act: Signed) -> str:
    return msgspec.json.format(msgspec.json.encode(act), indent=2).decode()


def _figure_fields(
    language: str, form: str, now: list[Parameter], voted: bool, new: Mapping[str, str]
) -> Markup:
    """The rules in force as fields of a form, and what is proposed in their place."""
    pairs = tuple((one.name, one.value) for one in now)
    return _kept_fields(language, form, pairs, voted, tuple(new.items()))


@lru_cache(maxsize=64)
def _kept_fields(
    language: str,
    form: str,
    now: tuple[tuple[str, str], ...],
    voted: bool,
    new: tuple[tuple[str, str], ...],
) -> Markup:
    """The same from page to page: three dozen fields of figures, with nobody's words among them."""
    rules = amendable(language, now, voted, new)
    values = {"id": form, "rules": rules, "templates": {one: figures(one) for one in TEMPLATES}}
    html = templates(language).get_template("problems/figures.html").render(values)
    return Markup(html)  # noqa: S704 (a template's)


def _kept_form(macro: Callable[..., Markup], here: str, *numbers: float) -> Markup:
    """What a macro makes of numbers alone, the same from page to page: nobody's words are in it."""
    return _kept_forms(macro, here, *numbers)


@lru_cache(maxsize=512)
def _kept_forms(macro: Callable[..., Markup], here: str, *numbers: float) -> Markup:
    assert here.startswith("/a/")
    assert all(type(one) in (int, float) for one in numbers)
    return macro(here, *numbers)


def _plain(figure: str) -> str:
    """A decimal without the noughts at its end."""
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _measured(locale: Locale, figure: str) -> str:
    """A measured value with all its digits, as the language writes the decimal sign."""
    return figure.replace(".", get_decimal_symbol(locale))


def _money(locale: Locale, amount: str, currency: str) -> str:
    """An amount of money, with all its decimals."""
    return format_currency(Decimal(amount), currency, locale=locale, decimal_quantization=False)


@lru_cache(maxsize=4096)
def _number(locale: Locale, number: int) -> str:
    return format_decimal(number, locale=locale)


def _size(locale: Locale, size: int) -> str:
    """A number of bytes as people read it, in powers of 1024."""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{format_decimal(size / unit, format='#,##0.#', locale=locale)}\u00a0{name}"
    return f"{_number(locale, size)}\u00a0B"


def _page(address: str) -> str:
    """The address of the page that shows the same as a JSON answer."""
    path, mark, query = address.partition("?")
    return path.removesuffix(".json") + mark + query
