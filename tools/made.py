"""All that is generated, written anew: `make made`.

A generator is a module with a function `files`: what each of its files should hold. It writes
nothing itself. They stand here in their order: the logs and vectors, then what is said about
the code; a later one may read what an earlier one wrote.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tools import golden, words
from tools.conformance import make as conformance
from tools.docs import appendices
from tools.docs import made as documents
from tools.vectors import make as vectors

GENERATORS: tuple[ModuleType, ...] = (
    vectors,
    golden,
    conformance,
    words,
    appendices,
    documents,
)
ROOT = Path(__file__).resolve().parents[1]


def out_of_date(generator: ModuleType) -> Iterator[tuple[Path, bytes]]:
    """The files of a generator that do not say what they should, and what that is."""
    for path, content in generator.files().items():
        if not path.exists() or path.read_bytes() != content:
            yield path, content


def main() -> None:
    """Write what is out of date, and say so; say which texts want translating."""
    for generator in GENERATORS:
        for path, content in out_of_date(generator):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sys.stdout.write(f"{path.relative_to(ROOT).as_posix()}\n")
    for language in words.languages():
        for text in words.missing(language):
            sys.stdout.write(f"{language}: {text.key!r} wants translating\n")


if __name__ == "__main__":
    main()
