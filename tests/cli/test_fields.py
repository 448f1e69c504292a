"""Commands are made from the acts of the law, and ballots are read as people write them."""

import argparse
from pathlib import Path

import pytest

from esoviet.cli import fields
from esoviet.cli.errors import Trouble
from esoviet.cli.main import parser
from esoviet.cli.texts import read_file
from esoviet.cli.vote import ballot
from esoviet.law import catalog
from esoviet.law.act import Act
from esoviet.law.applications import VouchFor
from esoviet.law.arguments import Argue
from esoviet.law.blobs import EraseBlob
from esoviet.law.drafts import ProposeSolution
from esoviet.law.keys import RevokeKey
from esoviet.law.solutions import AssessPracticality
from esoviet.law.votes import CastBallot

STAMP: dict[str, fields.Plain] = {"assembly": "a", "seq": 1, "at": 1000, "seen": [1, "r"]}


def given(act: type[Act], *words: str) -> fields.Drafted:
    command = argparse.ArgumentParser()
    fields.add_fields(command, act)
    return fields.draft(act, command.parse_args(words))


def test_every_act_of_a_member_has_a_command_of_its_name() -> None:
    acts = [str(e.act.__struct_config__.tag) for e in catalog.ACTS if e.by != "host"]
    assert len(acts) > 30
    whole = parser()
    for act in acts:
        with pytest.raises(SystemExit) as ended:
            whole.parse_args([act, "--help"])
        assert ended.value.code == 0


def test_numbers_and_the_text_stand_in_order_and_the_rest_are_options() -> None:
    drafted = given(Argue, "7", "supports", "It leaks.", "--solution", "12")
    assert {k: v for k, v in drafted.fields.items() if k != "text"} == {
        "problem": 7, "stance": "supports", "solution": 12,
    }  # fmt: skip
    assert [blob.data[32:] for blob in drafted.blobs] == [b"It leaks.\n"]


def test_what_is_given_becomes_an_act_of_the_law() -> None:
    drafted = given(AssessPracticality, "3", "--means=80", "--people=70", "--time=60", "--risk=50")
    act = fields.build(AssessPracticality, {**drafted.fields, **STAMP})
    assert act == AssessPracticality(
        assembly="a",
        seq=1,
        at=1000,
        seen=(1, "r"),
        solution=3,
        means=80,
        people=70,
        time=60,
        risk=50,
    )


def test_parts_of_a_shape_are_options_of_their_own() -> None:
    drafted = given(
        ProposeSolution, "1", "Mend it.", "--effect-indicator", "Days", "--effect-baseline=-3",
        "--effect-target", "0.5", "--effect-by", "1970-01-02", "--amending-parameters", "vouches=3",
    )  # fmt: skip
    act = fields.build(ProposeSolution, {**drafted.fields, **STAMP})
    assert isinstance(act, ProposeSolution)
    assert act.effect is not None
    assert (act.effect.baseline, act.effect.target, act.effect.by) == ("-3", "0.5", 86_400_000)
    assert act.amending is not None
    assert act.amending.parameters == {"vouches": "3"}


def test_a_text_can_be_a_file_and_evidence_always_is(tmp_path: Path) -> None:
    text, photo = tmp_path / "words.md", tmp_path / "leak.png"
    text.write_text("Look at this.", "utf-8")
    photo.write_bytes(b"\x89PNG")
    drafted = given(Argue, "7", "supports", f"@{text}", "--evidence", str(photo))
    assert [blob.data[32:] for blob in drafted.blobs] == [b"Look at this.\n", b"\x89PNG"]
    assert drafted.blobs[1].ref.media_type == "image/png"


def test_a_sheet_in_another_encoding_is_a_file_but_no_text(tmp_path: Path) -> None:
    sheets = {"new.csv": "año".encode(), "old.csv": "año".encode("latin-1")}
    for name, content in sheets.items():
        (tmp_path / name).write_bytes(content)
    made = [read_file(str(tmp_path / name)).ref.media_type for name in sheets]
    assert made == ["text/csv", "application/octet-stream"]


def test_what_a_file_is_called_stays_at_home(tmp_path: Path) -> None:
    photo = tmp_path / "Ada at the doctor's.png"
    photo.write_bytes(b"\x89PNG")
    drafted = given(Argue, "7", "supports", "Look at this.", "--evidence", str(photo))
    assert drafted.blobs[1].file == photo.name
    assert drafted.blobs[1].ref.name is None


def test_captions_are_lines_in_the_order_of_the_files(tmp_path: Path) -> None:
    photo = tmp_path / "leak.png"
    photo.write_bytes(b"\x89PNG")
    files = ["--evidence", str(photo), "--evidence", str(photo)]
    drafted = given(Argue, "7", "supports", "Look.", *files, "--captions", "The floor\nThe roof")
    assert drafted.blobs[-1].data[32:] == b"The floor\nThe roof\n"
    act = fields.build(Argue, {**drafted.fields, **STAMP})
    assert isinstance(act, Argue)
    assert act.captions == drafted.blobs[-1].ref


@pytest.mark.parametrize("text", ["", "  ", "@/no/such/file"])
def test_an_empty_or_missing_text_is_refused(text: str) -> None:
    with pytest.raises(Trouble):
        given(Argue, "7", "asks", text)


def test_a_value_that_the_law_does_not_know_is_refused_before_it_is_signed() -> None:
    good = given(AssessPracticality, "3", "--means=80", "--people=7", "--time=6", "--risk=100")
    fields.build(AssessPracticality, {**good.fields, **STAMP})
    bad = given(AssessPracticality, "3", "--means=80", "--people=7", "--time=6", "--risk=101")
    with pytest.raises(Trouble, match="cannot be signed: risk is a number from 0 to 100"):
        fields.build(AssessPracticality, {**bad.fields, **STAMP})


@pytest.mark.parametrize(
    ("act", "word", "said"),
    [
        (EraseBlob, "00", "sha256 is the name of a text or file"),
        (RevokeKey, "abc", "kid is a key or its name"),
        (VouchFor, "0", "member is a number from 1"),
    ],
)
def test_a_value_of_another_form_is_explained_without_its_pattern(
    act: type[Act], word: str, said: str
) -> None:
    with pytest.raises(Trouble, match=f"cannot be signed: {said}") as raised:
        fields.build(act, {**given(act, word).fields, **STAMP})
    assert "regex" not in str(raised.value)


def test_every_kind_of_pattern_has_its_meaning() -> None:
    """A new pattern of the law's acts needs words in `MEANINGS`."""
    for entry in catalog.ACTS:
        for leaf in fields.leaves(entry.act):
            pattern = getattr(leaf.kind, "pattern", None)
            assert not pattern or pattern.removesuffix(fields.NO_LINE_FEED) in fields.MEANINGS


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("yes", {"choice": "yes"}),
        ("Abstain", {"choice": "abstain"}),
        ("12 > 7 = 9 > none", {"ranking": [[12], [7, 9], [0]]}),
        ("4", {"ranking": [[4]]}),
        ("", {"ranking": []}),
    ],
)
def test_a_ballot_is_read_as_people_write_it(words: str, meant: dict[str, fields.Plain]) -> None:
    assert ballot(words) == meant
    fields.build(CastBallot, {**ballot(words), **STAMP, "vote": 1})


@pytest.mark.parametrize("words", ["maybe", "12 >", "1 > -2", "1,2", "01", "> 3"])
def test_a_ballot_that_could_mean_two_things_is_refused(words: str) -> None:
    with pytest.raises(Trouble, match="is not a ballot"):
        ballot(words)
