"""Reactions: Telegram's own, and those of the buttons under a card where it tells of none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from diary import rights
from diary.comments import is_here
from diary.errors import NotYours
from diary.rights import Act
from storage import cards, diaries, entries, reactions, shares
from storage.cards import Card
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.reactions import NOBODY

#: What the buttons give, by the name in their callback: as people see it on them.
BUTTONS: Mapping[str, str] = {
    "heart": "❤",
    "thumb": "👍",
    "laugh": "😂",
    "wow": "😮",
    "cry": "😢",
}

#: Custom emoji and paid stars are each counted as one kind; Telegram has no such plain reactions.
CUSTOM, STAR = "✨", "⭐"


async def replace(
    connection: Connection,
    chat_id: int,
    message_id: int,
    reactor: int | None,
    emoji: Sequence[tuple[str, int]],
) -> bool:
    """These are now somebody's reactions to a message, or (None) all of a channel's.

    False when the message is no card.
    """
    card = await cards.of_message(connection, chat_id, message_id)
    if card is None:
        return False
    await reactions.replace(connection, card.id, NOBODY if reactor is None else reactor, emoji)
    await cards.want_soon(connection, card.id)
    return True


async def toggle(
    connection: Connection,
    person: Person,
    chat_id: int,
    message_id: int,
    entry_id: int,
    name: str,
    now: dt.datetime,
) -> bool:
    """A press of a button under a card: whether the person reacts so now.

    Raises NotYours where the message is no card of this entry, or not one that they may speak of.
    """
    card = await cards.of_message(connection, chat_id, message_id)
    if card is None or card.entry_id != entry_id or name not in BUTTONS:
        raise NotYours
    diary = await _place(connection, card)
    here = is_here(diary, chat_id)
    await rights.require(connection, person, diary.id, Act.COMMENT, now, is_here=here)
    emoji, given = BUTTONS[name], await reactions.given_by(connection, card.id, person.telegram_id)
    rest = [one for one in given if one != emoji]
    reacts = rest if emoji in given else [*given, emoji]
    await reactions.replace(connection, card.id, person.telegram_id, [(one, 1) for one in reacts])
    await cards.want_one(connection, card.id)
    return emoji not in given


async def _place(connection: Connection, card: Card) -> Diary:
    """The diary in which a card stands; raises NotYours where it should not stand any more."""
    entry = await entries.get(connection, card.entry_id)
    share = await shares.get(connection, card.share_id) if card.share_id else None
    is_over = (share is not None and share.state != "shown") if card.share_id else False
    if entry is None or is_over or (share is None and entry.removed_at is not None):
        raise NotYours
    return await diaries.get(connection, share.diary_id if share else entry.diary_id)
