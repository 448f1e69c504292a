"""`esoviet leave`, and with `--erase` what one wrote goes first."""

import json
from collections.abc import Callable
from typing import get_args

import httpx
import pytest

from esoviet.cli.leave import KINDS
from esoviet.web.api.texts import TextKind
from tests.cli.conftest import Host, Someone

pytestmark = pytest.mark.e2e


def texts(of: Someone) -> list[str]:
    """The names of the texts that a member brought, by the host's list."""
    listed = json.loads(of("show", "member", "2", "texts", "--json"))
    return [one["sha256"] for one in listed["items"]]


def writes(bea: Someone) -> Someone:
    bea("raise", "The bins are full", "--no-ask")
    bea("argue", "1", "supports", "They smell", "--no-ask")
    return bea


@pytest.fixture
def ada(someone: Callable[[str], Someone], host: Host) -> Someone:
    """A founder with an assembly that anybody may read."""
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    ada("found", "Mill Street", "--url", host.url, "--purpose", "Warm flats.", "--profile", "Ada",
        "--template", "meeting", "--readership", "public")  # fmt: skip
    return ada


@pytest.fixture
def wrote(bea: Someone) -> Someone:
    return writes(bea)


def test_every_kind_of_text_has_a_name() -> None:
    assert set(KINDS) == {*get_args(TextKind), None}


def test_ordinary_leaving_keeps_what_was_written_and_says_how_to_erase_it(
    wrote: Someone,
) -> None:
    said = wrote.tries("leave", "--no-ask")
    assert said.code == 0
    assert "esoviet leave --erase" in said.err
    assert "left" in wrote("show", "member", "2")
    assert len(texts(wrote)) == 3


def test_leaving_with_all_says_first_what_goes_and_what_stays(
    ada: Someone, wrote: Someone, host: Host
) -> None:
    before, url = texts(wrote), f"{host.url}/a/{ada.assembly().name}"
    said = wrote("leave", "--erase", "--no-ask")
    assert "1 × name and profile" in said
    assert "1 × argument" in said
    assert "your key, your number, what you chose and when stay" in said
    assert said.endswith("Done.\n")
    left = texts(wrote)
    gone = set(before) - set(left)
    assert "They smell" not in ada("show", "problem", "1", "arguments")
    assert [httpx.get(f"{url}/blobs/{one}").status_code for one in gone] == [404] * len(gone)
    assert "Bea" not in ada("show", "members")
    ada("audit", url)
    assert "nothing left to do" in wrote("leave", "--erase", "--no-ask")


def test_who_has_left_already_is_erased_all_the_same(ada: Someone, wrote: Someone) -> None:
    wrote("leave", "--no-ask")
    said = wrote("leave", "--erase", "--no-ask")
    assert "Then you leave." not in said
    assert said.endswith("Erased.\n")
    assert "They smell" not in ada("show", "problem", "1", "arguments")


def test_who_has_left_a_closed_assembly_is_erased_too(
    someone: Callable[[str], Someone], host: Host
) -> None:
    ada, bea = someone("Ada"), someone("Bea")
    for one in (ada, bea):
        one("key", "new", "--no-phrase")
    ada("found", "Mill Street", "--url", host.url, "--purpose", "Warm flats.", "--profile", "Ada",
        "--template", "meeting")  # fmt: skip
    bea("join", ada("invite").split()[-1], "--profile", "Bea")
    writes(bea)("leave", "--no-ask")
    said = bea("leave", "--erase", "--no-ask")
    assert "1 × argument" in said
    assert said.endswith("Erased.\n")
    assert "They smell" not in ada("show", "problem", "1", "arguments")
    assert "Bea" not in ada("show", "members")


def test_founding_and_joining_say_what_can_never_be_erased(ada: Someone) -> None:
    bea = Someone(ada.home.parent / "Bea", ada._run)
    bea("key", "new", "--no-phrase")
    said = bea.tries("join", ada("invite").split()[-1], "--profile", "Bea")
    assert "stay in the log for ever" in said.err
