"""`python -m bench [NAME …]`: measure the budgets, each beside its floor in the same run."""

import importlib
import sys
import time
from collections.abc import Mapping

from bench.figures import show

BENCHES: Mapping[str, str] = {
    "ingest": "acts over HTTP, one by one and in bulk",
    "restart": "starting again from a snapshot of 1,000,000 entries",
    "audit": "auditing logs of 100,000 and of 1,000,000 ballots",
    "otherwise": "a rules replay of 1,000 decisions over 100,000 entries",
    "schulze": "counting 1,000,000 ballots over ten options",
    "cvr": "reading and counting a cast vote record of 1,000,000 rows",
    "memory": "bytes in memory for a member and for a ballot",
    "replay": "large published votes held again, in the law and over HTTP",
    "pages": "pages of a demo of 1,000 members and 200 problems",
    "debate": "a debate of 2,000 arguments",
    "board": "the board of 5,000 tasks",
    "topic": "a topic of 10,000 posts",
    "report": "the assembly's report on itself, of 10,000 members",
    "search": "search in 200,000 texts",
    "media": "a photograph made ready, and a large file over a bad line",
    "gallery": "the first view of 1,000 pictures, in a real browser",
    "flood": "a member's acts while strangers flood the server",
    "sleep": "a node of many assemblies that sleep",
    "digest": "a summary by mail for 5,000 members at once",
    "reach": "how soon a device is told, and what a long queue costs",
    "visit": "a first visit over a slow line, in a real browser",
}


def main(names: list[str]) -> int:
    """Run the benches named, or all; answers 1 if a budget was not kept."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
        return 2
    kept = True
    for name in names or BENCHES:
        print(f"\n{name}: {BENCHES[name]}", flush=True)
        start = time.monotonic()
        figures = importlib.import_module(f"bench.{name}").run()
        show(figures)
        print(f"      ({time.monotonic() - start:.0f} s)", flush=True)
        kept = kept and all(figure.kept for figure in figures)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
