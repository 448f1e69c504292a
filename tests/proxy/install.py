"""Find an nginx for the tests, or get one: `python -m tests.proxy.install`.

Looked for in this order: the program that ESOVIET_NGINX names; those of the system; Debian's own
package, unpacked into .venv, so that no server is installed or started; the package managers.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.browser.install import INSTALLING, quietly, say

VARIABLE = "ESOVIET_NGINX"
UNPACKED = Path(__file__).resolve().parents[2] / ".venv" / "nginx"
ADVICE = (
    "The tests need nginx 1.20 or newer and openssl, and they could not be found or installed. "
    "Install them with the system's package manager (on Debian: apt install nginx openssl), or set "
    f"{VARIABLE} to the program."
)


class NoNginx(RuntimeError):
    """There is none; the text says what to do."""


def starts(path: str | None) -> bool:
    """Whether a program is an nginx that starts."""
    if not path:
        return False
    try:
        answer = subprocess.run([path, "-v"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"nginx" in answer.stderr


@cache
def find() -> str:
    """The program; raises `NoNginx`."""
    if not shutil.which("openssl"):
        raise NoNginx(ADVICE)
    wanted = os.environ.get(VARIABLE)
    names = [wanted] if wanted else ["nginx", "/usr/sbin/nginx", str(UNPACKED / "usr/sbin/nginx")]
    for name in names:
        path = shutil.which(name)
        if path and starts(path):
            return path
    raise NoNginx(ADVICE)


def install() -> str:
    """Find one, or get one; raises `NoNginx`."""
    for get in (unpack, by_package_manager):
        try:
            return find()
        except NoNginx:
            get()
    return find()


def unpack() -> None:
    """Unpack Debian's package, without installing it."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    say("No nginx for the tests yet: getting one ...")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        here.chmod(0o755)  # apt downloads as a user of its own
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quietly([*root, "apt-get", "update", "-q"])
        quietly(["sh", "-c", f"cd '{here}' && apt-get download -q nginx"])
        for package in here.glob("*.deb"):
            UNPACKED.mkdir(parents=True, exist_ok=True)
            quietly(["dpkg-deb", "-x", str(package), str(UNPACKED)])


def by_package_manager() -> None:
    """Ask the package managers that there are, as root."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for manager, command in INSTALLING.items():
        if shutil.which(manager):
            quietly([*root, *command, "nginx", "openssl"])


if __name__ == "__main__":
    try:
        install()
    except NoNginx as error:
        sys.exit(str(error))
