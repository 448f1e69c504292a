"""Servers for tests, up at once: forked from a process that has imported all of theirs already.

What a server imports takes it a second of a core, many times the rest of its start. Each worker of
pytest has one process to fork from, which starts with its first server and ends with the worker.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import ForkServerProcess
from threading import Thread

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.node.process", "tests.browser.host", "tests.warmed"])


def forked(work: Callable[..., object], *given: object) -> ForkServerProcess:
    """A process that does this work; it ends before pytest does, or with it if that is killed."""
    process = _FORKS.Process(target=_works, args=(work, *given), daemon=True)
    process.start()
    return process


def _works(work: Callable[..., object], *given: object) -> None:
    Thread(target=_ends_with_its_parent, daemon=True).start()
    work(*given)


def _ends_with_its_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGKILL)
