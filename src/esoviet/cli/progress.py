"""What takes long says how far it is, on the error output: from the third second on, each second.

Where nobody sits at a terminal, a line every ten seconds. Work goes on undisturbed: a thread looks
at what was last said.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_SECONDS = 2.0
TERMINAL_SECONDS, ELSE_SECONDS = 1.0, 10.0
WIDTH = 60


class Progress:
    """How far it is: set by who works, read by the thread that shows it."""

    def __init__(self) -> None:
        self.text = "reading"

    def lines(self, read: int, whole: int) -> None:
        """So many lines of how many."""
        self.text = f"reading: {read:,} of {whole:,} lines"


@contextmanager
def shown() -> Iterator[Progress]:
    """Show progress while the block runs."""
    progress, over = Progress(), threading.Event()
    thread = threading.Thread(target=_show, args=(progress, over), daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        over.set()
        thread.join()


def _show(progress: Progress, over: threading.Event) -> None:
    terminal, start = sys.stderr.isatty(), time.monotonic()
    wait, said = QUIET_SECONDS, False
    while not over.wait(wait):
        wait = TERMINAL_SECONDS if terminal else ELSE_SECONDS
        text = f"{progress.text}, {time.monotonic() - start:.0f} s"
        print(f"\r{text:<{WIDTH}}" if terminal else text, file=sys.stderr, flush=True,
              end="" if terminal else "\n")  # fmt: skip
        said = True
    if said and terminal:
        print("\r" + " " * WIDTH + "\r", end="", file=sys.stderr, flush=True)
