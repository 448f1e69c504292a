"""page/figures.js: a rule of a constitution as people write it becomes what the law reads."""

from typing import Any

import pytest

from esoviet.law.constitution import BY_NAME, check
from esoviet.web.pages.rules import units
from tests.js.modules import Modules

READ = """async ([units, rule, figure, least, most, values]) => {
  const { exact, watchFigures } = await import("/static/js/page/figures.js");
  document.body.innerHTML = '<form><div class="figure"><input required></div></form>';
  const form = document.querySelector("form");
  form.dataset.units = JSON.stringify(units);
  const field = form.querySelector("input");
  Object.assign(field.dataset, { figure, least, most, from: least, to: most });
  watchFigures(form);
  const found = values.map((value) => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return [exact(field), field.validity.customError];
  });
  document.body.replaceChildren();
  return found;
}"""


def read(js: Modules, rule: str, *typed: str, language: str = "en") -> list[Any]:
    """What is signed of it, and whether it is a fault."""
    p = BY_NAME[rule]
    figure = "span" if p.kind == "days" else p.kind
    found: list[Any] = js.run(READ, [units(language), rule, figure, p.least, p.most, typed])
    return found


@pytest.mark.parametrize(
    ("typed", "signed"),
    [
        ("10 minutes", "1/144"), ("1 minute", "1/1440"), ("3 hours", "1/8"), ("90min", "1/16"),
        ("2.5 days", "5/2"), ("2,5 Days", "5/2"), ("1/24", "1/24"), ("36 h", "3/2"),
        ("1/2 day", "1/2"), ("7\u00a0days", "7"),
    ],
)  # fmt: skip
def test_a_time_is_a_number_and_a_unit(js: Modules, typed: str, signed: str) -> None:
    assert read(js, "objection_days", typed) == [[signed, False]]


def test_a_time_is_read_in_the_language_of_the_page(js: Modules) -> None:
    assert read(js, "objection_days", "10 minutos", "1 día", "2,5 horas", language="es") == [
        ["1/144", False], ["1", False], ["5/48", False]]  # fmt: skip


def test_a_share_is_a_fraction_or_a_percentage(js: Modules) -> None:
    assert read(js, "backing", "1/20", "5 %", "12,5%", "0") == [
        ["1/20", False], ["1/20", False], ["1/8", False], ["0", False]]  # fmt: skip


def test_a_number_is_whole(js: Modules) -> None:
    assert read(js, "vouches", "3", "2.5", "3/2", "3 days") == [
        ["3", False], ["2.5", True], ["3/2", True], ["3 days", True]]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("vote_days", ("5 minutes", "90 days"), ("4 minutes", "91 days", "3", "soon", "3 weeks")),
        ("vouches", ("2", "10"), ("1", "11", "two", "-3")),
        ("majority", ("1/2", "75%"), ("49 %", "4/5", "1/0")),
        ("founding_days", ("0", "0 days", "30 days"), ("31 days", "1e1 days")),
    ],
)
def test_what_the_law_would_refuse_is_a_fault_and_nothing_else_is(
    js: Modules, rule: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    for signed, fault in read(js, rule, *right):
        assert (check({rule: signed}), fault) == (None, False)
    faults = read(js, rule, *wrong)
    assert [fault for _, fault in faults] == [True] * len(wrong)
    for signed, _ in faults:
        assert check({rule: signed}) or signed == "3"  # a time without a unit is only unclear
