"""Servers for tests, up at once: forked from a process that has imported all of theirs already.

What a server imports takes it a second of a core, many times the rest of its start. Each worker of
pytest has one process to fork from, which starts with its first server and ends with the worker.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.node.process", "tests.browser.host", "tests.warmed"])


def forked(work: Callable[..., object], *given: object) -> ForkServerProcess:
    """A process that does this work; it ends before pytest does."""
    process = _FORKS.Process(target=work, args=given, daemon=True)
    process.start()
    return process
