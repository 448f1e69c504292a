"""A member's week for the messages that tell it: what the floor shows, a line a thing.

Each thing has a name, by which it is told once, whether by a message or by the page itself. Where
only members read, no line says anything but where it is.
"""

from gettext import NullTranslations

from esoviet.law.common import constitution_of
from esoviet.law.records import Member
from esoviet.node.hosted import HostedAssembly
from esoviet.node.week import Line, Week
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.language import _, catalogue
from esoviet.web.pages.floor import Shown, needs, promised
from esoviet.web.pages.lately import Happened, answered, decided
from esoviet.web.pages.render import templates
from esoviet.web.pages.seen import name_of_thing
from esoviet.web.pages.serve import ON_A_PAGE, name_of

DECIDED = _("Decided: %(title)s")
ANSWERED = _("%(name)s answered you: %(title)s")


class Weeks:
    """Puts weeks together (`node.week.Weeks`). What was decided is the same for all: it is kept."""

    def __init__(self) -> None:
        self._caches = AnswerCaches()
        self._decided: tuple[tuple[str, int, bool], list[Happened]] = (("", 0, False), [])

    def week(
        self, hosted: HostedAssembly, member: int, language: str, *, titles: bool
    ) -> Week | None:
        """The week of a member in their language; None of whom is no member now."""
        ledger = hosted.ledger
        view, public = ledger.replica.view(), ledger.is_public
        opens = public or (titles and constitution_of(view).values["messages"] == "titles")
        record = view.get(Member, member)
        if record is None or record.state != "member":
            return None
        context = AnswerContext(
            view, self._caches.of(ledger), ledger.log.entries, f"/a/{ledger.id}",
            words=opens, on_page=ON_A_PAGE,
        )  # fmt: skip
        happened = [*self._decided_in(context, ledger.id, opens), *answered(context, member)]
        lines = [
            *(_need("needs", one, language, opens) for one in needs(context, member)),
            *(_need("mandates", one, language, opens) for one in promised(context, member)),
            *(_news(one, language, opens) for one in happened),
        ]
        return Week(name_of(hosted, self._caches) or "", public, opens, lines)

    def _decided_in(self, context: AnswerContext, assembly: str, opens: bool) -> list[Happened]:
        key = assembly, context.log_size, opens
        if self._decided[0] != key:
            self._decided = key, decided(context)
        return self._decided[1]


def _need(kind: str, need: Shown, language: str, opens: bool) -> Line:
    assert kind in ("needs", "mandates")
    word = templates(language).filters["need_word"](need.kind)
    said = f"{word}: {need.title}" if opens else ""
    what = name_of_thing(need.kind, need.path)
    is_vote = need.kind == "vote"
    return Line(what, kind, said, need.path, due=need.due, is_vote=is_vote)  # type: ignore[arg-type]


def _news(one: Happened, language: str, opens: bool) -> Line:
    texts, what = catalogue(language), name_of_thing(one.kind, one.path)
    if one.kind == "decided":
        said = texts.gettext(DECIDED) % {"title": one.title} if opens else ""
        return Line(what, "decisions", said, one.path, time=one.time)
    return Line(what, "answers", _answer(texts, one) if opens else "", one.path, time=one.time)


def _answer(texts: NullTranslations, one: Happened) -> str:
    assert one.by is not None
    who = one.by.name or texts.gettext(_("member %(number)s")) % {"number": one.by.member}
    return texts.gettext(ANSWERED) % {"name": who, "title": one.title}
