"""`esoviet replay-rules` on the command line: what it prints, and how it ends."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.audit.story import published
from tests.figures.test_otherwise import asked, ranked
from tests.figures.test_otherwise import said as voted
from tests.world import World

Captured = pytest.CaptureFixture[str]


def kept(world: World, folder: Path) -> str:
    return str(copies.database(Publisher(world.confirm()).forge(), folder))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An assembly of six that decided one question by three to two."""
    return kept(asked(6, yes=3, no=2), tmp_path_factory.mktemp("home"))


def test_it_says_what_comes_out_differently_and_why(home: str, capsys: Captured) -> None:
    assert main(["replay-rules", home, "--set", "majority=2/3"]) == 0
    said = capsys.readouterr()
    assert "Of 1 decisions 1 would have come out differently, 0 would not have come" in said.out
    assert "decision 1, question 1 “Shall we?”: adopted -> not adopted" in said.out
    assert "3 for it and 2 against; it takes 2/3 (it took 1/2)" in said.out
    assert "What this cannot know:" in said.out
    assert said.err == ""


def test_it_says_that_nothing_does(home: str, capsys: Captured) -> None:
    assert main(["replay-rules", home, "--set", "majority=3/5"]) == 0
    assert "Of 1 decisions 0 would have come out differently" in capsys.readouterr().out


def test_of_lengths_of_time_it_says_that_past_votes_cannot_tell(
    home: str, capsys: Captured
) -> None:
    assert main(["replay-rules", home, "--set", "vote_days=1/24"]) == 0
    said = capsys.readouterr().out
    assert "Past votes cannot tell what this would have changed" in said
    assert "would have come out differently" not in said


def test_of_several_figures_it_says_that_some_are_not_weighed(home: str, capsys: Captured) -> None:
    assert main(["replay-rules", home, "--set", "majority=3/5", "--set", "vouches=2"]) == 0
    assert "Of some of these figures past votes" in capsys.readouterr().out


def read(world: World, folder: Path, capsys: Captured, spoil: bytes = b"") -> str:
    """What is told of a log, whose texts may have been changed."""
    home = kept(world, folder)
    for blob in Path(home).glob("blobs/*/*") if spoil else ():
        blob.write_bytes(blob.read_bytes() + spoil)
    assert main(["replay-rules", home, "--set", "vote_quorum=1/4", "--set", "majority=2/3"]) == 0
    return capsys.readouterr().out


def test_a_text_that_is_not_what_was_signed_is_no_title(tmp_path: Path, capsys: Captured) -> None:
    said = read(asked(6, yes=3, no=2), tmp_path, capsys, spoil=b"!")
    assert "decision 1, question 1: adopted -> not adopted" in said


def test_without_texts_matters_go_by_their_numbers(tmp_path: Path, capsys: Captured) -> None:
    publisher = Publisher(asked(6, yes=3, no=2).confirm()).forge()
    copy = str(copies.static(publisher, tmp_path))
    assert main(["replay-rules", copy, "--set", "majority=2/3"]) == 0
    assert "decision 1, question 1: adopted -> not adopted" in capsys.readouterr().out


def test_a_title_writes_over_nothing_on_a_terminal(tmp_path: Path, capsys: Captured) -> None:
    world = World().found()
    cast = world.crowd(6)
    vote = cast[0].puts_to_vote(text=world.text("\x1b[2J" + "Shall we? " * 20))
    voted(cast, vote, *["yes"] * 3, *["no"] * 2)
    said = read(world, tmp_path, capsys)
    assert "\x1b" not in said
    assert "Shall we? Shall we?" in said
    assert "…”: adopted -> not adopted" in said


def test_who_and_what_won_is_named(tmp_path: Path, capsys: Captured) -> None:
    world = World().found()
    cast = world.crowd(6)
    vote = cast[0].puts_to_vote("In the park", "At home")
    ranked(world, vote, [[[1], [0]]] * 3 + [[[0], [1]]] * 2)
    said = read(world, tmp_path, capsys)
    assert "adopted 1 “In the park” -> no action" in said
    assert "option 1 “In the park”: 3 for it and 2 against" in said


def answered(capsys: Captured) -> Any:
    return msgspec.json.decode(capsys.readouterr().out)


def test_in_json_it_has_the_same(home: str, capsys: Captured) -> None:
    assert main(["replay-rules", home, "--set", "majority=2/3", "--json"]) == 0
    said = answered(capsys)
    (line,) = said["assemblies"][0]["lines"]
    assert (said["changes"], line["subject"]) == ({"majority": "2/3"}, 1)
    assert (line["then"]["ending"], line["now"]["ending"]) == ("adopted", "rejected")


def test_a_template_is_all_its_figures_and_single_ones_go_before_it(
    home: str, capsys: Captured
) -> None:
    assert (
        main(["replay-rules", home, "--template", "co-op", "--set", "majority=2/3", "--json"]) == 0
    )
    changes = answered(capsys)["changes"]
    assert (changes["majority"], changes["vote_days"]) == ("2/3", "7")


@pytest.mark.parametrize(("given", "why"), [
    (("--set", "quorum=1/4"), "This cannot be set: there is no parameter called 'quorum'."),
    (("--set", "majority=1/3"), "majority must be between 1/2 and 3/4."),
    (("--set", "majority=much"), "majority must be a number such as 5 or a fraction"),
    (("--set", "unranked=first"), "unranked must be one of these: last, uncounted."),
    (("--set", "majority=2/3", "--set", "majority=3/5"), "majority is given twice."),
    ((), "Say what changes: --set vote_quorum=1/4, or --template co-op."),
])  # fmt: skip
def test_what_cannot_be_set_is_named(
    home: str, given: tuple[str, ...], why: str, capsys: Captured
) -> None:
    assert main(["replay-rules", home, *given]) == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("given", ["majority", "=1/2", "majority="])
def test_what_is_no_pair_is_called_wrongly(home: str, given: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay-rules", home, "--set", given])
    assert ended.value.code == 2
    assert "is not NAME=VALUE" in capsys.readouterr().err


def test_an_assembly_that_has_decided_nothing_is_told_so(tmp_path: Path, capsys: Captured) -> None:
    assert main(["replay-rules", kept(World().found(), tmp_path), "--set", "majority=2/3"]) == 0
    assert "Nothing has been decided here yet." in capsys.readouterr().out


def test_a_log_that_does_not_hold_is_not_replayed(tmp_path: Path, capsys: Captured) -> None:
    bent = copies.database(published().rewrite(40, ranking=((1, 2, 3),)), tmp_path)
    assert main(["replay-rules", str(bent), "--set", "majority=2/3"]) == 1
    said = capsys.readouterr()
    assert "This log does not hold, so nothing is replayed. Entry 40: " in said.err
    assert said.out == ""


def test_where_no_log_is_nothing_is_replayed(tmp_path: Path, capsys: Captured) -> None:
    assert main(["replay-rules", str(tmp_path), "--set", "majority=2/3"]) == 2
    assert "holds no log" in capsys.readouterr().err


def test_every_kind_of_matter_is_told_in_words(tmp_path: Path, capsys: Captured) -> None:
    home = copies.database(published(), tmp_path)
    figures = ("vote_quorum=1/4", "majority=3/4", "backing=1/4", "necessity_quorum=1/4")
    assert main(["replay-rules", str(home), *[w for one in figures for w in ("--set", one)]]) == 0
    assert "decision" in capsys.readouterr().out
