"""log/policy.js, log/witnessed.js: witnesses are judged as log/policy.py and cosignature.py do."""

import json
from pathlib import Path
from typing import Any

from tests.js.modules import Modules, Thrown

VECTORS: Any = json.loads(
    (Path(__file__).parents[1] / "vectors" / "policy.json").read_text("utf-8")
)
KINDS = {"Malformed": "malformed", "ProofError": "proof"}


def verdict(answer: Any) -> str | None:
    return KINDS[answer.error] if isinstance(answer, Thrown) else None


def test_policies(js: Modules) -> None:
    cases = VECTORS["policies"]
    answers = js.each("log/policy", "parsePolicy", [(case["policy"],) for case in cases])
    said = [(case["title"], verdict(one)) for case, one in zip(cases, answers, strict=True)]
    assert said == [(case["title"], case["refused"]) for case in cases]


def test_quorums(js: Modules) -> None:
    cases = VECTORS["quorums"]
    read = js.each("log/policy", "parsePolicy", [(case["policy"],) for case in cases])
    pairs = [(one, case["names"]) for one, case in zip(read, cases, strict=True)]
    assert js.each("log/policy", "satisfied", pairs) == [case["satisfied"] for case in cases]


def test_times(js: Modules) -> None:
    cases = VECTORS["times"]
    read = js.each("log/policy", "parsePolicy", [(case["policy"],) for case in cases])
    asked = [(one, case["note"], case["time"]) for one, case in zip(read, cases, strict=True)]
    answers = js.each("log/witnessed", "confirms", asked)
    said = [verdict(answer) or answer for answer in answers]
    assert said == [case["confirms"] for case in cases]
