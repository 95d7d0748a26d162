"""The page that every picture has, measured in pixels from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Pixels across; Telegram shows a photo of up to 1280.
WIDTH: Final = 1080
#: Between the edge of the page and the sheet of paper on it, and the corners of that sheet.
MARGIN: Final = 22
CORNER: Final = 40
#: Where the contents of the sheet begin and end, from the left.
LEFT: Final = 66
RIGHT: Final = WIDTH - LEFT


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; `top` counts from the top of the page."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Half way between its upper and lower edge."""
        return self.top + self.height / 2

    @property
    def centre(self) -> float:
        """Half way between its left and right edge."""
        return self.left + self.width / 2

    def grown(self, by: float) -> Box:
        """The rectangle that lies so far around it, or inside it where `by` is negative."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)
