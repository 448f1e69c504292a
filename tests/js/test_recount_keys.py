"""recount/recoveries.js, phrases.js: what a browser says of lost keys and of new phrases."""

from pathlib import Path

import pytest

from esoviet.law.keys import RevokeKey
from esoviet.law.recovery import AskToRecover, VouchForRecovery
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.js.test_recount import MALLORY, a_world, dot, liar
from tests.person import Person
from tests.world import DAY, World, signing_key

__all__ = ["liar"]


def test_a_recovery_without_vouches_gives_no_key(liar: Liar, js: Modules) -> None:
    fields = {"key": b64u(MALLORY.public), "member": dot(liar).number}
    liar.logs(liar.signs(MALLORY, AskToRecover, 1, **fields))
    ballot = liar.votes(MALLORY, 2)
    liar.shows(dot(liar).number, ballot)
    assert liar.wrong(js)[:2] == [f"unknown-key {ballot}", f"roll-extra {ballot}"]


@pytest.mark.parametrize(("vouchers", "days"), [(1, 15), (2, 13)])
def test_a_recovery_with_too_few_vouches_or_too_early_gives_no_key(
    liar: Liar, js: Modules, vouchers: int, days: int
) -> None:
    liar.said["closes"] += 30 * DAY  # not what is looked at here
    fields = {"key": b64u(MALLORY.public), "member": dot(liar).number}
    liar.logs(liar.signs(MALLORY, AskToRecover, 1, **fields))
    for name, seq in (("Cem", 2), ("Bea", 4))[:vouchers]:
        key = liar.world.cast[name].key
        liar.logs(liar.signs(key, VouchForRecovery, seq, kid=key_name(MALLORY.public)))
    ballot = liar.votes(MALLORY, 2, at=liar.now + days * DAY)
    liar.shows(dot(liar).number, ballot)
    assert liar.wrong(js)[0] == f"unknown-key {ballot}"


def recovered() -> tuple[World, Person, Person]:
    """Dot has lost her keys, and got her place back."""
    world = a_world(recovery_days="3", question_days="5")
    old = world.cast["Dot"]
    anew = old.with_key(MALLORY).asks_to_recover(old.number)
    world.cast["Ada"].confirms(anew)
    world.cast["Cem"].confirms(anew)
    world.pass_days(3)
    return world, old, anew


def test_a_recovery_with_its_vouches_counts_and_is_said(tmp_path: Path, js: Modules) -> None:
    world, old, anew = recovered()
    bea, cem = world.cast["Bea"], world.cast["Cem"]
    vote = bea.puts_to_vote()
    cem.sets_profile()  # which confirms that the waiting time is over
    anew.votes(vote, "no")
    bea.votes(vote, "no")
    world.close(vote)
    bea.raises_problem()
    honest = Liar(world, vote, tmp_path)
    found = honest.recounted(js)
    assert found["wrong"] == []
    assert found["unchecked"][1] == {"why": "recovered", "count": 1}
    stolen = honest.votes(old.key, 2)
    assert honest.wrong(js) == [f"revoked {stolen}"]


def test_who_recovered_has_no_vote_in_what_was_open(tmp_path: Path, js: Modules) -> None:
    world = a_world(recovery_days="3", question_days="5")
    old, ada = world.cast["Dot"], world.cast["Ada"]
    anew = old.with_key(MALLORY).asks_to_recover(old.number)
    ada.confirms(anew)
    world.cast["Cem"].confirms(anew)
    world.pass_days(1)
    vote = ada.puts_to_vote()
    world.pass_days(3)
    world.cast["Cem"].sets_profile()
    anew.sets_profile()
    honest = Liar(world, vote, tmp_path)
    assert honest.wrong(js) == []
    ballot = honest.votes(MALLORY, 3)
    assert honest.wrong(js) == [f"recovered {ballot}"]


def test_a_recovery_in_doubt_counts_after_the_vote_on_it(tmp_path: Path, js: Modules) -> None:
    world = a_world(recovery_days="3")
    ada, bea, cem, old = (world.cast[name] for name in ("Ada", "Bea", "Cem", "Dot"))
    anew = old.with_key(MALLORY).asks_to_recover(old.number)
    ada.confirms(anew)
    cem.confirms(anew)
    world.pass_days(1)
    old.sets_profile()
    world.pass_days(2.5)
    early = Liar(world, bea.puts_to_vote(), tmp_path / "early")
    ballot = early.votes(MALLORY, 2)
    assert early.wrong(js) == [f"unknown-key {ballot}"]
    for person in (ada, bea, cem):
        person.votes(1, "yes")
    world.close(1)
    world.pass_ms(0)
    vote = bea.puts_to_vote()
    anew.votes(vote, "no")
    assert Liar(world, vote, tmp_path / "late").wrong(js) == []


def test_the_vote_on_a_recovery_is_recounted_with_its_own_length(
    tmp_path: Path, js: Modules
) -> None:
    world = a_world(recovery_days="10")
    ada, bea, cem, old = (world.cast[name] for name in ("Ada", "Bea", "Cem", "Dot"))
    anew = old.with_key(MALLORY).asks_to_recover(old.number)
    ada.confirms(anew)
    cem.confirms(anew)
    bea.doubts(anew)
    old.sets_profile()
    for person, choice in ((ada, "yes"), (cem, "yes"), (bea, "no"), (old, "no")):
        person.votes(1, choice)
    assert world.close(1).ending == "rejected"
    ada.sets_profile()
    assert Liar(world, 1, tmp_path).wrong(js) == []


def test_a_recovery_phrase_is_the_slower_key(tmp_path: Path, js: Modules) -> None:
    """A device announces another one, which serves from its time on; and revokes none."""
    world = a_world(recovery_days="3")
    ada, bea = world.cast["Ada"], world.cast["Bea"]
    paper = ada.sets_recovery(signing_key("paper"))
    newer = ada.sets_recovery(signing_key("newer paper"))
    vote = bea.puts_to_vote()
    liar = Liar(world, vote, tmp_path / "early")
    revokes = liar.logs(
        liar.signs(ada.key, RevokeKey, world.last_of(ada.key)[0] + 1, kid=paper.kid)
    )
    assert liar.wrong(js) == [f"not-own {revokes}"]
    world.pass_days(3)
    bea.sets_profile()
    newer.enrols(signing_key("telephone")).votes(bea.puts_to_vote(), "yes")
    assert Liar(world, 2, tmp_path / "late").wrong(js) == []
