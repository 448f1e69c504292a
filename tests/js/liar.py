"""A host that lies: it serves a world's log and what it has put there itself, all of it well signed
with its own key, and a page that goes with its lies.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import msgspec
from playwright.sync_api import Route

from esoviet.law.act import Act
from esoviet.law.decisions import Decision
from esoviet.law.host import MarkTime
from esoviet.law.votes import CastBallot
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.tiles import WIDTH, pack_entries, parse_path
from esoviet.node.receipts import publish
from esoviet.web.api.votes import VoteAnswer
from esoviet.web.pages.recount import claim
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.js.modules import Modules
from tests.person import Person
from tests.web.served import Served, serve
from tests.world import World

RECOUNT = """async ([assembly, said]) => {
  await (await import("/static/js/base/db.js")).remove("logs", assembly);
  return (await import("/static/js/recount/recount.js")).recount(said);
}"""


class Liar:
    """What it serves: `entries`, `said` (what the page says of the vote) and `roll`."""

    def __init__(self, world: World, vote: int, folder: Path) -> None:
        self._begin(world, *answers(world, [vote], folder)[0])

    @classmethod
    def of_each(cls, world: World, votes: list[int], folder: Path) -> "list[Liar]":
        """One for each of several votes, at the cost of one host."""
        liars = []
        for detail, roll in answers(world, votes, folder):
            liars.append(cls.__new__(cls))
            liars[-1]._begin(world, detail, roll)
        return liars

    def _begin(self, world: World, detail: Any, roll: Any) -> None:
        self.world = world
        self.entries = list(world.entries)
        self.now = world.now
        self.roll = roll
        self.said = self._said(detail)
        self._counts_all()

    def _said(self, detail: dict[str, Any]) -> dict[str, Any]:
        answer = msgspec.convert(detail, VoteAnswer)
        decision = answer.vote.decision
        closed = self.world.the(Decision, decision).time if decision else None
        said: dict[str, Any] = claim(self.world.id, answer, closed)
        return said

    # -- lies

    def logs(self, jws: bytes, *, at: int = 0, before: int | None = None) -> int:
        """Put something into the log; answers its index."""
        self.now = max(self.now, at)
        place = len(self.entries) if before is None else before
        self.entries.insert(place, entries.spell(at or self.now, jws))
        self._counts_all()
        return place

    def _counts_all(self) -> None:
        self.said["tally"]["log_size"] = self.roll["log_size"] = len(self.entries)

    def signs(self, signer: SigningKey, kind: type[Act], seq: int, /, **fields: object) -> bytes:
        """An act that anybody's key signs, whatever the law says of it."""
        known = {"assembly": self.world.id, "seq": seq, "seen": self.world.seen(1)}
        known |= {"prev": self.last_of(signer), "at": self.now // 1000 * 1000}
        return envelope.seal(msgspec.json.encode(kind(**(known | fields))), signer)  # type: ignore[arg-type]

    def last_of(self, signer: SigningKey) -> str:
        """The id of the last act of a key in the log as it is served."""
        name, last = key_name(signer.public), ""
        for entry in self.entries:
            sealed = envelope.parse(entries.read(entry).jws)
            last = sealed.id if sealed.kid == name else last
        return last

    def votes(
        self, key: SigningKey, seq: int, choice: str = "yes", early: int = 0, **when: Any
    ) -> int:
        """Log a ballot signed by a key, `early` ms before the moment at which it is logged."""
        vote, now = self.said["number"], (when.get("at", self.now) - early) // 1000 * 1000
        ballot = self.signs(key, CastBallot, seq, vote=vote, choice=choice, at=now)
        return self.logs(ballot, **when)

    def marks(self, time: int) -> int:
        """Log a mark of time by the host."""
        host = self.world.host.key
        done = sum(envelope.parse(entries.read(entry).jws).kid == key_name(host.public)
                   for entry in self.entries)  # fmt: skip
        return self.logs(self.signs(host, MarkTime, done + 1, at=time // 1000 * 1000), at=time)

    def shows(self, member: int, entry: int, choice: str = "yes") -> Self:
        """Put a ballot on the roll of the page, and into its totals."""
        others = [line for line in self.roll["items"] if line["member"]["member"] != member]
        ballot = {"choice": choice, "ranking": None, "entry": entry, "counts": True, "reason": None}
        self.roll["items"] = [
            *others,
            {"member": {"member": member, "name": None}, "ballot": ballot},
        ]
        choices = [line["ballot"]["choice"] for line in self.roll["items"]]
        self.said["tally"]["counts"] = [choices.count(one) for one in ("yes", "no", "abstain")]
        self.said["tally"]["ballots"] = len(choices)
        return self

    # -- serving

    def recounted(self, js: Modules) -> Any:
        """What a browser that counts again finds."""
        js.page.context.route("**/a/**", self._answer)
        try:
            return js.run(RECOUNT, [self.world.id, self.said])
        finally:
            js.page.context.unroute("**/a/**")

    def wrong(self, js: Modules) -> list[str]:
        """What is wrong, by name, and at which entry."""
        found = self.recounted(js)["wrong"]
        return [f"{one['why']} {one.get('entry', '')}".strip() for one in found]

    def _answer(self, route: Route) -> None:
        path = route.request.url.partition(f"/a/{self.world.id}/")[2].partition("?")[0]
        if path == "log/founding":
            route.fulfill(body=self.entries[0])
        elif path == "log/checkpoint":
            tree = Tree()
            tree.extend(map(leaf_hash, self.entries))
            note = publish(f"esoviet/{self.world.id}", tree, self.world.host.key).note
            route.fulfill(body=note)
        elif path.startswith("log/tile/entries/"):
            tile = parse_path(path.removeprefix("log/"))
            first = tile.number * WIDTH
            route.fulfill(body=pack_entries(self.entries[first : first + tile.width]))
        else:
            route.fulfill(body=json.dumps(self.roll), content_type="application/json")


def answers(world: World, votes: list[int], folder: Path) -> list[tuple[Any, Any]]:
    """What an honest host of the world says of some votes, and their rolls."""
    with ThreadPoolExecutor(1) as thread:  # Playwright has the loop of this one
        return thread.submit(_asked, world, votes, folder).result()


def _asked(world: World, votes: list[int], folder: Path) -> list[tuple[Any, Any]]:
    with serve(world, folder) as served:
        return [(served.get(f"votes/{vote}.json").json(), _roll(served, vote)) for vote in votes]


def _roll(served: Served, vote: int) -> Any:
    roll = served.get(f"votes/{vote}/roll.json?limit=1000").json()
    while roll["next"]:
        more = served.get(roll["next"]).json()
        roll |= {"items": roll["items"] + more["items"], "next": more["next"]}
    return roll


def forged(kid_of: Person, jws: bytes) -> bytes:
    """The same act, made out to be signed by somebody else's key."""
    header, payload, signature = jws.split(b".")
    head = f'{{"alg":"Ed25519","kid":"{key_name(kid_of.key.public)}","typ":"act"}}'
    assert header
    return b".".join((b64u(head.encode()).encode(), payload, signature))


def flipped(jws: bytes) -> bytes:
    """The same act, with one bit of its signature turned."""
    start, signature = jws[:-20], bytearray(jws[-20:])
    signature[0] = ord("A") if signature[0] != ord("A") else ord("B")
    return start + bytes(signature)
