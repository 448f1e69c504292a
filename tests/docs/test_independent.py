"""docs/protocol.md is enough: a verifier written from it checks a real log and recounts it."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from nacl.exceptions import BadSignatureError

from tests.docs import independent
from tests.docs.independent import Log, receipt, recount, support
from tests.web.served import Served

Get = Callable[[str], bytes]
HALF = (1, 2)


def getter(served: Served) -> Get:
    return lambda path: served.get(path).content


@pytest.fixture(scope="module")
def log(served: Served) -> Log:
    """The log of the story, verified."""
    return Log(getter(served), served.world.id)


def test_the_verifier_shares_no_code_with_the_project_and_is_short() -> None:
    source = Path(str(independent.__file__)).read_text("utf-8")
    assert len(source.splitlines()) <= 165
    imported = {
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported == {
        "base64",
        "hashlib",
        "json",
        "struct",
        "collections.abc",
        "typing",
        "nacl.signing",
    }


def test_it_verifies_every_signature_and_the_tree(log: Log, served: Served) -> None:
    assert log.entries == served.world.entries
    assert log.roots[-1] == served.world.tree.root()


def test_it_knows_who_is_who(log: Log, served: Served) -> None:
    for member in served.get("members.json").json()["items"]:
        keys = served.get(f"members/{member['number']}.json").json()["keys"]
        assert {log.members[key["kid"]] for key in keys} == {member["number"]}


def test_it_checks_receipts(log: Log, served: Served) -> None:
    for index in (0, 1, 50, len(log.entries) - 1):
        address = served.get(f"log/entries/{index}.json").json()["entry"]["receipt"]
        text = served.get(address).text
        assert receipt(text, log.entries[index], log.assembly, log.host) == index
        with pytest.raises(AssertionError):
            receipt(text, log.entries[index - 1], log.assembly, log.host)


def test_it_recounts_a_vote_as_the_host_did(log: Log, served: Served) -> None:
    answer = served.get("votes/1.json").json()
    options = [one["option"] for one in answer["options"]]
    vote = answer["vote"]
    people = vote["electorate"], vote["counted"]
    least = [support(one["takes"], one["quorum"], *people) for one in answer["options"][:-1]]
    assert least == [one["support"] for one in answer["options"][:-1]]
    needs = [(*HALF, one) for one in least]
    wins, winner = recount([*log.ballots[1].values()], options, needs)
    shown = [[cell or 0 for cell in row] for row in answer["tally"]["pairwise"]]
    assert (wins, [winner]) == (shown, answer["tally"]["winners"])
    assert len(log.ballots[1]) == answer["tally"]["ballots"]


def test_it_reads_the_same_roll(log: Log, served: Served) -> None:
    for vote in (1, 2, 3, 4):
        lines = served.get(f"votes/{vote}/roll.json").json()["items"]
        said = {line["member"]["member"]: line["ballot"] for line in lines}
        assert said.keys() == log.ballots[vote].keys()
        for member, act in log.ballots[vote].items():
            assert said[member]["choice"] == act.get("choice")
            assert said[member]["ranking"] == act.get("ranking")


def test_it_recounts_a_choice_by_yes_and_no(log: Log, served: Served) -> None:
    said = [act["choice"] for act in log.ballots[4].values()]
    counts = served.get("votes/4.json").json()["tally"]["counts"]
    assert counts == {name: said.count(name) for name in ("yes", "no", "abstain")}


@pytest.mark.parametrize("place", [20, 300, 400, 5000, 40_000])
def test_it_finds_a_log_with_one_bit_changed(served: Served, place: int) -> None:
    get = getter(served)

    def bent(path: str) -> bytes:
        data = bytearray(get(path))
        if path.startswith("log/tile"):
            data[place] ^= 1
        return bytes(data)

    with pytest.raises((AssertionError, ValueError, KeyError, BadSignatureError)):
        Log(bent, served.world.id)


def test_it_finds_a_checkpoint_by_another_key(served: Served) -> None:
    get = getter(served)

    def bent(path: str) -> bytes:
        data = get(path)
        return data[:-9] + b"AAAAAAA=\n" if "checkpoint" in path else data

    with pytest.raises((AssertionError, ValueError, BadSignatureError)):
        Log(bent, served.world.id)
