"""Opens a clip of a stranger and reads picture and sound in one pass.

Nothing in the file is believed: the container is decided by its first bytes and forced, decoders
are taken from a list, sizes and lengths are checked from the headers before anything is decoded
and again while decoding, and the demuxer cannot open any other file or connection. Damage costs
the packets that it hit, not the clip.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from analysis import containers, headers
from analysis.clock import Clock
from analysis.containers import Container
from analysis.errors import NoPicture, NotAVideo, TooLarge, TooLong, TooMuch, Unreadable
from analysis.intake import Intake
from analysis.limits import MOST_BYTES, Limits
from analysis.sound import SoundFile

#: The long side of a sampled picture: enough for a small face, little enough to be cheap.
LONG_SIDE: Final = 480

#: A film may be cut together of pieces without being encoded anew, but not of hundreds.
_MOST_EDITS: Final = 100
# Broken demuxers can fail for ever at the same place.
_MOST_FAILURES: Final = 200
# A header that is longer than what came by this is said to be truncated.
_MISSING_S: Final = 1.0
_MISSING_SHARE: Final = 0.03


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture at a time: grey uint8 [h, w], upright, its long side at most `LONG_SIDE`."""

    t_s: float
    grey: NDArray[np.uint8]


@contextlib.contextmanager
def opened(path: Path, limits: Limits, *, sound_only: bool = False) -> Iterator[Clip]:
    """The clip, its headers checked. Raises NotAVideo, Unreadable, TooLong or TooLarge.

    With `sound_only` no picture is decoded, and voice messages and sound files are taken too.
    """
    known = containers.spoken if sound_only else containers.recognised
    if path.stat().st_size > MOST_BYTES:
        raise TooMuch
    with path.open("rb") as file:
        container = known(file.read(containers.HEAD_BYTES))
        if containers.edits(file, container) > _MOST_EDITS:
            raise TooMuch
        early = containers.ends_early(file, container)
        file.seek(0)
        intake = Intake(file, limits.most_decoding_s)
        with headers.demuxer(intake, container, limits) as source:
            yield Clip(source, container, limits, intake, ends_early=early, sound_only=sound_only)


class Clip:
    """One pass over the streams of a clip.

    `samples` gives pictures and writes the sound beside them; afterwards `duration_s`, `frames`,
    `heard` and `warnings` say what was there.
    """

    def __init__(
        self,
        source: Any,
        container: Container,
        limits: Limits,
        intake: Intake,
        *,
        ends_early: bool,
        sound_only: bool = False,
    ) -> None:
        self._source, self._limits, self._ends_early = source, limits, ends_early
        self._container, self._intake = container, intake
        pictures = () if sound_only else source.streams.video
        self.picture = headers.chosen(pictures, container.video)
        self.sound = headers.chosen(source.streams.audio, containers.AUDIO_CODECS)
        self._unsupported = headers.unsupported(source, container)
        if self.picture is None and self.sound is None:
            raise NotAVideo if self._unsupported else Unreadable
        header_s = headers.header_seconds(source, container)
        headers.check(header_s, self.picture, limits)
        self._expected_s = headers.expected_seconds(source, container, self._streams)
        self._clocks = {s.index: Clock(source.start_time, s, container) for s in self._streams}
        self._suspect = False
        self._damaged_s: float | None = None
        self.frames = self._pixels = self._taken = 0
        self._picture_bytes = 0
        self._decoding_s = 0.0
        self._is_sparse = False
        self._picture_end_s = self._sound_end_s = 0.0

    @property
    def _streams(self) -> list[Any]:
        return [stream for stream in (self.picture, self.sound) if stream is not None]

    @property
    def duration_s(self) -> float:
        """Seconds from the start to the end of the last picture or sound that was decoded."""
        return max(self._picture_end_s, self._sound_end_s)

    @property
    def picture_s(self) -> float:
        """Seconds from the start to the end of the last picture."""
        return self._picture_end_s

    @property
    def heard(self) -> bool:
        """Whether any sound was decoded."""
        return self._sound_end_s > 0

    @property
    def warnings(self) -> set[str]:
        """Codes of what was not there or not readable; complete when all samples were taken."""
        codes = {"unsupported_stream"} if self._unsupported else set()
        if self.frames <= 1 and "video" not in self._unsupported:
            codes.add("no_picture")
        if not self.heard and "audio" not in self._unsupported:
            codes.add("no_audio")
        if self._is_cut():
            codes.add("truncated")
        if self._is_damaged(cut="truncated" in codes):
            codes.add("damaged")
        if self._is_sparse:
            codes.add("sparse")
        return codes

    def check(self) -> None:
        """Raises NoPicture for a still or empty clip, Unreadable where decoding gave nothing."""
        if self.heard or self.frames > 1:
            return
        raise Unreadable if self._suspect and not self.frames else NoPicture

    def samples(self, per_s: float, sound_path: Path) -> Iterator[Sample]:
        """About `per_s` pictures a second, in time order, while the sound goes to `sound_path`.

        Raises TooLong and TooLarge when the headers have lied.
        """
        grid, shrink = _Grid(per_s), _Shrinker(self.picture)
        with contextlib.closing(SoundFile(sound_path, self._limits.end_s)) as sound:
            for kind, frame, t_s in self._decoded():
                if kind == "audio":
                    with self._skipping_damage():
                        sound.write(frame, t_s)
                elif grid.wants(t_s):
                    grey = None
                    with self._skipping_damage():
                        grey = shrink(frame)
                    if grey is not None:
                        yield Sample(t_s, grey)

    def _decoded(self) -> Iterator[tuple[str, Any, float]]:
        """Every frame of both streams with its kind and time in seconds."""
        packets = self._packets()
        while True:
            began = time.process_time()  # what is done with the frames is counted elsewhere
            self._intake.begins()
            packet = next(packets, None)
            if packet is None:
                return
            self._count(packet)
            stream = packet.stream
            clock = self._clocks[stream.index]
            frames = self._frames_of(packet)
            self._spend(time.process_time() - began)
            for frame in frames:
                t_s = clock.time(frame)
                self._note(stream.type, frame, t_s, clock.step_s)
                yield stream.type, frame, t_s

    def _count(self, packet: Any) -> None:
        """Refuses what is cut into crumbs: each costs as much as a picture's worth."""
        self._taken += bool(packet.size)
        if self._taken > self._limits.packets(self.duration_s):
            raise TooMuch
        if packet.stream is self.picture:
            self._picture_bytes += packet.size
        self._intake.gave(packet.size)

    def _packets(self) -> Iterator[Any]:
        """All packets; after an error the demuxer is asked again from where it stands.

        Raises TooMuch where it wants more memory or streams.
        """
        for _ in range(_MOST_FAILURES):
            try:
                yield from self._source.demux(*self._streams)
            except MemoryError as error:  # packets and streams take it, not pictures
                raise TooMuch from error
            except av.FFmpegError:
                self._suspect = True
            else:
                break
        # What lies behind the end that it was given was not looked at.
        self._suspect = self._suspect or self._intake.is_over

    def _frames_of(self, packet: Any) -> list[Any]:
        with self._skipping_damage():
            return list(packet.decode())
        return []

    @contextlib.contextmanager
    def _skipping_damage(self) -> Iterator[None]:
        """Goes on after an error of the decoder or of a filter behind it, and remembers it."""
        try:
            yield
        except MemoryError:
            raise
        except av.EOFError:
            return
        except (av.FFmpegError, ValueError, ArithmeticError, NotImplementedError):
            self._suspect = True

    def _note(self, kind: str, frame: Any, t_s: float, step_s: float) -> None:
        """Keeps account of one frame: ends, damage, limits."""
        if self._damaged_s is None and (self._suspect or frame.is_corrupt):
            self._damaged_s = t_s
        end_s = t_s + step_s
        if end_s > self._limits.end_s:
            raise TooLong
        if kind == "audio":
            self._sound_end_s = max(self._sound_end_s, end_s)
            return
        if frame.width * frame.height > self._limits.pixels:
            raise TooLarge
        self.frames += 1
        if self.frames > self._limits.frames:
            raise TooLong
        self._picture_end_s = max(self._picture_end_s, end_s)
        self._save_work(frame)

    def _save_work(self, frame: Any) -> None:
        """Looks at key frames alone once few bytes have given very many pixels.

        Raises TooMuch where there are still more.
        """
        self._pixels += frame.width * frame.height
        if self._pixels > self._limits.most_pixels(self._picture_bytes):
            raise TooMuch
        if self._pixels > self._limits.all_pixels(self._picture_bytes):
            self._thin_out()

    def _spend(self, seconds: float) -> None:
        """The same once a clip has taken long: pixels differ in what they cost. Raises TooMuch."""
        self._decoding_s += seconds
        if self._decoding_s > self._limits.most_decoding_s:
            raise TooMuch
        if self._decoding_s > self._limits.decoding_s:
            self._thin_out()

    def _thin_out(self) -> None:
        if self.picture is not None and not self._is_sparse:
            self.picture.codec_context.skip_frame = "NONKEY"
            self._is_sparse = True

    def _is_damaged(self, *, cut: bool) -> bool:
        """Whether anything was lost; the torn end of a file that was cut does not count."""
        lost_s = self.duration_s if self._suspect else None
        at_s = lost_s if self._damaged_s is None else self._damaged_s
        return at_s is not None and not (cut and self.duration_s - at_s < _MISSING_S)

    def _is_cut(self) -> bool:
        missing_s = self._expected_s - self.duration_s
        allowed_s = max(_MISSING_S, _MISSING_SHARE * self._expected_s)
        return self._ends_early or missing_s > allowed_s


class _Grid:
    """Chooses frames: the first at or after each step of a regular grid."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._due_s = 0.0

    def wants(self, t_s: float) -> bool:
        tolerance_s = 1e-3
        if t_s < max(0.0, self._due_s - tolerance_s):
            return False
        self._due_s = (int((t_s + tolerance_s) * self._per_s) + 1) / self._per_s
        return True


class _Shrinker:
    """Makes the small grey upright picture of a frame; keeps the scaler between frames."""

    def __init__(self, stream: Any) -> None:
        ratio = getattr(stream, "sample_aspect_ratio", None)
        self._stretch = float(ratio) if ratio else 1.0
        self._scaler = VideoReformatter()

    def __call__(self, frame: Any) -> NDArray[np.uint8]:
        width, height = _fitted(frame.width * self._stretch, frame.height)
        small = self._scaler.reformat(
            frame, width=width, height=height, format="gray", interpolation="AREA", threads=1
        )
        turns = round(frame.rotation / 90) % 4
        return np.ascontiguousarray(np.rot90(small.to_ndarray(), turns), np.uint8)


def _fitted(width: float, height: float) -> tuple[int, int]:
    scale = min(1.0, LONG_SIDE / max(width, height))
    return max(16, round(width * scale)), max(16, round(height * scale))
