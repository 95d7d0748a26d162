"""What a browser records becomes what Telegram's apps would send; a process of its own.

``python -m playground.web.recordings KIND IN OUT`` writes OUT and prints one JSON object:
{duration (seconds), width, height} or {error}, the key of a sentence of `Refusals`; `sample OUT`
makes the clip that stands in for a camera. Kinds: video_note, video, voice, audio, photo.

Browsers write WebM (VP8, VP9 or H.264 with Opus) or MP4, with a changing size of picture, without
a duration or with a wrong one: so all times are those of the frames. The container is chosen by
its first bytes, and nothing that names other files is opened.
"""

from __future__ import annotations

import errno
import itertools
import json
import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import av.filter

Json = dict[str, Any]

#: What Telegram's apps make of a round video note: 384 pixels a side, a minute at most.
SIDE = 384
NOTE_S = 60.0
VIDEO_SIDE = 1280
VIDEO_S = 600.0
VOICE_S = 3600.0
PHOTO_SIDE = 1280
FPS = 30
QUALITY = {"preset": "veryfast", "crf": "24"}
RATE = 48_000
TICKS = 90_000
#: For whatever a file claims: memory in bytes, CPU in seconds, pixels of one frame.
MEMORY = 2 * 1024**3
CPU_S = 300
PIXELS = 4096 * 4096
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
HEAD = 16
#: What browsers and telephones take; Pillow knows many more, which nobody sends here.
PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
FORMATS = (
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (4, b"ftyp", "mp4"),
    (0, b"OggS", "ogg"),
    (0, b"RIFF", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
)


class Unfit(Exception):
    """The file cannot become this; the message is the key of a sentence."""


def convert(kind: str, source: Path, target: Path) -> Json:
    """Write `target` and tell its duration and size; Unfit where nothing can be made of it."""
    if kind == "photo":
        return photo(source, target)
    with _opened(source) as given:
        if kind in {"video_note", "video"}:
            return film(given, target, is_round=kind == "video_note")
        return sound(given, target, "ogg" if kind == "voice" else "mp3")


def film(given: Any, target: Path, *, is_round: bool) -> Json:
    """H.264 with AAC in MP4: square and at most a minute, or as it is."""
    most = NOTE_S if is_round else VIDEO_S
    if not given.streams.video:
        raise Unfit("no_picture")
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        writer = _Film(made, is_round=is_round, has_sound=bool(given.streams.audio))
        for t_s, frame in _frames(given, most):
            writer.take(t_s, frame)
        writer.end()
    if not writer.pictures:
        raise Unfit("no_picture")
    return {"duration": max(1, round(writer.end_s)), **writer.size}


def sound(given: Any, target: Path, container: str) -> Json:
    """Opus in Ogg as voice messages are, or MP3 as music is."""
    if not given.streams.audio:
        raise Unfit("no_sound")
    codec = "libopus" if container == "ogg" else "libmp3lame"
    with av.open(str(target), "w", format=container) as made:
        writer = _Sound(made, codec)
        for t_s, frame in _frames(given, VOICE_S):
            if isinstance(frame, av.AudioFrame):
                writer.take(t_s, frame)
        writer.end()
    if not writer.samples:
        raise Unfit("no_sound")
    return {"duration": max(1, round(writer.end_s)), "width": 0, "height": 0}


def photo(source: Path, target: Path) -> Json:
    """A JPEG of at most 1280 pixels a side, upright."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - photos alone need it

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(source, formats=PICTURES) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Unfit("file_unreadable") from None
    picture.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    picture.save(target, "JPEG", quality=87)
    return {"duration": 0, "width": picture.width, "height": picture.height}


class _Sound:
    """One sound stream; its time runs with the samples, since browsers' stamps jump to and fro."""

    def __init__(self, made: Any, codec: str) -> None:
        self._made = made
        self._stream = made.add_stream(codec, rate=RATE, layout="mono")
        self._shape = av.AudioResampler(format=self._stream.format, layout="mono", rate=RATE)
        self.samples = 0
        self._first_s: float | None = None

    @property
    def end_s(self) -> float:
        """Where the sound ends, in seconds."""
        return (self._first_s or 0.0) + self.samples / RATE

    def take(self, t_s: float, frame: Any) -> None:
        """Write a frame that was heard at `t_s`."""
        if self._first_s is None:
            self._first_s = t_s
        frame.pts = None
        for shaped in self._shape.resample(frame):
            shaped.pts = round(self._first_s * RATE) + self.samples
            shaped.time_base = Fraction(1, RATE)
            self.samples += shaped.samples
            self._made.mux(self._stream.encode(shaped))

    def end(self) -> None:
        """Write what is left, where there was something."""
        if self.samples:
            self._made.mux(self._stream.encode(None))


class _Film:
    """Picture and sound of one clip."""

    def __init__(self, made: Any, *, is_round: bool, has_sound: bool) -> None:
        self._made = made
        self._is_round = is_round
        self._has_sound = has_sound
        self._stream: Any = None
        self._graph: tuple[tuple[Any, ...], Any] | None = None
        self._sound: _Sound | None = None
        self._last_s = -1.0
        self._waiting: list[tuple[float, Any]] = []
        self.pictures = 0
        self.size: Json = {}

    @property
    def end_s(self) -> float:
        """Where the clip ends, in seconds."""
        return max(self._last_s + 1 / FPS, self._sound.end_s if self._sound else 0.0)

    def take(self, t_s: float, frame: Any) -> None:
        """Write a picture or a piece of sound; sound waits for the first picture's size."""
        if isinstance(frame, av.AudioFrame):
            self._waiting.append((t_s, frame))
        elif t_s - self._last_s >= 0.9 / FPS:
            self._picture(t_s, frame)
        if self._stream is not None:
            self._hear()

    def end(self) -> None:
        """Write what is left."""
        if self._stream is None:
            return
        self._made.mux(self._stream.encode(None))
        if self._sound is not None:
            self._sound.end()

    def _picture(self, t_s: float, frame: Any) -> None:
        shaped = self._shaped(frame)
        if self._stream is None:
            self._begin(shaped)
        shaped.pts, shaped.time_base = round(t_s * TICKS), Fraction(1, TICKS)
        shaped.pict_type = 0
        self._made.mux(self._stream.encode(shaped))
        self._last_s, self.pictures = t_s, self.pictures + 1

    def _begin(self, frame: Any) -> None:
        self._stream = self._made.add_stream("libx264", rate=FPS, options=dict(QUALITY))
        self._stream.width, self._stream.height = frame.width, frame.height
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = Fraction(1, TICKS)
        self._stream.codec_context.thread_count = 1
        self.size = {"width": frame.width, "height": frame.height}
        if self._has_sound:
            self._sound = _Sound(self._made, "aac")

    def _hear(self) -> None:
        for t_s, frame in self._waiting:
            if self._sound is not None:
                self._sound.take(t_s, frame)
        self._waiting.clear()

    def _shaped(self, frame: Any) -> Any:
        """The picture upright and in its size; made anew where the recorder changed its own."""
        looks = (frame.width, frame.height, frame.format.name, frame.rotation)
        if self._graph is None or self._graph[0] != looks:
            self._graph = looks, _graph(frame, self._filters(frame))
        graph = self._graph[1]
        graph.push(frame)
        return graph.pull()

    def _filters(self, frame: Any) -> list[tuple[str, str]]:
        turns = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}
        turned: list[tuple[str, str]] = [
            ("transpose", turn) for turn in turns.get(frame.rotation % 360, [])
        ]
        if self._is_round:
            square = [("crop", "w='min(iw,ih)':h='min(iw,ih)'"), ("scale", f"{SIDE}:{SIDE}")]
            return [*turned, *square, ("setsar", "1"), ("format", "yuv420p")]
        size = self.size or _even(frame)
        return [*turned, ("scale", f"{size['width']}:{size['height']}"), ("format", "yuv420p")]


def _even(frame: Any) -> Json:
    """The size to write: within the limit, and even, as H.264 wants it."""
    width, height = frame.width, frame.height
    if frame.rotation % 180:
        width, height = height, width
    scale = min(1.0, VIDEO_SIDE / max(width, height))
    return {
        "width": max(2, int(width * scale) // 2 * 2),
        "height": max(2, int(height * scale) // 2 * 2),
    }


def _graph(frame: Any, filters: list[tuple[str, str]]) -> Any:
    """A chain of filters for frames that look like this one."""
    graph = av.filter.Graph()
    nodes = [
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=Fraction(1, TICKS),
        )
    ]
    nodes += [graph.add(name, arguments) for name, arguments in filters]
    nodes.append(graph.add("buffersink"))
    for one, other in itertools.pairwise(nodes):
        one.link_to(other)
    graph.configure()
    return graph


def _opened(source: Path) -> Any:
    """The file, its container named by its first bytes; Unfit for any other."""
    with source.open("rb") as file:
        start = file.read(HEAD)
    name = next((name for at, mark, name in FORMATS if start[at:].startswith(mark)), None)
    if name is None:
        raise Unfit("file_unreadable" if start else "file_empty")
    return av.open(str(source), format=name, metadata_errors="ignore")


def _frames(given: Any, most_s: float) -> Iterator[tuple[float, Any]]:
    """Each frame of picture and sound with its time in seconds, the clip beginning at 0.

    A damaged packet is left out.
    """
    streams = [*given.streams.video[:1], *given.streams.audio[:1]]
    start: float | None = None
    for packet in given.demux(streams):
        for frame in _decoded(packet):
            told = frame.time
            start = told if start is None and told is not None else start
            t_s = max(0.0, (told or 0.0) - (start or 0.0))
            if t_s < most_s:
                yield t_s, frame


def _decoded(packet: Any) -> list[Any]:
    try:
        found = packet.decode()
    except av.error.FFmpegError:
        return []
    return [f for f in found if isinstance(f, av.AudioFrame) or f.width * f.height <= PIXELS]


def main(arguments: list[str]) -> int:
    """Convert, or make the sample; prints one JSON object."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    if arguments[0] == "sample":
        from playground import clips  # noqa: PLC0415 - OpenCV is needed for nothing else

        clips.brightening(Path(arguments[1]))
        told: Json = {"duration": 18, "width": SIDE, "height": SIDE}
    else:
        told = _tried(arguments[0], Path(arguments[1]), Path(arguments[2]))
    sys.stdout.write(json.dumps(told))
    return 0


def _tried(kind: str, source: Path, target: Path) -> Json:
    try:
        return convert(kind, source, target)
    except Unfit as error:
        return {"error": str(error)}
    except (av.error.FFmpegError, OSError, MemoryError, ValueError) as error:
        is_full = getattr(error, "errno", None) in FULL
        return {"error": "not_written" if is_full else "file_unreadable"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
