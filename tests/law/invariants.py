"""What is true of the state of an assembly at every moment, whatever its members do."""

import struct
from collections import Counter

from esoviet.law.arguments import Argument, Weighing
from esoviet.law.closing import at_least_awaited
from esoviet.law.decisions import Decision
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Assessment, Problem
from esoviet.law.questions import Question, Seconding
from esoviet.law.record import Record
from esoviet.law.records import HOST, Key, Member
from esoviet.law.solutions import Backing, Practicality, Solution, Version, Volunteer, showing
from esoviet.law.votes import Ballot, Roll, Vote, no_voice, turnout
from tests.world import World


def check_all(world: World) -> None:
    """Assert every invariant that one moment can show."""
    members(world)
    running_numbers(world)
    votes(world)
    counts(world)
    mandates(world)
    deadlines(world)


def members(world: World) -> None:
    """Who is active, admitted and dormant is what the records say."""
    everybody = list(world.everybody())
    present = [one for one in everybody if one.state == "member"]
    assert world.assembly.active == sum(not one.dormant for one in present)
    assert world.assembly.counted == sum(not one.resting for one in present)
    assert all(one.dormant for one in present if one.resting)
    admissions = sorted(one.admission for one in everybody if one.admission)
    assert admissions == list(range(1, world.assembly.admissions + 1))
    for one in everybody:
        assert (one.admission > 0) == (one.state in ("member", "left"))
        assert world.view.count_by(Key, "member", one.number) >= 1


def running_numbers(world: World) -> None:
    """Numbers have no holes, so that the next one is how many there are and one more."""
    for kind in (Member, Problem, Solution, Argument, Vote, Decision, Mandate, Question):
        numbers = [record.number for record in world.view.rows(kind)]  # type: ignore[attr-defined]
        assert numbers == list(range(1, world.view.next_number(kind)))


def votes(world: World) -> None:
    """One member, one ballot; only the electorate; never more ballots than members counted."""
    view = world.view
    for vote in view.rows(Vote):
        assert turnout(view, vote) <= vote.base + vote.late
        voters: tuple[int, ...] = tuple(ballot.member for ballot in view.rows(Ballot, vote.number))
        if vote.state == "closed":
            assert not voters
            roll = world.the(Roll, vote.number)
            voters = struct.unpack(f"<{len(roll.members) // 8}Q", roll.members)
            decision = world.the(Decision, vote.decision)
            assert set(roll.left) <= set(voters)
            assert decision.ballots == len(voters) - len(roll.left)
            assert sum(decision.counts) in (0, decision.ballots)
        assert len(set(voters)) == len(voters)
        assert all(0 < world.the(Member, v).admission <= vote.roll_until for v in voters)
        up = [one for one in view.rows(Member) if one.state == "member" and not one.resting]
        assert at_least_awaited(view, vote) <= sum(no_voice(vote, one) is None for one in up)
    decided = [decision.vote for decision in view.rows(Decision)]
    assert len(set(decided)) == len(decided)


def counts(world: World) -> None:
    """Every sum that a record keeps is the sum of the records that it stands for."""
    view = world.view
    for problem in view.rows(Problem):
        said = Counter(one.stance for one in view.rows(Assessment, problem.number))
        kept = {"necessary": problem.necessary, "unsure": problem.unsure,
                "not-necessary": problem.unnecessary}  # fmt: skip
        assert said == Counter(kept)
    for solution in view.rows(Solution):
        versions = view.rows(Version, solution.number)
        backed = Counter(one.version for one in view.rows(Backing, solution.number))
        assert backed == Counter({one.number: one.backers for one in versions})
        shown = versions[solution.version - 1]
        assert solution == showing(solution, shown)
        assert solution.volunteers == view.count(Volunteer, solution.number)
        assert [one.number for one in versions] == list(range(1, len(versions) + 1))
        assessed = view.rows(Practicality, solution.number)
        assert (solution.assessors, solution.risk) == (
            len(assessed), sum(one.risk for one in assessed),
        )  # fmt: skip
    for question in view.rows(Question):
        assert question.seconds == view.count(Seconding, question.number)
    for argument in view.rows(Argument):
        weighed = Counter(one.finds for one in view.rows(Weighing, argument.number))
        counted = argument.founded, argument.unfounded, argument.unsure
        assert counted == tuple(weighed[one] for one in ("founded", "unfounded", "unsure"))


def mandates(world: World) -> None:
    """A mandate is held by its lead, a member, or by nobody."""
    for mandate in world.view.rows(Mandate):
        held = mandate.state in ("active", "overdue")
        assert mandate.held_by == (mandate.lead if held else HOST)
        about_to_be_filled = mandate.state == "vacant" and mandate.until
        assert about_to_be_filled or bool(mandate.due) == held
        assert mandate.reports == world.view.count(Report, mandate.number)
        if held:
            assert world.the(Member, mandate.lead).state == "member"


def deadlines(world: World) -> None:
    """Nothing is overdue by a sure moment; the next deadline is the earliest of any record."""
    ahead = [
        record.due  # type: ignore[attr-defined]
        for kind, table in world.state.tables.items()
        if table.rank is not None
        for record in world.view.all(kind)
        if record.due  # type: ignore[attr-defined]
    ]
    sure = world.replica.sure + EDITION_1.slack_ms
    assert all(due > min(world.now, sure) for due in ahead)
    assert world.state.first_deadline() == min(ahead, default=None)


FIXED = (
    "number", "kind", "subject", "method", "options", "needs", "no_action", "of_all", "seats",
    "unranked", "support", "quorums", "fewest", "opened", "opened_at", "frozen",
    "frozen_at", "roll_until", "base", "counted",
)  # fmt: skip


def electorate_is_fixed(before: list[Vote], after: list[Vote]) -> None:
    """Nothing about a vote changes after it opened but its ballots, and its end."""
    for was, now in zip(before, after, strict=False):
        assert all(getattr(was, name) == getattr(now, name) for name in FIXED)
        assert was.late <= now.late
        assert was.window.prolonged <= now.window.prolonged
        assert was.turned <= now.turned
        longer = (was.window.prolonged, was.turned) != (now.window.prolonged, now.turned)
        assert longer or (now.due <= was.due if now.state == "open" else now.due == 0)
        assert (was.state, now.state) != ("closed", "open")


def all_records(world: World) -> dict[str, list[Record]]:
    """Everything, for a comparison that says where the difference is."""
    return {kind.__name__: list(world.view.all(kind)) for kind in world.state.tables}
