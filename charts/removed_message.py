"""What takes the place of a picture whose message cannot be deleted: a quiet sheet with a line."""

from __future__ import annotations

from typing import Final

from charts.calendar_page import LINE
from charts.deleted_entry import HEIGHT
from charts.lettering import lettering
from charts.page import MARGIN, WIDTH
from charts.sheet import Sheet
from charts.style import MUTED

#: Pixels that the line may take; a longer one goes on below, and is cut after the second.
ROOM: Final = WIDTH - 6 * MARGIN
MOST_LINES: Final = 2

#: Pixels from one line to the next.
STEP: Final = 1.5 * LINE


def draw(line: str, _language: str) -> bytes:
    """The PNG, 1080 by 220 pixels: this line in the middle, and nothing of what stood there."""
    sheet = Sheet(lettering(), HEIGHT)
    rows = sheet.letters.wrap(line, ROOM, LINE, lines=MOST_LINES)
    top = HEIGHT / 2 - STEP * (len(rows) - 1) / 2
    for number, row in enumerate(rows):
        sheet.text(WIDTH / 2, top + number * STEP, row, LINE, colour=MUTED, align="center")
    return sheet.print(HEIGHT)
