"""The example that a visitor of a node may look around in: the demo assembly, made once.

It is made by another process, in a folder of its own beside the data but with the host's own key,
while the node goes on serving; then the node takes the finished folder in. Which assembly it is
stands in the data folder's file `example`.
"""

import asyncio
import shutil
import sys
from pathlib import Path

from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import KEY, STAGE, Node
from esoviet.notify import letters
from esoviet.notify.queue import once_each
from esoviet.store.wishes import Wishes
from esoviet.web.http.context import Told
from esoviet.web.http.language import catalogue
from esoviet.web.pages.weeks import Weeks

MARK = "example"
SEED = "1"
MINUTES = 5


class Example:
    """Makes and remembers the example of one node."""

    def __init__(self) -> None:
        self._making = asyncio.Lock()
        self._weeks = Weeks()

    def known(self, node: Node) -> str | None:
        """The example's id, if it has been made and still stands."""
        mark = node.folder / MARK
        name = mark.read_text("ascii").strip() if mark.exists() else ""
        return name if node.has(name) else None

    def clear(self, node: Node) -> None:
        """Remove what is left of an example that was being made when the server was killed.

        The host's key is in it. Nobody else works in the folder of a node that has started.
        """
        shutil.rmtree(node.folder / f".{MARK}", ignore_errors=True)

    async def make(self, node: Node) -> str:
        """The example's id; makes it if there is none. Raises `RuntimeError` if that fails."""
        async with self._making:
            known = self.known(node)
            if known is not None:
                return known
            stage = node.folder / STAGE
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir(mode=0o700)
            try:
                return await self._made(node, stage)
            finally:
                shutil.rmtree(stage, ignore_errors=True)

    def told(self, hosted: HostedAssembly, member: int, language: str, origin: str) -> Told | None:
        """What one of its members would be told now, by what is usual; None: nothing."""
        week = self._weeks.week(hosted, member, language, titles=True)
        if week is None or not week.lines:
            return None
        texts, wishes = catalogue(language), Wishes(language=language)
        here = f"{origin}/a/{hosted.ledger.id}"
        what = letters.Told(week.name, week.opens, once_each(week.lines))
        needs = sum(one.kind == "needs" for one in week.lines)
        to = letters.Addresses(here, f"{here}/me/messages", f"{here}/me/messages")
        letter = letters.weekly(texts, what, wishes, to)
        notice = letters.notice(texts, what, language, here, needs)
        return Told(letter.subject, letter.text, letter.html, notice.title, notice.body)

    async def _made(self, node: Node, stage: Path) -> str:
        shutil.copyfile(node.folder / KEY, stage / KEY)
        (stage / KEY).chmod(0o600)
        demo = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "esoviet", "demo", "--data", str(stage), "--seed", SEED,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            code = await asyncio.wait_for(demo.wait(), MINUTES * 60)
        except TimeoutError:
            code = 1
        finally:
            if demo.returncode is None:
                demo.kill()
                await demo.wait()
        if code != 0:
            raise RuntimeError("the example could not be made")
        [folder] = (stage / "assemblies").iterdir()
        identity = await node.adopt(folder)
        (node.folder / MARK).write_text(identity, "ascii")
        return identity
