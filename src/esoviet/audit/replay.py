"""The log judged again, entry by entry, as the host must have judged it.

Time never runs back. Whatever fell due is carried out, then the act is judged by the law that
stands in this code, with the root that this very log had. The first refusal is the first wrong
entry: what comes after it is judged no more, since the state would be anybody's guess.
"""

from array import array
from collections.abc import Callable
from functools import partial

from esoviet.audit.crew import Crew
from esoviet.audit.entry import Said
from esoviet.audit.finding import Finding
from esoviet.audit.recount import Recount
from esoviet.audit.witnessed import check_mark
from esoviet.law.act import Signed
from esoviet.law.host import MarkTime
from esoviet.law.judge import Statement, advance, judge, new_state, read_act
from esoviet.law.outcome import Changes
from esoviet.law.records import Key
from esoviet.law.view import View
from esoviet.law.votes import CastBallot, Vote
from esoviet.log.merkle import Tree
from esoviet.wire.envelope import Envelope, verified
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName


class Replay:
    """The state and the tree up to the entry that comes next."""

    def __init__(self, crew: Crew) -> None:
        self.state = new_state()
        self.tree = Tree()
        self.recount = Recount()
        self.index = 0
        self.time = 0
        self.times = array("Q")
        self._crew = crew
        self._kids: set[str] = set()

    def take(self, said: Said) -> list[Finding]:
        """Judge the next entry, whose leaf is in the tree already."""
        index, time, state, root_at = self.index, said.time, self.state, self.tree.root
        if time < self.time:
            return [Finding(index, "1.6", "The time of this entry is before that of the last.")]
        try:
            act = read_act(said.payload)
        except Malformed as error:
            return [Finding(index, "1.1", f"The act is malformed: {error}.")]
        found: list[Finding] = []
        while state.is_due(time):
            self._falls_due(time)
        statement = Statement(said.id, said.kid, act, _check(said))
        verdict = judge(state, statement, time, index, root_at)
        refusal = verdict.refusal
        if refusal is not None:
            return [*found, Finding(index, refusal.clause, refusal.because)]
        self.time = time
        self.times.append(time)
        self.index = index + 1
        self._note(said.kid, act, verdict.changes)
        if type(act) is MarkTime and act.checkpoint:
            view = View(state, time, index, root_at)
            found += check_mark(view, act.checkpoint, self.times)
        return found

    def _falls_due(self, until: int) -> None:
        """Carry out what falls due next, so that votes are counted again while others close."""
        state, index = self.state, self.index
        due = state.first_deadline()
        if due is not None and due <= until:
            changes = advance(state, due, index, self.tree.root).changes
            for closed in self.recount.closed(changes.puts, index):
                self._crew.count(closed)

    def view(self) -> View:
        """What there is to see now."""
        return View(self.state, self.time, self.index, self.tree.root)

    def _note(self, kid: KeyName, act: Signed, changes: Changes) -> None:
        """Tell the crew of new keys, and put a ballot into its box."""
        author = 0
        for put in changes.puts:
            if type(put) is Key:
                if put.kid == kid:
                    author = put.member
                if put.kid not in self._kids:
                    self._kids.add(put.kid)
                    self._crew.learn(KeyName(put.kid), put.public)
        if type(act) is CastBallot:
            box = self.recount.boxes.get(act.vote)
            if box is None:
                box = self.recount.open(self.state.rows(Vote)[act.vote])
            box.cast(act, author, self.index - 1)


def _check(said: Said) -> Callable[[bytes], bool]:
    """Whether a key signed this act: the worker's word for that one key, or a look right now."""
    if said.public:
        return said.public.__eq__
    envelope = Envelope(said.kid, said.payload, said.signing_input, said.signature)
    return partial(verified, envelope)
