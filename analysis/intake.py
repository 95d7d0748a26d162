"""What a demuxer is given of a file, and for how much reading it gives nothing.

One that finds no packet goes on to the end of the file, however far that is, and some begin anew
from there: nothing in FFmpeg bounds it. So here the file is over once too much of it was read in
vain. What was found until then stands. Standard library only.
"""

from __future__ import annotations

import time
from typing import BinaryIO, Final

#: Bytes in a row without a packet: the index of four hours of film takes twenty megabytes.
_MOST_IN_VAIN: Final = 64 << 20
#: Bytes beyond twice those of packets: films may have a second track of pictures, which is read
#: past, and tracks that lie far apart are read in pieces of a buffer each.
_MOST_BESIDE: Final = 1 << 30


class Intake:
    """A file as PyAV reads it. `is_over` once it was read in vain for too long."""

    def __init__(self, file: BinaryIO, most_s: float) -> None:
        """`most_s` is the processor time that one packet, and what opens the file, may take."""
        self._file, self._most_s = file, most_s
        self._began_s = time.process_time()
        self._in_vain = self._beside = 0
        self.is_over = False

    def read(self, size: int) -> bytes:
        """As of a file; nothing once it is over."""
        self.is_over = self.is_over or (
            self._in_vain > _MOST_IN_VAIN
            or self._beside > _MOST_BESIDE
            or time.process_time() - self._began_s > self._most_s
        )
        if self.is_over:
            return b""
        found = self._file.read(size)
        self._in_vain += len(found)
        self._beside += len(found)
        return found

    def seek(self, place: int, whence: int = 0) -> int:
        """As of a file."""
        return self._file.seek(place, whence)

    def tell(self) -> int:
        """As of a file."""
        return self._file.tell()

    def begins(self) -> None:
        """A packet is asked for."""
        self._began_s = time.process_time()

    def gave(self, size: int) -> None:
        """A packet of so many bytes came of it."""
        self._in_vain = 0
        self._beside -= 2 * size
