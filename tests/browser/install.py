"""Find the browsers for the tests, or install them: `python -m tests.browser.install`.

Looked for in this order: the program that a variable names; those on the PATH; the system's package
manager, where we may use it; Playwright's own download. A Chromium counts if it starts, a Firefox
if it can be driven. A Chromium without a window comes first: the engine is the same, and it takes
a good third less of the processor.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser import marionette


class NoBrowser(RuntimeError):
    """There is no browser; the text says what to do."""


class Kind(NamedTuple):
    """A browser that the tests need."""

    name: str  # as Playwright calls its own
    variable: str  # of the environment, which may name the program
    programs: Sequence[str]
    packages: Sequence[tuple[str, str]]  # package manager, packages; in the order of trying
    counts: Callable[[str], bool]
    advice: str


def starts(path: str) -> bool:
    """Whether a program is a browser that starts: some are empty shells that ask for another."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


WINDOWLESS = "chromium-headless-shell"
# Text needs a typeface; a bare system has none.
CHROMIUM = Kind(
    name="chromium",
    variable="ESOVIET_BROWSER",
    programs=(
        WINDOWLESS,
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "brave-browser",
        "microsoft-edge",
    ),
    packages=(
        ("apt-get", f"{WINDOWLESS} fonts-dejavu-core"),
        ("apt-get", "chromium fonts-dejavu-core"),
        ("dnf", "chromium dejavu-sans-fonts"),
        ("pacman", "chromium ttf-dejavu"),
    ),
    counts=starts,
    advice="The tests need Chromium, Chrome, Brave or Edge, and none could be found or installed. "
    "Install one with the system's package manager (on Debian: apt install chromium), "
    "or set ESOVIET_BROWSER to the program of one.",
)
FIREFOX = Kind(
    name="firefox",
    variable="ESOVIET_FIREFOX",
    programs=("firefox-esr", "firefox"),
    packages=(
        ("apt-get", "firefox-esr fonts-dejavu-core"),
        ("apt-get", "firefox fonts-dejavu-core"),
        ("dnf", "firefox dejavu-sans-fonts"),
        ("pacman", "firefox ttf-dejavu"),
    ),
    counts=marionette.answers,
    advice="The tests need a Firefox that can be driven (over Marionette), and none could be found "
    "or installed. Install one with the system's package manager (on Debian: apt install "
    "firefox-esr), or set ESOVIET_FIREFOX to the program of one.",
)
INSTALLING = {
    "apt-get": ("apt-get", "install", "-q", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-q", "-y"),
    "pacman": ("pacman", "-Sy", "--noconfirm"),
}


@cache
def find(kind: Kind = CHROMIUM) -> str:
    """The program of a browser that counts; raises `NoBrowser`."""
    wanted = os.environ.get(kind.variable)
    if wanted:
        if not kind.counts(wanted):
            raise NoBrowser(f"{kind.variable} is {wanted}, and that does not start. {kind.advice}")
        return wanted
    found = next(filter(kind.counts, candidates(kind)), None)
    if found is None:
        raise NoBrowser(kind.advice)
    return found


def install(kind: Kind) -> str:
    """Find a browser, or get one; raises `NoBrowser`."""
    try:
        return find(kind)
    except NoBrowser:
        if os.environ.get(kind.variable):
            raise
    say(f"No {kind.name.title()} for the tests yet: installing one ...")
    for get in (by_package_manager, by_playwright):
        for _ in get(kind):
            try:
                return find(kind)
            except NoBrowser:
                continue
    raise NoBrowser(kind.advice)


def lighten() -> None:
    """In CI, take the Chromium without a window beside another one, where apt knows it.

    On somebody's own machine nothing is installed that is not needed.
    """
    if not os.environ.get("CI") or os.environ.get(CHROMIUM.variable):
        return
    if shutil.which(WINDOWLESS) or not is_offered(WINDOWLESS):
        return
    say(f"Installing {WINDOWLESS}, which takes less of the processor ...")
    quietly([*as_root(), *INSTALLING["apt-get"], WINDOWLESS])


def is_offered(package: str) -> bool:
    """Whether apt knows a package."""
    if not shutil.which("apt-cache"):
        return False
    asked = ("apt-cache", "show", package)
    return subprocess.run(asked, capture_output=True, timeout=60, check=False).returncode == 0


def candidates(kind: Kind) -> Iterator[str]:
    """Programs that may be browsers, the system's first."""
    yield from filter(None, map(shutil.which, kind.programs))
    with sync_playwright() as playwright:
        own: str = getattr(playwright, kind.name).executable_path
    if Path(own).is_file():
        yield own


def by_package_manager(kind: Kind) -> Iterator[None]:
    """Ask the package managers that there are, as root; failing is no reason to stop."""
    root = as_root()
    fresh = False
    for manager, packages in kind.packages:
        if not shutil.which(manager):
            continue
        if manager == "apt-get" and not fresh:
            quietly([*root, "apt-get", "update", "-q"])
            fresh = True
        quietly([*root, *INSTALLING[manager], *packages.split()])
        yield


def as_root() -> list[str]:
    """What goes before a command that only root may give."""
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def by_playwright(kind: Kind) -> Iterator[None]:
    """Let Playwright download its own."""
    quietly([sys.executable, "-m", "playwright", "install", "--with-deps", kind.name])
    quietly([sys.executable, "-m", "playwright", "install", kind.name])
    yield


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
        for one in (CHROMIUM, FIREFOX):
            install(one)
        lighten()
    except NoBrowser as error:
        sys.exit(str(error))
