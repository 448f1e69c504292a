"""What a run has measured stands in its summary, so that it cannot grow unseen."""

from collections.abc import Callable

import pytest

Measure = Callable[[str, int, int], None]
"""Notes a figure: what it is, how much, and what it may be at most."""
KEY = "measured"


@pytest.fixture
def measures(record_property: Callable[[str, object], None]) -> Measure:
    """Notes figures of this test for the summary; the test itself asserts them."""

    def measure(name: str, value: int, most: int) -> None:
        record_property(KEY, f"{name}: {value} (at most {most})")

    return measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    lines = [
        text
        for report in reports
        if report.when == "call"
        for name, text in report.user_properties
        if name == KEY
    ]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(set(lines)):
            terminalreporter.line(line)
