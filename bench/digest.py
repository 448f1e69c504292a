"""A summary by mail for 5,000 members at the same moment, and 300 mails over one connection.

The first is made and noted as sent by the service that a node runs, with a relay that takes all;
meanwhile somebody reads one page after the other, in the same loop. The second goes to a real mail
server in the same process.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import httpx

from bench.figures import Figure, median
from esoviet.law.questions import Question
from esoviet.node.config import Config
from esoviet.notify.mail import Mail
from esoviet.notify.sending import SmtpRelay
from esoviet.store.mail import Outcome
from esoviet.store.wishes import Wanting, Wishes
from tests.notify.office import Office, office
from tests.notify.sink import sink
from tests.world import DAY, World

MEMBERS, QUESTIONS, MAILS = 5_000, 7, 300
SECONDS, STILL_MS, OVER_ONE, SLOWER = 30.0, 250.0, 1.0, 2.0
PAGES, PAUSE = 50, 0.05
WISHES = Wishes(needs="daily", quiet_from=0, quiet_until=0)


def run() -> list[Figure]:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder, office(_world(), Path(folder)) as at:
        _prepare(at)
        at.passes(DAY)
        quiet, took, beside = at.run(_told(at))
        sent = len(at.relay.taken)
    handed = _handed_over()
    return [
        Figure(
            f"a summary of {QUESTIONS} things for {MEMBERS:,} members",
            f"{took:.1f} s, {took / MEMBERS * 1000:.1f} ms for each; {sent:,} mails",
            f"the machine's own speed; {len(beside)} pages were read meanwhile",
            f"under {SECONDS:.0f} s, one mail each",
            took < SECONDS and sent == MEMBERS,
        ),
        Figure(
            "a page beside it",
            f"{median(beside) * 1000:.1f} ms, at most {max(beside) * 1000:.0f} ms: "
            f"{median(beside) / median(quiet):.2f} of what it is",
            f"{median(quiet) * 1000:.1f} ms with nothing else to do",
            f"not {SLOWER:.0f} times as slow, and never {STILL_MS:.0f} ms",
            median(beside) < SLOWER * median(quiet) and max(beside) * 1000 < STILL_MS,
        ),
        Figure(
            f"{MAILS} mails over one connection",
            f"{handed:.2f} s",
            "a mail server in the same process",
            f"under {OVER_ONE:.0f} s",
            handed < OVER_ONE,
        ),
    ]


def _world() -> World:
    world = World().found(question_days="30")
    ada, *others = world.crowd(MEMBERS)
    for n in range(QUESTIONS):
        number = ada.asks(text=world.text(f"Shall we, for the {n}th time?"))
        for one in others:
            if world.the(Question, number).vote:
                break
            one.seconds(number)
    return world


def _prepare(at: Office) -> None:
    """Everybody has an address, and wants a summary a day."""
    reach, assembly, now = at.node.reach, at.world.id, at.world.now
    with reach.whole():
        for number in range(1, MEMBERS + 1):
            entered = reach.mail.enter(assembly, number, f"member{number}@example.net", now)
            assert entered is not None
            reach.mail.confirm(entered.handle, now)
            reach.wishes.put(Wanting(assembly, number, WISHES, now, now + 1))
        for post in reach.mail.waiting(now, MEMBERS):
            assert reach.mail.claim(post.id)
            reach.mail.settle([Outcome(post.id, "sent")])


async def _told(at: Office) -> tuple[list[float], float, list[float]]:
    """Seconds: of each page before, until all members are told, and of each page meanwhile."""
    transport = httpx.ASGITransport(at.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://node.example") as client:
        for _ in range(PAGES):  # some are put together for the first time
            await _page(at, client)
        quiet = [await _page(at, client) for _ in range(PAGES)]
        beside: list[float] = []

        async def read() -> None:
            while True:
                beside.append(await _page(at, client))
                await asyncio.sleep(PAUSE)

        reading = asyncio.create_task(read())
        began = time.perf_counter()
        while await at.service.turn():
            pass
        took = time.perf_counter() - began
        reading.cancel()
    return quiet, took, beside


async def _page(at: Office, client: httpx.AsyncClient) -> float:
    began = time.perf_counter()
    answer = await client.get(at.here)
    assert answer.status_code == 200
    return time.perf_counter() - began


def _handed_over() -> float:
    """How long it takes to hand the mails to a mail server (s)."""

    async def send(port: int) -> float:
        relay = SmtpRelay(Config(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none"))
        await relay.greet()
        began = time.perf_counter()
        for n in range(MAILS):
            mail = Mail(
                "bounce@example.org", f"m{n}@example.net", b"Subject: A vote\r\n\r\nText\r\n"
            )
            assert (await relay.hand_over(mail)).code == 250
        took = time.perf_counter() - began
        await relay.rest()
        return took

    with sink() as box:
        return asyncio.run(send(box.port))
