"""What an amendment changes, and what stood there before it."""

from collections.abc import Callable, Iterable

from esoviet.law.constitution import DEFAULTS, Amendment, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.records import THE
from esoviet.law.repairs import Repair
from esoviet.law.view import View
from esoviet.web.api.shapes import Part, Text


class Amends(Part, frozen=True, kw_only=True):
    """What an amendment would change in the constitution, the name, the purpose.

    `before` says of each parameter what is in force, or was when this was decided; null where
    nothing tells when that was: of a repair that lapsed.
    """

    parameters: dict[str, str]
    before: dict[str, str] | None
    name: Text | None
    purpose: Text | None


def before_decision(view: View, names: Iterable[str], decision: Decision | None) -> dict[str, str]:
    """The values in force, or before a decision."""
    if decision is None:
        return _now(view, names)
    number, time = decision.number, decision.time
    return _until(view, names, lambda row: row.decision == number or row.time > time)


def before_repair(view: View, names: Iterable[str], repair: Repair) -> dict[str, str] | None:
    """The values in force while it waits, or before it was; None if it lapsed."""
    if repair.state == "lapsed":
        return None
    if repair.state != "done":
        return _now(view, names)
    return _until(view, names, lambda row: row.repair == repair.number)


def _now(view: View, names: Iterable[str]) -> dict[str, str]:
    values = view.must(Constitution, THE).values
    return {name: values[name] for name in names if name in values}


def _until(view: View, names: Iterable[str], ends: Callable[[Amendment], bool]) -> dict[str, str]:
    values = dict(DEFAULTS)
    for row in view.rows(Amendment):
        if ends(row):
            break
        values |= row.changes
    return {name: values[name] for name in names if name in values}
