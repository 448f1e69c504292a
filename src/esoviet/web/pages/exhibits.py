"""Pages of exhibits: the gallery, one exhibit, the form for a new one."""

from datetime import UTC, datetime
from typing import get_args

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.act import Signed
from esoviet.law.actions import Action
from esoviet.law.constitution import DAY
from esoviet.law.exhibits import Exhibit, ExhibitKind
from esoviet.law.falling import Contest
from esoviet.law.showing import BringExhibit
from esoviet.media.kinds import missing
from esoviet.store.pleas import Plea
from esoviet.web.api import exhibits
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One
from esoviet.web.http.language import _
from esoviet.web.pages import actions, problems
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.grid import grid
from esoviet.web.pages.matter import Begun, Find, Subject, Words, begun_by, finder
from esoviet.web.pages.outside import is_shown, standing
from esoviet.web.pages.page import AnyPage, OwnLine, PageLine
from esoviet.wire.geo import Position

KINDS: tuple[ExhibitKind, ...] = get_args(ExhibitKind)
SHOWN = 24
WORDS_SHOWN = 20_000
"""So many letters of a document stand on the page of an exhibit."""
_FINELY = ("100 km", "10 km", "1 km", "100 m", "10 m", "1 m")
"""What a degree and each further decimal of one come to."""
_FIND: dict[str, Find] = {**problems.FINDERS, **actions.FINDERS}


class ExhibitsPage(Struct, frozen=True):
    """What the gallery is about, where it is about something, and all kinds."""

    subject: Subject | None
    kinds: tuple[ExhibitKind, ...]


class ExhibitPage(Struct, frozen=True):
    """What the exhibit is about; and where each work stands that rests on it, in their order.

    `said` are the words of a document, unless somebody may not want to be in it; of more than
    `WORDS_SHOWN` letters those are the first. `pleas` are what outsiders ask about it, for members.
    Who is no member can `ask`. `table` are the rows of a table, `degrees` where a place lies, which
    is said as `finely` as that.
    """

    about: list[Subject]
    paths: list[str]
    said: str
    cut: bool
    pleas: list[Plea]
    ask: bool
    table: list[list[str]]
    degrees: str
    finely: str


class NewExhibit(Struct, frozen=True):
    """Of which kind it is to be ("": that is asked first), and what it is about.

    `field` is the field of the act that names it; `today` is the last day that it can be of, `day`
    the one that is proposed. The server is `lacking` in what opens files.
    """

    kind: str
    kinds: tuple[ExhibitKind, ...]
    field: str
    number: int
    about: Subject | None
    today: str
    day: str
    lacking: bool


def exhibits_page(
    context: AnswerContext,
    query: exhibits.ExhibitsQuery,
    _answer: Listing[exhibits.ExhibitLine],
    _reader: int | None,
) -> ExhibitsPage:
    """Beside the gallery."""
    about = {"problem": query.problem, "action": query.action}
    found = (_FIND[name](context, number) for name, number in about.items() if number)
    return ExhibitsPage(next(found, None), KINDS)


def exhibit_page(
    context: AnswerContext, query: One, answer: exhibits.ExhibitAnswer, reader: int | None
) -> ExhibitPage:
    """Beside an exhibit."""
    one, lies = answer.exhibit, answer.exhibit.coordinates
    about = {"problem": one.problem, "action": one.action}
    found = [_FIND[name](context, number) for name, number in about.items() if number]
    paths = [_path(work) for work in answer.resting]
    said = ""
    if one.shown is not None and one.file is not None and "text" in one.shown.copies:
        said = context.cache.words_of(one.file.sha256, WORDS_SHOWN + 1)
    cut = len(said) > WORDS_SHOWN
    return ExhibitPage(
        about=[subject for subject in found if subject],
        paths=paths,
        said=said[:WORDS_SHOWN],
        cut=cut,
        pleas=standing(context, query.number),
        ask=not reader and is_shown(context.view, context.view.must(Exhibit, query.number)),
        table=grid(_below(one.text.content)) if one.kind == "table" else [],
        degrees=Position(lies.latitude, lies.longitude).in_degrees() if lies else "",
        finely=_FINELY[_decimals(lies)] if lies else "",
    )


def _decimals(lies: exhibits.Coordinates) -> int:
    """How many decimals it has; noughts at the end are not written."""
    return max(len(one.partition(".")[2]) for one in (lies.latitude, lies.longitude))


def _below(content: str | None) -> str:
    """A text without its title."""
    return (content or "").lstrip().partition("\n")[2]


def new_exhibit(request: Request, _frame: Frame, context: AnswerContext) -> NewExhibit:
    """What its address names."""
    said, today = request.query_params, context.view.time
    field, number, about = _about(request, context)
    kind = said.get("kind", "")
    action = context.view.get(Action, number) if field == "action" else None
    of = min(action.begins, today) // DAY * DAY if action else None
    return NewExhibit(
        kind=kind if kind in KINDS else "",
        kinds=KINDS,
        field=field,
        number=number,
        about=about,
        today=_day(today),
        day=_day(of) if of is not None else "",
        lacking=bool(missing()),
    )


def _about(request: Request, context: AnswerContext) -> tuple[str, int, Subject | None]:
    for field, find in _FIND.items():
        number = request.query_params.get(field, "")
        if number[:9].isdecimal() and len(number) <= 9:
            about = find(context, int(number))
            if about is not None:
                return field, int(number), about
    return "", 0, None


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()


def _path(work: exhibits.Resting) -> str:
    if work.work == "argument":
        after = work.number - 1
        return f"problems/{work.belongs}/arguments?after={after}#argument-{work.number}"
    if work.work == "post":
        return f"posts/{work.number}"
    if work.work == "fact":
        return f"facts/{work.number}"
    if work.work == "version":
        return f"solutions/{work.belongs}/versions#version-{work.number}"
    return f"mandates/{work.belongs}#{'reports' if work.work == 'report' else 'plan'}"


def _contested(context: AnswerContext, number: int) -> Subject | None:
    contest = context.view.get(Contest, number)
    return _EXHIBIT(context, contest.exhibit) if contest else None


PAGES: tuple[AnyPage, ...] = (
    PageLine(exhibits.EXHIBITS, "/problems", "exhibits/list.html", exhibits_page, shows=SHOWN),
    PageLine(exhibits.EXHIBIT, "/problems", "exhibits/one.html", exhibit_page),
)
OWN: tuple[OwnLine, ...] = (
    OwnLine("/exhibits/new", "/problems", "exhibits/new.html", new_exhibit),
)
_EXHIBIT = finder(Exhibit, lambda one: f"exhibits/{one.number}")
FINDERS: dict[str, Find] = {"contest": _contested, "exhibit": _EXHIBIT}
BEGUN: dict[type[Signed], Begun] = {BringExhibit: begun_by(Exhibit, _EXHIBIT)}
WORDS: Words = {
    "exhibit_word": {
        "image": _("Picture"), "sound": _("Sound"), "video": _("Video"),
        "document": _("Document"), "file": _("Another file"), "link": _("Link"),
        "quotation": _("Quotation"), "place": _("Place"), "table": _("Table"),
    },
    "exhibit_hint": {
        "image": _("Painted anew before it is sent; faces can be blurred."),
        "sound": _("A recording."), "video": _("A film."), "document": _("A PDF or a text."),
        "file": _("Anything else."), "link": _("A page on the internet."),
        "quotation": _("What somebody said or wrote."), "place": _("Something to go and see."),
        "table": _("Figures, line by line."),
    },
    "fell_word": {
        "withdrawn": _("withdrawn"), "erased": _("erased"),
        "authenticity": _("contested as not authentic"),
        "relevance": _("contested as not to the point"), "age": _("contested as too old"),
        "person": _("somebody in it does not want to be"),
    },
    "ground_word": {
        "authenticity": _("It is not authentic"), "relevance": _("It is not to the point"),
        "age": _("It is too old"), "person": _("Somebody in it does not want to be"),
    },
    "verdict_word": {
        "open": _("Undecided"), "upheld": _("Upheld"), "unfounded": _("Unfounded"),
        "withdrawn": _("Withdrawn"),
    },
    "resting_word": {
        "argument": _("Argument"), "fact": _("Fact"), "report": _("Report"), "plan": _("Plan"),
        "version": _("Version of a solution"), "post": _("Post"),
    },
}  # fmt: skip
