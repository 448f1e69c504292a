"""The first page of an assembly, its floor, and its constitution."""

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.headcount import Support, headcount, support_needed
from esoviet.web.api import assembly
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Query
from esoviet.web.http.context import node_of
from esoviet.web.http.language import _
from esoviet.web.pages.floor import Floor, floor
from esoviet.web.pages.matter import Words
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.seen import seen


class FloorPage(Struct, frozen=True):
    """The floor's lists."""

    floor: Floor


def floor_page(
    context: AnswerContext, _query: Query, _answer: assembly.AssemblyAnswer, reader: int | None
) -> FloorPage:
    """Beside the assembly."""
    return FloorPage(floor(context, reader))


def _seen(request: Request, reader: int, shown: Struct) -> None:
    assert isinstance(shown, FloorPage)
    node, assembly_id = node_of(request), request.path_params["assembly"]
    seen(node.reach, assembly_id, reader, shown.floor, node.clock())


class ConstitutionPage(Struct, frozen=True):
    """How many members must be for a decision and for an amendment `today`, by the rule's name."""

    today: dict[str, int]


def constitution_page(
    context: AnswerContext, _query: Query, _answer: assembly.ConstitutionAnswer, _reader: int | None
) -> ConstitutionPage:
    """Beside the constitution."""
    people, rules = headcount(context.view), context.view.rules
    supports: tuple[tuple[str, Support], ...]
    supports = (("vote_quorum", "decision"), ("amendment_quorum", "amendment"))
    return ConstitutionPage(
        {
            name: support_needed(support, rules.share(name), people.awake, people.counted)
            for name, support in supports
        }
    )


PAGES: tuple[AnyPage, ...] = (
    PageLine(assembly.ASSEMBLY, "", "node/floor.html", floor_page, seen=_seen),
    PageLine(assembly.CONSTITUTION, "/constitution", "node/constitution.html", constitution_page),
)

WORDS: Words = {
    "value_word": {
        "members": _("members only"), "public": _("anybody"),
        "numbers": _("how many things"), "titles": _("titles too"),
        "stv-scottish": _("transferable vote, Scottish rules"),
        "stv-wigm": _("transferable vote, exact fractions"),
        "stv-meek": _("transferable vote, Meek"), "schulze": _("Ranking (Schulze method)"),
        "last": _("below every ranked option"), "uncounted": _("no opinion"),
    },
    "template_word": {
        "meeting": _("A meeting (minutes)"), "branch": _("A branch that meets now and then"),
        "co-op": _("A co-op that looks in daily"), "large": _("A large organisation (weeks)"),
    },
    "parameter_word": {
        "edition": _("Edition of the law"), "readership": _("Who may read"),
        "messages": _("Messages to members say"),
        "founding_days": _("Founding period"), "settling_days": _("Settling"),
        "vouches": _("Vouches for an applicant"),
        "objection_days": _("Time to object"),
        "recovery_days": _("Recovery of keys"),
        "application_days": _("Applications and invitations last"),
        "stale_hours": _("Acts are taken for"),
        "dormancy_days": _("Dormant after"),
        "necessity_quorum": _("Quorum for necessity"), "necessity_days": _("Necessity"),
        "solution_days": _("Drafting solutions"),
        "backing": _("Backing for a solution or question"),
        "options": _("Solutions in one vote, at most"), "reading_days": _("Reading"),
        "vote_days": _("Vote"), "question_days": _("Vote on a quick question"),
        "vote_quorum": _("Share that must be for a decision"),
        "amendment_quorum": _("Share that must be for an amendment"), "majority": _("Majority"),
        "amendment_majority": _("Majority for amendments"),
        "election_method": _("Method of elections"), "unranked": _("Unranked options"),
        "report_days": _("Report on a mandate every"),
        "grace_days": _("Grace for a late report"),
        "lead_term_days": _("Others are asked first once one has led for (0: never)"),
        "mandate_cap": _("Mandates a member may lead"),
        "waiting": _("Problems and questions of one member that may wait"),
        "daily_acts": _("Acts of one member in a day, at most"),
        "term_days": _("Term of an elected seat"),
        "review_days": _("A report of the assembly on itself every"),
    },
}  # fmt: skip

PARAMETER_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_("Membership"), ("readership", "messages", "founding_days", "settling_days", "vouches",
                       "objection_days", "application_days", "recovery_days", "stale_hours",
                       "dormancy_days")),
    (_("From a problem to a decision"),
     ("necessity_quorum", "necessity_days", "solution_days", "backing", "options", "reading_days",
      "vote_days", "question_days", "vote_quorum", "majority", "amendment_quorum",
      "amendment_majority", "election_method", "unranked", "waiting", "daily_acts")),
    (_("Carrying out"), ("report_days", "grace_days", "mandate_cap", "lead_term_days",
                         "term_days", "review_days")),
    (_("The law"), ("edition",)),
)  # fmt: skip
