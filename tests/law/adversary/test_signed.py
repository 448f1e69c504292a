"""The adversary is real: with signatures, a log and a mirror its plans end in the same way."""

import msgspec
import pytest

from esoviet.law.act import Signed
from esoviet.law.judge import Judgement, Statement
from esoviet.law.outcome import Refusal
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.replica.replica import Replica, statement_of
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.encoding import b64
from tests.law.adversary.moves import Player
from tests.law.adversary.plans.library import LIBRARY, Plan
from tests.law.adversary.play import Game, Scene

SMALL = [plan for plan in LIBRARY if plan.scene.n <= 40 and plan.scene.days <= 60]


class SignedGame(Game):
    """The same game, but every act is sealed, and every entry stands in a Merkle tree."""

    def __init__(self, scene: Scene) -> None:
        self.tree, self.log = Tree(), list[bytes]()
        self._sealed = b""
        super().__init__(scene)

    def said(self, who: Player, act: Signed) -> Statement:
        self._sealed = envelope.seal(msgspec.json.encode(act), who.key)
        return statement_of(self._sealed)

    def root_at(self, size: int) -> bytes | None:
        return self.tree.root(size) if size <= self.size else None

    def seen(self) -> tuple[int, str]:
        return self.size, b64(self.tree.root(self.size))

    def _taken(self, judgement: Judgement) -> Refusal | None:
        refusal = super()._taken(judgement)
        if refusal is None:
            self.log.append(entries.spell(self.entry_time, self._sealed))
            self.tree.append(leaf_hash(self.log[-1]))
        return refusal


@pytest.mark.parametrize("plan", SMALL, ids=lambda plan: plan.name)
def test_a_plan_ends_alike_with_signed_acts_and_a_mirror_agrees(plan: Plan) -> None:
    games = list[SignedGame]()

    def signed(scene: Scene) -> Game:
        games.append(SignedGame(scene))
        return games[-1]

    assert plan.played(kind=signed).reached is plan.played().reached
    for game in games:
        mirror = Replica()
        for entry in game.log:
            mirror.take(entry)
        assert mirror.state.digest() == game.state.digest()
