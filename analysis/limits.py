"""How large, long and laborious a clip may be. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Above this and the rates of cameras the time stamps stand still, or lie.
_MOST_FRAMES_PER_S: Final = 240
# Rounding of headers and time stamps may bring a clip so far over the limit.
_GRACE_S: Final = 1.0
#: Packets that a clip may have beside those of its seconds: clocks need not begin at once.
_FIRST_PACKETS: Final = 2_000
#: Of picture and sound together; Opus has 400 a second at most, containers of PCM 100.
_PACKETS_PER_S: Final = 1_000
# What is decoded of any clip, however small its file: two minutes of 1080p at 25 a second, which
# takes a core 7 to 20 s.
_FREE_PIXELS: Final = 6_000_000_000
#: Poor video has 0.02 bits a pixel; a picture of nothing a thousandth of that.
_PIXELS_PER_BYTE: Final = 500
#: Twice the largest file that a Bot API server of one's own hands out.
MOST_BYTES: Final = 4 << 30
#: Processor time of demuxer and decoders together, and more for each byte: good film at its most
#: laborious takes a slow core a second for each megabyte.
_FREE_DECODING_S: Final = 12.0
_DECODING_S_PER_BYTE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused: seconds, and pixels of one picture."""

    duration_s: float = 600.0
    pixels: int = 3840 * 2160

    @property
    def end_s(self) -> float:
        """Nothing may end after this."""
        return self.duration_s + _GRACE_S

    @property
    def frames(self) -> int:
        """Pictures that a clip may have at most, whatever their time stamps say."""
        return round(self.end_s * _MOST_FRAMES_PER_S)

    @staticmethod
    def packets(seconds: float) -> float:
        """Packets that so many seconds may have: more are not a recording."""
        return _FIRST_PACKETS + _PACKETS_PER_S * seconds

    @staticmethod
    def all_pixels(file_bytes: int) -> int:
        """Pixels of all pictures together that a file of this size is decoded for in full."""
        return max(_FREE_PIXELS, _PIXELS_PER_BYTE * file_bytes)

    @staticmethod
    def decoding_s(file_bytes: int) -> float:
        """Seconds of processor time for which a file of this size is decoded in full."""
        return _FREE_DECODING_S + _DECODING_S_PER_BYTE * file_bytes
