"""Who somebody is, as a link; it stands hundreds of times on a page, and a macro costs far more."""

from gettext import NullTranslations

from markupsafe import Markup, escape

from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.pages.escaping import escaped, safe
from esoviet.web.pages.files import file_name

_NOBODY, _NUMBERED = _("nobody"), _("member %(number)s")
_FORMERLY, _ERASED = _("formerly %(names)s"), _("a name since erased")
_NAME, _QUIET = Markup("<bdi>%s</bdi>"), Markup(' <span class="quiet">(%s)</span>')


def linked(texts: NullTranslations, here: str, who: Who | None) -> Markup:
    """The link to a member's page, with what tells who it is: a number, or another name of then."""
    return safe(_linked(texts, here, who))


def person(texts: NullTranslations, here: str, who: Who | None) -> Markup:
    """The same with a disc before it: initials in the colour of a key."""
    said = _linked(texts, here, who)
    return disc(who.member, who.name, who.hue, safe(said)) if who else safe(said)


def _linked(texts: NullTranslations, here: str, who: Who | None) -> str:
    if who is None:
        return escaped(texts.gettext(_NOBODY))
    shown = escaped(who.name or _numbered(texts, who))
    link = f'<a href="{escaped(here)}/members/{who.member}"><bdi>{shown}</bdi></a>'
    if who.alike:
        link += f' <span class="tag">{escaped(_numbered(texts, who))}</span>'
    return f"{link}{formerly(texts, who)}" if who.formerly else link


def disc(
    number: int, name: str | None, hue: int, said: Markup | str = "", size: str = ""
) -> Markup:
    """Initials in the colour of a key; what is `said` stands beside them."""
    # What is marked is not marked again: it stands hundreds of times on a page.
    beside = f"<span>{said if type(said) is Markup else escape(said)}</span>" if said else ""
    mark = f'<i aria-hidden="true" translate="no">{escaped(initials(name)) or number}</i>'
    return safe(f'<span class="who {escaped(size)}k{hue}">{mark}{beside}</span>')


def initials(name: str | None) -> str:
    """The first letters of the first and the last word; of a script without capitals one alone."""
    plain = name if name and name.isascii() else file_name(name)
    words = [word for word in plain.split() if word[0].isalnum()]
    first = words[0][0] if words else ""
    if len(words) < 2 or first.upper() == first.lower():
        return first.upper()[:1]
    return (first + words[-1][0]).upper()[:2]


def formerly(texts: NullTranslations, who: Who | None) -> Markup:
    """What a member was called when something was done, or lately, where they no longer are."""
    if who is None or not who.formerly:
        return Markup()
    shown = [_NAME % (file_name(name) or texts.gettext(_ERASED)) for name in who.formerly]
    return _QUIET % (escape(texts.gettext(_FORMERLY)) % {"names": Markup(", ").join(shown)})


def _numbered(texts: NullTranslations, who: Who) -> str:
    return texts.gettext(_NUMBERED) % {"number": who.member}
