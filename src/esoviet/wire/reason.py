"""Why something is refused: an English sentence that can be said in another language.

    Reason("A member has at most {most} keys.", most=20)

is the text `A member has at most 20 keys.` and remembers the sentence with its places and what was
put into them, so that whoever shows it can look the sentence up and fill it again. What is put in
may be a reason itself, or an error that carries one.
"""

from collections.abc import Callable


class Reason(str):
    """A filled sentence: `template` as it is written in the code, `values` by the names in it."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, /, **values: object) -> "Reason":
        said = {name: _text(value) for name, value in values.items()}
        reason = super().__new__(cls, template.format_map(said))
        reason.template = template
        reason.values = said
        return reason

    def __reduce__(self) -> "tuple[Callable[..., Reason], tuple[str, dict[str, str]]]":
        return _again, (self.template, self.values)


def reason_of(error: Exception) -> str:
    """What an error says, as a `Reason` where it carries one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, str) else str(error)


def _again(template: str, values: dict[str, str]) -> Reason:
    return Reason(template, **values)


def _text(value: object) -> str:
    if isinstance(value, Exception):
        return reason_of(value)
    return value if isinstance(value, str) else str(value)
