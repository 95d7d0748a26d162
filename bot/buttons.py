"""What stands under a message: buttons that ask the bot, and links."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Menu:
    """`asks` is plain text and stands instead of the entry's words; empty: they stay.

    `tells`: what is asked tells something of the entry, and is covered where the entry is.
    """

    asks: str
    rows: Rows
    tells: bool = False
