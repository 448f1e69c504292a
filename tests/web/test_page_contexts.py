"""What a template names is what its page's context has, or what stands around every page."""

import typing
from functools import cache

import pytest
from jinja2 import meta, nodes
from msgspec import Struct

from esoviet.web.pages.frame import Frame
from esoviet.web.pages.page import AnyPage, OwnLine
from esoviet.web.pages.render import templates
from esoviet.web.pages.table import OWN, PAGES

ANSWER = {"answer", "json", "query"}


def named(template: str) -> set[str]:
    """The names that a template takes from its context, with all that it includes."""
    seen, waiting, names = set[str](), [template], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        own, others = read(name)
        names |= own
        waiting += others
    return names - set(templates("en").globals)


@cache
def read(name: str) -> tuple[set[str], list[str]]:
    """The names that a template takes from its context itself, and which it includes."""
    environment = templates("en")
    assert environment.loader is not None
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    names = meta.find_undeclared_variables(tree) - of_its_own(tree)
    return names, [one for one in meta.find_referenced_templates(tree) if one]


def of_its_own(tree: nodes.Template) -> set[str]:
    """What a template imports, sets or defines at its top, for its blocks."""
    imported = (one for tag in tree.find_all(nodes.FromImport) for one in tag.names)
    found = {one if isinstance(one, str) else one[1] for one in imported}
    found |= {one.target for one in tree.find_all(nodes.Import)}
    found |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found |= {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    return found


def fields_of(made_by: object) -> set[str]:
    """The fields of the page context that a function answers."""
    if made_by is None:
        return set()
    shown = typing.get_type_hints(made_by)["return"]
    assert issubclass(shown, Struct)
    return set(shown.__struct_fields__)


def frame_names() -> set[str]:
    """What stands around every page."""
    return {*Frame._fields, "here", "short"} | named("base.html")


@pytest.mark.parametrize("line", PAGES, ids=lambda line: line.path)
def test_a_page_with_an_answer_names_only_what_it_has(line: AnyPage) -> None:
    assert named(line.template) - frame_names() <= ANSWER | fields_of(line.beside)


@pytest.mark.parametrize("line", OWN, ids=lambda line: line.path)
def test_a_page_without_an_answer_names_only_what_it_has(line: OwnLine) -> None:
    assert named(line.template) - frame_names() <= fields_of(line.values)


@pytest.mark.parametrize(
    "line", [line for line in PAGES if line.beside], ids=lambda line: line.path
)
def test_a_page_names_all_that_it_has(line: AnyPage) -> None:
    assert fields_of(line.beside) <= named(line.template)
