"""A member's week for the messages that tell it: what the floor shows, a line a thing.

Each thing has a name, by which it is told once, whether by a message or by the page itself. Where
only members read, no line says anything but where it is.
"""

from gettext import NullTranslations

from esoviet.law.records import Member
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.week import Line, Week
from esoviet.store.wishes import Kind, Wishes
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.own import NOBODYS, Own
from esoviet.web.http.language import _, catalogue
from esoviet.web.pages.floor import Shown, needs, promised
from esoviet.web.pages.following import Told
from esoviet.web.pages.lately import (
    Happened,
    answered,
    contested,
    decided,
    mentions,
    moved,
    reworded,
    stirred,
)
from esoviet.web.pages.render import templates
from esoviet.web.pages.seen import name_of_thing
from esoviet.web.pages.serve import ON_A_PAGE, name_of

DECIDED = _("Decided: %(title)s")
REPORTED = _("a new report")
MENTIONED = _("%(name)s mentioned you: %(title)s")
ANSWERED = _("%(name)s answered you: %(title)s")
OF_ONES_OWN = {
    "contested": _("A fact that you stated is contested: %(title)s"),
    "moved": _("The text that you backed has changed: %(title)s"),
}


class Weeks:
    """Puts weeks together (`node.week.Weeks`). What was decided is the same for all: it is kept."""

    def __init__(self, node: Node | None = None) -> None:
        """Without a node nothing is known of what members follow."""
        self._node = node
        self._caches = AnswerCaches()
        self._decided: tuple[tuple[str, int, bool], list[Happened]] = (("", 0, False), [])

    def week(
        self, hosted: HostedAssembly, member: int, language: str, *, titles: bool
    ) -> Week | None:
        """The week of a member in their language; None of whom is no member now."""
        ledger = hosted.ledger
        view, public = ledger.replica.view(), ledger.is_public
        opens = public or (titles and view.rules.values["messages"] == "titles")
        record = view.get(Member, member)
        if record is None or record.state != "member":
            return None
        context = AnswerContext(
            view, self._caches.of(ledger), ledger.log.entries, f"/a/{ledger.id}",
            words=opens, on_page=ON_A_PAGE,
            own=self._own(ledger.id, member),
        )  # fmt: skip
        waiting = needs(context, member)
        said = self._wishes(ledger.id, member)
        mentioned = _unread(context, mentions(context, member, answers=_wants(said, "answers")))
        told = Told(
            {one.path for one in waiting} if _wants(said, "needs") else (),
            answers=_wants(said, "answers"),
            decisions=_wants(said, "decisions"),
            mentions={one.path for one in mentioned} if _wants(said, "mentions") else (),
            names=self._told(ledger.id, member),
        )
        happened = [
            *self._decided_in(context, ledger.id, opens),
            *_unread(context, answered(context, member)),
            *contested(context, member), *reworded(context, member), *moved(context, member),
            *mentioned, *stirred(context, member, told),
        ]  # fmt: skip
        lines = [
            *(_need("needs", one, language, opens) for one in waiting),
            *(_need("mandates", one, language, opens) for one in promised(context, member)),
            *(_news(one, language, opens) for one in happened),
        ]
        return Week(name_of(hosted, self._caches) or "", public, opens, lines)

    def _own(self, assembly: str, member: int) -> Own:
        node = self._node
        return Own(node.reach, assembly, member, node.clock()) if node else NOBODYS

    def _wishes(self, assembly: str, member: int) -> Wishes:
        wanting = self._node.reach.wishes.of(assembly, member) if self._node else None
        return wanting.wishes if wanting else Wishes()

    def _told(self, assembly: str, member: int) -> list[str]:
        """What a member was told of what they follow, by its names."""
        if self._node is None:
            return []
        return self._node.reach.wishes.told_of(assembly, member, "followed")

    def _decided_in(self, context: AnswerContext, assembly: str, opens: bool) -> list[Happened]:
        key = assembly, context.log_size, opens
        if self._decided[0] != key:
            self._decided = key, decided(context)
        return self._decided[1]


def _wants(wishes: Wishes, kind: Kind) -> bool:
    return wishes.often(kind) != "never"


def _unread(context: AnswerContext, found: list[Happened]) -> list[Happened]:
    """Without what stands on a page that the member has read since, where its entry is known."""
    read = context.own.has_read
    return [one for one in found if not one.entry or one.entry >= read(_page(one.path))]


def _page(path: str) -> str:
    """The page of a matter, whichever part of it a path leads to."""
    return path.partition("#")[0].partition("?")[0]


def _need(kind: str, need: Shown, language: str, opens: bool) -> Line:
    assert kind in ("needs", "mandates")
    word = templates(language).filters["need_word"](need.kind)
    said = f"{word}: {need.title}" if opens else ""
    what = name_of_thing(need.kind, need.path)
    is_vote = need.kind == "vote"
    return Line(what, kind, said, need.path, due=need.due, is_vote=is_vote)  # type: ignore[arg-type]


def _news(one: Happened, language: str, opens: bool) -> Line:
    texts, what = catalogue(language), one.name or name_of_thing(one.kind, one.path)
    if one.kind == "decided":
        said = texts.gettext(DECIDED) % {"title": one.title} if opens else ""
        return Line(what, "decisions", said, one.path, time=one.time)
    if one.kind == "followed":
        said = _stirred(texts, language, one) if opens else ""
        return Line(what, "followed", said, one.path, time=one.time)
    if one.kind in OF_ONES_OWN:
        said = texts.gettext(OF_ONES_OWN[one.kind]) % {"title": one.title} if opens else ""
        return Line(what, "answers", said, one.path, time=one.time)
    kind: Kind = "mentions" if one.kind == "mentioned" else "answers"
    return Line(what, kind, _answer(texts, one) if opens else "", one.path, time=one.time)


def _answer(texts: NullTranslations, one: Happened) -> str:
    assert one.by is not None
    who = one.by.name or texts.gettext(_("member %(number)s")) % {"number": one.by.member}
    said = MENTIONED if one.kind == "mentioned" else ANSWERED
    return texts.gettext(said) % {"name": who, "title": one.title}


def _stirred(texts: NullTranslations, language: str, one: Happened) -> str:
    """What happened in a matter, in the words of the floor (parts/week.html)."""
    if one.says == "arguments":
        said = texts.ngettext("%(num)d new argument", "%(num)d new arguments", one.count)
    elif one.says == "posts":
        said = texts.ngettext("%(num)d new post", "%(num)d new posts", one.count)
    elif one.says == "solutions":
        said = texts.ngettext("%(num)d new solution", "%(num)d new solutions", one.count)
    elif one.says == "report":
        said = texts.gettext(REPORTED)
    else:
        filters = templates(language).filters
        said = filters["phase_word" if one.says == "phase" else "question_word"](one.phase)
    return f"{one.title}: {said % {'num': one.count} if one.count else said}"
