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
# Pixels that are decoded of any clip, however few bytes its pictures have, and for each byte. Poor
# video of people has 400 to 1,000 pixels a byte, and a picture of nothing a hundred times that.
_FREE_PIXELS: Final = 6_000_000_000
_PIXELS_PER_BYTE: Final = 2_000
#: Behind that key frames alone, which have few pixels where people record, until so many times it.
_STRETCH: Final = 1.5
#: What a stage has where nobody says it.
STAGE_S: Final = 300.0
#: Twice the largest file that a Bot API server of one's own hands out.
MOST_BYTES: Final = 4 << 30
#: The part of a stage's time for demuxer and decoders, behind which key frames alone are looked at:
#: faces have to be found too. Whoever records needs a tenth of it on an ordinary machine.
_DECODING: Final = 0.4


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused: seconds, and pixels of one picture. `stage_s` is the time for all of it."""

    duration_s: float = 600.0
    pixels: int = 3840 * 2160
    stage_s: float = STAGE_S

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
    def all_pixels(picture_bytes: int) -> int:
        """Pixels for which pictures of so many bytes together are decoded in full."""
        return _FREE_PIXELS + _PIXELS_PER_BYTE * picture_bytes

    @staticmethod
    def most_pixels(picture_bytes: int) -> float:
        """Pixels, key frames beyond `all_pixels` among them, that are no clip any more."""
        return _STRETCH * Limits.all_pixels(picture_bytes)

    @property
    def decoding_s(self) -> float:
        """Seconds of processor time for which a clip is decoded in full."""
        return _DECODING * self.stage_s

    @property
    def most_decoding_s(self) -> float:
        """Seconds of processor time, key frames beyond `decoding_s` among them."""
        return _STRETCH * self.decoding_s
