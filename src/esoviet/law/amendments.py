"""Chapter 2 of the law, second part: what an amendment may change, what it needs, its force.

`unfit` says why an amendment cannot stand beside a constitution (clause 2.8): it is asked when the
amendment is proposed, and again when it has been decided. `bar_of` says what the amendment itself
needs because of what it changes (clause 2.9): whoever raises a hurdle jumps it first.
"""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from esoviet.law.act import Blob, Shape
from esoviet.law.common import check_text
from esoviet.law.constitution import (
    BY_NAME,
    PARAMETERS,
    TEMPLATES,
    Amendment,
    Constitution,
    check,
    fraction,
)
from esoviet.law.founding import shortened
from esoviet.law.headcount import LEAST
from esoviet.law.outcome import Changes, Refusal, put, refuse
from esoviet.law.records import THE
from esoviet.law.view import View
from esoviet.wire.reason import Reason

FACTOR = 4
"""By how much an amendment makes a duration longer or shorter, at most."""

NO_LONGER_FITS = "no longer fits the constitution"

MAJORITIES = ("majority", "amendment_majority")


class Amending(Shape, frozen=True, kw_only=True):
    """What an amendment changes: parameters of the constitution, the name, the purpose."""

    parameters: dict[str, str] | None = None
    name: Blob | None = None
    purpose: Blob | None = None


class Change(NamedTuple):
    """What changes: figures by their parameter, the texts of name and purpose (empty: stay)."""

    parameters: Mapping[str, str]
    name: bytes
    purpose: bytes


class Bar(NamedTuple):
    """What an amendment needs: `majority`, the share of those for and against it; `quorum`, the
    share of the members that must be for it; and how many members, at the fewest."""

    majority: str
    quorum: str
    fewest: int


def unfit(rules: Constitution, changes: Mapping[str, str]) -> str | None:
    """Why the constitution cannot be changed so (clause 2.8), in plain words; None if it can."""
    wrong = check(changes)
    if wrong or is_template({**rules.values, **changes}):
        return wrong
    for name, value in changes.items():
        old, new = rules.values[name], fraction(value) if BY_NAME[name].is_duration else None
        if new is not None and not fraction(old) / FACTOR <= new <= fraction(old) * FACTOR:
            return Reason(
                "{name} is {old} now, and becomes a quarter of that at least and four times that "
                "at most, unless a whole template is taken",
                name=name,
                old=old,
            )
    return None


def is_template(values: Mapping[str, str]) -> bool:
    """Whether all figures are those of one template."""
    return any(
        all(fraction(values[name]) == fraction(value) for name, value in figures(template).items())
        for template in TEMPLATES
    )


def figures(template: str) -> dict[str, str]:
    """All figures of a template, also those in which it keeps to the default."""
    named = [one for one in PARAMETERS if one.kind != "choice" and one.name != "edition"]
    return {one.name: one.given.get(template, one.default) for one in named}


def wrong_change(view: View, amending: Amending, wrong: str | None, clause: str) -> Refusal | None:
    """Refuse to change nothing, to change figures that are `wrong`, or to texts that are no texts.

    `wrong` says why the figures cannot be in force, in plain words.
    """
    if not (amending.parameters or amending.name or amending.purpose):
        return Refusal(clause, "An amendment must change something.")
    if wrong:
        return refuse(clause, "This amendment cannot stand: {wrong}.", wrong=wrong)
    wrong_name = check_text(view, amending.name, clause, view.limits.name_bytes)
    return wrong_name or check_text(view, amending.purpose, clause)


def enact(view: View, change: Change, *, decision: int = 0, repair: int = 0) -> Changes:
    """Put what was decided, or signed by enough, into force (clauses 2.10 and 11.5)."""
    before, assembly = view.rules, view.assembly
    version = before.version + 1
    values = {**before.values, **change.parameters}
    rules = Constitution(THE, values, version, view.time, decision, repair)
    amended = replace(
        shortened(view, assembly, rules),
        name=change.name or assembly.name,
        purpose=change.purpose or assembly.purpose,
    )
    written = Amendment(version, dict(change.parameters), view.time, decision, repair)
    return put(amended, rules, written)


def bar_of(rules: Constitution, changes: Mapping[str, str], majority: str | None = None) -> Bar:
    """What an amendment needs: the larger of what stands and what it raises (clause 2.9).

    What stands is `amendment_majority`, or the `majority` that is given.
    """
    raised = {
        name: value
        for name, value in changes.items()
        if BY_NAME[name].kind in ("share", "count") and fraction(value) > rules.share(name)
    }
    majorities = [raised.pop(name) for name in [*raised] if name in MAJORITIES]
    shares = [value for name, value in raised.items() if BY_NAME[name].kind == "share"]
    return Bar(
        majority=max([majority or rules.values["amendment_majority"], *majorities], key=fraction),
        quorum=max([rules.values["amendment_quorum"], *shares], key=fraction),
        fewest=max(LEAST, int(raised.get("vouches", LEAST))),
    )
