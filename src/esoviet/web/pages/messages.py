"""The page on which a member says what they want to be told, how often, and when not."""

from datetime import date, timedelta
from functools import cache
from zoneinfo import available_timezones

from babel.dates import format_date
from msgspec import Struct
from starlette.requests import Request

from esoviet.store.mail import Address
from esoviet.store.wishes import Wishes
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.context import node_of
from esoviet.web.http.language import NAMES, _, is_known, locale_of
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Words
from esoviet.web.pages.outbox import is_example
from esoviet.web.pages.page import OwnLine
from esoviet.wire.encoding import b64u

MONDAY = date(2026, 1, 5)
SAYS = ("number", "name", "titles")
ABROAD = ("Etc/", "SystemV/", "US/", "posix/", "right/")  # the same zones by other names


class MessagesPage(Struct, frozen=True):
    """What the reader wants; `said`: they have said so, else it is what they would get.

    `public`: everybody may read the assembly; if not, `titles`: its constitution lets titles out,
    and `says` is what there is to choose of what a message says. `days` are those of the week,
    Monday first.
    `mail`: this server sends mail. `following` is when the next summary comes (ms; 0: none).
    `example`: this is the example of its node.
    """

    wishes: Wishes
    said: bool
    public: bool
    titles: bool
    says: tuple[str, ...]
    days: list[str]
    zones: list[str]
    languages: list[tuple[str, str]]
    mail: bool
    push: str
    address: Address | None
    following: int
    example: bool


def messages(request: Request, frame: Frame, context: AnswerContext) -> MessagesPage:
    """The page of a reader."""
    assert frame.assembly is not None
    node = node_of(request)
    wanting = node.reach.wishes.of(frame.assembly.id, frame.reader) if frame.reader else None
    wishes = wanting.wishes if wanting else usual(frame.language)
    titles = context.view.rules.values["messages"] == "titles"
    return MessagesPage(
        wishes=wishes,
        said=wanting is not None,
        public=node.sleeping.may_read(frame.assembly.id),
        titles=titles,
        says=SAYS if titles or wishes.says == "titles" else SAYS[:-1],
        days=week_days(frame.language),
        zones=sorted({*zones(), wishes.zone}),
        languages=list(NAMES.items()),
        mail=node.config.sends_mail,
        push=b64u(node.vapid.public) if node.vapid else "",
        address=node.reach.mail.address(frame.assembly.id, frame.reader) if frame.reader else None,
        following=wanting.next if wanting else 0,
        example=is_example(request, frame.assembly.id),
    )


def usual(language: str) -> Wishes:
    """What a member gets who has said nothing, in the language of the page."""
    return Wishes(language=language if is_known(language) else "en")


@cache
def zones() -> frozenset[str]:
    """The zones of the world by the names of places."""
    known = available_timezones()
    return frozenset(one for one in known if "/" in one and not one.startswith(ABROAD)) | {"UTC"}


@cache
def week_days(language: str) -> list[str]:
    """The days of the week in a language, Monday first."""
    locale = locale_of(language)
    days = (MONDAY + timedelta(days=n) for n in range(7))
    return [format_date(one, "EEEE", locale=locale) for one in days]


PAGES: tuple[OwnLine, ...] = (OwnLine("/me/messages", "/me", "me/messages.html", messages),)
WORDS: Words = {
    "told_word": {
        "needs": _("What needs me: votes, assessments, texts to read, signatures"),
        "deadlines": _("A vote ends within a day, and I have not voted"),
        "mandates": _("What I said I would do: reports, help"),
        "answers": _("Somebody answered me"),
        "mentions": _("Somebody mentioned me"),
        "decisions": _("What was decided"),
        "followed": _("Everything in what I follow"),
    },
    "says_word": {
        "number": _("how many things need me"), "name": _("the name of this assembly too"),
        "titles": _("its name, and the titles of what needs me"),
    },
    "often_word": {
        "at once": _("at once"), "daily": _("once a day"), "weekly": _("once a week"),
        "never": _("never"),
    },
}  # fmt: skip
