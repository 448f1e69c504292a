"""Fields without anybody's words are kept from page to page: each still says what is so now."""

from functools import partial

import pytest

from esoviet.web.api.assembly import Parameter
from esoviet.web.pages.render import templates


def fields(in_force: str, proposed: str = "", form: str = "amend", language: str = "en") -> str:
    """The fields of a form where so many must vouch, and others are proposed."""
    rule = Parameter(
        name="vouches", kind="count", value=in_force, default="2", least="1", most="5",
        choices=[], meaning="",
    )  # fmt: skip
    made = templates(language).globals["figure_fields"]
    assert callable(made)
    return str(made(form, [rule], True, {"vouches": proposed} if proposed else {}))


def test_what_is_in_force_is_said_again_when_it_changes() -> None:
    assert "now 2 members" in fields("2")
    assert "now 3 members" in fields("3")
    assert "now 2 members" in fields("2")


def test_each_form_has_its_own_names_and_words_and_what_is_proposed_in_it() -> None:
    assert 'id="revise-1-vouches"' in fields("2", form="revise-1")
    assert 'value="4"' in fields("2", "4")
    assert 'value="4"' not in fields("2")
    assert "ahora" in fields("2", language="es")


def kept(template: str, macro: str, here: str, *numbers: object) -> str:
    """What is kept of a macro, which says what it says when it is made anew."""
    environment = templates("en")
    makes = getattr(environment.get_template(template).module, macro)
    keeps = environment.globals["kept"]
    assert callable(keeps)
    said = str(keeps(makes, here, *numbers))
    assert said == makes(here, *numbers)
    return said


def test_the_form_to_answer_an_argument_is_that_of_its_number_and_assembly() -> None:
    for _again in range(2):
        for here, problem, about in (("/a/x", 1, 2), ("/a/x", 1, 3), ("/a/y", 1, 2)):
            said = kept("problems/debate.html", "answering", here, problem, about)
            assert f'name="argument" value="{about}"' in said
            assert f"{here}/exhibits?problem={problem}" in said


def test_the_marks_of_a_solution_are_said_anew_when_they_change() -> None:
    marks = partial(kept, "problems/practical.html", "tapping", "/a/x", 1)
    assert "3.0 of 5" in marks(50.0, 25.0, 25.0, 25.0)
    assert "4.0 of 5" in marks(75.0, 25.0, 25.0, 25.0)
    assert "3.0 of 5" in marks(50.0, 25.0, 25.0, 25.0)
    assert '<span class="quiet">' not in marks()


def test_nobodys_words_are_kept() -> None:
    said = ("problems/debate.html", "answering")
    kept(*said, "/a/x", 1, 2)
    for here, *about in (("/a/x", 1, "Ada"), ("Ada", 1, 2)):
        with pytest.raises(AssertionError):
            kept(*said, here, *about)
