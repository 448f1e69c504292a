"""The appendix of docs/law.md in each language, written from the code and the catalogues."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

from esoviet.law.constitution import PARAMETERS, TEMPLATES, Parameter

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "docs" / "law.md"
LOCALE = ROOT / "src" / "esoviet" / "web" / "locale"
MARK = "<!-- appendix: written by `make made`; a test holds it current -->\n"


class Language(NamedTuple):
    """What an appendix says besides the parameters' meanings, which stand in the catalogue."""

    title: str
    head: str
    to: str
    either: str
    templates: str


LANGUAGES = {
    "en": Language(
        title="## Appendix A. The constitution",
        head="| parameter | default | bounds | {} | meaning |",
        to="to",
        either="or",
        templates=(
            "{} are templates to begin from; where one says nothing, it takes the default. A value "
            "is a whole number, a fraction such as `1/3`, or one of the choices. Durations are in "
            "days: `1/24` is an hour, `1/1440` a minute."
        ),
    ),
    "es": Language(
        title="## Apéndice A. La constitución",
        head="| parámetro | por omisión | límites | {} | significado |",
        to="a",
        either="o",
        templates=(
            "{} (una reunión, una sección, una cooperativa, una organización grande) son "
            "plantillas para empezar; donde una no dice nada, toma el valor por omisión. Un valor "
            "es un número entero, una fracción como `1/3`, o una de las opciones. Las duraciones "
            "van en días: `1/24` es una hora, `1/1440` un minuto."
        ),
    ),
}


def files() -> dict[Path, bytes]:
    """The law in each language, with its appendix made anew."""
    made = {}
    for code in LANGUAGES:
        path = LAW if code == "en" else LAW.with_suffix(f".{code}.md")
        text = path.read_text("utf-8")
        made[path] = (text[: text.index(MARK)] + appendix(code)).encode()
    return made


def appendix(code: str) -> str:
    """The table of the constitution, as it stands at the end of the law."""
    said, means = LANGUAGES[code], _meanings(code)
    lines = [
        MARK,
        said.title,
        "",
        said.head.format(" | ".join(TEMPLATES)),
        "|---" * (4 + len(TEMPLATES)) + "|",
        *(_row(parameter, said, means) for parameter in PARAMETERS),
        "",
        said.templates.format(", ".join(f"`{name}`" for name in TEMPLATES)),
    ]
    return "\n".join(lines) + "\n"


def _row(one: Parameter, said: Language, means: Callable[[str], str]) -> str:
    bounds = f" {said.either} ".join(one.choices) or f"{one.least} {said.to} {one.most}"
    given = [values.get(one.name, "") for values in TEMPLATES.values()]
    return " | ".join([f"| `{one.name}`", one.default, bounds, *given, f"{means(one.meaning)} |"])


def _meanings(code: str) -> Callable[[str], str]:
    if code == "en":
        return str
    catalogue = read_po(io.BytesIO((LOCALE / f"{code}.po").read_bytes()))

    def translated(text: str) -> str:
        message = catalogue.get(text)
        return str(message.string) if message is not None and message.string else text

    return translated
