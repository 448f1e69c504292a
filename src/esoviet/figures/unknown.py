"""What a rules replay cannot know, said for each parameter that it is asked about."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from esoviet.law.constitution import BY_NAME


class Unknown(NamedTuple):
    """One thing that it cannot know: its name, a sentence, and which of the parameters it is of.

    Without parameters, of all.
    """

    about: str
    because: str
    parameters: tuple[str, ...] = ()


ALWAYS = (
    Unknown(
        "people",
        "Under other rules people act and vote otherwise: fewer stay away where it takes more, and "
        "who cannot change anything does not come.",
    ),
    Unknown(
        "chain",
        "Each vote is looked at alone. A decision that falls would take with it what came of it: "
        "its mandates, its members, its amendments, and whatever was decided because of it.",
    ),
)
WAITED = Unknown(
    "waited",
    "A matter goes on as soon as enough want it, and is not asked about any more. Where it had "
    "needed more, others could still have joined in: it had waited, and perhaps not in vain.",
)
HEADCOUNT = Unknown(
    "headcount",
    "How many were members and awake is kept for the moment in which a text stood still. For the "
    "moments between, the headcount next to them is taken.",
)
ENDING = Unknown(
    "ending",
    "When a vote ends depends on these figures too: once it is carried it can be over sooner, and "
    "if its last ballots turn it, it lasts longer. The ballots are those of when it did end.",
)
ASKED = Unknown(
    "asked",
    "Whether who asked a question wanted a larger share than the usual one is known only where it "
    "got one.",
)
OBJECTIONS = Unknown(
    "objections",
    "How many objections to a mandate that was declared carried out led to a vote is not weighed "
    "anew.",
)
RANKED = Unknown(
    "ranked",
    "Members rank with the rule in mind: under another one they had left out less, or more.",
)
SEATS = Unknown(
    "seats",
    "Who follows on a seat that falls vacant is not counted anew.",
)
TIME = Unknown(
    "time",
    "Nobody knows who had come, written, backed or voted in a longer or a shorter time.",
)
ASLEEP = Unknown(
    "asleep",
    "Who counts as awake depends on it, and with that every share of members. How many had been "
    "awake is not counted anew.",
)
OTHER = Unknown(
    "other",
    "This figure is not weighed: it says nothing of how votes are counted or what they take. What "
    "else it had changed, past votes cannot tell.",
)

ABOUT: Mapping[str, tuple[Unknown, ...]] = MappingProxyType(
    {
        "necessity_quorum": (WAITED, HEADCOUNT),
        "backing": (WAITED, HEADCOUNT, OBJECTIONS),
        "vote_quorum": (ENDING,),
        "amendment_quorum": (ENDING,),
        "majority": (ENDING, ASKED),
        "amendment_majority": (ENDING, ASKED),
        "unranked": (RANKED,),
        "election_method": (RANKED, SEATS),
    }
)
"""What is weighed, and what of it is not known."""


def weighed(changes: Iterable[str]) -> tuple[str, ...]:
    """Those parameters of which past votes can tell anything: of others nothing comes otherwise."""
    return tuple(name for name in changes if name in ABOUT)


def unknown(changes: Iterable[str]) -> tuple[Unknown, ...]:
    """What cannot be known of a replay under these parameters: what is true of all first."""
    found = dict[str, Unknown]()
    for name in changes:
        for one in ABOUT.get(name) or _unweighed(name):
            so_far = found.get(one.about, one)
            found[one.about] = one._replace(parameters=(*so_far.parameters, name))
    return (*ALWAYS, *found.values())


def _unweighed(name: str) -> tuple[Unknown, ...]:
    if name == "dormancy_days":
        return TIME, ASLEEP
    return (TIME,) if BY_NAME[name].is_duration else (OTHER,)
