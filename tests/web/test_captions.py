"""What a file shows is said below it, line by line, in its author's words."""

from pathlib import Path
from typing import Any

import pytest

from tests.person import Person
from tests.web.desk import desk
from tests.world import World


def captioned(said: str) -> tuple[World, Person]:
    """An argument with three files, and a text about them."""
    world = World().found(readership="public")
    ada, _bea = world.members("Ada", "Bea")
    files = tuple(world.text(f"file {n}", "image/png") for n in range(3))
    ada.argues(ada.raises_problem(), evidence=files, captions=world.text(said))
    return world, ada


def captions(at: Any) -> list[str | None]:
    evidence = at.get("arguments/1.json").json()["argument"]["evidence"]
    return [one["caption"] for one in evidence]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The floor\n\nThe roof", ["The floor", None, "The roof"]),
        ("\n\n  The   roof \t", [None, None, "The roof"]),
        ("A\nB\nC\nD\nE", ["A", "B", "C"]),
        ("\u200b\u2066\nB", [None, "B", None]),
        ("x" * 400, ["x" * 299 + "…", None, None]),
    ],
)
def test_each_line_belongs_to_the_file_in_its_place(
    tmp_path: Path, said: str, shown: list[str | None]
) -> None:
    world, _ada = captioned(said)
    with desk(world, tmp_path) as at:
        assert captions(at) == shown


def test_they_stand_below_the_file_and_for_who_does_not_see_the_picture(tmp_path: Path) -> None:
    world, _ada = captioned("<b>The floor</b>\n\nThe roof")
    with desk(world, tmp_path) as at:
        page = at.page("problems/1")
    assert '<p class="caption" dir="auto">&lt;b&gt;The floor&lt;/b&gt;</p>' in page
    assert 'alt="&lt;b&gt;The floor&lt;/b&gt;"' in page
    debate, tray = page.split('<section id="evidence"')
    assert debate.count('class="caption"') == tray.count('class="caption"') == 2
    assert 'alt="Evidence"' in page


def test_what_was_erased_is_not_said_any_more(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada = world.member("Ada")
    photo, said = world.text("a photo", "image/png"), world.text("Slander")
    ada.argues(ada.raises_problem(), evidence=(photo,), captions=said)
    with desk(world, tmp_path) as at:
        assert captions(at) == ["Slander"]
    ada.erases(said)
    with desk(world, tmp_path / "later") as at:
        assert captions(at) == [None]
        assert "Slander" not in at.page("problems/1")
