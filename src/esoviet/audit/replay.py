"""The log judged again, entry by entry, as the host must have judged it.

`Replica` does it, the same one that the host runs. The first entry that it does not take is the
first wrong one: what comes after it is judged no more, since the state would be anybody's guess.
What workers have found out beforehand (hashes, signatures) is taken from them; the ballots of open
votes are kept aside, so that each vote is counted once more when it closes.
"""

from array import array
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from esoviet.audit.accounts import Accounts
from esoviet.audit.clock import Days
from esoviet.audit.entry import Said
from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.parallel.pool import WorkerPool
from esoviet.audit.recount import Recount
from esoviet.audit.seats import Seats
from esoviet.audit.turning import Turning
from esoviet.audit.witnessed import check_mark
from esoviet.law.act import Act, Signed
from esoviet.law.applications import ApplyToJoin, VouchFor
from esoviet.law.contests import Object
from esoviet.law.drafts import WithdrawSolution
from esoviet.law.editions import UNKNOWN_EDITION
from esoviet.law.growth import Vouch
from esoviet.law.host import MarkTime
from esoviet.law.judge import Statement, read_act
from esoviet.law.leaving import Leave
from esoviet.law.outcome import Changes
from esoviet.law.record import Record
from esoviet.law.records import Clock, Key, Member
from esoviet.law.state import State
from esoviet.law.view import View
from esoviet.law.votes import Ballot, CastBallot, Vote
from esoviet.log.merkle import Tree
from esoviet.replica.replica import Replica, WrongEntry
from esoviet.wire.envelope import Envelope, verified
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName

NEWER = (
    "Entry {}: {} From there on nothing was judged. Take a newer version of the program, from"
    " somebody other than the host, and audit again."
)
OF_A_BALLOT = (Ballot, Clock)
"""What a ballot puts on record beside its key's use, and only the box of its vote is about."""


class Replay:
    """A replica up to the entry that comes next, and every vote counted again on the way.

    `seen` is the size of the longest history that an author confirmed. Not `twice`: what the law
    makes of the entries is enough, and nothing is counted a second time by other code.
    """

    def __init__(self, pool: WorkerPool, *, twice: bool = True) -> None:
        self._twice = twice
        self.replica = Replica()
        self.recount = Recount()
        self.turning = Turning(self.recount)
        self.seats = Seats(self.recount.candidates)
        self.accounts = Accounts()
        self.times = array("Q")
        self.seen = 0
        self.days = Days()
        self._pool = pool
        self._kids: set[str] = set()

    @property
    def index(self) -> int:
        """How many entries have been judged; the tree may hold more hashes."""
        return self.replica.size

    @property
    def time(self) -> int:
        """The time of the last entry."""
        return self.replica.time

    @property
    def tree(self) -> Tree:
        """The hashes of all entries that were read."""
        return self.replica.tree

    @property
    def state(self) -> State:
        """The state after the last entry that was judged."""
        return self.replica.state

    def take(self, said: Said) -> list[Finding]:
        """Judge the next entry, whose leaf is in the tree already."""
        index = self.index
        try:
            act = read_act(said.payload)
        except Malformed as error:
            return [Finding(index, "1.1", f"The act is malformed: {error}.")]
        statement = Statement(said.id, said.kid, act, _check(said))
        try:
            told = self._fell_due if self._twice else None
            verdict = self.replica.pass_judgement(statement, said.time, told)
        except WrongEntry as wrong:
            if wrong.clause == UNKNOWN_EDITION:
                raise Unreachable(NEWER.format(index, wrong.because)) from None
            return [Finding(index, wrong.clause, wrong.because)]
        self.replica.passed(said.time)
        self.times.append(said.time)
        author, quiet = self._learnt(said.kid, act, verdict.changes)
        if self._twice:
            self._note(author, act, verdict.changes, quiet=quiet)
            self._hear(index, said.time, author, act)
        if type(act) is MarkTime and act.checkpoint:
            return check_mark(self.view(), act.checkpoint, self.times)
        return []

    def _hear(self, index: int, time: int, author: int, act: Signed) -> None:
        """Note what an author confirmed of the history, and what a member's clock said."""
        if isinstance(act, Act):
            self.seen = max(self.seen, act.seen[0])
            member = self.replica.state.rows(Member).get(author)
            if member is not None and member.state == "member":
                self.days.note(index, time, act.at)

    def view(self) -> View:
        """What there is to see now."""
        return self.replica.view()

    def _fell_due(self, changes: Changes) -> None:
        """Have the votes that close counted again, while others close; and who fills a seat."""
        votes = self.state.rows(Vote)
        for look in self.turning.due(changes.puts, votes, self.index):
            self._pool.count(look)
        for closed in self.recount.closed(changes.puts, self.index):
            self.seats.decided(closed)
            self._pool.count(replace(closed, stood=self.turning.stood(closed.vote.number)))
        for filled in self.seats.changed(changes.puts, self.index):
            self._pool.count(filled)
        for wrong in self.accounts.decided(changes.puts, self.index):
            self._pool.found(wrong)

    def _learnt(self, kid: KeyName, act: Signed, changes: Changes) -> tuple[int, bool]:
        """Tell the workers of new keys; whose act it was, and whether it is a mere ballot."""
        author, quiet = 0, type(act) is CastBallot
        for put in changes.puts:
            if type(put) is Key:
                if put.kid == kid:
                    author = put.member
                if put.kid not in self._kids:
                    self._kids.add(put.kid)
                    self._pool.learn(KeyName(put.kid), put.public)
            elif type(put) not in OF_A_BALLOT:
                quiet = False
        return author, quiet

    def _note(self, author: int, act: Signed, changes: Changes, *, quiet: bool) -> None:
        """Tell every account of the act, and put a ballot into its box."""
        if not quiet:
            self._follow(author, act, changes.puts)
        if type(act) is CastBallot:
            box = self.recount.boxes.get(act.vote)
            if box is None:
                box = self.recount.open(self.state.rows(Vote)[act.vote])
            box.cast(act, author, self.index - 1)
        elif type(act) is Leave:
            self.recount.leaves(author)
        elif type(act) is WithdrawSolution:
            self.recount.candidates.withdraws(act.solution)
        else:
            self._note_doors(author, act, changes)

    def _follow(self, author: int, act: Signed, puts: tuple[Record, ...]) -> None:
        """Tell every account what an act was and what it brought."""
        self.recount.candidates.note(puts)
        self.seats.changed(puts, self.index)
        for wrong in self.accounts.acted(act, author, self.time, puts, self.index - 1):
            self._pool.found(wrong)

    def _note_doors(self, author: int, act: Signed, changes: Changes) -> None:
        """Keep vouches aside, and put them into the box of a vote on an applicant."""
        index = self.index - 1
        if type(act) is VouchFor:
            self.recount.vouched(act.member, author, index)
        elif type(act) is ApplyToJoin:
            for put in changes.puts:  # only the law knows whether the inviter can vouch
                if type(put) is Vouch:
                    self.recount.vouched(put.applicant, put.member, index)
        if type(act) not in (VouchFor, Object):
            return
        members = self.state.rows(Member)
        for put in changes.puts:
            if type(put) is Vote and put.kind == "admission" and put.opened == index:
                vouched = self.recount.vouches.get(put.subject, ())
                self.recount.contested(put, {one: members[one].admission for one in vouched})


def _check(said: Said) -> Callable[[bytes], bool]:
    """Whether a key signed this act: the worker's word for that one key, or a look right now."""
    if said.public:
        return said.public.__eq__
    envelope = Envelope(said.kid, said.payload, said.signing_input, said.signature)
    return partial(verified, envelope)
