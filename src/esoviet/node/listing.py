"""What an assembly is called, for lists in which it stands beside others."""

from esoviet.law.records import THE, Assembly
from esoviet.node.ledger import Ledger
from esoviet.node.visible import is_visible, without_heaps
from esoviet.store.blobs import SALT

MAX_TITLE = 200


def title_of(content: str) -> str:
    """The first line of a text, without the marks of a heading; empty where nothing of it shows."""
    first = content.lstrip("\ufeff \r\n\t").partition("\n")[0]
    title = without_heaps(first[: 16 * MAX_TITLE]).lstrip("#").strip()[:MAX_TITLE]
    return title if is_visible(title) else ""


def title_in(ledger: Ledger) -> str:
    """What an assembly is called, read from its text; empty where that does not stand any more."""
    name = ledger.replica.view().must(Assembly, THE).name.hex()
    salted = ledger.blobs.read(name) if ledger.readable_blob(name) is not None else None
    return "" if salted is None else title_of(salted[SALT:].decode("utf-8", "replace"))
