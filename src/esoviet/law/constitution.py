"""The constitution: the parameters of the law that an assembly sets and amends itself.

`PARAMETERS` is the whole table, with defaults, bounds and meaning in plain words; `TEMPLATES` are
starting points for a meeting (minutes), a branch (days) and a large organisation (weeks). A value
is a text: a whole number, a fraction such as `1/3`, or one of the choices listed. Durations are in
days, or fractions of a day, so that a meeting can decide in minutes.

A period that has begun runs to its end under the values in force when it began (clause 2.6).
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from esoviet.law.record import Record
from esoviet.wire.encoding import un_decimal
from esoviet.wire.errors import Malformed
from esoviet.wire.reason import Reason

DAY = 86_400_000
SECOND = "1/86400"

Kind = Literal["count", "days", "share", "choice"]


class Parameter(NamedTuple):
    """One parameter: its kind, default, bounds (for a choice: the choices) and meaning."""

    name: str
    kind: Kind
    default: str
    least: str
    most: str
    choices: tuple[str, ...]
    meaning: str


def _count(name: str, default: str, least: str, most: str, meaning: str) -> Parameter:
    return Parameter(name, "count", default, least, most, (), meaning)


def _days(name: str, default: str, least: str, meaning: str, most: str = "3650") -> Parameter:
    return Parameter(name, "days", default, least, most, (), meaning)


def _share(name: str, default: str, least: str, meaning: str) -> Parameter:
    return Parameter(name, "share", default, least, "1", (), meaning)


def _choice(name: str, choices: tuple[str, ...], meaning: str) -> Parameter:
    return Parameter(name, "choice", choices[0], "", "", choices, meaning)


PARAMETERS: tuple[Parameter, ...] = (
    _count("edition", "1", "1", "1", "The edition of the law that governs the assembly."),
    _choice("readership", ("members", "public"), "Who may read: members only, or anyone."),
    _days(
        "founding_days",
        "7",
        "0",
        "For how long after the founding an invitation by the founder admits at once.",
    ),
    _days(
        "settling_days",
        "30",
        "1",
        "How long after admission or recovery a member settles: settled members vouch for others.",
        "90",
    ),
    _count("vouches", "2", "1", "100", "How many members must vouch for an applicant."),
    _days(
        "objection_days",
        "3",
        "0",
        "How long members can object to an applicant.",
    ),
    _days(
        "recovery_days",
        "14",
        "3",
        "How long a recovery waits for objections, and a recovery phrase announced by a device.",
        "60",
    ),
    _days("application_days", "30", SECOND, "How long an application waits for its vouches."),
    _count(
        "stale_hours", "72", "1", "168", "For how many hours after it was signed an act is taken."
    ),
    _days(
        "dormancy_days",
        "180",
        SECOND,
        "After how long without an act a member no longer counts "
        "towards quorums, until their next act.",
    ),
    _share("necessity_quorum", "1/10", "0", "What share of active members must assess a problem."),
    _days("necessity_days", "14", SECOND, "How long a problem waits to be found necessary."),
    _days("solution_days", "7", SECOND, "How long solutions are drafted and argued."),
    _share(
        "backing",
        "1/20",
        "0",
        "What share of active members must back a solution or second a "
        "question to bring it to the vote.",
    ),
    _days("reading_days", "2", "0", "How long the frozen texts are read before the vote."),
    _days("vote_days", "5", SECOND, "How long a vote stays open."),
    _days("question_days", "2", SECOND, "How long the vote on a quick question stays open."),
    _share("vote_quorum", "1/3", "0", "What share of members must be for a decision."),
    _share("amendment_quorum", "1/10", "0", "What share of members must be for an amendment."),
    _share("majority", "1/2", "1/2", "What share a solution needs against no action."),
    _share(
        "amendment_majority", "2/3", "1/2", "What share an amendment of the constitution needs."
    ),
    _share("expulsion_majority", "2/3", "1/2", "What share an expulsion needs."),
    _choice(
        "election_method",
        ("stv-scottish", "stv-wigm", "stv-meek", "schulze"),
        "How elections of several people are counted.",
    ),
    _choice(
        "unranked",
        ("last", "uncounted"),
        "What leaving an option unranked says: below every ranked one, or no opinion about it.",
    ),
    _days("report_days", "14", SECOND, "How often a mandate must be reported on."),
    _days("grace_days", "7", "0", "How long an overdue mandate waits before it falls vacant."),
    _count("mandate_cap", "2", "1", "1000", "How many mandates one member may hold at a time."),
    _count("breach_habit", "2", "1", "1000", "How many upheld breaches make a habit."),
    _days("breach_window_days", "180", SECOND, "Within how long those breaches count together."),
    _count("jury_size", "5", "1", "99", "How many members a jury has."),
)

# Set, amended and kept like the others, but no clause of edition 1 reads them yet.
UNUSED = ("expulsion_majority", "breach_habit", "breach_window_days", "jury_size")

BY_NAME: Mapping[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
DEFAULTS: Mapping[str, str] = {parameter.name: parameter.default for parameter in PARAMETERS}

TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "meeting": {
        "founding_days": "1/48", "settling_days": "1", "objection_days": "1/1440",
        "recovery_days": "3", "application_days": "1/24",
        "dormancy_days": "1/4", "necessity_days": "1/144", "solution_days": "1/144",
        "reading_days": "1/1440", "vote_days": "1/288", "question_days": "1/720",
        "report_days": "1", "grace_days": "1/2", "stale_hours": "1",
    },
    "branch": {"settling_days": "35"},
    "large": {
        "founding_days": "30", "vouches": "3", "objection_days": "7", "application_days": "60",
        "dormancy_days": "365", "necessity_quorum": "1/50", "necessity_days": "30",
        "solution_days": "21", "backing": "1/50", "reading_days": "7", "vote_days": "14",
        "question_days": "7", "vote_quorum": "1/5", "report_days": "30", "grace_days": "14",
        "jury_size": "9",
    },
}  # fmt: skip


class Constitution(Record, frozen=True):
    """The parameters in force. There is one such record."""

    number: int
    values: dict[str, str]
    version: int
    since: int
    decision: int

    def days(self, name: str) -> int:
        """A duration in milliseconds."""
        return milliseconds(self.values[name])

    @property
    def dormancy(self) -> int:
        """How long one may be idle, in milliseconds: never shorter than a vote (clause 3.10)."""
        return max(map(self.days, ("dormancy_days", "vote_days", "question_days")))

    def share(self, name: str) -> Fraction:
        """A share between 0 and 1."""
        return fraction(self.values[name])

    def count(self, name: str) -> int:
        """A whole number."""
        return int(self.values[name])


class Amendment(Record, frozen=True):
    """One version of the constitution: what changed, when, by which decision (0: the founding)."""

    INDEXES = ()

    number: int
    changes: dict[str, str]
    time: int
    decision: int


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
