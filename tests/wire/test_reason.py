"""A reason is the sentence it makes, and remembers what it was made of."""

import pickle

from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

MOST = Reason("A member has at most {most} keys.", most=20)


def test_a_reason_is_its_sentence() -> None:
    assert MOST == "A member has at most 20 keys."
    assert (MOST.template, MOST.values) == ("A member has at most {most} keys.", {"most": "20"})


def test_a_reason_that_an_error_carries_is_kept_within_another() -> None:
    error = Malformed(Reason("{name} is given twice", name="after"))
    whole = Reason("The address asks for what cannot be: {error}.", error=error)
    assert whole == "The address asks for what cannot be: after is given twice."
    inner = whole.values["error"]
    assert isinstance(inner, Reason)
    assert inner.template == "{name} is given twice"


def test_what_fills_a_place_is_never_a_place_itself() -> None:
    assert Reason("{name} is unknown", name="{name} {0}") == "{name} {0} is unknown"


def test_a_reason_goes_to_another_process_whole() -> None:
    again = pickle.loads(pickle.dumps(MOST))
    assert (again, again.template, again.values) == (MOST, MOST.template, MOST.values)
