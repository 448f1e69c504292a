"""What an edition of the law fixes by itself, so that no constitution sets it.

A rule reads it from `View.limits`, by the edition that the assembly's constitution names. What
stands in the shape of an act belongs to that act, and so to the editions that have the act.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Limits(NamedTuple):
    """Sizes are in bytes, times in milliseconds, the rest are numbers of things."""

    text_bytes: int = 65_536
    profile_bytes: int = 8_192
    name_bytes: int = 400
    line_bytes: int = 2_000  # an answer of a question, the indicator of an effect, what was bought
    captions_bytes: int = 8_192  # of all evidence of an argument
    slack_ms: int = 600_000  # how far two honest clocks may differ
    host_pause_ms: int = 1_000  # between two marks of the time
    member_pause_ms: int = 60_000
    shortest_part_ms: int = 5_000  # the last part of a vote, in which a host shows itself (7.7)
    prolongations: int = 3
    options: int = 200  # of a vote, whatever the constitution says
    candidates: int = 60  # of an election
    shared: int = 10  # options that share a rank, in an election by Meek's method
    answers: int = 20  # of a question
    drafts: int = 2_000  # solutions of a problem
    own_drafts: int = 20  # those of one member
    versions: int = 50
    problem_versions: int = 10
    applications: int = 200  # open ones, beyond which one that nobody vouches for gives way
    objections: int = 50  # applicants of one act
    vouches: int = 3  # of a member, in `settling_days`
    few_guests: int = 3  # who may come in by vouches where most members are there
    rest: int = 6  # times `settling_days`, for who vouched for an applicant or a recovery refused
    recoveries: int = 20  # waiting for vouches, for one member
    keys: int = 20  # of a member, standing
    keys_ever: int = 500
    invitation_uses: int = 100_000
    invitations: int = 10  # of a member, open
    own_arguments: int = 50  # of a member, on a problem
    tasks: int = 500  # of a mandate, open
    expenses: int = 500  # of a mandate
    criticism_bytes: int = 4_096  # each text of a criticism, and of a self-criticism
    criticisms: int = 3  # of one member, waiting for one other's answer
    daily_criticisms: int = 10  # of one member, in 24 hours
    listed: int = 200  # applicants whom a question admits
    keepers: int = 20  # members who let in by a door
    door_days: int = 90  # after which a door closes, from the asking
    signing_ms: int = 30 * 86_400_000  # for the signatures of a repair
    standing_ms: int = 7 * 86_400_000  # from the last of them to its force
    action_days: int = 30  # for which an action lasts
    action_ahead: int = 365  # days before its beginning
    open_actions: int = 20  # of a mandate, standing
    exhibit_bytes: int = 8_192  # what an exhibit shows, its text alternative, the text of a contest
    source_bytes: int = 2_000  # where an exhibit is from
    position_bytes: int = 64  # where a place lies
    daily_exhibits: int = 50  # of one member, in 24 hours
    contests: int = 10  # of one member, undecided
    fact_bytes: int = 4_096  # what a fact says
    own_facts: int = 20  # of a member, on a problem
    facts: int = 500  # of a problem
    rewording_bytes: int = 2_000  # why something is reworded, or why it is not
    own_rewordings: int = 20  # of a member, of a solution or problem
    case_bytes: int = 8_000  # what speaks for a solution, or against it
    rewordings: int = 200  # of a solution or problem, without an answer
    daily_topics: int = 10  # opened by one member on a day (UTC)
    daily_posts: int = 200  # written by one member on a day (UTC)
    posts: int = 20_000  # of a topic
    mending_ms: int = 5 * 60_000  # in which a slip in a text is mended


EDITION_1 = Limits()
BY_EDITION: Mapping[str, Limits] = MappingProxyType({"1": EDITION_1})
