"""A browser test that fails may run once more, and the run says so.

A browser, a page and a host are three programs on a machine that has other work, so now and then
one of those tests fails for no fault of the code. Then it runs a second time with fixtures of its
own, and the second time counts. What was run again stands in the summary with the reason; more than
`MOST` of them fail the run, since so many are no accident. No other test gets a second time.
"""

from collections.abc import Generator
from pathlib import PurePath

import pytest
from _pytest.runner import runtestprotocol

BROWSERS = ("tests/browser", "tests/attacks/in_browser")
MOST = 2
AGAIN = "repeated"
SECOND, FAILED = pytest.StashKey[bool](), pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    if not is_of_a_browser(item) or SECOND in item.stash:
        return None  # pytest's own way
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    failed = next((report for report in reports if report.failed), None)
    if failed is None:
        _tell(item, reports)
        return True
    failed.outcome = AGAIN  # type: ignore[assignment]
    item.ihook.pytest_runtest_logreport(report=failed)
    item.stash[SECOND] = True
    return item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)


def is_of_a_browser(item: pytest.Item) -> bool:
    """Whether a test may have a second time."""
    place = PurePath(item.nodeid.partition("::")[0])
    return any(place.is_relative_to(folder) for folder in BROWSERS)


def _tell(item: pytest.Item, reports: list[pytest.TestReport]) -> None:
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = report.failed or (call.when != "setup" and has_failed(item))
    return report


def has_failed(node: pytest.Item) -> bool:
    """Whether a test has failed this time, for fixtures that then keep what they know."""
    return node.stash.get(FAILED, False)


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    return (AGAIN, "R", AGAIN.upper()) if report.outcome == AGAIN else None


def again(config: pytest.Config) -> list[pytest.TestReport]:
    """How the tests failed that were run again; nothing in a worker, which has no summary."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get(AGAIN, []) if reporter else []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if len(again(session.config)) > MOST and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    reports = again(config)
    if not reports:
        return
    terminalreporter.section("browser tests that were run again")
    for report in reports:
        terminalreporter.line(f"{report.nodeid} ({report.when})")
        reason = report.longreprtext.strip().splitlines() or [""]
        said = [line for line in reason if line.startswith("E ")] or reason[-1:]
        terminalreporter.line("\n".join(f"    {line}" for line in said[:6]))
    if len(reports) > MOST:
        terminalreporter.line(
            f"{len(reports)} browser tests failed and were run again. More than {MOST} are no "
            "accident, so this run has failed."
        )
