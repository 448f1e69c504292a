"""The game: an assembly under the real law, its clock, honest members who look in, and the host.

Acts go to the judge behind the signature, so that thousands a second are possible. A plan is a
generator of moments: what it does between two of them happens at once, and then it waits. Meanwhile
honest members look in, each in a rhythm of their own, and the host marks the time.

A host that belongs to the coalition takes what the law leaves it: it brings honest acts ten minutes
late, and lets its clock be ten minutes ahead.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from esoviet.law.act import Signed
from esoviet.law.judge import Judgement, Statement, judge, new_state
from esoviet.law.outcome import Refusal
from esoviet.law.state import Undo
from esoviet.law.view import View
from esoviet.wire.encoding import b64
from tests.law.adversary import facts, honest, moves
from tests.law.adversary.moves import Move, Player

START = 1_767_225_600_000  # 2026-01-01
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SLACK = 10 * MINUTE
ROOT = bytes(32)
SEEN = b64(ROOT)
Steps = Iterator[int]
"""A plan under way: the moments, in ms, until which it waits."""


class Forbidden(Exception):
    """The law admits no such constitution: whatever was planned under it is held."""


class Scene(NamedTuple):
    """Who plays against whom: `n` members, the last `k` of them together.

    `turnout` is the share of the others who are there in a month; these look in every `period`
    days. `rules` are laid over the `template`. With `founder` the coalition holds the first member
    too; with `host` the host; `asleep` begins after so long a silence that the others sleep.
    `wants` is an amendment that the honest would like to carry meanwhile. The `complacent` vote
    only when what they reject is about to win; the `brief` rank what they like and nothing else.
    `fresh` begins within the founding period.
    """

    n: int = 12
    k: int = 2
    turnout: float = 0.9
    period: float = 1
    template: str = "brisk"
    rules: Mapping[str, str] = MappingProxyType({})
    host: bool = False
    founder: bool = False
    asleep: bool = False
    fresh: bool = False
    complacent: bool = False
    brief: bool = False
    wants: Mapping[str, str] = MappingProxyType({})
    days: float = 60
    seed: int = 0


class Mark(NamedTuple):
    """A moment to which a game can go back."""

    undone: int
    size: int
    now: int
    entry_time: int
    news: int
    events: list[tuple[int, int, Callable[[], None]]]
    ours: list[Player]
    bait: frozenset[tuple[str, int]]
    read: dict[int, int]


class Game:
    """One assembly, and who is on which side.

    `ours` are the coalition and its guests; `bait` are problems and solutions of the coalition that
    the others like, `welcome` the guests whom they do, `favourite` the solution that most of them
    want. `clock_ahead` is by how much the host's clock runs ahead beyond what honest acts allow.
    `shut_out` and `rushed` are what a plan saw happen. `known` are new keys of members who told
    the others that they lost the old one; until `away_until` nobody looks in. Until `silent_until`
    the host answers nobody, and logs nothing; what was handed in then comes after that.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.random = Random(scene.seed)
        self.state = new_state()
        self.size = self.acts = self.refused = self.news = 0
        self.now = self.entry_time = START
        self.id = ""
        self.undo: list[Undo] = []
        self.host = Player("host")
        self.honest: dict[int, Player] = {}
        self.ours: list[Player] = []
        self.bait: frozenset[tuple[str, int]] = frozenset()
        self.welcome: set[int] = set()
        self.wishing = bool(scene.wants)
        self.seats_wanted = self.away_until = self.silent_until = self.carried_before = 0
        self.known: set[str] = set()
        self.shut_out: list[int] = []
        self.favourite = self.clock_ahead = 0
        self.rushed = False
        self._read: dict[int, int] = {}
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._serial = count()
        self._found()
        self.begun = self.now
        self.version = facts.version(self.view)
        self.seated = {number: player.kid for number, player in self.honest.items()}
        self.end = self.now + round(scene.days * DAY)
        self._meet()

    # -- what can be read

    @property
    def view(self) -> View:
        """What a rule would see now."""
        return View(self.state, self.entry_time, self.size, self.root_at)

    @property
    def time(self) -> int:
        """The time that the next entry gets."""
        return max(self.entry_time, self.now + self.ahead)

    @property
    def ahead(self) -> int:
        """By how much the host's clock is ahead, in ms."""
        return self.clock_ahead + (SLACK if self.scene.host else 0)

    def root_at(self, size: int) -> bytes | None:
        """The root, always the same: nobody here shows two histories."""
        return ROOT if size <= self.size else None

    def seen(self) -> tuple[int, str]:
        """What an act says of the log."""
        return self.size, SEEN

    def later(self, days: float) -> int:
        """The moment so many days from now."""
        return self.now + round(days * DAY)

    def is_ours(self, member: int) -> bool:
        """Whether a member plays with the coalition."""
        return member > 0 and member not in self.honest and member not in self.welcome

    def numbers(self) -> list[int]:
        """The members that the coalition is now, its guests too."""
        found = (facts.owner(self.view, player.kid) for player in self.ours)
        return [number for number in found if number and self.is_ours(number)]

    def able(self) -> list[Player]:
        """Those of the coalition who can act as members."""
        return list(self._able())

    def _able(self) -> Iterator[Player]:
        view = self.view
        return (player for player in self.ours if facts.owner(view, player.kid))

    # -- acting

    def act(self, who: Player, move: Move, at: int | None = None) -> Refusal | None:
        """Let somebody act now; `at` is when they signed, if not at the time of the entry."""
        seq, prev = facts.chain(self.view, who.kid)
        act = move.kind(
            assembly=self.id,
            seq=seq + 1,
            prev=prev,
            at=(self.time if at is None else at) // 1000 * 1000,
            seen=self.seen(),
            **move.fields,
        )
        return self._taken(self._judged(self.said(who, act)))

    def said(self, who: Player, act: Signed) -> Statement:
        """An act as if it were signed."""
        return Statement(f"{next(self._serial):064x}", who.kid, act, lambda _public: True)

    def does(self, who: Player, move: Move) -> bool:
        """Let one of the coalition act; whether it stands. The others have something to read."""
        stands = self.act(who, move) is None
        self.news += stands
        return stands

    def all_do(self, move: Callable[[], Move], *, unless: set[int] | None = None) -> int:
        """Let everyone of the coalition do the same; how often it stood."""
        view, done = self.view, 0
        for player in self.able():
            if unless is None or facts.owner(view, player.kid) not in unless:
                done += self.does(player, move())
        return done

    def lure(self, kind: str, number: int) -> None:
        """The others like this problem or solution, though the coalition brought it."""
        self.bait |= {(kind, number)}

    def newcomer(self, name: str = "") -> Player:
        """A friend of the coalition from outside: a puppet."""
        return Player(name or f"puppet {len(self.ours)}")

    def _judged(self, said: Statement) -> Judgement:
        return judge(self.state, said, self.time, self.size, self.root_at)

    def _taken(self, judgement: Judgement) -> Refusal | None:
        self.acts += 1
        if judgement.refusal is not None:
            self.refused += 1
            return judgement.refusal
        self.entry_time = self.time
        self.size += 1
        self.undo.extend(judgement.undo)
        return None

    # -- time

    def wait(self, until: int) -> None:
        """Let time pass: others look in, the host marks the time, what falls due happens."""
        until = max(until, self.now)
        while True:
            event = self._events[0][0] if self._events else until + 1
            mark = None
            if self.now >= self.silent_until:
                mark = facts.host_mark(self.view, min(event, until))
            first = min(event, until + 1 if mark is None else max(mark, self.now))
            if first > until:
                break
            self.now = max(self.now, first)
            if first == event:
                heapq.heappop(self._events)[2]()
            elif self.act(self.host, moves.marks_time()) is not None:
                self.now += 1000
        self.now = max(self.now, until)
        self.confirm()

    def confirm(self) -> None:
        """Let one of the coalition say how late it is, if anything waits for that."""
        if self.state.is_due(self.time):
            for player in self._able():  # most often the first one can: the others are not asked
                if self.does(player, moves.marks_time()) or self.does(player, moves.sets_profile()):
                    return

    def at(self, moment: int, deed: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._events, (moment, next(self._serial), deed))

    def mark(self) -> Mark:
        """This moment, to go back to it."""
        rest = (list(self._events), list(self.ours), self.bait, dict(self._read))
        return Mark(len(self.undo), self.size, self.now, self.entry_time, self.news, *rest)

    def back(self, mark: Mark) -> None:
        """Go back to a moment."""
        self.state.undo(self.undo[mark.undone :])
        del self.undo[mark.undone :]
        self.size, self.now, self.entry_time, self.news = mark[1:5]
        self._events, self.ours = list(mark.events), list(mark.ours)
        self.bait, self._read = mark.bait, dict(mark.read)

    # -- the others

    def _meet(self) -> None:
        for number in self.honest if self.scene.turnout else ():
            first = self.now + round(self.random.random() * self.scene.period * DAY)
            self.at(first, partial(self._look, number))

    def _look(self, number: int, *, again: bool = True) -> None:
        """A member looks in, if they are there this month, and does what there is to do."""
        if number not in self.honest:
            return
        if again:
            self.at(self.now + round(self.scene.period * DAY), partial(self._look, number))
        if self.now < self.away_until or not self._is_there(number):
            return
        me = self.honest[number]
        if self.now < self.silent_until:
            self.at(self.silent_until + SLACK, partial(self._look, number, again=False))
            return
        if self.state.is_due(self.time) and self.act(me, moves.marks_time(), self.now) is None:
            self.news += 1
        idle = self.now - facts.last_act(self.view, me.kid) > facts.dormancy(self.view) // 3
        wanting = self.wishing or honest.owes(self, number)
        if self._read.get(number) == self.news and not idle and not wanting:
            return
        self._read[number] = self.news
        for move in list(honest.deeds(self, number, idle=idle)):
            self._hand_in(me, move)

    def _hand_in(self, me: Player, move: Move) -> None:
        """The act of another reaches the log; a host of ours brings it as late as it can."""
        if not self.scene.host:
            self.news += self.act(me, move, self.now) is None and honest.is_news(move)
            return
        signed = self.now
        self.at(self.now + SLACK, lambda: self._late(me, move, signed))

    def _late(self, me: Player, move: Move, signed: int) -> None:
        self.news += self.act(me, move, signed) is None

    def _is_there(self, number: int) -> bool:
        month = (self.now - self.begun) // (30 * DAY)
        draw = hashlib.blake2b(f"{self.scene.seed} {number} {month}".encode(), digest_size=4)
        return int.from_bytes(draw.digest()) < self.scene.turnout * 2**32

    # -- the beginning

    def _found(self) -> None:
        scene = self.scene
        people = [Player(f"member {number}") for number in range(1, scene.n + 1)]
        rules = {"readership": "public"} | facts.template(scene.template) | dict(scene.rules)
        founding = moves.founds(people[0], self.host, self.now // 1000 * 1000, rules)
        said = self.said(people[0], founding)
        self.id = said.id
        if (refusal := self._taken(self._judged(said))) is not None:
            raise Forbidden(refusal.because)
        link = Player("the founder's invitation")
        assert self.act(people[0], moves.invites(link, uses=10_000), self.now) is None
        for one in people[1:]:
            assert self.act(one, moves.applies(one, self.id, link), self.now) is None
        mine = scene.k - scene.founder
        ours = people[scene.n - mine :] + people[: int(scene.founder)]
        self.honest = {n: one for n, one in enumerate(people, 1) if one not in ours}
        self.ours = ours
        self._settle()

    def _settle(self) -> None:
        """The founding is over; if the others are to sleep, so is their time."""
        view = self.view
        if self.scene.fresh:
            return
        self.now += min(facts.days(view, "founding_days"), 30 * DAY) + MINUTE
        self.confirm()
        if self.scene.asleep:
            self.now += facts.dormancy(view) + HOUR
            self.confirm()


class Played(NamedTuple):
    """How a game ended: whether the goal was reached, after how many days and acts."""

    reached: bool
    days: float
    acts: int


Check = Callable[[Game], bool]


def play(
    steps: Callable[[Game], Steps],
    reached: Check,
    scene: Scene,
    *,
    late: bool,
    kind: Callable[[Scene], Game] = Game,
) -> Played:
    """Play a plan until its goal is reached or its time is over; `late`: look only at the end."""
    try:
        game = kind(scene)
    except Forbidden:
        return Played(reached=False, days=0, acts=0)
    for moment in steps(game):
        game.wait(min(moment, game.end))
        if (not late and reached(game)) or game.now >= game.end:
            break
    if late:
        game.wait(game.end)
    done = reached(game)
    return Played(done, round((game.now - game.begun) / DAY, 2), game.acts)
