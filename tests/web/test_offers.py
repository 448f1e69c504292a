"""The forms on the pages are what the law would accept, no more and no less."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from esoviet.law.records import Member
from esoviet.may.asking import SOMEBODY, may
from esoviet.web.api.answered import MOST, Answered
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.query import read_query
from esoviet.web.pages.frame import Frame, Named
from esoviet.web.pages.offers import Offers
from esoviet.web.pages.page import AnyPage, fields_of
from esoviet.web.pages.render import render
from esoviet.web.pages.table import PAGES
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.person import Person
from tests.world import World

ROUNDS = some(3)
ACTS = 220
READERS = 3
ELSEWHERE = {
    "invite", "set-profile", "leave", "enrol-key", "set-recovery-key", "revoke-key",
    "raise-problem", "ask", "mark-time", "erase-blob", "announce-action", "bring-exhibit",
}  # fmt: skip
"""Acts whose forms are not on the page of what they are about, but on pages of one's own."""
OF_READERS = {"vouch-for-recovery", "object-to-recovery"}
"""Acts whose forms only members see."""
Subject = tuple[str, int | str] | None


class Form(NamedTuple):
    """A form: its act, whose it is (0: the reader's), and its fields that name what it is about."""

    act: str
    mine: int
    fields: dict[str, str]

    def subjects(self) -> set[tuple[str, Subject]]:
        """What it could be about: nothing, or what one of its fields names."""
        named = [
            (n.removesuffix("s[]"), int(v) if v.isdecimal() else v) for n, v in self.fields.items()
        ]
        return {(self.act, None), *((self.act, one) for one in named)}


class Forms(HTMLParser):
    """Finds the forms of acts in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep forms, and whose they are; fields go to the form they stand in."""
        given = dict(attrs)
        mine = int(given.get("data-mine") or 0) or (self._open[-1][1] if self._open else 0)
        if tag in ("div", "details", "form", "section"):
            self._open.append((tag, mine))
        if tag == "form" and given.get("data-act"):
            self.found.append(Form(given["data-act"] or "", mine, {}))
        named = given.get("type") == "hidden" or (given.get("name") or "").endswith("[]")
        if tag == "input" and named and self.found:
            self.found[-1].fields[given["name"] or ""] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        """Leave what ends."""
        if self._open and self._open[-1][0] == tag:
            self._open.pop()


def forms_of(
    world: World, line: AnyPage, number: int, reader: int | None, memory: AnswerCache
) -> list[Form]:
    """The forms on a page as the world is now."""
    context = AnswerContext(world.view, memory, lambda a, b: world.entries[a:b], "/a/x")
    said = [("number", str(number))] if "{number}" in line.read.path else []
    limited = "limit" in line.read.query.__struct_fields__
    query = read_query(line.read.query, [*said, ("limit", "40")] if limited else said)
    answer = line.read.build(context, query)
    if answer is None:
        return []
    offers = Offers(world.view, reader, "en", answered=memory.answered)
    frame = Frame("en", "", "/a/x", "http://x", Named(world.id, "x"), reader, may=offers)
    shown = line.beside(context, query, answer, reader) if line.beside else None
    forms = Forms()
    values = {"answer": answer, "json": "", "query": query, **fields_of(shown)}
    forms.feed(render(line.template, frame, values))
    return forms.found


def possible(world: World, member: int) -> set[tuple[str, Subject]]:
    """What a member could do, by the law."""
    return {(str(one.act.__struct_config__.tag), one.about) for one in may(world.view, member)}


def test_the_forms_on_the_pages_are_what_the_law_allows() -> None:
    seen = set[str]()
    for seed in seeds(2):
        seen |= forms_are_right(Storm(seed + 4))  # two in which much can be done
    assert len(seen) > 8, seen


def forms_are_right(storm: Storm) -> set[str]:
    """Look at all forms in the course of a storm; the acts that could be done."""
    world, seen = storm.world, set[str]()
    memory = AnswerCache(world.blobs.get)  # one for all readers, as a node has it
    for _ in range(ROUNDS):
        for _ in range(ACTS):
            storm.blow()
        world.confirm()
        everybody = range(1, world.view.count(Member) + 1)
        members = storm.random.sample(everybody, min(READERS, len(everybody)))
        for reader in (None, *members):
            of_reader = possible(world, reader or SOMEBODY)
            shown = set[tuple[str, Subject]]()
            for form in forms_on_pages(world, reader, memory):
                of_author = possible(world, form.mine) if form.mine else of_reader
                assert form.subjects() & of_author, (form, reader)
                if form.mine in (0, reader):
                    shown |= form.subjects()
            wanted = {one for one in of_reader if one[0] not in ELSEWHERE}
            if reader is None:
                wanted = {one for one in wanted if one[0] not in OF_READERS}
            assert wanted <= shown, (reader, wanted - shown)
            seen |= {act for act, _ in wanted}
    return seen


def forms_on_pages(world: World, reader: int | None, memory: AnswerCache) -> Iterator[Form]:
    """All forms on all pages of what there is."""
    for line in PAGES:
        for number in range(1, 40) if "{number}" in line.read.path else (0,):
            yield from forms_of(world, line, number, reader, memory)


def test_what_the_law_answered_holds_until_the_log_grows() -> None:
    world = World().found()
    ada, bea, *_ = world.crowd(5)
    solution, answered = ada.proposes(ada.raises_problem()), Answered()

    def may_withdraw(reader: Person) -> bool:
        offers = Offers(world.view, reader.number, "en", answered=answered)
        return offers("withdraw-solution", solution=solution)

    assert may_withdraw(ada)
    known = answered.of(world.view)
    assert known == {("withdraw-solution", ada.number, ("solution", solution)): None}
    assert may_withdraw(ada)
    assert not may_withdraw(bea)  # another reader has an answer of their own
    assert answered.of(world.view) is known
    assert len(known) == 2
    ada.withdraws_solution(solution)
    assert not may_withdraw(ada)
    assert answered.of(world.view) is not known


def test_of_very_many_answers_none_is_kept() -> None:
    world = World().found()
    answered = Answered()
    known = answered.of(world.view)
    known |= dict.fromkeys(((number,) for number in range(MOST)), None)
    assert answered.of(world.view) is known
    known["one more",] = None
    assert not answered.of(world.view)
