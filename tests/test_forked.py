"""A forked server does not outlive the tests that it is for (tests/forked.py)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.waiting import runs, until

HOUSE = Path(__file__).resolve().parents[1]
SERVES = """
import sys, time
from pathlib import Path
from tests.node.process import Server
if __name__ == "__main__":
    print(Server(Path(sys.argv[1])).process.pid, flush=True)
    time.sleep(99)
"""


def test_a_server_ends_with_tests_that_are_killed(tmp_path: Path) -> None:
    script = tmp_path / "serves.py"
    script.write_text(SERVES)
    command = [sys.executable, str(script), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=HOUSE) as tests:
        assert tests.stdout is not None
        server = int(tests.stdout.readline())
        tests.send_signal(signal.SIGKILL)
    until(lambda: not runs(server), lambda: time.sleep(0.05))
