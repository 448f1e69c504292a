"""acts/chain.js: what a key has done is read in the log and proved; the host says where to look."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Route

from esoviet.log import receipt
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.node.receipts import publish
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.js.modules import Modules, Thrown

ADA, BEA, HOST = (SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
KID = key_name(ADA.public)


class Host:
    """Serves a log, and says of Ada's key what it likes."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.jws: list[bytes] = []
        self.claim: dict[str, Any] = {"member": 1, "kind": "device", "enrolled": 0}
        founding = {"type": "found-assembly", "seq": 1, "host": b64u(HOST.public)}
        self.assembly = self.logs(ADA, **founding)

    def logs(self, key: SigningKey, **payload: Any) -> str:
        """Log whatever was signed; answers its id."""
        jws = envelope.seal(json.dumps(payload, separators=(",", ":")).encode(), key)
        self.jws.append(jws)
        self.ids.append(envelope.parse(jws).id)
        return self.ids[-1]

    def acts(self, key: SigningKey, seq: int, prev: str) -> str:
        """Log an act that follows on another."""
        return self.logs(key, type="leave", assembly=self.assembly, seq=seq, prev=prev)

    def entry(self, index: int) -> bytes:
        return b'{"time":%d,"act":"%s"}' % (1000 + index, self.jws[index])

    def answer(self, route: Route) -> None:
        """What it says to a request."""
        path = route.request.url.partition(f"/a/{self.assembly}/")[2].partition("?")[0]
        tree, note = published(self.assembly, tuple(self.entry(n) for n in range(len(self.jws))))
        last = path.rpartition("/")[2].removesuffix(".json")
        if path == "log/founding":
            route.fulfill(body=self.entry(0))
        elif path == "log/checkpoint":
            route.fulfill(body=note)
        elif path.startswith("keys/"):
            route.fulfill(json={"last": self.ids[-1], **self.claim})
        elif path.startswith("receipts/") and last in self.ids:
            index = self.ids.index(last)
            route.fulfill(body=receipt.write(index, tree.inclusion_proof(index), note))
        elif path.startswith("log/entries/"):
            told = {"time": 1000 + int(last), "jws": self.jws[int(last)].decode()}
            route.fulfill(json={"entry": told})
        else:
            route.fulfill(status=204)


@cache
def published(assembly: str, entries: tuple[bytes, ...]) -> tuple[Tree, bytes]:
    """The tree of a log and its checkpoint: asked for with every receipt of a long walk."""
    tree = Tree()
    tree.extend(map(leaf_hash, entries))
    return tree, publish(f"esoviet/{assembly}", tree, HOST).note


Asks = Callable[..., Any]


@pytest.fixture
def chained() -> Host:
    """Ada has founded it and done three acts more, one of Bea's among them."""
    host = Host()
    one = host.acts(ADA, 2, host.assembly)
    host.logs(BEA, type="leave", assembly=host.assembly, seq=1)
    host.acts(ADA, 4, host.acts(ADA, 3, one))
    return host


@pytest.fixture
def asks(js: Modules) -> Iterator[Asks]:
    """Asks a host for the acts of Ada's key since some that are known."""

    def ask(host: Host, *since: str) -> Any:
        js.page.context.route("**/a/**", host.answer)
        js.run(
            "async (id) => (await import('/static/js/base/db.js')).remove('logs', id)",
            host.assembly,
        )
        return js.call("acts/chain", "provenActs", host.assembly, KID, list(since), ADA.public)

    yield ask
    js.page.context.unroute_all()


def numbers(found: Any) -> Any:
    return found if isinstance(found, Thrown) else [one["act"]["seq"] for one in found]


def test_what_was_done_since_is_read_back_to_what_is_known(chained: Host, asks: Asks) -> None:
    assert numbers(asks(chained, chained.assembly)) == [2, 3, 4]
    assert numbers(asks(chained, chained.ids[1], chained.ids[3])) == [4]
    assert numbers(asks(chained, chained.ids[-1])) == []
    found = asks(chained, "")
    assert numbers(found) == [1, 2, 3, 4]
    assert [(one["index"], one["time"], one["id"]) for one in found] == [
        (n, 1000 + n, chained.ids[n]) for n in (0, 1, 3, 4)
    ]


def test_a_chain_that_leads_elsewhere_proves_nothing(chained: Host, asks: Asks) -> None:
    assert numbers(asks(chained, "")) == [1, 2, 3, 4]
    assert asks(chained, "ab" * 32).error == "ProofError"


@pytest.mark.parametrize("last", ["ab" * 32, "../log/founding", ""])
def test_an_act_that_is_not_in_the_log_is_not_believed(
    chained: Host, asks: Asks, last: str
) -> None:
    assert numbers(asks(chained, chained.assembly)) == [2, 3, 4]
    chained.claim["last"] = last
    assert asks(chained, chained.assembly).error in ("ProofError", "Malformed")


def test_another_keys_act_is_not_taken_for_ones_own(chained: Host, asks: Asks) -> None:
    chained.claim["last"] = chained.ids[2]
    assert asks(chained, "").why == "an entry by another key"
    forged = envelope.seal(b'{"type":"leave","seq":5,"prev":"%s"}' % chained.ids[-1].encode(), BEA)
    header = b64u(b'{"alg":"Ed25519","kid":"%s","typ":"act"}' % KID.encode()).encode()
    chained.jws.append(b".".join((header, *forged.split(b".")[1:])))
    chained.ids.append(envelope.parse(chained.jws[-1]).id)
    del chained.claim["last"]
    assert asks(chained, "").why == "an entry by another key"


@pytest.mark.parametrize(("seq", "why"), [(4, "a number is missing"), (6, "a number is missing")])
def test_numbers_follow_one_another(chained: Host, asks: Asks, seq: int, why: str) -> None:
    chained.acts(ADA, seq, chained.ids[-1])
    assert asks(chained, chained.assembly).why == why


def test_an_act_without_the_one_before_it_is_no_chain(chained: Host, asks: Asks) -> None:
    chained.logs(ADA, type="leave", assembly=chained.assembly, seq=5)
    assert asks(chained, "").why == "an act without the one before it"


def test_an_entry_that_was_changed_after_its_receipt_is_not_believed(
    chained: Host, asks: Asks
) -> None:
    honest = chained.entry
    chained.entry = lambda index: honest(index).replace(b"1003", b"1999")  # type: ignore[method-assign]
    assert asks(chained, chained.assembly).error == "ProofError"


def test_the_walk_back_has_an_end(asks: Asks) -> None:
    host = Host()
    for number in range(2, 203):
        host.acts(ADA, number, host.ids[-1])
    assert asks(host, host.ids[0]).error == "ProofError"
    assert len(asks(host, host.ids[1])) == 200
