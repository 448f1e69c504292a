"""Firefox, driven over Marionette: the port that it opens for tests, with WebDriver's commands.

A message is `LENGTH:JSON`: `[0, number, command, parameters]` there, `[1, number, error, result]`
back. Firefox writes the port that it chose into its profile. Nothing else is needed: no driver
program, no package.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, socket
from tempfile import TemporaryDirectory
from typing import IO, Any

WAIT_SECONDS = 60.0  # to start, or to answer
# Firefox must not ask anybody anything while it starts, nor call home.
PREFERENCES = {
    "marionette.port": 0,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-GB",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "privacy.userContext.enabled": True,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "remote.events.async.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,
}
NO_MORE: Mapping[str, object] = {}
FLAGS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")


class NotDriven(RuntimeError):
    """Firefox did not start, or does not listen."""


class Failed(RuntimeError):
    """What Firefox answers to a command that cannot be carried out: `error`, and the text."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error


class Marionette:
    """A connection to a Firefox."""

    def __init__(self, line: socket, answers: IO[bytes]) -> None:
        self._line = line
        self._answers = answers
        self._asked = 0
        self.greeting: dict[str, Any] = self._hear()

    def ask(self, command: str, **parameters: Any) -> Any:
        """Carry out a command; raises `Failed`."""
        self._asked += 1
        message = json.dumps([0, self._asked, command, parameters]).encode()
        self._line.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._hear()
        assert number == self._asked
        if error:
            raise Failed(error["error"], error["message"])
        return result.get("value") if isinstance(result, dict) else result

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page returns, awaited; `a` are its arguments."""
        awaited = f"return (async (...a) => {{ {script} }})(...arguments);"
        return self.ask("WebDriver:ExecuteScript", script=awaited, args=arguments)

    def run_within(self, script: str, *arguments: Any) -> Any:
        """What a script in Firefox itself returns."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.run(script, *arguments)
        finally:
            self.ask("Marionette:SetContext", value="content")

    def _hear(self) -> Any:
        length = b""
        while (byte := self._answers.read(1)) != b":":
            if not byte:
                raise NotDriven("Firefox hung up")
            length += byte
        return json.loads(self._answers.read(int(length)))


@contextmanager
def driven(program: str, more: Mapping[str, object] = NO_MORE) -> Iterator[Marionette]:
    """A Firefox with an empty profile, for a while, with `more` preferences; raises `NotDriven`."""
    with TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as folder:
        profile, wanted = Path(folder), {**PREFERENCES, **more}
        lines = (f'user_pref("{name}", {json.dumps(v)});\n' for name, v in wanted.items())
        (profile / "user.js").write_text("".join(lines))
        with running([program, *FLAGS, "--profile", folder], profile) as process:
            line = line_to(profile / "MarionetteActivePort", process)
            with line, line.makefile("rb") as heard:
                yield Marionette(line, heard)


@contextmanager
def running(command: list[str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process, and whatever processes it starts; what it says goes into a file of its home."""
    with (home / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(home)},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def line_to(port: Path, process: subprocess.Popen[bytes]) -> socket:
    """A connection to the port whose number will stand in a file."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            return create_connection(("127.0.0.1", int(port.read_text())), WAIT_SECONDS)
        except (OSError, ValueError):
            time.sleep(0.05)
    said = (port.parent / "said.txt").read_text(errors="replace")
    raise NotDriven(f"{process.args!r} does not listen. It said: {said[-2000:]}")


def answers(program: str) -> bool:
    """Whether a program is a Firefox that can be driven."""
    try:
        with driven(program) as firefox:
            return bool(firefox.greeting["applicationType"] == "gecko")
    except (OSError, NotDriven):
        return False
