"""What a message says: a week, or a link to confirm an address, as subject, text and HTML. Pure."""

from datetime import UTC, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_skeleton
from jinja2 import Environment, PackageLoader, StrictUndefined

from esoviet.exchange.feeds.line import line as one_line
from esoviet.node.notices import Notice
from esoviet.node.week import Line
from esoviet.notify.replies import marked
from esoviet.store.wishes import Kind, Wishes

SHOWN = 20
"""So many things stand in a message; it says how many more there are."""


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


KINDS: dict[Kind, str] = {
    "deadlines": _("Ends within a day, and you have not voted"),
    "needs": _("Needs you"),
    "mandates": _("You said you would"),
    "answers": _("Answers to you"),
    "mentions": _("Mentions of you"),
    "decisions": _("Decided"),
    "followed": _("In what you follow"),
}
WHY: dict[Kind, str] = {
    "deadlines": _(
        "You get this because you want to be told when a vote ends and you have not voted."
    ),
    "needs": _("You get this because you want to be told what needs you."),
    "mandates": _("You get this because you want to be told what you said you would do."),
    "answers": _("You get this because you want to be told who answered you."),
    "mentions": _("You get this because you want to be told who mentions you."),
    "decisions": _("You get this because you want to be told what was decided."),
    "followed": _("You get this because you follow a matter in which something happened."),
}


ABOVE = _("Write your answer above this line")


class Letter(NamedTuple):
    """What a message says."""

    subject: str
    text: str
    html: str


class Addresses(NamedTuple):
    """Where a message leads: the assembly, its page of wishes, less of this, no more of it all.

    `answered`: an answer to it becomes a draft.
    """

    here: str
    less: str
    stop: str
    answered: bool = False


class Told(NamedTuple):
    """What is to be told: of which assembly (empty: not to be named), and what of it.

    `opens`: the sentences may be said.
    """

    name: str
    opens: bool
    lines: list[Line]


class _Shown(NamedTuple):
    sentence: str
    url: str
    until: str


class _Section(NamedTuple):
    title: str
    lines: list[_Shown]


def weekly(texts: NullTranslations, told: Told, wishes: Wishes, to: Addresses) -> Letter:
    """A message that tells a member things; there is at least one."""
    kind = first_kind(told.lines)
    values = {
        "heading": _heading(texts, told),
        "sections": _sections(texts, told, wishes, to),
        "links": [f"{to.here}/{one.path}" for one in told.lines[:SHOWN]],
        "more": max(0, len(told.lines) - SHOWN),
        "opens": told.opens,
        "why": texts.gettext(WHY[kind]),
        "to": to,
        "language": wishes.language,
        "mark": marked(texts.gettext(ABOVE)) if to.answered else "",
    }
    name = f"{one_line(told.name)}: " if told.name else ""
    return _rendered(texts, "week", one_line(name + _subject(texts, told)), values)


def notice(texts: NullTranslations, told: Told, language: str, here: str, needs: int) -> Notice:
    """What a device shows of the same: how much it is, of one thing also of what kind, no more."""
    one = told.lines[0] if len(told.lines) == 1 else None
    return Notice(
        title=one_line(told.name) or "E-Soviet",
        body=texts.gettext(KINDS[one.kind]) if one else _heading(texts, told),
        language=_plain(language),
        address=f"{here}/{one.path}" if one else here,
        topic=one.path if one else "week",
        needs=needs,
    )


def confirming(texts: NullTranslations, language: str, confirm: str) -> Letter:
    """The message that asks whether an address is its member's: none of their words is in it."""
    values: dict[str, object] = {"confirm": confirm, "language": language}
    return _rendered(texts, "confirm", texts.gettext(_("Is this your address?")), values)


def first_kind(lines: list[Line]) -> Kind:
    """The kind that a message is mainly about: the first that it tells of."""
    there = {one.kind for one in lines}
    return next(kind for kind in KINDS if kind in there)


def _subject(texts: NullTranslations, told: Told) -> str:
    """One thing by what it is, where that may be said; several by their number."""
    if told.opens and len(told.lines) == 1:
        return told.lines[0].sentence
    return _heading(texts, told)


def _heading(texts: NullTranslations, told: Told) -> str:
    waiting = sum(one.kind in ("needs", "deadlines", "mandates") for one in told.lines)
    if waiting:
        return texts.ngettext("%(num)d thing needs you", "%(num)d things need you", waiting) % {
            "num": waiting
        }
    count = len(told.lines)
    return texts.ngettext("%(num)d thing happened", "%(num)d things happened", count) % {
        "num": count
    }


def _sections(texts: NullTranslations, told: Told, wishes: Wishes, to: Addresses) -> list[_Section]:
    found = []
    for kind, title in KINDS.items():
        lines = [one for one in told.lines[:SHOWN] if one.kind == kind]
        shown = [
            _Shown(one_line(one.sentence), f"{to.here}/{one.path}", _until(one.due, wishes))
            for one in lines
        ]
        if shown:
            found.append(_Section(texts.gettext(title), shown))
    return found


def _until(due: int, wishes: Wishes) -> str:
    """A deadline by the member's clock; empty where there is none."""
    return _written(due, wishes.zone, wishes.language) if due else ""


@lru_cache(maxsize=4096)
def _written(due: int, zone: str, language: str) -> str:
    """A moment (ms) by the clock of a zone: in a summary for many it is the same for most."""
    local = datetime.fromtimestamp(due / 1000, UTC).astimezone(ZoneInfo(zone))
    day = format_skeleton("MMMMEEEEd", local, locale=Locale.parse(_plain(language)))
    return f"{day}, {local:%H:%M} ({zone})"


def _plain(language: str) -> str:
    """What dates and HTML call a language; those of the tests are English."""
    return "en" if language.startswith("x-") else language


def _rendered(
    texts: NullTranslations, template: str, subject: str, values: dict[str, object]
) -> Letter:
    language = str(values["language"])
    plain, html = (_environment(texts, language, html=one) for one in (False, True))
    text = plain.get_template(f"{template}.txt").render(values)
    return Letter(subject, text, html.get_template(f"{template}.html").render(values))


_kept: dict[tuple[str, bool], Environment] = {}


def _environment(texts: NullTranslations, language: str, *, html: bool) -> Environment:
    """The templates of mails in a language, compiled once."""
    known = _kept.get((language, html))
    if known is not None:
        return known
    environment = Environment(
        loader=PackageLoader("esoviet.notify"), autoescape=html,  # noqa: S701 - text is no HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"], auto_reload=False,
    )  # fmt: skip
    environment.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    _kept[language, html] = environment
    return environment
