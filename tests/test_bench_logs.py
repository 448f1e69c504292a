"""The logs that the benches make are logs by the law as it is, and their acts stand."""

from pathlib import Path

from bench import audit as bench_audit
from bench import logs
from esoviet.law.votes import Ballot, Roll, Vote
from esoviet.node.ledger import LOG
from esoviet.replica.replica import Replica, statement_of
from esoviet.store.log import SqliteLog

MEMBERS, VOTES = 4, 2


def read(made: logs.Made) -> Replica:
    replica = Replica()
    log = SqliteLog(made.folder / LOG)
    stored = log.state()
    assert stored is not None
    for entry in log.entries(0, stored.size):
        replica.take(entry)
    log.close()
    return replica


def test_every_member_has_voted_and_the_votes_are_open(tmp_path: Path) -> None:
    replica = read(logs.build(tmp_path, MEMBERS, VOTES))
    votes = list(replica.state.rows(Vote).values())
    assert [vote.state for vote in votes] == ["open"] * VOTES
    assert len({vote.due - vote.opened_at for vote in votes}) == 1
    assert all(replica.view().count(Ballot, vote.number) == MEMBERS for vote in votes)


def test_the_votes_can_be_closed(tmp_path: Path) -> None:
    replica = read(logs.build(tmp_path, MEMBERS, VOTES, closed=True))
    assert [vote.state for vote in replica.state.rows(Vote).values()] == ["closed"] * VOTES
    assert len(replica.state.rows(Roll)) == VOTES


def test_ballots_that_are_signed_later_stand(tmp_path: Path) -> None:
    made = logs.build(tmp_path, MEMBERS, VOTES, 0.0)
    replica = read(made)
    at = replica.time // 1000 * 1000
    task = (made.assembly, made.seen, 1, VOTES, range(1, MEMBERS + 1), made.last, at)
    for act in logs.ballots(task):
        assert replica.judge(statement_of(act), replica.time).refusal is None


def test_the_bench_of_the_audit_knows_who_signed_each_entry(tmp_path: Path) -> None:
    made = logs.build(tmp_path, MEMBERS, VOTES, closed=True)
    assert bench_audit.floor_of(made) > 0
    assert bench_audit.audited(made) > 0
