"""Films and sound: the same streams in a new container, without a word of who made them, and where.

Nothing is encoded anew: that would take the server minutes, and what is heard would suffer. Streams
that are neither picture nor sound (a telephone writes where it was, each second) stay behind.
"""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.stream import Stream
from av.video.stream import VideoStream
from PIL import Image

from esoviet.media.kinds import MAIN, MOST_PIXELS, STRIPPED_PLAYED, TOO_MUCH, NotTaken, Prepared
from esoviet.media.pictures import Unreadable, poster
from esoviet.media.sniff import container_of, head_of

MOST_TRIED = 60  # frames, until one can be shown
_MP4 = frozenset(("h264", "hevc", "av1", "vp9", "aac", "mp3", "opus"))
_WEBM = frozenset(("vp8", "vp9", "av1", "vorbis", "opus"))
_OGG = frozenset(("vorbis", "opus"))
_TARGETS = {
    "mov": (("mp4", _MP4),), "matroska": (("webm", _WEBM), ("mp4", _MP4)), "ogg": (("ogg", _OGG),),
    "mp3": (("mp3", frozenset(("mp3",))),),
}  # fmt: skip
_SOUNDS = {"mp4": "audio/mp4", "webm": "audio/webm", "ogg": "audio/ogg", "mp3": "audio/mpeg"}
_OPTIONS = {"mp4": {"movflags": "faststart"}, "mp3": {"id3v2_version": "0", "write_xing": "0"}}


class _Shape(NamedTuple):
    """What goes over: into which container, of which streams."""

    target: str
    streams: list[Stream]
    width: int
    height: int

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width: as it is seen where it was filmed upright."""
        return self.height, self.width


def prepare(path: Path, folder: Path) -> Prepared:
    """Put the streams of a film or a sound into a new file. Raises `Unreadable`, `NotTaken`."""
    container = container_of(head_of(path))
    try:
        with av.open(str(path), format=container, metadata_errors="replace") as source:
            shape = _shape(source, container)
            duration = _carry_over(source, shape, folder / MAIN)
        seen = bool(shape.width)
        turned = _show(folder / MAIN, shape.target, folder / "poster") if seen else None
    except (av.FFmpegError, ValueError, OverflowError, ZeroDivisionError) as error:
        raise Unreadable(str(error)) from None
    width, height = (shape.width, shape.height) if (turned or 0) % 180 == 0 else shape.sides
    return Prepared(
        kind="video" if seen else "sound",
        media_type=f"video/{shape.target}" if seen else _SOUNDS[shape.target],
        changed=True, width=width, height=height, duration=duration,
        copies=() if turned is None else ("poster",), said=(STRIPPED_PLAYED,),
    )  # fmt: skip


def _shape(source: InputContainer, container: str) -> _Shape:
    films = [one for one in source.streams.video if not one.disposition & _ATTACHED][:1]
    sounds = list(source.streams.audio)[:1]
    streams: list[Stream] = [*films, *sounds]
    codecs = {one.codec_context.codec.canonical_name for one in (*films, *sounds)}
    fitting = (name for name, known in _TARGETS[container] if codecs <= known)
    target = next(fitting, "")
    if not streams or not target or (films and target in ("ogg", "mp3")):
        raise Unreadable("no streams that are known here")
    width, height = (films[0].width, films[0].height) if films else (0, 0)
    if width * height > MOST_PIXELS:
        raise NotTaken(TOO_MUCH)
    return _Shape(target, streams, width, height)


_ATTACHED = av.stream.Disposition.attached_pic


def _carry_over(source: InputContainer, shape: _Shape, path: Path) -> int:
    """Copy the packets; answers how long it lasts, in ms."""
    options = {"fflags": "+bitexact", **_OPTIONS.get(shape.target, {})}
    begins, ends = Fraction(2**40), Fraction(0)
    with path.open("xb"):
        pass
    with av.open(str(path), "w", format=shape.target, options=options) as sink:
        pairs = {one.index: _taken(sink, one) for one in shape.streams}
        sink.metadata.clear()
        for packet in source.demux(shape.streams):
            if packet.dts is None or packet.time_base is None:
                continue
            at = (packet.pts if packet.pts is not None else packet.dts) * packet.time_base
            begins = min(begins, at)
            ends = max(ends, at + (packet.duration or 0) * packet.time_base)
            packet.stream = pairs[packet.stream.index]
            sink.mux(packet)
    return max(0, round(float(ends - min(begins, ends)) * 1000))


def _taken(sink: OutputContainer, stream: Stream) -> Stream:
    assert isinstance(stream, VideoStream | AudioStream)
    taken = sink.add_stream_from_template(stream)
    taken.metadata.clear()
    return taken


def _pixels(frame: av.VideoFrame) -> Image.Image:
    image = frame.to_image()  # type: ignore[no-untyped-call]
    assert isinstance(image, Image.Image)
    return image


def _show(path: Path, target: str, to: Path) -> int | None:
    """Keep the first picture that can be shown; how it is turned, in degrees; None: there is none.

    A telephone that is held upright films lying, and says how its pictures are to be turned.
    """
    form = "matroska" if target == "webm" else "mov"
    try:
        with av.open(str(path), format=form) as film:
            stream = film.streams.video[0]
            stream.thread_type = "NONE"
            for tried, frame in enumerate(film.decode(stream)):
                if frame.width * frame.height <= MOST_PIXELS:
                    poster(_pixels(frame).rotate(frame.rotation, expand=True), to)
                    return frame.rotation
                if tried >= MOST_TRIED:
                    break
    except (av.FFmpegError, ValueError, MemoryError):
        to.unlink(missing_ok=True)
    return None
