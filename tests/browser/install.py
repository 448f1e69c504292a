"""Find a Chromium for the tests, or install one: `python -m tests.browser.install`.

Looked for in this order: $ESOVIET_BROWSER; Chromium and its relatives on the PATH; the system's
package manager, where we may use it; Playwright's own download. A browser counts if it starts.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "brave-browser",
    "microsoft-edge",
)
# Text needs a typeface; a bare system has none.
MANAGERS: tuple[tuple[Sequence[str], ...], ...] = (
    (
        ("apt-get", "update", "-q"),
        ("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium",
         "fonts-dejavu-core"),
    ),
    (("dnf", "install", "-q", "-y", "chromium", "dejavu-sans-fonts"),),
    (("pacman", "-Sy", "--noconfirm", "chromium", "ttf-dejavu"),),
)  # fmt: skip
ADVICE = (
    "The tests need Chromium, Chrome, Brave or Edge, and none could be found or installed. "
    "Install one with the system's package manager (on Debian: apt install chromium), "
    "or set ESOVIET_BROWSER to the program of one."
)


class NoBrowser(RuntimeError):
    """There is no browser; the text says what to do."""


@cache
def find() -> str:
    """The program of a browser that starts; raises `NoBrowser`."""
    wanted = os.environ.get("ESOVIET_BROWSER")
    if wanted:
        if not starts(wanted):
            raise NoBrowser(f"ESOVIET_BROWSER is {wanted}, and that does not start.")
        return wanted
    found = next(filter(starts, candidates()), None)
    if found is None:
        raise NoBrowser(ADVICE)
    return found


def install() -> str:
    """Find a browser, or get one; raises `NoBrowser`."""
    try:
        return find()
    except NoBrowser:
        if os.environ.get("ESOVIET_BROWSER"):
            raise
    for get in (by_package_manager, by_playwright):
        say("No browser for the tests yet: installing one ...")
        get()
        try:
            return find()
        except NoBrowser:
            continue
    raise NoBrowser(ADVICE)


def candidates() -> Iterator[str]:
    """Programs that may be browsers, the system's first."""
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        yield own


def starts(path: str) -> bool:
    """Whether a program is a browser that starts: some are empty shells that ask for another."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def by_package_manager() -> None:
    """Ask the first package manager that there is, as root; failing is no reason to stop."""
    for commands in MANAGERS:
        if shutil.which(commands[0][0]):
            root = [] if os.geteuid() == 0 else ["sudo", "-n"]
            for command in commands:
                quietly([*root, *command])
            return


def by_playwright() -> None:
    """Let Playwright download its own."""
    quietly([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])
    quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def quietly(command: Sequence[str]) -> None:
    """Run a command; say what it said only if it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"  {' '.join(command)}: {error}")
        return
    if answer.returncode:
        say(f"  {' '.join(command)}:\n{answer.stderr[-2000:]}")


def say(text: str) -> None:
    """Tell what goes on."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        install()
    except NoBrowser as error:
        sys.exit(str(error))
