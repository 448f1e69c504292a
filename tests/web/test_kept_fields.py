"""The fields of an amendment are kept from page to page: each form still says what is in force."""

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
