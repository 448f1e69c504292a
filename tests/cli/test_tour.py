"""The tour: a sandbox of one's own, in which all happens by itself and nothing gets out."""

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from esoviet.cli.signer import Seen, Signer, prove
from esoviet.cli.tour.sandboxes import DAY_SECONDS, FOLDER, IDLE_SECONDS, Sandbox, Sandboxes
from esoviet.cli.tour.tale import tale
from esoviet.law.act import Act, Blob
from esoviet.law.applications import ApplyToJoin, KeyProof
from esoviet.law.ballots import NO_ACTION
from esoviet.law.decisions import Decision
from esoviet.law.drafts import ProposeSolution
from esoviet.law.problems import AssessNecessity, Problem, RaiseProblem, WithdrawProblem
from esoviet.law.reviews import JudgeOutcome, Review
from esoviet.law.solutions import BackSolution, Solution
from esoviet.law.view import View
from esoviet.law.votes import Ballot, CastBallot
from esoviet.node.config import Config
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.web.app import create_app
from esoviet.web.pages.guide import STAGES
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.keys import key_name
from tests.waiting import until
from tests.world import signing_key

LANGUAGES = ("en", "es")
HTML = {"accept": "text/html"}
PROXY = ("127.0.0.1",)
DAYS = {"necessity": 0.2, "solutions": 5.0, "reading": 8.0, "vote": 10.0, "decided": 13.5,
        "work": 15.0, "review": 17.0, "end": 20.0}  # fmt: skip
"""On which day the tour is where, if the visitor does nothing."""


class Place:
    """A node with sandboxes, whose time passes when the test says so."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.seconds = 0.0
        self.runner = asyncio.Runner()
        self.node = self.run(self._started(Config(data=folder, **settings)))
        self.sandboxes = Sandboxes(self.node, lambda: self.seconds)
        app = create_app(self.node, sandboxes=self.sandboxes)
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://node.example")

    def run(self, awaitable: Any) -> Any:
        """Wait for something on the node's loop."""
        return self.runner.run(awaitable)

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request, without a cookie of an earlier one."""
        self.client.cookies.clear()
        answer: httpx.Response = self.run(self.client.request(method, path, **sent))
        return answer

    def begins(self, language: str = "en", address: str = "") -> "Visitor":
        """Somebody begins the tour."""
        headers = {"accept-language": language} | ({"x-forwarded-for": address} if address else {})
        answer = self.ask("POST", "/tour", headers=headers)
        assert answer.status_code == 201, answer.text
        return Visitor(self, **answer.json())

    def is_full(self, address: str = "") -> bool:
        """Whether somebody who begins the tour now is asked to come again."""
        headers = {"x-forwarded-for": address} if address else {}
        answer = self.ask("POST", "/tour", headers=headers)
        assert (answer.status_code == 503) == ("retry-after" in answer.headers)
        return answer.status_code == 503

    def sandbox(self, assembly: str) -> Sandbox:
        """The sandbox of this name."""
        found = self.sandboxes.find(assembly)
        assert found is not None
        return found

    def until(self, holds: Any) -> None:
        """Let the node go on until it is so."""
        until(holds, lambda: self.run(asyncio.sleep(0.01)))

    async def _started(self, config: Config) -> Node:
        node = Node(config)
        node.start()
        return node

    async def _close(self) -> None:
        await self.client.aclose()
        await self.sandboxes.close()
        await self.node.close()

    def close(self) -> None:
        """Stop all of it."""
        self.run(self._close())
        self.runner.close()


class Visitor:
    """Who takes the tour, by a program instead of a browser."""

    def __init__(self, place: Place, assembly: str, invitation: str, now: int = 0) -> None:
        self.place, self.assembly = place, assembly
        self.invitation = SigningKey(un_b64u(invitation, 32))
        self.signer = Signer(signing_key("a visitor"), assembly)
        self.token, self.at = "", now
        self.days = self.slow = 0.0
        self.began = place.seconds

    @property
    def hosted(self) -> HostedAssembly:
        """The assembly in the sandbox."""
        return self.place.sandbox(self.assembly)._theatre._assembly

    @property
    def view(self) -> View:
        """The records of it."""
        return self.hosted.ledger.replica.view()

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        """What the visitor is shown."""
        return self.ask("GET", path, headers=headers)

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request as the visitor."""
        headers = {"authorization": f"Bearer {self.token}", **sent.pop("headers", {})}
        return self.place.ask(method, f"/a/{self.assembly}{path}", headers=headers, **sent)

    def page(self, path: str = "/problems/1") -> str:
        """A page, its white space made single spaces."""
        answer = self.get(path, **HTML)
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())

    def joins(self) -> "Visitor":
        """Sign in as invited, apply, and sign in as a member."""
        text = hashlib.sha256(b"profile").digest() + b"A visitor"
        profile = Blob(sha256=hashlib.sha256(text).hexdigest(), size=len(text),
                       media_type="text/markdown")  # fmt: skip
        secret = self.invitation
        proof = prove("invitation", self.assembly, key_name(secret.public), self.signer.kid, secret)
        shown = KeyProof(key=b64u(secret.public), proof=proof)
        key = b64u(self.signer.key.public)
        self.does(ApplyToJoin, text, key=key, profile=profile, invitation=shown)
        self.signs_in()
        return self

    def signs_in(self) -> None:
        """Show that the key is ours, over a line on which an answer takes some seconds."""
        at = f"/a/{self.assembly}/session"
        nonce = self.place.ask("GET", at).json()["nonce"]
        self.until_day(self.days + self.slow / DAY_SECONDS)
        said = {"assembly": self.assembly, "nonce": nonce, "origin": "node.example"}
        proof = envelope.seal(msgspec.json.encode(said), self.signer.key, "session")
        answer = self.place.ask("POST", at, content=proof,
                                headers={"content-type": "application/jose"})  # fmt: skip
        assert "Max-Age=900" in answer.headers["set-cookie"]
        self.token = answer.json()["token"]

    def does(self, kind: type[Act], *texts: bytes, **fields: Any) -> None:
        """Sign an act and hand it in as any browser does."""
        published = self.hosted.ledger.published
        now = self.place.sandbox(self.assembly).pace.now
        stamp = self.signer.stamp(Seen(published.size, published.root), now)
        self.until_day(self.days + self.slow / DAY_SECONDS)
        head = {name: value for name, value in stamp.items() if value}
        act = self.signer.sign(kind(**head, **fields))  # type: ignore[arg-type]
        files = {hashlib.sha256(text).hexdigest(): text for text in texts}
        form: dict[str, Any] = {"act": ("", act, "application/jose"), **files}
        answer = self.ask("POST", "/acts", files=form)
        assert answer.status_code == 201, answer.text

    def until_day(self, day: float) -> "Visitor":
        """Time passes in the sandbox, whatever the visitor does."""
        sandbox = self.place.sandbox(self.assembly)
        self.days = day
        self.place.seconds = self.began + day * DAY_SECONDS
        self.place.until(lambda: sandbox.stands_still or sandbox._theatre.day >= 1 + day)
        return self


@contextmanager
def opened(folder: Path, **settings: Any) -> Iterator[Place]:
    """A node with sandboxes, for a while."""
    place = Place(folder, **settings)
    try:
        yield place
    finally:
        place.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A node with the usual settings."""
    with opened(tmp_path) as place:
        yield place


# -- whoever takes it


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_phases_pass_before_the_eyes_of_who_does_nothing(place: Place, language: str) -> None:
    visitor = place.begins(language).joins()
    seen = []
    for stage, day in DAYS.items():
        page = visitor.until_day(day).page()
        assert tale(language).name in page
        seen.append(stage)
        number = STAGES.index(stage) + 1
        assert f'data-tour-step="{number}"' in page, stage
    assert tuple(seen) == STAGES
    decision = visitor.view.must(Decision, 1)
    first = visitor.view.must(Solution, 1)
    assert (decision.winners, first.by) == ((1,), 2)
    assert visitor.view.must(Review, 1).state == "closed"


def test_the_story_takes_five_minutes(place: Place) -> None:
    visitor = place.begins().joins()
    visitor.until_day(18.5)
    assert not place.sandbox(visitor.assembly).stands_still
    visitor.until_day(20)
    assert place.sandbox(visitor.assembly).stands_still
    assert 270 < 20 * DAY_SECONDS <= 300


def test_the_ballot_of_the_visitor_is_counted_with_the_others(place: Place) -> None:
    visitor = place.begins().joins()
    visitor.does(AssessNecessity, problem=1, stance="necessary")
    assert "You have said what you find." in visitor.page()
    visitor.until_day(DAYS["solutions"]).does(BackSolution, solution=2, version=1)
    assert "You back a solution." in visitor.page()
    visitor.until_day(DAYS["vote"]).does(CastBallot, vote=1, ranking=[[2], [1], [NO_ACTION]])
    assert "Your ballot is signed" in visitor.page()
    number = max(ballot.member for ballot in visitor.view.rows(Ballot, 1))
    roll = visitor.until_day(DAYS["decided"]).get("/votes/1/roll.json").json()
    assert number in [one["member"]["member"] for one in roll["items"]]
    visitor.until_day(DAYS["review"]).does(
        JudgeOutcome, decision=1, reached="achieved", wants="keep"
    )
    assert "You have said what came of it." in visitor.page()


def test_over_a_slow_line_one_comes_in_and_votes_all_the_same(place: Place) -> None:
    visitor = place.begins()
    visitor.slow = 5.0  # seconds for each answer: eight hours in the sandbox
    visitor.joins()
    visitor.does(AssessNecessity, problem=1, stance="necessary")
    visitor.until_day(DAYS["vote"]).does(CastBallot, vote=1, ranking=[[1]])
    assert "Your ballot is signed" in visitor.page()


def test_a_visitor_who_does_other_things_stops_nobody(place: Place) -> None:
    visitor = place.begins().joins()
    text = bytes(32) + b"Another problem"
    blob = Blob(sha256=hashlib.sha256(text).hexdigest(), size=len(text), media_type="text/markdown")
    visitor.does(RaiseProblem, text, text=blob)
    visitor.does(WithdrawProblem, problem=2)
    visitor.does(AssessNecessity, problem=1, stance="necessary")
    visitor.until_day(2.55)
    own = bytes(31) + b"1" + b"A solution of my own"
    mine = Blob(sha256=hashlib.sha256(own).hexdigest(), size=len(own), media_type="text/markdown")
    visitor.does(ProposeSolution, own, problem=1, text=mine)
    visitor.until_day(DAYS["end"])
    assert visitor.view.must(Problem, 1).phase in ("done", "closed")
    assert len(visitor.view.rows(Solution)) == 3
    assert visitor.view.must(Review, 1).state == "closed"


def test_a_reader_of_one_language_has_the_guide_and_the_story_in_it(place: Place) -> None:
    english, spanish = place.begins("en").joins(), place.begins("es").joins()
    assert "A problem is raised" in english.page()
    assert "The courtyard has been dark" in english.page()
    es = " ".join(spanish.get("/problems/1", **HTML, **{"accept-language": "es"}).text.split())
    assert "Alguien plantea un problema" in es
    assert "El patio está a oscuras" in es


# -- the mark, and what is kept in


def test_every_page_and_all_data_say_that_it_is_a_sandbox(place: Place) -> None:
    visitor = place.begins().joins().until_day(DAYS["end"])
    for path in ("", "/problems/1", "/votes/1", "/decisions/1", "/votes/1/roll", "/members", "/log",
                 "/constitution", "/me", "/mandates/1", "/problems/1/briefing"):  # fmt: skip
        page = visitor.page(path)
        assert '<aside class="sandbox" aria-label="Sandbox"><b>Sandbox</b>' in page, path
        assert "<title>" in page
        assert "Sandbox: 7 Mill Street" in page, path
    missing = visitor.get("/problems/99", **HTML)
    assert (missing.status_code, 'class="sandbox"' in missing.text) == (404, True)
    for path in ("/decisions/1.json", "/problems.json", "/votes/1/roll.json", "/nowhere"):
        answer = visitor.get(path)
        assert answer.json()["sandbox"] is True, path
        assert answer.headers["esoviet-sandbox"] == "1"


def test_what_is_signed_stays_as_it_was_signed(place: Place) -> None:
    visitor = place.begins().joins()
    founding = visitor.get("/log/founding").content
    assert msgspec.json.decode(founding).keys() == {"time", "act"}
    assert visitor.get("/log/checkpoint").text.startswith(f"esoviet/{visitor.assembly}\n")


def test_no_cache_and_no_search_engine_keeps_anything_of_it(place: Place) -> None:
    visitor = place.begins().joins()
    for path in ("/problems/1", "/problems/1.json", "/log/checkpoint", "/log/entries/0.json"):
        headers = visitor.get(path, **HTML).headers
        assert headers["cache-control"] == "no-store"
        assert "noindex" in headers["x-robots-tag"]
        assert not {"etag", "esoviet-offline", "access-control-allow-origin"} & headers.keys()


@pytest.mark.parametrize("path", ["", "/problems/1", "/problems.json", "/log/checkpoint",
                                  "/log/entries/0.json", "/changes", "/log/founding"])  # fmt: skip
def test_nobody_else_reads_it(place: Place, path: str) -> None:
    visitor, other = place.begins().joins(), place.begins().joins()
    assert visitor.ask("HEAD", path).status_code == 200
    for token in ("", other.token):
        headers = {"authorization": f"Bearer {token}"}
        answer = place.ask("GET", f"/a/{visitor.assembly}{path}", headers=headers)
        assert answer.status_code == 404


def test_the_invitation_is_good_for_one(place: Place) -> None:
    visitor = place.begins().joins()
    again = Visitor(place, visitor.assembly, b64u(visitor.invitation.seed))
    again.signer = Signer(signing_key("somebody else"), visitor.assembly)
    with pytest.raises(AssertionError, match="no assembly here that strangers may read"):
        again.joins()


@pytest.mark.parametrize("path", [
    "/feeds/decisions.atom", "/calendar.ics", "/problems/1.ics", "/votes/1/roll.csv",
    "/votes/1/roll.preflib", "/rotation.csv", "/secrets", f"/secret/{'T' * 32}.ics", "/rooms",
    "/messages", "/push", "/devices", f"/pairings/{'a' * 22}/offer",
])  # fmt: skip
def test_nothing_leaves_a_sandbox(place: Place, path: str) -> None:
    visitor = place.begins().joins()
    assert visitor.get(path).status_code == 403
    page = visitor.get(path, **HTML)
    assert page.status_code == 403
    assert "This is not a part of the tour" in page.text
    assert 'class="sandbox"' in page.text


@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/secrets"), ("PUT", "/messages/address"), ("PUT", "/push"), ("POST", "/rooms"),
    ("POST", "/media"), ("POST", "/uploads"), ("PUT", f"/pairings/{'a' * 22}/offer"),
    ("POST", "/exhibits/1/person"),
])  # fmt: skip
def test_no_files_and_no_addresses_come_in(place: Place, method: str, path: str) -> None:
    assert place.begins().joins().ask(method, path, content=b"{}").status_code == 403


def test_the_node_knows_nothing_of_its_sandboxes(place: Place) -> None:
    visitor = place.begins().joins()
    assert place.node.sleeping.known == {}
    assert visitor.hosted.ledger.key.public != place.node.key.public
    front = place.ask("GET", "/", headers=HTML).text
    assert visitor.assembly not in front
    assert place.ask("GET", f"/a/{visitor.assembly[:-1]}x").status_code == 404
    assert list((place.node.folder / "assemblies").iterdir()) == []


# -- the end of it, and how many there are


def test_after_some_minutes_all_of_it_is_gone(place: Place) -> None:
    visitor = place.begins().joins().until_day(DAYS["end"])
    folder = place.sandbox(visitor.assembly).folder
    assert folder.is_dir()
    place.seconds += 190
    place.until(lambda: place.sandboxes.find(visitor.assembly) is None and not folder.exists())
    over = visitor.get("/problems/1", **HTML)
    assert (over.status_code, "The tour is over" in over.text) == (410, True)
    assert visitor.get("/decisions/1.json").status_code == 410
    assert visitor.place.sandboxes.find(visitor.assembly) is None


def test_none_is_there_for_longer_than_ten_minutes(place: Place) -> None:
    visitor = place.begins()
    place.seconds = 601
    place.until(lambda: place.sandboxes.find(visitor.assembly) is None)


def test_what_a_kill_left_behind_goes_at_the_start(tmp_path: Path) -> None:
    (tmp_path / FOLDER / "left").mkdir(parents=True)
    with opened(tmp_path):
        assert not (tmp_path / FOLDER).exists()


def test_there_are_so_many_at_once_and_who_is_idle_makes_room(tmp_path: Path) -> None:
    with opened(tmp_path, sandboxes=2) as place:
        first, second = place.begins(), place.begins()
        assert place.is_full()
        place.seconds += IDLE_SECONDS + 1
        second.get()
        assert not place.is_full()
        assert place.sandboxes.find(first.assembly) is None
        assert place.sandboxes.find(second.assembly) is not None


def test_what_has_been_told_to_its_end_makes_room(tmp_path: Path) -> None:
    with opened(tmp_path, sandboxes=1) as place:
        visitor = place.begins().joins().until_day(DAYS["vote"])
        visitor.get()
        assert place.is_full()
        visitor.until_day(DAYS["end"]).get()
        assert not place.is_full()


def test_one_address_has_half_of_the_places_at_most(tmp_path: Path) -> None:
    with opened(tmp_path, sandboxes=4, trusted_proxies=PROXY) as place:
        place.begins(address="192.0.2.1")
        place.begins(address="192.0.2.1")
        assert place.is_full("192.0.2.1")
        assert not place.is_full("192.0.2.2")


def test_who_begins_one_after_another_is_asked_to_wait(tmp_path: Path) -> None:
    with opened(tmp_path, stranger_rate=10, trusted_proxies=PROXY) as place:
        place.begins(address="192.0.2.1")
        sent = {"headers": {"x-forwarded-for": "192.0.2.1"}}
        assert place.ask("POST", "/tour", **sent).status_code == 429
        place.begins(address="192.0.2.2")


def test_other_sites_begin_none(place: Place) -> None:
    evil = {"origin": "https://evil.example"}
    assert place.ask("POST", "/tour", headers=evil).status_code == 403
    assert place.ask("POST", "/tour", headers={"origin": "http://node.example"}).status_code == 201


def test_a_host_can_do_without(tmp_path: Path) -> None:
    with opened(tmp_path, sandboxes=0) as place:
        assert 'href="/tour"' not in place.ask("GET", "/").text
        page = place.ask("GET", "/tour", headers=HTML).text
        assert "This server gives no tour." in page
        assert "Begin the tour" not in page
        assert place.ask("POST", "/tour").status_code == 404


def test_the_front_page_leads_to_it(place: Place) -> None:
    assert 'href="/tour"' in place.ask("GET", "/").text
    assert "Begin the tour" in place.ask("GET", "/tour", headers=HTML).text
    spanish = place.ask("GET", "/tour", headers={**HTML, "accept-language": "es"}).text
    assert "Empezar la visita" in spanish
