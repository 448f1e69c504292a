"""The sample with which a receiver checks a webhook, as the operator's page has it, is run."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from esoviet.node.hooks import new_id, signed
from tests.web.desk import desk
from tests.world import World

OPERATING = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
BODY = b'{"type":"vote.opened"}'


def sample() -> dict[str, Callable[..., Any]]:
    """What the code on the page defines."""
    page = OPERATING.read_text("utf-8")
    [code] = re.findall(r"#### How to verify a signature.*?```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Callable[..., Any]] = {}
    exec(code, names)
    return names


def test_the_sample_takes_what_the_host_signed_and_nothing_else(tmp_path: Path) -> None:
    world, runs = World().found(readership="public"), sample()
    world.members("Ada")
    with desk(world, tmp_path / "data") as at:
        answer = at.get(f"{at.here}.json", headers={"accept": "application/json"})
        (tmp_path / "assembly.json").write_bytes(answer.content)
        headers = signed(at.node.key, new_id(), int(time.time()), BODY)
    key = runs["host_key"]((tmp_path / "assembly").as_uri())
    runs["verify"](key, headers, BODY)
    with pytest.raises(InvalidSignature):
        runs["verify"](key, headers, BODY + b" ")
    with pytest.raises(AssertionError, match="too old"):
        runs["verify"](key, {**headers, "webhook-timestamp": "1700000000"}, BODY)
