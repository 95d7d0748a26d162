"""What stands under a message: buttons that ask the bot, and links."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    text: str
    callback: Callback


@dataclass(frozen=True, slots=True)
class Link:
    """One button that opens an address."""

    text: str
    url: str


#: The rows of buttons under a card.
Rows = tuple[tuple[Button, ...], ...]

#: Latin letters that half a row takes on a small phone; a Korean syllable is as wide as two.
HALF = 20


@dataclass(frozen=True, slots=True)
class Menu:
    """`asks` is plain text and stands instead of the entry's words; empty: they stay.

    `tells`: what is asked tells something of the entry, and is covered where the entry is.
    """

    asks: str
    rows: Rows
    tells: bool = False


def paired(buttons: Iterable[Button], last: Button) -> Rows:
    """Rows of two where both texts fit beside each other, `last` at the end.

    A long text has a row of its own; the short one after it goes to a short one before it.
    """
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        room = [n for n, row in enumerate(rows) if _has_room(row)] if _is_short(button) else []
        if room:
            rows[room[0]] = (*rows[room[0]], button)
        else:
            rows.append((button,))
    if rows and _has_room(rows[-1]) and _is_short(last):
        return (*rows[:-1], (*rows[-1], last))
    return (*rows, (last,))


def _has_room(row: tuple[Button, ...]) -> bool:
    return len(row) == 1 and _is_short(row[0])


def _is_short(button: Button) -> bool:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in button.text)
    return wide <= HALF
