"""What a member can do now, about what, and until when: asked of the law's own rules."""

from esoviet.law.act import Act
from esoviet.law.arguments import RetractArgument, WeighArgument
from esoviet.law.blobs import EraseBlob
from esoviet.law.records import Member
from esoviet.may.asking import Possible, soonest
from esoviet.may.lines import BY_TAG, LINES
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Few, One, Part, some

MOST = 100
ASKED_BY_NAME = (WeighArgument, RetractArgument, EraseBlob)
"""What can be about each argument or text: named only where it is asked for."""


class MayQuery(One, frozen=True, kw_only=True):
    """What one member can do, of every type of act, or of one `act`."""

    act: str | None = None


class Doable(Part, frozen=True, kw_only=True):
    """An act that would be accepted now.

    `about` names its subject by the act's own field; it is empty where the act needs none. `until`
    is when that ends, in ms; null where no end is known.
    """

    act: str
    about: dict[str, int | str]
    until: int | None


def may(context: AnswerContext, query: MayQuery) -> Few[Doable] | None:
    """What a member can do as the log stands, of each type of act what ends first, at most 100.

    Arguments to weigh or retract and texts to erase only where that `act` is asked for.
    """
    if context.view.get(Member, query.number) is None:
        return None
    items = [
        _doable(one)
        for act in _kinds(query.act)
        for one in soonest(context.view, query.number, act, MOST)
    ]
    return Few(log_size=context.log_size, items=items)


def _kinds(named: str | None) -> list[type[Act]]:
    if named is None:
        return [act for act in LINES if act not in ASKED_BY_NAME]
    return [BY_TAG[named]] if named in BY_TAG else []


def _doable(one: Possible) -> Doable:
    about = {} if one.about is None else dict([one.about])
    return Doable(act=str(one.act.__struct_config__.tag), about=about, until=some(one.until))


MEMBER_MAY = Read("/members/{number}/may.json", may, MayQuery, Few[Doable])
READS: tuple[AnyRead, ...] = (MEMBER_MAY,)
