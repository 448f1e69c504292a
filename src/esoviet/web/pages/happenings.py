"""What happens here in words for other rooms (`node.happening.Happenings`)."""

from collections.abc import Callable
from typing import NamedTuple

from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.node.happening import Happening
from esoviet.node.hosted import HostedAssembly
from esoviet.store.rooms import MATTERS, TRY
from esoviet.web.api.cache import AnswerCaches
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.votes import subject_title
from esoviet.web.http.language import _, catalogue
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.news import decision_said
from esoviet.web.pages.serve import ON_A_PAGE, name_of

SAID = {
    "votes": _("A vote is open: %(title)s"),
    "problems": _("A problem was raised: %(title)s"),
    "reports": _("A report on a mandate: %(title)s"),
}
BARE = {
    "decisions": _("A decision was taken: number %(number)s"),
    "votes": _("A vote is open: number %(number)s"),
    "problems": _("A problem was raised: number %(number)s"),
    "reports": _("A report on a mandate: number %(number)s"),
}
TRIED = _("This is how this room is told. Nothing has happened.")


class _Found(NamedTuple):
    """A thing: its page, when it happened (ms), what it is called, how that is said."""

    path: str
    time: int
    title: str
    said: str


class Told:
    """Says what happened (`node.happening.Happenings`). Belongs to the event loop."""

    def __init__(self) -> None:
        self._caches = AnswerCaches()

    def happening(self, hosted: HostedAssembly, what: str, language: str) -> Happening | None:
        """How a thing is told in a language; None where there is nothing of the kind any more."""
        ledger, says = hosted.ledger, catalogue(language).gettext
        public = ledger.is_public
        name = (name_of(hosted, self._caches) or "") if public else ""
        if what == TRY:
            return Happening(what, "me/rooms", ledger.replica.time, says(TRIED), name=name)
        matter, _slash, numbers = what.partition("/")
        assert matter in MATTERS
        context = AnswerContext(
            ledger.replica.view(), self._caches.of(ledger), ledger.log.entries, f"/a/{ledger.id}",
            words=public, on_page=ON_A_PAGE,
        )  # fmt: skip
        first, *rest = map(int, numbers.split("/"))
        found = _FINDERS[matter](context, language, first, rest[0] if rest else 0)
        if found is None:
            return None
        if not public:
            bare = says(BARE[matter]) % {"number": first}
            return Happening(what, found.path, found.time, bare)
        said = says(SAID[matter]) % {"title": found.said} if matter in SAID else found.said
        return Happening(what, found.path, found.time, said, found.title, name)


def _decision(context: AnswerContext, language: str, number: int, _part: int) -> _Found | None:
    one = context.view.get(Decision, number)
    if one is None:
        return None
    title = subject_title(context, one.kind, one.subject) or str(number)
    return _Found(f"decisions/{number}", one.time, title, decision_said(context, one, language))


def _vote(context: AnswerContext, _language: str, number: int, _part: int) -> _Found | None:
    one = context.view.get(Vote, number)
    if one is None or one.state != "open":  # by now it is told that it has ended
        return None
    title = subject_title(context, one.kind, one.subject) or str(number)
    return _Found(f"votes/{number}", one.opened_at, title, title)


def _problem(context: AnswerContext, _language: str, number: int, _part: int) -> _Found | None:
    one = context.view.get(Problem, number)
    if one is None:
        return None
    title = title_of_text(context, one.text, number)
    return _Found(f"problems/{number}", one.raised, title, title)


def _report(context: AnswerContext, _language: str, number: int, part: int) -> _Found | None:
    view = context.view
    mandate, report = view.get(Mandate, number), view.get(Report, part, number)
    if mandate is None or report is None:
        return None
    solution = view.must(Solution, mandate.solution)
    title = title_of_text(context, solution.text, number)
    return _Found(f"mandates/{number}#reports", report.time, title, title)


_FINDERS: dict[str, Callable[[AnswerContext, str, int, int], _Found | None]] = {
    "decisions": _decision, "votes": _vote, "problems": _problem, "reports": _report,
}  # fmt: skip
