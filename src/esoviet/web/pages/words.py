"""The words that pages use for what the law calls by a name.

Templates call the filters, which look the text up in the reader's
language. Each matter has its own words (`WORDS` in its module of pages), these here belong to none.
What an act's author did is said by the act itself (`DEED`).
"""

from collections.abc import Callable, Mapping
from gettext import NullTranslations

from esoviet.law import catalog
from esoviet.law.act import Signed
from esoviet.law.founding import FoundAssembly
from esoviet.web.http.language import _

ACTS: tuple[type[Signed], ...] = (FoundAssembly, *(entry.act for entry in catalog.ACTS))


DEEDS: Mapping[str, str] = {str(act.__struct_config__.tag): act.DEED for act in ACTS}
COUNT_METHODS: Mapping[str, str] = {
    "stv-scottish": _("Single transferable vote (Scottish rules)"),
    "stv-wigm": _("Single transferable vote (weighted Gregory)"),
    "stv-meek": _("Single transferable vote (Meek)"), "irv": _("Instant run-off"),
    "schulze": _("Ranking (Schulze method)"), "ranked-pairs": _("Ranking (ranked pairs)"),
    "approval": _("Approval: the most approvals"), "score": _("Score: the most points"),
    "majority": _("Yes or no"),
    "equal-shares": _("Dividing a budget (Method of Equal Shares)"),
}  # fmt: skip
COLUMNS: Mapping[str, str] = {
    "option": _("option"), "rank": _("rank"), "question": _("question"),
    "the voter": _("the voter"), "the voter or ballot": _("the voter or ballot"),
    "the member": _("the member"), "the vote": _("the vote"), "the question": _("the question"),
    "the option": _("the option"), "a list of options": _("a list of options"),
    "the order": _("the order"), "number of ballots": _("number of ballots"),
    "passed over": _("passed over"),
}  # fmt: skip
"""What a column of a file was taken for."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "count_method_word": COUNT_METHODS,
    "column_word": COLUMNS,
    "status_word": {
        "400": _("That cannot be understood"), "401": _("For members only"),
        "403": _("Not allowed"), "404": _("There is no such page"),
        "429": _("Too much at once; wait a little"), "500": _("Something broke on this server"),
        "503": _("Not available at the moment"),
    },
    "act_word": DEEDS,
}  # fmt: skip


def filters(
    texts: NullTranslations, words: Mapping[str, Mapping[str, str]]
) -> dict[str, Callable[[str], str]]:
    """The filters of one language. A name that has no words is shown as it is."""

    def filter_of(says: Mapping[str, str]) -> Callable[[str], str]:
        return lambda name: texts.gettext(says[name]) if name in says else name

    return {name: filter_of(says) for name, says in words.items()}


def deeds(texts: NullTranslations) -> dict[str, str]:
    """What each type of act did, for scripts that list acts."""
    return {kind: texts.gettext(text) for kind, text in DEEDS.items()}
