"""Our frozen vectors of witness policies, which the browser's modules run too (policy.json)."""

import json
from typing import Any

import pytest

from esoviet.log import cosignature, note, policy
from esoviet.log.errors import ProofError
from esoviet.wire.errors import Malformed
from tools.vectors import make
from tools.vectors.of_policy import NEAR

VECTORS: Any = json.loads((make.FOLDER / "policy.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["policies"], ids=lambda case: case["title"])
def test_policies(case: Any) -> None:
    if case["refused"]:
        with pytest.raises(Malformed):
            policy.parse(case["policy"].encode())
    else:
        assert policy.parse(case["policy"].encode()).quorum


def test_quorums() -> None:
    for case in VECTORS["quorums"]:
        assert (
            policy.satisfied(policy.parse(case["policy"].encode()), case["names"])
            is (case["satisfied"])
        )


@pytest.mark.parametrize("case", VECTORS["times"], ids=lambda case: case["title"])
def test_times(case: Any) -> None:
    read = policy.parse(case["policy"].encode())
    keys = [witness.key for witness in read.witnesses]
    try:
        found = cosignature.verified(note.parse(case["note"].encode()), keys)
    except ProofError:
        assert case["confirms"] == "proof"
        return
    near = {one.key for one in found if abs(one.time * 1000 - case["time"]) <= NEAR * 1000}
    names = {witness.name for witness in read.witnesses if witness.key in near}
    kept = read.quorum != policy.NONE and policy.satisfied(read, names)
    assert kept is case["confirms"]
