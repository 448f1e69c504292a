"""acts/trouble.js: whatever goes wrong, people are told in a sentence of the page's own words."""

from typing import Any

import pytest

from tests.js.modules import Modules

# The tests' page has no words: `t` answers the key of the sentence.
TOLD = """async ([made, form]) => {
  const load = (name) => import(`/static/js/${name}.js`);
  const all = await Promise.all(
    ["wire/bytes", "base/http", "log/history", "log/merkle", "acts/trouble"].map(load));
  const { Malformed, ProofError, Refused, SplitView, Unreachable, sentence, technical } =
    Object.assign({}, ...all);
  const kinds = { Error, TypeError, DOMException, Malformed, ProofError, SplitView, Unreachable,
    refused: (detail) => new Refused({ detail, clause: "6.2" }, 422) };
  const error = made[0] === "refused" ? kinds.refused(made[1]) : new kinds[made[0]](made[1]);
  document.body.innerHTML = `<form>${form}</form>`;
  const told = [sentence(error, document.querySelector("form")), technical(error)];
  document.body.replaceChildren();
  return told;
}"""


def told(js: Modules, kind: str, message: str, form: str = "") -> Any:
    return js.run(TOLD, [[kind, message], form])


@pytest.mark.parametrize(
    ("kind", "message", "sentence"),
    [
        ("SplitView", "two roots for one size", "split"),
        ("ProofError", "the proof is empty", "unproven"),
        ("Malformed", "not base64", "unproven"),
        ("TypeError", "Failed to fetch", "unreachable"),
        ("TypeError", "x is not a function", "stumbled"),
        ("DOMException", "The database is closing", "stumbled"),
    ],
)
def test_what_programs_say_is_for_the_fold(
    js: Modules, kind: str, message: str, sentence: str
) -> None:
    said, technical = told(js, kind, message)
    assert (said, technical) == (sentence, f"{kind}: {message}")


@pytest.mark.parametrize("kind", ["Error", "Unreachable"])
def test_what_is_said_in_words_is_passed_on_alone(js: Modules, kind: str) -> None:
    assert told(js, kind, "Der Link ist zu kurz.") == ["Der Link ist zu kurz.", ""]


def test_a_refusal_says_why_and_names_the_clause(js: Modules) -> None:
    assert told(js, "refused", "Ya no está.") == ["Ya no está. clause", ""]


def test_a_rule_is_called_as_its_field_is(js: Modules) -> None:
    form = '<label>Vote, days <input name="amending.parameters.vote_days"></label>'
    said, _ = told(js, "refused", "It cannot stand: vote_days must be above 0.", form)
    assert said == "It cannot stand: Vote, days must be above 0. clause"


def test_a_link_that_was_cut_off_says_so(js: Modules) -> None:
    for text in (None, "", "abc", "A" * 42):
        assert js.call("acts/trouble", "secretOf", text, 32).why == "link-broken"
