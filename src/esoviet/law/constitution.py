"""The constitution: the parameters of the law that an assembly sets and amends itself.

`PARAMETERS` is the whole table: one row a parameter, with default, least, most, its meaning in
plain words, and what the templates give where it differs. `TEMPLATES` are starting points: a
meeting (minutes), a branch that meets now and then, a co-op that looks in daily (the defaults), a
large organisation (weeks). A value is a text: a whole number, a fraction such as `1/3`, or one of
the choices listed. Durations are in days, or fractions of a day, so that a meeting can decide in
minutes.

A period that has begun runs to its end under the values in force when it began (clause 2.6).
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from esoviet.law.limits import EDITION_1
from esoviet.law.record import Record
from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

DAY = 86_400_000

Kind = Literal["count", "days", "share", "choice"]


class Parameter(NamedTuple):
    """One parameter: its kind, default, bounds (for a choice: the choices), meaning and what
    templates give instead of the default."""

    name: str
    kind: Kind
    default: str
    least: str
    most: str
    choices: tuple[str, ...]
    meaning: str
    given: Mapping[str, str]

    @property
    def is_duration(self) -> bool:
        """Whether it says how long something lasts."""
        return self.kind == "days" or self.name.endswith("_hours")


def _count(name: str, default: str, least: str, most: str, meaning: str, **given: str) -> Parameter:
    return Parameter(name, "count", default, least, most, (), meaning, given)


def _days(name: str, default: str, least: str, most: str, meaning: str, **given: str) -> Parameter:
    return Parameter(name, "days", default, least, most, (), meaning, given)


def _share(name: str, default: str, least: str, most: str, meaning: str, **given: str) -> Parameter:
    return Parameter(name, "share", default, least, most, (), meaning, given)


def _choice(name: str, choices: tuple[str, ...], meaning: str) -> Parameter:
    return Parameter(name, "choice", choices[0], "", "", choices, meaning, {})


# fmt: off
PARAMETERS: tuple[Parameter, ...] = (
    _count("edition", "1", "1", "1",
           "The edition of the law that governs the assembly."),
    _choice("readership", ("members", "public"),
            "Who may read: members only, or anyone."),
    _choice("messages", ("numbers", "titles"),
            "What messages to members may say where only members read: how many things, or titles "
            "too."),
    _days("founding_days", "7", "0", "30",
          "For how long after the founding an invitation by the founder admits at once.",
          meeting="1/8", large="30"),
    _days("settling_days", "30", "1", "90",
          "How long after admission or recovery a member settles: settled members vouch for "
          "others.",
          meeting="1", branch="35"),
    _count("vouches", "3", "2", "10",
           "How many members must vouch for an applicant.",
           meeting="2", branch="2"),
    _days("objection_days", "7", "1/1440", "30",
          "How long members can object to an applicant.",
          meeting="1/288"),
    _days("recovery_days", "14", "3", "60",
          "How long a recovery waits for doubts, and a recovery phrase that a device announced.",
          meeting="3"),
    _days("application_days", "30", "1/24", "365",
          "How long an application waits for its vouches.",
          meeting="1/4", branch="70", large="60"),
    _count("stale_hours", "72", "1", "168",
           "For how many hours after it was signed an act is taken.",
           meeting="1"),
    _days("dormancy_days", "180", "90", "730",
          "After how long without an act a member is asleep; after four times as long, at rest.",
          meeting="90", large="365"),
    _share("necessity_quorum", "1/10", "0", "1/4",
           "What share of members must find a problem necessary.",
           large="1/100"),
    _days("necessity_days", "14", "1/144", "120",
          "How long a problem waits to be found necessary.",
          meeting="1/144", branch="40", large="30"),
    _days("solution_days", "10", "1/144", "120",
          "How long solutions are drafted and argued.",
          meeting="1/144", branch="35", large="21"),
    _share("backing", "1/20", "0", "1/4",
           "What share of members must back a solution or second a question to bring it to the "
           "vote.",
           large="1/200"),
    _count("options", "20", "5", str(EDITION_1.options),
           "How many solutions of a problem can stand in one vote."),
    _days("reading_days", "2", "1/1440", "30",
          "How long the frozen texts are read before the vote.",
          meeting="1/1440", large="7"),
    _days("vote_days", "7", "1/288", "90",
          "How long a vote stays open.",
          meeting="1/288", branch="35", large="14"),
    _days("question_days", "4", "1/720", "60",
          "How long the vote on a quick question stays open.",
          meeting="1/720", branch="14", large="7"),
    _share("vote_quorum", "1/10", "0", "1/4",
           "What share of members must be for a decision.",
           large="1/50"),
    _share("amendment_quorum", "1/10", "0", "1/4",
           "What share of members must be for an amendment.",
           large="1/50"),
    _share("majority", "1/2", "1/2", "3/4",
           "What share a solution needs against no action."),
    _share("amendment_majority", "2/3", "2/3", "3/4",
           "What share an amendment of the constitution needs."),
    _choice("election_method", ("stv-scottish", "stv-wigm", "stv-meek", "schulze"),
            "How elections of several people are counted."),
    _choice("unranked", ("last", "uncounted"),
            "What leaving an option unranked says: below every ranked one, or no opinion about "
            "it."),
    _days("report_days", "28", "1/24", "365",
          "How often a mandate must be reported on.",
          meeting="1", branch="35", large="30"),
    _days("grace_days", "14", "1/24", "365",
          "How long an overdue mandate waits before it falls vacant.",
          meeting="1/2"),
    _days("term_days", "365", "30", "1460",
          "How long an elected seat lasts, before an election can fill it anew."),
    _count("lead_term_days", "0", "0", "3650",
           "Who has led a mandate for so many days waits where others are asked first; 0: off."),
    _count("mandate_cap", "2", "1", "100",
           "How many mandates one member may hold at a time."),
    _count("waiting", "3", "1", "100",
           "How many problems of one member, and how many questions, can wait to be taken up.",
           meeting="20"),
    _count("daily_acts", "500", "100", "1000000",
           "How many acts of one member are taken in a day."),
    _days("review_days", "90", "30", "365",
          "How often figures report how the assembly works.",
          meeting="30"),
)
# fmt: on

BY_NAME: Mapping[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
DEFAULTS: Mapping[str, str] = {parameter.name: parameter.default for parameter in PARAMETERS}

TEMPLATES: Mapping[str, Mapping[str, str]] = {
    template: {p.name: p.given[template] for p in PARAMETERS if template in p.given}
    for template in ("meeting", "branch", "co-op", "large")
}


class Constitution(Record, frozen=True):
    """The parameters in force, by which decision or repair. There is one such record."""

    number: int
    values: dict[str, str]
    version: int
    since: int
    decision: int
    repair: int = 0

    def days(self, name: str) -> int:
        """A duration in milliseconds."""
        return milliseconds(self.values[name])

    @property
    def dormancy(self) -> int:
        """How long one may be idle, in milliseconds; by its bounds no shorter than any vote."""
        return self.days("dormancy_days")

    def share(self, name: str) -> Fraction:
        """A share between 0 and 1."""
        return fraction(self.values[name])

    def count(self, name: str) -> int:
        """A whole number."""
        return int(self.values[name])


class Amendment(Record, frozen=True):
    """One version of the constitution: what changed, when, by which decision or repair.

    Both are 0 at the founding.
    """

    INDEXES = ()

    number: int
    changes: dict[str, str]
    time: int
    decision: int
    repair: int = 0


@lru_cache(maxsize=1024)
def fraction(text: str) -> Fraction:
    """Read `5` or `1/3`; raises `Malformed`."""
    top, slash, bottom = text.partition("/")
    numerator, denominator = un_decimal(top), un_decimal(bottom) if slash else 1
    if denominator == 0 or max(numerator, denominator) > 10**9:
        raise Malformed("not a number or a fraction of reasonable size")
    return Fraction(numerator, denominator)


@lru_cache(maxsize=1024)
def milliseconds(days: str) -> int:
    """A number of days, in milliseconds; raises `Malformed`."""
    return int(fraction(days) * DAY)


def check(values: Mapping[str, str]) -> str | None:
    """Why these values cannot stand in a constitution, in plain words; None if they can."""
    for name, value in values.items():
        parameter = BY_NAME.get(name)
        if parameter is None:
            unknown = name[:40]
            return Reason("there is no parameter called {unknown}", unknown=repr(unknown))
        because = _wrong(parameter, value)
        if because:
            return because
    return None


def _wrong(parameter: Parameter, value: str) -> str | None:
    name, least, most = parameter.name, parameter.least, parameter.most
    if parameter.kind == "choice":
        choices = ", ".join(parameter.choices)
        return (
            None
            if value in parameter.choices
            else Reason("{name} must be one of these: {choices}", name=name, choices=choices)
        )
    try:
        number = fraction(value)
    except Malformed:
        return Reason("{name} must be a number such as 5 or a fraction such as 1/3", name=name)
    if parameter.kind == "count" and "/" in value:
        return Reason("{name} must be a whole number", name=name)
    if not fraction(least) <= number <= fraction(most):
        return Reason(
            "{name} must be between {least} and {most}", name=name, least=least, most=most
        )
    return None
