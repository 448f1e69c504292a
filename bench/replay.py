"""Large published votes held again: through the law alone, and over HTTP as that many clients."""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import quick, server
from bench.figures import Figure
from esoviet.cli.replay import published, rules, seconds_for
from esoviet.cli.replay.compare import compared
from esoviet.cli.replay.perform import perform
from esoviet.cli.replay.plan import Plan, Settings, plan_of, timed
from esoviet.cli.replay.published import Published
from esoviet.cli.replay.stage import LawStage
from esoviet.exchange.ballots import Rolls, load
from esoviet.wire.ed25519 import SigningKey, verify

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CASES = (
    "rollcall/rollcall_us_senate_2005_votes.csv.gz",
    "stv/edinburgh_2017_ward_03.blt", "stv/edinburgh_2017_ward_08.blt",
    "stv/edinburgh_2017_ward_11.blt", "stv/edinburgh_2017_ward_15.blt",
    "stv/glasgow_2007_govan.blt", "stv/glasgow_2007_langside.blt",
    "stv/glasgow_2007_springburn.blt",
    "stv/portland_2024_d1_ballots.csv.gz", "stv/minneapolis_2017_mayor_cvr.csv.gz",
)  # fmt: skip
OVER_HTTP = CASES[0], CASES[5]


def run() -> list[Figure]:
    """All of them; nothing where the data is not beside the checkout."""
    if not DATA.is_dir():
        print(f"      nothing to replay: there is no {DATA}")
        return []
    return [*(_in_the_law(DATA / case) for case in CASES), *_over_http()]


def _in_the_law(path: Path) -> Figure:
    plan, stated = _case(path)
    stage = LawStage()
    start = time.perf_counter()
    outcomes = asyncio.run(perform(timed(plan, 60, 3600), stage, b"bench", lambda _: None))
    spent = time.perf_counter() - start
    acts = len(stage.entries)
    comparison = compared(plan, outcomes, stated)
    text = f"{acts:,} acts in {spent:.1f} s, {1e6 * spent / acts:.0f} µs an act; "
    agrees = comparison.agrees and bool(stated.winners or stated.results)
    said = "as published" if agrees else comparison.text.splitlines()[-1]
    floor = f"signing and verifying alone {_signatures(acts):.1f} s"
    return Figure(f"{path.name} in the law", text + said, floor, "as published", agrees)


def _signatures(acts: int) -> float:
    """What PyNaCl alone needs to sign and to verify so many acts."""
    key, message, count = SigningKey(bytes(32)), bytes(700), 2000
    start = time.perf_counter()
    for _ in range(count):
        assert verify(key.public, message, key.sign(message))
    return (time.perf_counter() - start) * acts / count


def _over_http() -> list[Figure]:
    """The command, against a server process, both in hurried time; it audits the log afterwards."""
    port, begun = server.free_port(), quick.now()
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "bench.quick", str(begun)]
        settings = {**server.UNBOUNDED, "ESOVIET_DATA": data, "ESOVIET_PORT": str(port)}
        with server.serving(command, port, **settings):
            url = f"http://localhost:{port}"
            return [_command(DATA / case, url, begun) for case in OVER_HTTP]


def _command(path: Path, url: str, begun: int) -> Figure:
    """The ballots take as long as they take: the vote stays open for as many real seconds."""
    voting = quick.HASTE * seconds_for(_case(path)[0])[1]
    words = ["replay", str(path), "--url", url, "--expect", str(_expected(path))]
    words += ["--seconds", f"{voting:.0f}"]
    start = time.perf_counter()
    done = subprocess.run(
        [*quick.command(begun), *words], capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    entries = re.search(r"The audit holds: (\d+)", done.stdout)
    value = f"{int(entries[1]) if entries else 0:,} entries in {spent:.0f} s, audited"
    floor = f"the deadlines of the vote, in a time that runs {quick.HASTE} times as fast"
    kept = done.returncode == 0
    return Figure(f"{path.name} over HTTP", value, floor, "as published, and the audit holds", kept)


def _case(path: Path) -> tuple[Plan, Published]:
    votes = load(path, titles=published.titles_beside(path))
    if isinstance(votes, Rolls):
        needs = rules.needs(votes.questions, rules.SETS[rules.usual(votes.questions)])
        return plan_of(votes, Settings(), needs), published.read(_expected(path), path, ())
    stated = published.read(_expected(path), path, votes.options)
    return plan_of(votes, Settings(seats=stated.seats)), stated


def _expected(path: Path) -> Path:
    return published.beside(path) or DATA / "EXPECTED.json"
