"""Text as Telegram takes it: escaped, and counted in UTF-16 units after its markup is parsed."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_MARKUP = re.compile(r"<[^>]+>")


def escape(text: str) -> str:
    """Text for an HTML message: markup is shown, control and direction marks are dropped.

    A right-to-left override in a title could turn the rest of the card around.
    """
    kept = (
        c
        for c in text
        if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c in _JOINERS
    )
    return html.escape("".join(kept), quote=False)


#: Format characters that belong to a script or to an emoji.
_JOINERS = "\u200c\u200d"


def length(text: str) -> int:
    """How long Telegram finds this plain text: a character beyond the basic plane counts two."""
    return len(text.encode("utf-16-le")) // 2


def shown_length(text: str) -> int:
    """How long Telegram finds this HTML: its markup does not count."""
    return length(html.unescape(_MARKUP.sub("", text)))


def cut(text: str, longest: int) -> str:
    """Plain text of at most `longest` units, with an ellipsis where something is missing."""
    if length(text) <= longest:
        return text
    kept: list[str] = []
    room = longest - 1
    for character in text:
        room -= length(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"
