"""A film of 200 MB gets a new container: how long that takes, and whether its memory stays flat.

It is made here of one second of grain, which is encoded once; its packets follow one another until
they are enough. What a small film of the same kind takes is the floor of the memory.
"""

import asyncio
import os
import resource
import shutil
import time
from pathlib import Path

import av
from PIL import Image

from bench.figures import Figure
from esoviet.media.preparing import Preparing

RATE, SIDES, BITS = 25, (1280, 720), 8_000_000
SMALL, LARGE = 5 * 2**20, 200 * 2**20
SECONDS, MEMORY = 20.0, 32 * 2**20


def figures(folder: Path) -> list[Figure]:
    """Make both ready, the small one first."""
    second = folder / "second.mp4"
    _second(second)
    spent, most, sizes = [], [], []
    for name, size in (("small", SMALL), ("large", LARGE)):
        path = folder / f"{name}.mp4"
        _filmed(path, second, size)
        spent.append(asyncio.run(_seconds(folder, path)))
        most.append(1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sizes.append(path.stat().st_size)
        floor = _copied(path)
        path.unlink()
    grown = most[1] - most[0]
    return [
        Figure(
            f"a film of {sizes[1] / 1e6:.0f} MB in a new container, stripped, with a picture of it",
            f"{spent[1]:.1f} s",
            f"{floor:.1f} s to copy its bytes twice, {spent[0]:.1f} s for one of "
            f"{sizes[0] / 1e6:.0f} MB",
            f"under {SECONDS:.0f} s",
            spent[1] < SECONDS,
        ),
        Figure(
            "the memory that this takes more than the small one",
            f"{grown / 2**20:.0f} MB",
            f"{most[0] / 2**20:.0f} MB for the small one",
            f"under {MEMORY >> 20} MB",
            grown < MEMORY,
        ),
    ]


def _second(path: Path) -> None:
    """One second of grain, which begins with a whole picture."""
    width, height = SIDES
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = BITS
        for _ in range(RATE):
            grain = Image.effect_noise((width, height), 60).convert("RGB")
            sink.mux(stream.encode(av.VideoFrame.from_image(grain)))  # type: ignore[no-untyped-call]
        sink.mux(stream.encode())


def _filmed(path: Path, second: Path, size: int) -> None:
    """The packets of a second, one time after the other."""
    with av.open(str(second)) as source, av.open(str(path), "w") as sink:
        [stream] = source.streams.video
        taken = sink.add_stream_from_template(stream)
        packets = [one for one in source.demux(stream) if one.size]
        once = sum(one.size for one in packets)
        length = sum(one.duration or 0 for one in packets)
        for time_over in range(size // once):
            for one in packets:
                packet = av.Packet(bytes(one))
                packet.stream, packet.time_base = taken, one.time_base
                packet.pts = (one.pts or 0) + time_over * length
                packet.dts = (one.dts or 0) + time_over * length
                packet.duration, packet.is_keyframe = one.duration, one.is_keyframe
                sink.mux(packet)


async def _seconds(folder: Path, path: Path) -> float:
    start = time.perf_counter()
    async with Preparing(folder / "media").prepared(path) as ready:
        assert ready.prepared.kind == "video", ready.prepared.said
        return time.perf_counter() - start


def _copied(path: Path) -> float:
    """Seconds to copy a file twice, as what stands first in the container asks for."""
    start = time.perf_counter()
    for _ in range(2):
        copy = path.with_suffix(".copy")
        with path.open("rb") as source, copy.open("wb") as sink:
            shutil.copyfileobj(source, sink)
            sink.flush()
            os.fsync(sink.fileno())
        copy.unlink()
    return time.perf_counter() - start
