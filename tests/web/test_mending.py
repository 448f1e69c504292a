"""A slip is mended on the page: for five minutes, by who wrote it, and both texts can be read."""

from pathlib import Path

import pytest

from tests.web.desk import desk
from tests.world import World


@pytest.mark.parametrize("what", ["problem", "question", "argument"])
def test_who_wrote_it_is_offered_to_mend_it_and_everybody_sees_that_it_was(
    what: str, tmp_path: Path
) -> None:
    world = World().found()
    ada, *_ = world.crowd(4)
    old, new = world.text("The rof leaks"), world.text("The roof leaks")
    number, path = 1, f"{what}s/1"
    if what == "problem":
        ada.raises(old)
    elif what == "question":
        ada.asks(text=old)
    else:
        number, path = ada.argues(ada.raises_problem(), text=old), "problems/1"
    with desk(world, tmp_path) as at:
        shown = at.page(path, "Ada")
        assert ('data-act="mend-text"' in shown, "Mended soon after" in shown) == (True, False)
        assert f'<details data-mine="{ada.number}" hidden' in shown
        world.pass_ms(60_000)
        ada.mends(new, **{what: number})
    mended = world.now
    with desk(world, tmp_path / "again") as at:
        shown = at.page(path, "Bea")
        assert "The roof leaks" in shown
        assert f"Mended soon after by {ada.name}, <time " in shown
        told = shown.partition("Mended soon after")[2].partition("</p>")[0]
        assert f'data-ms="{mended}"' in told
        assert f'blobs/{old.sha256}/content">What stood here before</a>' in shown
        assert at.get(f"blobs/{old.sha256}/content").text.strip() == "The rof leaks"
    world.pass_days(0.1)
    world.host.marks_time()
    with desk(world, tmp_path / "later") as at:
        assert 'data-act="mend-text"' not in at.page(path, "Ada")


def test_the_answer_names_the_text_before(tmp_path: Path) -> None:
    world = World().found()
    ada, *_ = world.crowd(4)
    old = world.text("The rof leaks")
    ada.mends("The roof leaks", problem=ada.raises(old))
    with desk(world, tmp_path) as at:
        said = at.get("problems/1.json").json()["problem"]["text"]
        assert (said["title"], said["before"]) == ("The roof leaks", old.sha256)
        assert said["mended"] == world.now
        assert at.get(".json").json()["name"]["before"] is None
