"""The process that serves: one event loop with the node, and granian's HTTP in front of it.

Everything of a node happens in one process, so granian runs embedded in our loop. A stop comes by
SIGTERM or SIGINT: open streams are ended, requests under way answered, waiting acts committed, and
the snapshot written.
"""

import asyncio
import gc
import logging
import resource
import signal
import socket
from collections.abc import Callable
from typing import Protocol

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from esoviet.node.clock import Clock
from esoviet.node.config import ANY, Config
from esoviet.node.inbox import Inbox
from esoviet.node.node import Node
from esoviet.web.app import create_app
from esoviet.web.endpoints.metrics import Metrics
from esoviet.web.http.context import Example, Sandboxes

STOP_SECONDS = 2.0
LISTEN_SECONDS = 0.01
BACKLOG = 1024
MOST_CONNECTIONS = 65_536  # beyond, even idle, everybody waits; open files end sooner
_log = logging.getLogger(__name__)


class Teller(Protocol):
    """What tells members things and takes their mails while the node serves (notify/service.py)."""

    inbox: Inbox | None

    async def run(self) -> None:
        """Tell them until it is stopped, or cancelled."""

    def stop(self) -> None:
        """End `run` soon."""


MakeTeller = Callable[[Node], Teller]
MakeSandboxes = Callable[[Node], Sandboxes]


def run(
    config: Config,
    ready: Callable[[Node], None],
    clock: Clock | None = None,
    example: Example | None = None,
    teller: MakeTeller | None = None,
    sandboxes: MakeSandboxes | None = None,
) -> None:
    """Serve until a signal comes; `ready` is called once the node takes acts.

    `teller` makes what tells members things meanwhile, `sandboxes` where the tour is taken.
    """
    _check_free(config)
    _take_descriptors()
    _leave_modules_alone()
    uvloop.run(_serve(config, ready, clock, example, teller, sandboxes))


async def _serve(
    config: Config,
    ready: Callable[[Node], None],
    clock: Clock | None,
    example: Example | None,
    teller: MakeTeller | None,
    sandboxes: MakeSandboxes | None,
) -> None:
    node = Node(config, clock)
    metrics = Metrics(node)
    node.start()
    tours = sandboxes(node) if sandboxes is not None and config.sandboxes else None
    tells = None if teller is None else teller(node)
    telling = None if tells is None else asyncio.create_task(tells.run())
    if telling is not None:
        telling.add_done_callback(_say_if_failed)
    try:
        if config.metrics_port:
            await metrics.open(config.metrics_port)
        # HTTP/1.1 alone: a proxy speaks HTTP/2 to browsers, and a connection here is one request.
        pause = round(config.pause_seconds * 1000)
        http = HTTP1Settings(header_read_timeout=pause, max_buffer_size=65_536)
        app = create_app(node, example, None if tells is None else tells.inbox, tours)
        server = Server(
            app, config.host, config.port, interface=Interfaces.ASGINL,
            http=HTTPModes.http1, websockets=False, backlog=BACKLOG, http1_settings=http,
            backpressure=MOST_CONNECTIONS, log_enabled=False,
        )  # fmt: skip
        await _until_stopped(node, server, ready, tours)
    finally:
        await metrics.close()
        if tours is not None:
            await tours.close()
        if tells is not None and telling is not None:
            tells.stop()
            await asyncio.wait((telling,), timeout=STOP_SECONDS)
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        await node.close()


def _say_if_failed(telling: asyncio.Task[None]) -> None:
    """Who tells members things should never end by an error; if so, it is not kept quiet."""
    if not telling.cancelled() and (error := telling.exception()):
        _log.error("nobody is told anything until a restart", exc_info=error)


async def _until_stopped(
    node: Node, server: Server, ready: Callable[[Node], None], tours: Sandboxes | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    serving = asyncio.create_task(server.serve())
    await _listens(node.config, serving)
    ready(node)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    node.end_streams()
    if tours is not None:
        tours.end_streams()
    server.stop()  # type: ignore[no-untyped-call]
    try:
        await asyncio.wait_for(serving, STOP_SECONDS)
    except TimeoutError:
        _log.warning("some connections did not end in time")


async def _listens(config: Config, serving: asyncio.Task[None]) -> None:
    """Wait until who connects is heard, or until the server has ended."""
    host = ANY.get(config.host, config.host)
    while config.port and not serving.done():
        try:
            _, writer = await asyncio.open_connection(host, config.port)
        except OSError:
            await asyncio.sleep(LISTEN_SECONDS)
        else:
            writer.close()
            return


def _leave_modules_alone() -> None:
    """Have Python's cycle collector never look at what was imported: it stays for as long as we do.

    To look at it takes some 50 ms each time, in which nobody is served.
    """
    gc.collect()
    gc.freeze()


def _take_descriptors() -> None:
    """Use all the open files that the system allows: each connection is one, and so is the log."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _check_free(config: Config) -> None:
    """Raise `OSError` now, with its reason, if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((config.host, config.port))
