"""What an author writes as a reply to a card of theirs and means as an edit: `title: …`, `#tags`.

Everything else that is said as a reply is a comment. Which first words there are stands with the
nouns (`CARD_REPLIES` in a handlers' file); `bot.handlers.card_replies` merges them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.desk import Desk
from storage import card_messages, cards
from storage.cards import Card
from storage.database import Connection
from storage.entries import Entry

#: Takes the reply of the entry's author, without its first word: decides in one transaction, then
#: answers (`bot.handlers.undo.confirm`). The entry is as it was a moment ago: look it up anew.
CardReply = Callable[[Desk, Entry, str], Awaitable[None]]

#: How such an edit is written, in a language (HTML): for one that was written another way.
CardHint = Callable[[str], str]

#: The first word of a reply that is nothing but hashtags.
HASHTAGS = "#"

_PREFIXED = re.compile(r"([^\W\d_]{1,12})\s*[:：](.*)", re.DOTALL)
_FIRST = re.compile(r"[^\W_]+")
_HASHTAGS = re.compile(r"(?:#\w+[\s,]*)+")


@dataclass(frozen=True, slots=True)
class Written:
    """A reply in its two parts; `prefix` is case-folded."""

    prefix: str
    rest: str


def read(text: str, prefixes: Collection[str]) -> Written | None:
    """The edit that a reply spells; None for what begins with none of these words: a comment."""
    clean = unicodedata.normalize("NFC", text).strip()
    if HASHTAGS in prefixes and _HASHTAGS.fullmatch(clean):
        return Written(HASHTAGS, clean)
    match = _PREFIXED.fullmatch(clean)
    if match is None or match[1].casefold() not in prefixes:
        return None
    return Written(match[1].casefold(), match[2].strip())


async def card_of(connection: Connection, chat_id: int, message_id: int) -> Card | None:
    """The card that a message is, was before it was opened again, or that stands beside it."""
    found = await cards.of_message(connection, chat_id, message_id)
    if found is not None:
        return found
    card_id = await card_messages.card_of(connection, chat_id, message_id)
    return None if card_id is None else await cards.get(connection, card_id)


def nearly(text: str, prefixes: Collection[str]) -> str | None:
    """The first word of an edit, where it stands first but no edit follows; None for a comment."""
    first = _FIRST.match(unicodedata.normalize("NFC", text).strip())
    word = first[0].casefold() if first else ""
    return word if word in prefixes else None
