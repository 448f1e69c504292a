"""Pages of changes by signature: who has signed, how many it takes, what comes next."""

import re
from collections.abc import Iterator

import pytest

from tests.web.desk import Desk, desk
from tests.world import World

OPEN, DONE, AGREED, LAPSED = 4, 1, 3, 2


@pytest.fixture(scope="module")
def world() -> World:
    """One in force, one lapsed, one that enough have signed, one that waits."""
    world = World().found()
    ada, bea, cem, dot, eva, *_ = cast = world.crowd(6)
    ada.proposes_repair("Votes take for ever", vote_days="1/24")
    for person in cast[1:]:
        person.signs(DONE)
    world.pass_days(7)
    eva.proposes_repair("Nobody wants this", vote_days="90")
    world.pass_days(30)
    dot.proposes_repair("Fewer vouches", vouches="3")
    for person in (ada, bea, cem):
        person.signs(AGREED)
    bea.proposes_repair("More mandates", mandate_cap="9")
    cem.signs(OPEN)
    eva.signs(OPEN).signs(OPEN, signs=False)
    return world


@pytest.fixture(scope="module")
def at(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(world, tmp_path_factory.mktemp("repairs")) as served:
        yield served


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (OPEN, ("2 of 4 signatures.", "Without the rest it lapses on", "Taken back by")),
        (AGREED, ("4 members have signed, and it takes 4.", "unless too many take their")),
        (DONE, ("6 members signed it.",)),
        (LAPSED, ("Too few signed it in time, or stood by it.",)),
    ],
)
def test_a_change_says_how_it_stands_and_what_comes_next(
    at: Desk, number: int, words: tuple[str, ...]
) -> None:
    shown = at.page(f"repairs/{number}")
    assert [one for one in words if one not in shown] == []


def test_it_shows_what_is_and_what_would_be(at: Desk) -> None:
    assert changes(at, OPEN) == ["Mandates a member may lead: 2 mandates → 9 mandates"]


def test_what_was_before_is_still_known_afterwards(at: Desk) -> None:
    assert changes(at, DONE) == ["Vote: 5 days → 1 hour"]
    assert "<s>" not in at.page(f"repairs/{LAPSED}")


def changes(at: Desk, number: int) -> list[str]:
    """What a change says that it changes, in words."""
    (said,) = re.findall(
        r"<h2>What changes</h2>(.*?)</dl>", at.page(f"repairs/{number}"), re.DOTALL
    )
    plain = re.sub(r'<span class="sr">.*?</span>|<[^>]*>', "", said.replace("</dt>", ": "))
    return [" ".join(plain.split())]


@pytest.mark.parametrize(
    ("reader", "number", "words"),
    [("Ada", OPEN, "Sign this change"), ("Cem", OPEN, "Take my signature back"),
     ("Eva", OPEN, "Sign this change"), ("Ada", LAPSED, ""), ("", OPEN, "Sign this change")],
)  # fmt: skip
def test_who_has_signed_can_take_it_back_and_who_has_not_can_sign(
    at: Desk, reader: str, number: int, words: str
) -> None:
    shown = at.page(f"repairs/{number}", reader)
    assert ('data-act="sign-repair"' in shown) == bool(words)
    assert words in shown


def test_the_floor_asks_whoever_has_not_said_anything_yet(at: Desk) -> None:
    assert f"repairs/{OPEN}" in at.page(at.here, "Ada")
    assert "Sign or not" in at.page(at.here, "Ada")
    for reader in ("Cem", "Eva"):
        needs = at.page(at.here, reader).split('id="needs"')[1].split("</section>")[0]
        assert f"repairs/{OPEN}" not in needs


def test_a_member_asks_for_signatures_one_at_a_time(at: Desk) -> None:
    assert 'data-act="propose-repair"' in at.page("repairs", "Ada")
    waits = at.page("repairs", "Bea")
    assert 'data-act="propose-repair"' not in waits
    assert "A repair that you proposed waits for signatures already." in waits


def test_the_list_has_them_by_state_and_the_constitution_names_where_it_comes_from(
    at: Desk,
) -> None:
    shown = at.page("repairs?state=agreed")
    assert ("Fewer vouches" in shown, "More mandates" in shown) == (True, False)
    constitution = at.page("constitution")
    assert f'repairs/{DONE}">by signature</a>' in constitution
    signatures = at.page(f"repairs/{OPEN}/signatures")
    assert (signatures.count("taken back"), signatures.count("<li>")) >= (1, 3)


def test_the_answers_say_the_same(at: Desk) -> None:
    said = at.get(f"repairs/{OPEN}.json").json()
    repair = said["repair"]
    assert (repair["state"], repair["signatures"], repair["needed"]) == ("open", 2, 4)
    assert repair["amending"]["parameters"] == {"mandate_cap": "9"}
    assert [one["signs"] for one in said["signatures"]["items"]] == [True, True, False]
    assert at.get("repairs/99.json").status_code == 404
    history = at.get("constitution.json").json()["history"]
    assert [(one["decision"], one["repair"]) for one in history] == [(None, None), (None, DONE)]
