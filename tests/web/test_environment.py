"""The templates' own way of calling, putting out and filling in says what Jinja2's says."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from esoviet.web.pages.environment import Templates

SAID = """{% macro bold(text, more="-") %}<b>{{ text }}{{ more }}</b>{% endmacro %}
{% macro around() %}<p>{{ caller() }}</p>{% endmacro %}
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


@pytest.mark.parametrize("wrong", ["{{ nothing }}", "{{ nothing() }}", "{{ value.nothing() }}"])
def test_what_is_not_there_is_an_error_as_there(wrong: str) -> None:
    for environment in (ours(), plain()):
        with pytest.raises(UndefinedError):
            environment.from_string(wrong).render(value=1)
