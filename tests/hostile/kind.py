"""What a hostile file is made of: good clips, and the addresses and files that it points to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np

from playground import clips
from playground.clips import Encoding
from tests.hostile import boxes


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `make` gives its bytes, None where this machine cannot make it.

    `expected` are the answers that are right, of which any may come: the code of a refusal, or
    "read" with the codes of what must be warned of ("read truncated damaged"). `title` is the name
    that its sender gave it.
    """

    name: str
    expected: tuple[str, ...]
    make: Callable[[], bytes | None]
    title: str = "clip.mp4"


@dataclass(slots=True)
class Larder:
    """`tcp` and `udp` are ports with a trap behind them; `canary` and `neighbour` are watched."""

    tcp: int
    udp: int
    canary: Path
    neighbour: Path
    #: How many times larger the bombs are than they are in a short run.
    scale: int = 1
    _made: dict[str, bytes] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """A web page that must not be asked for."""
        return f"http://127.0.0.1:{self.tcp}/clip.mp4"

    def good(self, container: str = "mp4") -> bytes:
        """A good clip of a second and a half, of four seconds as "long mp4".

        The index of an mp4 is at its end but in "front".
        """
        if container not in self._made:
            long, _, name = container.rpartition(" ")
            self._made[container] = _made(name, 4.0 if long else 1.5)
        return self._made[container]


def _made(name: str, seconds: float) -> bytes:
    if name != "front":
        return clips.content(lambda t_s: clips.portrait(t_s, 96), seconds, ENCODINGS[name])
    with TemporaryDirectory() as folder:  # an index is only moved in a file
        return clips.talking_face(Path(folder) / "x.mp4", seconds=4.0, size=96).read_bytes()


ENCODINGS = {
    "mp4": Encoding(container="mp4", options={"movflags": "+disable_chpl"}),
    "silent": Encoding(container="mp4", audio=None, options={"movflags": "+disable_chpl"}),
    "fragmented": Encoding(
        container="mp4", options={"movflags": "+frag_keyframe+empty_moov+default_base_moof"}
    ),
    "mov": Encoding(container="mov", audio="pcm_s16le"),
    "matroska": Encoding(container="matroska"),
    "webm": Encoding("libvpx", "libopus", "webm"),
    "avi": Encoding("mpeg4", "libmp3lame", "avi"),
    "mjpeg": Encoding("mjpeg", "pcm_s16le", "avi", pixels="yuvj420p"),
    "mpegts": Encoding(container="mpegts"),
    "mpeg": Encoding("mpeg2video", "mp2", "mpeg"),
}


@dataclass(frozen=True, slots=True)
class Film:
    """A film of grey pictures or of sound, without or with tricks on its packets."""

    container: str = "mp4"
    codec: str = "libx264"
    size: tuple[int, int] = (64, 64)
    pixels: str = "yuv420p"
    frames: int = 10
    is_still: bool = False
    rate: int = 25
    options: dict[str, str] = field(default_factory=dict)
    #: How often the packets are written, one round behind the other.
    rounds: int = 1
    #: The time stamp of packet number n, in 1/1000 s; None counts on.
    stamp: Callable[[int], int] | None = None

    def content(self) -> bytes | None:
        """Its bytes, None where there is no such encoder."""
        if self.codec not in av.codecs_available:
            return None
        held = BytesIO()
        try:
            with av.open(held, "w", format=self.container, options=self.options) as output:
                self._fill(output)
        except (av.FFmpegError, ValueError):
            return None
        return held.getvalue()

    def _fill(self, output: Any) -> None:
        stream = output.add_stream(self.codec, rate=self.rate)
        stream.width, stream.height = self.size
        stream.pix_fmt = self.pixels
        stream.codec_context.thread_count = 1
        stream.codec_context.max_b_frames = 0
        if self.codec == "libx264":
            stream.codec_context.options = {"preset": "ultrafast", "tune": "zerolatency"}
        packets = self._packets(stream)
        for n in range(self.rounds * len(packets)):
            packet = packets[n % len(packets)]
            again = av.Packet(bytes(packet))
            again.stream, again.time_base = stream, Fraction(1, 1000)
            stamp = n * 1000 // self.rate if self.stamp is None else self.stamp(n)
            again.pts = again.dts = stamp
            again.is_keyframe = packet.is_keyframe
            output.mux(again)

    def _packets(self, stream: Any) -> list[Any]:
        picture = np.full((self.size[1], self.size[0]), 16, np.uint8)
        found = []
        for n in range(self.frames):
            if not self.is_still:
                picture[: self.size[1] // 8] = 16 + n
            frame = av.VideoFrame.from_ndarray(picture, "gray").reformat(format=self.pixels)
            frame.pts = n
            found += stream.encode(frame)
        return found + stream.encode(None)


def vp8(stamps: Sequence[int], blocks: int = 10) -> bytes:
    """Matroska made by hand, whose pictures have these time stamps in ms, in this order."""
    held = Film("webm", "libvpx", frames=blocks).content() or b""
    with av.open(BytesIO(held)) as source:
        data = [bytes(packet) for packet in source.demux() if packet.size]
    shape = boxes.element(0xE0, boxes.uint(0xB0, 64), boxes.uint(0xBA, 64))
    entry = boxes.tracks(boxes.track(b"V_VP8", shape))
    shown = (
        boxes.cluster(stamp, boxes.block(data[n % len(data)])) for n, stamp in enumerate(stamps)
    )
    return boxes.segment(boxes.info(), entry, *shown)


def sound(
    container: str, codec: str, *, rate: int = 48_000, layout: str = "mono", seconds: float = 1.0
) -> bytes | None:
    """A file of silence, None where there is no such encoder."""
    if codec not in av.codecs_available:
        return None
    held = BytesIO()
    try:
        with av.open(held, "w", format=container) as output:
            stream = output.add_stream(codec, rate=rate, layout=layout)
            kind = stream.codec_context.format.name
            resampler = av.AudioResampler(kind, layout, rate)
            channels = av.AudioLayout(layout).nb_channels
            for n in range(round(seconds * 10)):
                silence = np.zeros((1, rate // 10 * channels), np.int16)
                frame = av.AudioFrame.from_ndarray(silence, "s16", layout)
                frame.sample_rate, frame.pts = rate, n * (rate // 10)
                for fitted in resampler.resample(frame):
                    output.mux(stream.encode(fitted))
            output.mux(stream.encode(None))
    except (av.FFmpegError, ValueError):
        return None
    return held.getvalue()
