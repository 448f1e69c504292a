"""Who somebody is, as a link; it stands hundreds of times on a page, and a macro costs far more."""

from gettext import NullTranslations

from markupsafe import Markup, escape

from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.pages.files import file_name

_NOBODY, _NUMBERED = _("nobody"), _("member %(number)s")
_FORMERLY, _ERASED = _("formerly %(names)s"), _("a name since erased")


def linked(texts: NullTranslations, here: str, who: Who | None) -> Markup:
    """The link to a member's page, with what tells who it is: a number, or another name of then."""
    if who is None:
        return escape(texts.gettext(_NOBODY))
    shown = escape(who.name or _numbered(texts, who))
    link = f'<a href="{escape(here)}/members/{who.member}"><bdi>{shown}</bdi></a>'
    if who.alike:
        link += f' <span class="tag">{escape(_numbered(texts, who))}</span>'
    return Markup(link) + formerly(texts, who)


def formerly(texts: NullTranslations, who: Who | None) -> Markup:
    """What a member was called when something was done, or lately, where they no longer are."""
    if who is None or not who.formerly:
        return Markup()
    erased = escape(texts.gettext(_ERASED))
    shown = (escape(file_name(name)) or erased for name in who.formerly)
    names = Markup(", ").join(Markup(f"<bdi>{name}</bdi>") for name in shown)
    told = escape(texts.gettext(_FORMERLY)) % {"names": names}
    return Markup(f' <span class="quiet">({told})</span>')


def _numbered(texts: NullTranslations, who: Who) -> str:
    return texts.gettext(_NUMBERED) % {"number": who.member}
