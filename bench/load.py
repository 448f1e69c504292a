"""A load client that is not the bottleneck: ready-made requests over raw sockets, one process.

    python -m bench.load PORT FILE    FILE: MessagePack, a list of requests for each connection

Prints JSON: seconds, requests, the latencies' median and 99th percentile in milliseconds, and how
often each status came.
"""

import selectors
import socket
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec


class Report(msgspec.Struct):
    """What a run of load measured."""

    seconds: float
    requests: int
    p50: float
    p99: float
    statuses: dict[str, int]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


class _Connection:
    def __init__(self, port: int, requests: list[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.done = 0
        self.began = 0.0
        self.read = b""
        self.left = -1

    def send(self) -> None:
        self.began = time.perf_counter()
        self.socket.sendall(self.requests[self.done])
        self.read, self.left = b"", -1

    def receive(self) -> str | None:
        """The status, once the answer is whole."""
        self.read += self.socket.recv(65_536)
        if self.left < 0:
            head = self.read.find(b"\r\n\r\n")
            if head < 0:
                return None
            at = self.read.find(b"content-length: ") + 16
            self.left = head + 4 + int(self.read[at : self.read.find(b"\r", at)])
        if len(self.read) < self.left:
            return None
        self.done += 1
        return self.read[9:12].decode()


def run(port: int, plan: list[list[bytes]]) -> Report:
    """Send each connection's requests one after the other, all connections at once."""
    selector = selectors.DefaultSelector()
    latencies, statuses = [], Counter[str]()
    connections = [_Connection(port, requests) for requests in plan]
    start = time.perf_counter()
    for connection in connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send()
    open_now = len(connections)
    while open_now:
        for ready, _ in selector.select():
            connection = ready.data
            status = connection.receive()
            if status is None:
                continue
            latencies.append(time.perf_counter() - connection.began)
            statuses[status] += 1
            if connection.done < len(connection.requests):
                connection.send()
            else:
                selector.unregister(connection.socket)
                connection.socket.close()
                open_now -= 1
    seconds = time.perf_counter() - start
    latencies.sort()
    count = len(latencies)
    return Report(seconds, count, 1e3 * latencies[count // 2], 1e3 * latencies[int(0.99 * count)],
                  dict(statuses))  # fmt: skip


if __name__ == "__main__":
    plan = msgspec.msgpack.decode(Path(sys.argv[2]).read_bytes(), type=list[list[bytes]])
    sys.stdout.buffer.write(msgspec.json.encode(run(int(sys.argv[1]), plan)))
