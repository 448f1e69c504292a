"""What outsiders ask of members about pictures: on the exhibit's page, and on everybody's floor.

It waits until a member says for whoever asked that a person in it does not want to be (17.7), or
the words are erased (`store/pleas.py`).
"""

from collections import Counter
from functools import partial

from esoviet.law.exhibits import Exhibit
from esoviet.law.falling import Contest, is_folded
from esoviet.law.view import View
from esoviet.store.pleas import KEPT, Plea
from esoviet.web.api.context import AnswerContext
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Need, Source, Words, title_of_text


def is_shown(view: View, exhibit: Exhibit) -> bool:
    """Whether who is no member is shown it, so that somebody may find themselves in it."""
    return bool(exhibit.file) and not exhibit.inside and not is_folded(view, exhibit)


def standing(context: AnswerContext, number: int = 0) -> list[Plea]:
    """What waits for a member: of one exhibit, or of all (0). No network is heard twice first."""
    found = [one for one in context.own.pleas if number in (0, one.exhibit)]
    turns = Counter[bytes]()
    ordered = list[tuple[int, Plea]]()
    for one in found:
        if _waits(context.view, one):
            ordered.append((turns[one.network], one))
            turns[one.network] += 1
    return [one for _turn, one in sorted(ordered, key=lambda pair: pair[0])]


def _waits(view: View, plea: Plea) -> bool:
    """Whether no member has asked since to have it folded."""
    contests = view.by(Contest, "exhibit", plea.exhibit)
    return not any(one.ground == "person" and one.time >= plea.time for one in contests)


def _to_look(context: AnswerContext, _reader: int | None, most: int) -> list[Need]:
    first: dict[int, int] = {}
    for one in standing(context):
        first.setdefault(one.exhibit, one.time)
    return [_need(context, number, time) for number, time in first.items()][:most]


def _need(context: AnswerContext, number: int, time: int) -> Need:
    text = context.view.must(Exhibit, number).text
    title = partial(title_of_text, context, text, number)
    return Need("plea", f"exhibits/{number}#outside", time + KEPT, title)


TO_LOOK: Source = _to_look
WORDS: Words = {"need_word": {"plea": _("Somebody outside asks about a picture")}}
