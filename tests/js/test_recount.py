"""js/recount: a browser that counts a vote again names every lie of a host."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.applications import ApplyToJoin, VouchFor
from esoviet.law.host import MarkTime, WithholdBlob
from esoviet.law.keys import EnrolKey
from esoviet.law.leaving import Leave
from esoviet.law.questions import Ask
from esoviet.law.votes import CastBallot, Vote
from esoviet.web.api.law import law_json
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.js.liar import Liar, flipped, forged
from tests.js.modules import Modules
from tests.js.site import STATIC
from tests.person import Person
from tests.world import DAY, World, signing_key
from tools import golden

MALLORY = signing_key("Mallory")
HOUR = 3_600_000
NOBODY_ELSE = {"recovery": False, "applicant": False, "former": False}


TICKING = """() => {
  window.ticks = 0;
  const tick = () => { window.ticks += 1; setTimeout(tick, 5); };
  tick();
}"""


def a_world(**rules: str) -> World:
    world = World().found(**{"backing": "0", "readership": "public", **rules})
    world.members("Ada", "Bea", "Cem", "Dot")
    return world.pass_ms(1)  # who comes in in the moment of an opening is not surely waited for


@pytest.fixture
def liar(tmp_path: Path) -> Liar:
    """A question is voted on, Ada for it, Bea against; the host has not lied yet."""
    world = a_world()
    vote = world.cast["Ada"].puts_to_vote()
    world.cast["Ada"].votes(vote, "yes")
    world.cast["Bea"].votes(vote, "no")
    world.pass_ms(1000)
    return Liar(world, vote, tmp_path)


def dot(liar: Liar) -> Person:
    return liar.world.cast["Dot"]


def test_an_honest_count_has_nothing_wrong(liar: Liar, js: Modules) -> None:
    found = liar.recounted(js)
    assert (found["wrong"], found["ballots"]) == ([], 2)
    assert found["signatures"] == found["entries"] == len(liar.entries)
    assert [one["why"] for one in found["unchecked"]] == ["electorate"]


def test_a_forged_enrolment_and_the_ballot_by_its_key_are_named(liar: Liar, js: Modules) -> None:
    name = key_name(MALLORY.public)
    proof = liar.world.proof("enrol-key", dot(liar).kid, name, MALLORY)
    key = {"key": b64u(MALLORY.public), "proof": proof, "prev": liar.last_of(dot(liar).key)}
    enrol = liar.signs(MALLORY, EnrolKey, 2, **key)
    first = liar.logs(forged(dot(liar), enrol))
    ballot = liar.votes(MALLORY, 1)
    liar.shows(dot(liar).number, ballot)
    assert liar.wrong(js) == [f"signature {first}", f"unknown-key {ballot}", f"roll-extra {ballot}",
                              "tally-ballots", "tally-counts"]  # fmt: skip


def test_a_key_is_enrolled_for_nobody_but_who_signs(liar: Liar, js: Modules) -> None:
    name = key_name(MALLORY.public)
    proof = liar.world.proof("enrol-key", liar.world.cast["Ada"].kid, name, MALLORY)
    key = {"key": b64u(MALLORY.public), "proof": proof}
    first = liar.logs(liar.signs(dot(liar).key, EnrolKey, 2, **key))
    assert liar.wrong(js) == [f"proof {first}"]


def test_keys_come_and_go_and_phrases_too(tmp_path: Path, js: Modules) -> None:
    world = a_world()
    ada, phone, paper = world.cast["Ada"], signing_key("telephone"), signing_key("paper")
    vote = ada.puts_to_vote()
    ada.enrols(phone).votes(vote, "yes")
    phrase = ada.sets_recovery(paper)
    phrase.revokes(ada.kid)
    honest = Liar(world, vote, tmp_path)
    assert honest.wrong(js) == []
    revoked = honest.votes(ada.key, 9)
    with_phrase = honest.votes(paper, 2)
    assert honest.wrong(js) == [f"revoked {revoked}", f"recovery-key {with_phrase}"]


def test_a_ballot_with_a_flipped_signature_is_named(liar: Liar, js: Modules) -> None:
    act = liar.signs(dot(liar).key, CastBallot, 2, vote=liar.said["number"], choice="yes")
    ballot = liar.logs(flipped(act))
    liar.shows(dot(liar).number, ballot)
    assert liar.wrong(js)[:2] == [f"signature {ballot}", f"roll-extra {ballot}"]


def test_a_ballot_after_the_closing_is_named(liar: Liar, js: Modules) -> None:
    liar.marks(liar.said["closes"] - 1000)
    ballot = liar.votes(dot(liar).key, 2, at=liar.said["closes"])
    liar.shows(dot(liar).number, ballot)
    assert liar.wrong(js)[:2] == [f"late {ballot}", f"roll-extra {ballot}"]


def test_a_vote_is_prolonged_where_the_host_was_away_at_its_end(
    tmp_path: Path, js: Modules
) -> None:
    world = a_world()
    ada, bea, dot = world.members("Ada", "Bea", "Dot")
    vote = ada.puts_to_vote()
    world.sleep_until(world.the(Vote, vote).due)
    dot.votes(vote, "yes")
    world.close(vote)
    bea.sets_profile()
    honest = Liar(world, vote, tmp_path)
    assert honest.wrong(js) == []
    honest.said["closes"] += 1
    assert honest.wrong(js) == ["times"]


def ends_with_a_late_ballot(world: World, vote: int, who: Person) -> None:
    """The host sees the end pass; then comes a ballot from before, and then somebody confirms."""
    said = world.the(Vote, vote)
    world.sleep_until(said.due - said.window.part // 2)
    world.host.marks_time()
    world.sleep_until(said.due + 1000)
    world.host.marks_time()
    at = (said.due - 700_000) // 1000 * 1000
    who.does(CastBallot, vote=vote, choice="yes", at=at)
    world.sleep_until(world.now + 2000)


def test_a_vote_is_prolonged_where_a_ballot_came_after_its_end(tmp_path: Path, js: Modules) -> None:
    world = a_world()
    ada, dot = world.members("Ada", "Dot")
    vote = ada.puts_to_vote()
    for _ in range(3):
        ends_with_a_late_ballot(world, vote, dot)
        ada.marks_time()
    assert world.the(Vote, vote).window.prolonged == 3
    honest = Liar(world, vote, tmp_path)
    assert honest.wrong(js) == []
    honest.marks(honest.said["closes"] - 1000)
    ballot = honest.votes(
        dot.key, world.last_of(dot.key)[0] + 1, early=700_000, at=honest.said["closes"]
    )
    assert honest.wrong(js)[0] == f"late {ballot}"


def test_a_host_alone_cannot_close_a_vote_by_its_clock(liar: Liar, js: Modules) -> None:
    closes = liar.said["closes"]
    liar.marks(closes - 1000)
    ballot = liar.votes(dot(liar).key, 2, early=700_000, at=closes)
    liar.shows(dot(liar).number, ballot)
    liar.said["tally"]["ending"] = "adopted"
    assert liar.wrong(js) == []


def test_what_was_signed_too_long_ago_or_ahead_of_its_time_is_named(
    liar: Liar, js: Modules
) -> None:
    now = liar.now // 1000 * 1000
    old = liar.logs(liar.signs(dot(liar).key, Leave, 2, at=now - 73 * HOUR))
    early = liar.logs(liar.signs(liar.world.cast["Cem"].key, Leave, 2, at=now + 601_000))
    assert liar.wrong(js) == [f"clock {old}", f"clock {early}"]


def test_an_act_that_does_not_name_the_one_before_it_is_named(liar: Liar, js: Modules) -> None:
    loose = liar.logs(liar.signs(dot(liar).key, Leave, 2, prev="0" * 64))
    assert liar.wrong(js) == [f"number {loose}"]


def test_a_ballot_that_was_held_back_on_another_device_is_named(
    tmp_path: Path, js: Modules
) -> None:
    world = a_world()
    ada, laptop = world.cast["Ada"], signing_key("laptop")
    vote = ada.puts_to_vote()
    ada.enrols(laptop)
    held = world.seal(laptop, CastBallot, vote=vote, choice="no")
    ada.votes(vote, "yes")
    world.pass_ms(1000)
    host = Liar(world, vote, tmp_path)
    ballot = host.logs(held)
    assert host.wrong(js) == [f"outdated {ballot}"]


def test_a_page_that_moves_the_closing_is_named(liar: Liar, js: Modules) -> None:
    liar.said["closes"] += DAY
    assert liar.wrong(js) == ["times"]
    liar.said["closes"] -= DAY
    liar.said["opened_at"] += 5
    assert "times" in liar.wrong(js)


def test_an_old_ballot_that_is_logged_again_is_named(liar: Liar, js: Modules) -> None:
    old = liar.world.entries[-1].split(b'"')[5]
    again = liar.logs(old)
    assert liar.wrong(js) == [f"number {again}"]


def test_people_whom_nobody_vouched_for_do_not_vote(liar: Liar, js: Modules) -> None:
    crowd = [signing_key(f"Puppet {n}") for n in range(3)]
    number = 5
    for key in crowd:
        fields = {"key": b64u(key.public), "profile": liar.world.text("A puppet")}
        liar.logs(liar.signs(key, ApplyToJoin, 1, **fields))
    for key in crowd[1:]:
        liar.logs(liar.signs(key, VouchFor, 2, member=number))
    ballot = liar.votes(crowd[0], 2)
    liar.shows(number, ballot)
    names = liar.wrong(js)
    assert [name.split()[0] for name in names[:4]] == ["not-member"] * 3 + ["roll-extra"]


def test_who_joined_after_the_opening_does_not_vote(liar: Liar, js: Modules) -> None:
    world = liar.world
    late = world.member("Eva")
    late.is_refused("7.3").votes(liar.said["number"], "yes")
    for entry in world.entries[len(liar.entries) :]:
        liar.logs(entry.split(b'"')[5])
    ballot = liar.votes(late.key, 2)
    liar.shows(late.number, ballot)
    assert liar.wrong(js)[0] == f"not-member {ballot}"


def test_time_never_goes_back(liar: Liar, js: Modules) -> None:
    back = liar.votes(dot(liar).key, 2, at=liar.now - 5000)
    assert liar.wrong(js) == [f"time {back}"]


def test_a_wrong_total_a_wrong_roll_and_a_wrong_result_are_named(liar: Liar, js: Modules) -> None:
    liar.said["tally"]["counts"] = [2, 0, 0]
    assert liar.wrong(js) == ["tally-counts"]
    liar.said["tally"]["counts"] = [1, 1, 0]
    liar.said["tally"]["ending"] = "adopted"
    assert liar.wrong(js) == ["tally-ending"]
    liar.said["tally"]["ending"] = "rejected"
    shown = liar.roll["items"]
    shown[0]["ballot"]["choice"] = "no"
    assert [name.split()[0] for name in liar.wrong(js)] == ["roll-other"]
    liar.roll["items"] = shown[1:]
    assert [name.split()[0] for name in liar.wrong(js)] == ["roll-missing"]


def test_the_winner_is_counted_too(tmp_path: Path, js: Modules) -> None:
    world = a_world()
    problem = world.necessary(world.cast["Ada"])
    good, bad = (world.cast[name].proposes(problem) for name in ("Ada", "Bea"))
    vote = world.open_vote(problem).number
    for name in ("Ada", "Bea", "Cem"):
        world.cast[name].votes(vote, [[good], [0], [bad]])
    world.close(vote)
    honest = Liar(world, vote, tmp_path)
    assert honest.wrong(js) == []
    honest.said["tally"] |= {"winners": [bad], "dropped": []}
    assert honest.wrong(js) == ["tally-winners", "tally-dropped"]


def test_a_large_vote_is_counted_while_the_page_goes_on(tmp_path: Path, js: Modules) -> None:
    world = World().found(backing="0", readership="public")
    crowd = world.crowd(1200)
    vote = world.cast["Ada"].puts_to_vote()
    for person in crowd:
        person.votes(vote, "yes")
    honest = Liar(world, vote, tmp_path)
    js.page.evaluate(TICKING)
    found = honest.recounted(js)
    assert (found["wrong"], found["ballots"]) == ([], 1200)
    assert found["entries"] > 2400
    assert js.page.evaluate("window.ticks") > 20


def test_entries_that_nobody_signed_for_are_named(liar: Liar, js: Modules) -> None:
    shown = liar.entries
    liar.entries = [*shown[:-1], shown[-2]]
    signed = liar._answer

    def two_faced(route: object) -> None:
        tiles = "entries" in route.request.url  # type: ignore[attr-defined]
        liar.entries = [*shown[:-1], shown[-2]] if tiles else shown
        signed(route)  # type: ignore[arg-type]

    liar._answer = two_faced  # type: ignore[method-assign]
    assert "root" in liar.wrong(js)


def test_an_entry_that_is_left_out_strands_what_was_signed_after_it(
    liar: Liar, js: Modules
) -> None:
    liar.world.cast["Dot"].sets_profile().sets_profile("Dot, again")
    liar.entries = liar.world.entries[:-4] + liar.world.entries[-3:]
    liar.now = liar.world.now
    liar._counts_all()
    names = [name.split()[0] for name in liar.wrong(js)]
    assert names[:2] == ["seen", "seen"]


def test_a_member_does_not_apply_a_second_time_with_the_same_key(liar: Liar, js: Modules) -> None:
    fields = {"key": dot(liar).public, "profile": liar.world.text("Dot, twice")}
    again = liar.logs(liar.signs(dot(liar).key, ApplyToJoin, 2, **fields))
    assert liar.wrong(js) == [f"known-key {again}"]


def test_who_has_left_does_nothing_any_more(liar: Liar, js: Modules) -> None:
    liar.logs(liar.signs(dot(liar).key, Leave, 2))
    fields = {"text": liar.world.text("May I?"), "form": "yes-no"}
    late = liar.logs(liar.signs(dot(liar).key, Ask, 3, **fields), at=liar.now + 1)
    assert liar.wrong(js) == [f"not-member {late}"]


def test_the_host_does_what_the_catalog_gives_it_and_nothing_else(liar: Liar, js: Modules) -> None:
    host = liar.world.host.key
    liar.logs(liar.signs(host, MarkTime, 1))
    voted = liar.votes(host, 2)
    marked = liar.logs(liar.signs(dot(liar).key, WithholdBlob, 2, sha256="0" * 64,
                                  ground=liar.world.text("I say so")))  # fmt: skip
    assert liar.wrong(js) == [f"host {voted}", f"host {marked}"]


@pytest.mark.parametrize(
    ("kind", "may", "fault"),
    [
        ("mark-time", {"by": "member"}, "host"),
        ("cast-ballot", {"by": "host"}, "host"),
        ("cast-ballot", {"by": "stranger"}, "known-key"),
        ("apply-to-join", {"by": "member"}, "unknown-key"),
        ("cast-ballot", None, "malformed"),
    ],
)
def test_who_may_do_what_the_browser_knows_from_the_catalog_alone(
    liar: Liar, js: Modules, kind: str, may: Any, fault: str
) -> None:
    liar.logs(liar.signs(liar.world.host.key, MarkTime, 1))
    law = json.loads(law_json())
    assert law["acts"].pop(kind)
    other = law["acts"] if may is None else {**law["acts"], kind: {**NOBODY_ELSE, **may}}
    answer = json.dumps({**law, "acts": other})
    js.page.route("**/law.json", lambda route: route.fulfill(body=answer))
    try:
        found = liar.recounted(js)["wrong"]
    finally:
        js.page.unroute("**/law.json")
    named = {(one["act"], one["why"]) for one in found if one.get("act") == kind}
    assert (kind, fault) in named


def test_no_script_of_the_recount_lists_acts() -> None:
    names = "|".join(json.loads(law_json())["acts"])
    lists = re.compile(rf'[\[,]\s*"(?:{names})"\s*[\],]')
    scripts = {path.name: path.read_text("utf-8") for path in (STATIC / "js/recount").iterdir()}
    assert [name for name, text in scripts.items() if lists.search(text)] == []


GOLDEN = golden.story()


@pytest.mark.parametrize("vote", [vote.number for vote in GOLDEN.view.rows(Vote)])
def test_a_log_with_every_kind_of_act_has_nothing_wrong(
    vote: int, tmp_path: Path, js: Modules
) -> None:
    honest = Liar(GOLDEN, vote, tmp_path)
    found = honest.recounted(js)
    assert (found["wrong"], found["entries"]) == ([], len(GOLDEN.entries))
