"""What takes the place of a deleted entry's picture: a quiet sheet that says what it was."""

from __future__ import annotations

from typing import Final

from charts.calendar_page import LINE
from charts.lettering import lettering
from charts.page import WIDTH
from charts.sheet import Sheet
from charts.style import MUTED, words_in

#: Pixels high: low enough to take little room in a chat, and Telegram takes it as a photo.
HEIGHT: Final = 220


def draw(_value: object, language: str) -> bytes:
    """The PNG, 1080 by 220 pixels, in "ko" or "en". Nothing of the entry is in it."""
    sheet = Sheet(lettering(), HEIGHT)
    words = words_in(language).deleted_entry
    sheet.text(WIDTH / 2, HEIGHT / 2, words, LINE, colour=MUTED, align="center")
    return sheet.print(HEIGHT)
