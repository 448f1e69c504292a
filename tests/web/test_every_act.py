"""Whatever the law lets a person do can be done on the pages: by a form, or by a script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import esoviet.web
from esoviet.law.catalog import ACTS

WEB = Path(esoviet.web.__file__).parent
OF_PEOPLE = [str(one.act.__struct_config__.tag) for one in ACTS if one.by != "host"]


def forms() -> Iterator[str]:
    """The acts that forms describe."""
    for path in (WEB / "templates").rglob("*.html"):
        yield from re.findall(r'<form\b[^>]*\bdata-act="([^"]*)"', path.read_text("utf-8"))


def scripts() -> Iterator[str]:
    """The acts that scripts make, and other words that stand where an act's type would."""
    for path in (WEB / "static" / "js").rglob("*.js"):
        text = path.read_text("utf-8")
        yield from re.findall(r'\bact\(assembly, "([a-z-]+)"', text)
        yield from re.findall(r'\btype: "([a-z-]+)"', text)


@pytest.mark.parametrize("kind", ["found-assembly", *OF_PEOPLE])
def test_every_act_of_a_person_has_its_place_on_the_pages(kind: str) -> None:
    assert kind in {*forms(), *scripts()}


def test_no_form_makes_an_act_that_the_law_does_not_know() -> None:
    assert set(forms()) <= set(OF_PEOPLE)


def test_no_form_that_a_script_reads_sends_anything_by_itself() -> None:
    """Pressed before the script is there it does nothing: no word of it gets into an address."""
    tags = [
        (path.name, tag)
        for path in (WEB / "templates").rglob("*.html")
        for tag in re.findall(r"<form\b[^>]*>", path.read_text("utf-8"))
    ]
    scripted = [one for one in tags if re.search(r"\sdata-(act|flow|stage)=", one[1])]
    assert len(scripted) > 70
    assert [one for one in scripted if 'method="dialog"' not in one[1]] == []
    assert [one for one in tags if not re.search(r'\smethod="(dialog|get|post)"', one[1])] == []
