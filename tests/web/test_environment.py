"""The templates' own way of calling, putting out and filling in says what Jinja2's says."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from esoviet.web.pages.environment import Templates
from esoviet.web.pages.render import templates

SAID = """{% macro bold(text, more="-") %}<b>{{ text }}{{ more }}</b>{% endmacro %}
{% macro around() %}<p>{{ caller() }}</p>{% endmacro %}
{% macro taken(context, for, missing=3) %}{{ context }}{{ for }}{{ missing }}{% endmacro %}
{% macro more() %}{{ kwargs.one }}{{ varargs | join }}{% endmacro %}
{% macro said(said, owner, called) %}{{ said }}{{ owner.name }}{{ bold(called) }}{% endmacro %}
{% macro half(text, other) %}{{ text }}{{ other is defined }}{% endmacro %}
{{ taken(value, for=1) }}|{{ more(value, one=value) }}|{{ half(value) }}|{{ half(other=1, text=2) }}
{{ said(called=value, said=bold(bold(value)), owner={"name": value}) }}|{{ said(1, number, value)
  if false }}
{% set block %}<i>{{ value }}{{ bold(value) }}</i>{% endset %}{{ block }}
{{ value }}|{{ bold(value) }}|{{ bold(more=value, text=bold(value)) }}|{{ value | upper }}
{{ value ~ 1 }}|{% call around() %}{{ value }}{% endcall %}
{% for one in several %}{{ loop.index }}{{ one }}{% endfor %}
{{ _("<i>%(what)s</i> 100%%", what=value) }}|{{ _("plain %%") }}|{{ _(known) }}
{{ own(value) }}|{{ safe }}|{{ number }}|{{ none }}
{{ ngettext("%(num)d <thing>", "%(num)d things of %(whose)s", number, whose=value) }}"""
VALUES = st.one_of(st.text(), st.integers(), st.text().map(Markup), st.booleans(), st.none())
KNOWN = "a text that comes by name"


def ours() -> Environment:
    """An environment of the pages."""
    return Templates(NullTranslations())


def plain() -> Environment:
    """Jinja2's own, set up as ours."""
    made = Environment(
        loader=DictLoader({}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    return made


OURS, PLAIN = ours().from_string(SAID), plain().from_string(SAID)


@given(VALUES, st.lists(VALUES, max_size=3), st.integers(min_value=0))
def test_a_page_is_what_jinja_makes_of_it(
    value: object, several: list[object], number: int
) -> None:
    given = {
        "value": value,
        "several": several,
        "number": number,
        "none": None,
        "known": KNOWN,
        "safe": Markup("<hr>"),
        "own": lambda said: f"<{said}>",
    }
    assert OURS.render(given) == PLAIN.render(given)


@pytest.mark.parametrize("call", ["bold()", "bold(1, 2)", "bold(1, text=2)", "bold(1, size=2)"])
def test_a_macro_takes_what_it_names_and_nothing_else(call: str) -> None:
    macro = "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}"
    for environment in (ours(), plain()):
        assert environment.from_string(macro + "{{ bold(1) }}").render() == "<b>1</b>"
        with pytest.raises((TypeError, UndefinedError)):
            environment.from_string(macro + "{{ " + call + " }}").render()


@pytest.mark.parametrize("wrong", ["{{ nothing }}", "{{ nothing() }}", "{{ value.nothing() }}"])
def test_what_is_not_there_is_an_error_as_there(wrong: str) -> None:
    for environment in (ours(), plain()):
        with pytest.raises(UndefinedError):
            environment.from_string(wrong).render(value=1)


def test_no_function_of_ours_wants_the_context_since_none_is_asked() -> None:
    known = templates("en").globals.values()
    assert not [one for one in known if hasattr(one, "jinja_pass_arg")]
