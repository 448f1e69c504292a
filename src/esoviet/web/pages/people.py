"""A member's name as a link, which stands hundreds of times on a page: a macro costs far more."""

from gettext import NullTranslations

from markupsafe import Markup

from esoviet.web.api.shapes import Who

_LINK = Markup('<a href="{}/members/{}"><bdi>{}</bdi></a>')
_TAGGED = Markup('{} <span class="tag">{}</span>')


def linked(texts: NullTranslations, who: Who, here: str) -> Markup:
    """The link to a member's page, with their number where the name does not tell who it is."""
    link = _LINK.format(here, who.member, who.name or _numbered(texts, who))
    return _TAGGED.format(link, _numbered(texts, who)) if who.alike else link


def _numbered(texts: NullTranslations, who: Who) -> str:
    said = "member %(number)s"
    return texts.gettext(said) % {"number": who.member}
