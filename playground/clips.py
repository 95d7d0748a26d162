"""Clips that the project makes itself: a public-domain face that talks and moves in changing light.

The face is the portrait of Eileen Collins by NASA (public domain) that scikit-image carries. It is
bent frame by frame (mouth, brows, head), so that an expression curve has something to show. Equal
arguments give equal pictures. Tests and the demo use these; nothing at run time does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Samples = NDArray[np.float32]
Scene = Callable[[float], Image]

#: Samples a second of the synthetic voice.
VOICE_RATE: Final = 16_000

# The square of the portrait that is shown, and where mouth and brows are in it (portrait pixels).
_LEFT, _TOP, _SIDE = 112, 12, 230
_MOUTH = (220, 143)
_CORNERS = ((199, 143), (240, 144))
_JAW = (220, 155)
_FOLDS = ((194, 132), (246, 133), (200, 126), (240, 127))
_BROWS = ((200, 90), (247, 90))
_INNER_BROWS = ((211, 91), (233, 91))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a clip is written. `video` or `audio` None leaves that stream out.

    `container` is a format name of FFmpeg, None goes by the file's ending; `rotation` is by how
    many degrees (a multiple of 90) a player has to turn the stored pictures clockwise, as phones
    write it; `start_s` moves every time stamp;
    `options` are the muxer's; `bits_per_s` of the picture, None leaves that to the encoder.
    """

    video: str | None = "libx264"
    audio: str | None = "aac"
    container: str | None = None
    pixels: str = "yuv420p"
    fps: int = 25
    rotation: int = 0
    start_s: float = 0.0
    options: dict[str, str] = field(default_factory=dict)
    bits_per_s: int | None = None


DEFAULT: Final = Encoding()


def talking_face(
    path: Path,
    *,
    seconds: float = 8.0,
    size: int = 384,
    away: tuple[float, float] | None = None,
    encoding: Encoding = DEFAULT,
) -> Path:
    """A face that talks; from `away[0]` to `away[1]` seconds only the room is in the picture."""

    def scene(t_s: float) -> Image:
        gone = away is not None and away[0] <= t_s < away[1]
        return room(t_s, size) if gone else portrait(t_s, size)

    return write(path, scene, seconds, encoding)


def brightening(path: Path, *, size: int = 384, encoding: Encoding = DEFAULT) -> Path:
    """The demo's 18 seconds: a quiet face that leaves for a moment and smiles towards the end."""

    def scene(t_s: float) -> Image:
        is_away = 8.0 <= t_s < 9.5  # noqa: PLR2004 - seconds of this one clip
        return room(t_s, size) if is_away else portrait(_mood(t_s), size)

    return write(path, scene, 18.0, encoding)


def _mood(t_s: float) -> float:
    """The second of the portrait's own cycle to show: to and fro in its quiet part, then on."""
    quiet, smile, turn = 9.5, 14.5, 12.0
    if t_s < turn:
        return quiet + abs((t_s + 2.0) % 4.0 - 2.0)
    rising = quiet + 2.0 + 1.5 * (t_s - turn)
    return rising if rising < smile else smile + abs((rising - smile + 2.0) % 4.0 - 2.0)


def two_faces(
    path: Path, *, seconds: float = 8.0, size: int = 384, encoding: Encoding = DEFAULT
) -> Path:
    """A talking face, and a smaller second one in the lower right corner."""
    small = int(size * 0.42)

    def scene(t_s: float) -> Image:
        picture = portrait(t_s, size)
        picture[-small:, -small:] = portrait(t_s + 3.1, small)[:, ::-1]
        return picture

    return write(path, scene, seconds, encoding)


def empty_room(
    path: Path, *, seconds: float = 4.0, size: int = 384, encoding: Encoding = DEFAULT
) -> Path:
    """A moving picture without anybody in it."""
    return write(path, lambda t_s: room(t_s, size), seconds, encoding)


def sound_only(path: Path, *, seconds: float = 4.0, encoding: Encoding = DEFAULT) -> Path:
    """A voice without a picture stream."""
    silent = Encoding(
        None, encoding.audio, encoding.container, start_s=encoding.start_s, options=encoding.options
    )
    return write(path, None, seconds, silent)


def still_picture(path: Path, *, size: int = 384) -> Path:
    """One picture of the face; the file's ending chooses jpg, png or gif."""
    picture = portrait(0.0, size)
    if path.suffix == ".gif":
        return write(path, lambda _: picture, 0.1, Encoding("gif", None, pixels="rgb8", fps=10))
    if not cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)):
        raise OSError(f"no picture could be written to {path}")
    return path


def write(path: Path, scene: Scene | None, seconds: float, encoding: Encoding = DEFAULT) -> Path:
    """Writes `scene` (RGB [h, w, 3] at a time in seconds) with the voice beside it."""
    with av.open(
        str(path), "w", format=encoding.container, options=_options(path, encoding)
    ) as output:
        _fill(output, scene, seconds, encoding)
    return path


def content(scene: Scene | None, seconds: float, encoding: Encoding) -> bytes:
    """The same without a file: what would be in it. `encoding` has to name a container."""
    held = BytesIO()
    with av.open(held, "w", format=encoding.container, options=encoding.options) as output:
        _fill(output, scene, seconds, encoding)
    return held.getvalue()


def _fill(output: Any, scene: Scene | None, seconds: float, encoding: Encoding) -> None:
    streams = []
    if scene is not None and encoding.video:
        streams.append(_picture_packets(output, scene, seconds, encoding))
    if encoding.audio:
        streams.append(_sound_packets(output, seconds, encoding))
    for packet in _interleaved(streams):
        output.mux(packet)


def portrait(t_s: float, size: int) -> Image:
    """The face at one time as RGB [size, size, 3]: what it does repeats every twelve seconds."""
    look = _look(float(t_s))
    xs, ys = _turned(*_grid(size), float(t_s))
    inside = _between_lips(xs, ys, look.opened)
    xs, ys = _bent(xs, ys, look)
    source = _source(round(min(1.0, max(0.0, -look.corners / 1.5)), 1))
    picture = cv2.remap(source, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return _lit(picture, inside, float(t_s))


def room(t_s: float, size: int) -> Image:
    """A wall with a window whose light moves, as RGB [size, size, 3]."""
    rows = np.linspace(150, 90, size, dtype=np.float32)[:, None]
    wall = np.repeat(rows, size, axis=1)
    left = int(size * (0.55 + 0.1 * math.sin(t_s)))
    wall[size // 6 : size // 2, left : left + size // 4] = 215
    picture = np.stack([wall, wall * 0.95, wall * 0.85], axis=2)
    return np.asarray(picture, np.uint8)


def voice(seconds: float) -> Samples:
    """Babble: a buzzing voice through moving formants, four syllables a second, with pauses."""
    t = np.arange(round(seconds * VOICE_RATE), dtype=np.float64) / VOICE_RATE
    pitch = 125.0 + 18.0 * np.sin(2.1 * t) + 7.0 * np.sin(13.0 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / VOICE_RATE
    first = 520.0 + 210.0 * np.sin(2 * np.pi * 1.9 * t)
    second = 1500.0 + 480.0 * np.sin(2 * np.pi * 1.3 * t + 1.0)
    sound = np.zeros_like(t)
    for k in range(1, 24):
        heard = np.exp(-(((k * pitch - first) / 160.0) ** 2))
        heard += 0.5 * np.exp(-(((k * pitch - second) / 220.0) ** 2)) + 0.12 / k
        sound += heard * np.sin(k * phase)
    return np.asarray(0.12 * _syllables(t) * sound, np.float32)


def _syllables(t_s: Any) -> Any:
    """How open the mouth is, 0 to 1: syllables in phrases of three seconds with a pause."""
    talking = np.clip(4.0 * np.sin(2 * np.pi * t_s / 3.6) + 2.0, 0.0, 1.0)
    return talking * (0.5 - 0.5 * np.cos(2 * np.pi * 4.0 * t_s))


@dataclass(frozen=True, slots=True)
class _Look:
    """How far the jaw is down, the lips are shut over the teeth, and mouth and brows are moved."""

    opened: float
    shut: float
    corners: float
    brows: float
    frown: float


_LOOKS: Final = (
    _Look(opened=0.0, shut=1.0, corners=-2.0, brows=0.0, frown=0.3),  # calm
    _Look(opened=0.1, shut=0.0, corners=0.6, brows=0.2, frown=0.0),  # glad
    _Look(opened=0.85, shut=0.4, corners=-1.5, brows=1.0, frown=0.0),  # surprised
    _Look(opened=0.0, shut=1.0, corners=-2.4, brows=-0.7, frown=1.0),  # cross
)


def _look(t_s: float) -> _Look:
    """Three seconds of each look, the last quarter on the way to the next; talking on top."""
    place = (t_s % 12.0) / 3.0
    now, then = _LOOKS[int(place)], _LOOKS[(int(place) + 1) % len(_LOOKS)]
    share = min(1.0, max(0.0, (place % 1.0 - 0.75) / 0.25))

    def between(name: str) -> float:
        start: float = getattr(now, name)
        return start + share * (float(getattr(then, name)) - start)

    opened = min(1.0, between("opened") + 0.3 * float(_syllables(t_s)))
    return _Look(opened, between("shut"), between("corners"), between("brows"), between("frown"))


def _turned(xs: Samples, ys: Samples, t_s: float) -> tuple[Samples, Samples]:
    """The grid seen by a hand that does not hold still: nods, sways and leans a little."""
    angle = math.radians(3.0 * math.sin(0.9 * t_s))
    zoom = 1.0 + 0.03 * math.sin(0.5 * t_s)
    cx, cy = _MOUTH
    dx, dy = (xs - cx) * zoom, (ys - cy) * zoom
    sway, nod = 5.0 * math.sin(1.3 * t_s), 3.0 * math.sin(1.7 * t_s)
    turned_x = cx + math.cos(angle) * dx - math.sin(angle) * dy + sway
    turned_y = cy + math.sin(angle) * dx + math.cos(angle) * dy + nod
    return np.asarray(turned_x, np.float32), np.asarray(turned_y, np.float32)


def _bent(xs: Samples, ys: Samples, look: _Look) -> tuple[Samples, Samples]:
    """Where each pixel is taken from when the face wears a look; all [size, size]."""
    jaw = np.clip((ys - _MOUTH[1] - 1.0) / 6.0, 0.0, 1.0) * _bump(xs, ys, _JAW, (24.0, 15.0))
    lips = _bump(xs, ys, _MOUTH, (19.0, 9.0)) * np.tanh((ys - _MOUTH[1] - 1.5) / 0.8)
    corners = sum(_bump(xs, ys, place, (9.0, 9.0)) for place in _CORNERS)
    brows = sum(_bump(xs, ys, place, (15.0, 8.0)) for place in _BROWS)
    inner = sum(_bump(xs, ys, place, (8.0, 9.0)) for place in _INNER_BROWS)
    narrow = _bump(xs, ys, _MOUTH, (26.0, 12.0)) * (xs - _MOUTH[0])
    down = -11.0 * look.opened * jaw + 5.5 * look.shut * lips
    up = 6.0 * look.corners * corners + 7.0 * look.brows * brows - 6.0 * look.frown * inner
    bent_x = xs + 0.22 * look.shut * narrow
    return np.asarray(bent_x, np.float32), np.asarray(ys + down + up, np.float32)


def _between_lips(xs: Samples, ys: Samples, mouth: float) -> Samples:
    """How dark the inside of the mouth is, 0 to 1: an ellipse that grows as the jaw goes down."""
    cx, cy = _MOUTH
    across, along = (xs - cx) / 11.0, (ys - cy - 3.0 - 5.0 * mouth) / (1.0 + 5.0 * mouth)
    return np.asarray(min(1.0, 1.6 * mouth) / (1.0 + (across**2 + along**2) ** 3), np.float32)


def _lit(picture: Image, inside: Samples, t_s: float) -> Image:
    """The light of the moment, and the dark inside of an open mouth."""
    light = (1.0 + 0.10 * math.sin(0.7 * t_s)) * (1.0 - 0.75 * inside)
    return np.asarray(np.clip(picture * light[:, :, None], 0, 255), np.uint8)


@cache
def _source(smooth: float) -> Image:
    """The portrait; by `smooth` 0 to 1 without the folds that its smile makes in the cheeks."""
    picture = np.ascontiguousarray(skimage.data.astronaut(), np.float32)
    xs, ys = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in picture.shape[1::-1]))
    folds = np.minimum(1.0, sum(_bump(xs, ys, place, (9.0, 9.0)) for place in _FOLDS))
    soft = cv2.GaussianBlur(picture, (0, 0), 5.0)
    return np.asarray(picture + smooth * folds[:, :, None] * (soft - picture), np.uint8)


@cache
def _grid(size: int) -> tuple[Samples, Samples]:
    steps = (np.arange(size, dtype=np.float32) + 0.5) * (_SIDE / size)
    xs, ys = np.meshgrid(_LEFT + steps, _TOP + steps)
    return xs.astype(np.float32), ys.astype(np.float32)


def _bump(xs: Samples, ys: Samples, centre: tuple[int, int], spread: tuple[float, float]) -> Any:
    """A hill of height 1 around a place of the portrait."""
    distance = ((xs - centre[0]) / spread[0]) ** 2 + ((ys - centre[1]) / spread[1]) ** 2
    return np.exp(-0.5 * distance)


def _options(path: Path, encoding: Encoding) -> dict[str, str]:
    """Muxer options; the index goes to the front where the container has one to move."""
    indexed = (encoding.container or path.suffix.lstrip(".")) in {"mp4", "mov", "m4a"}
    return {"movflags": "+faststart", **encoding.options} if indexed else dict(encoding.options)


def _picture_packets(
    output: Any, scene: Scene, seconds: float, encoding: Encoding
) -> Iterator[tuple[float, Any]]:
    """Each packet with its time; the first picture decides the size."""
    height, width = _stored(scene(0.0), encoding).shape[:2]
    fast = {"preset": "veryfast"} if encoding.video == "libx264" else {}
    stream = output.add_stream(encoding.video, rate=encoding.fps, options=fast)
    stream.width, stream.height, stream.pix_fmt = width, height, encoding.pixels
    stream.codec_context.time_base = Fraction(1, encoding.fps)
    stream.codec_context.thread_count = 1
    if encoding.bits_per_s:
        stream.bit_rate = encoding.bits_per_s
    if encoding.rotation:
        stream.set_display_rotation(-encoding.rotation)  # PyAV counts counter-clockwise
    return _encoded(stream, _pictures(scene, seconds, encoding))


def _pictures(scene: Scene, seconds: float, encoding: Encoding) -> Iterator[tuple[float, Any]]:
    start = round(encoding.start_s * encoding.fps)
    for i in range(max(1, round(seconds * encoding.fps))):
        picture = _stored(scene(i / encoding.fps), encoding)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = start + i, Fraction(1, encoding.fps)
        yield i / encoding.fps, frame


def _stored(picture: Image, encoding: Encoding) -> Image:
    """The picture as a sensor that is turned has it."""
    return np.ascontiguousarray(np.rot90(picture, encoding.rotation // 90), np.uint8)


def _sound_packets(output: Any, seconds: float, encoding: Encoding) -> Iterator[tuple[float, Any]]:
    rate = VOICE_RATE if encoding.audio in {"aac", "pcm_s16le"} else 48_000
    layout = "stereo" if encoding.audio == "vorbis" else "mono"  # FFmpeg's own knows no other
    strict = {"strict": "experimental"}  # its Vorbis is called so
    stream = output.add_stream(encoding.audio, rate=rate, layout=layout, options=strict)
    return _encoded(stream, _sounds(voice(seconds), encoding.start_s))


def _sounds(sound: Samples, start_s: float) -> Iterator[tuple[float, Any]]:
    block = VOICE_RATE // 10
    for first in range(0, len(sound), block):
        frame = av.AudioFrame.from_ndarray(
            sound[None, first : first + block], format="fltp", layout="mono"
        )
        frame.sample_rate, frame.time_base = VOICE_RATE, Fraction(1, VOICE_RATE)
        frame.pts = first + round(start_s * VOICE_RATE)
        yield first / VOICE_RATE, frame


def _encoded(stream: Any, frames: Iterator[tuple[float, Any]]) -> Iterator[tuple[float, Any]]:
    t_s = 0.0
    for t_s, frame in frames:
        for packet in stream.encode(frame):
            yield t_s, packet
    for packet in stream.encode(None):
        yield t_s, packet


def _interleaved(streams: Sequence[Iterator[tuple[float, Any]]]) -> Iterator[Any]:
    """The packets of all streams in the order of their time, as a real camera writes them."""
    waiting = [(stream, next(stream, None)) for stream in streams]
    while live := [(stream, item) for stream, item in waiting if item is not None]:
        stream, item = min(live, key=lambda pair: pair[1][0])
        yield item[1]
        waiting = [(s, next(s, None) if s is stream else i) for s, i in live]
