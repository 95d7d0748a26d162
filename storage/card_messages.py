"""Card messages: what the bot sent beside a card and takes away with it.

A video cannot be put in place by an edit, as a card is: whether it was sent must be known. So the
row is there before the sending begins, and gets its number when Telegram has told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import card_messages
from storage.tables import cards


@dataclass(frozen=True, slots=True)
class CardMessage:
    """`part`: clip-<number>, words, or was-<number> for a message that was the card before.

    `message_id` is None while nobody knows whether it is there: from the moment before it is sent,
    and for ever when the answer was lost.
    """

    card_id: int
    part: str
    message_id: int | None


_COLUMNS = tuple(card_messages.c[name] for name in CardMessage.__dataclass_fields__)


_FORMER = "was-"


def clip_part(clip_id: int) -> str:
    """The part that a clip's video is."""
    return f"clip-{clip_id}"


def is_clip(part: str) -> bool:
    """Whether this part is a video."""
    return part.startswith("clip-")


def former_part(message_id: int) -> str:
    """The part that a message is which was the card before another one."""
    return f"{_FORMER}{message_id}"


def is_former(part: str) -> bool:
    """Whether this part was the card."""
    return part.startswith(_FORMER)


async def of_card(connection: AsyncConnection, card_id: int) -> Sequence[CardMessage]:
    """Everything that was sent beside a card."""
    rows = await connection.execute(
        select(*_COLUMNS).where(card_messages.c.card_id == card_id).order_by(card_messages.c.part)
    )
    return [CardMessage(*row) for row in rows]


async def former_in(connection: AsyncConnection, chat_id: int) -> Sequence[CardMessage]:
    """Every message in this chat that was a card before another one became it."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .join(cards, cards.c.id == card_messages.c.card_id)
        .where(cards.c.chat_id == chat_id, card_messages.c.part.startswith(_FORMER))
    )
    return [CardMessage(*row) for row in rows]


async def find(connection: AsyncConnection, card_id: int, part: str) -> CardMessage | None:
    """This part, sent or about to be."""
    query = select(*_COLUMNS).where(
        card_messages.c.card_id == card_id, card_messages.c.part == part
    )
    row = (await connection.execute(query)).first()
    return None if row is None else CardMessage(*row)


async def card_of(connection: AsyncConnection, chat_id: int, message_id: int) -> int | None:
    """The card beside which this message was sent: a reply to it speaks of the same entry."""
    query = (
        select(card_messages.c.card_id)
        .join(cards, cards.c.id == card_messages.c.card_id)
        .where(cards.c.chat_id == chat_id, card_messages.c.message_id == message_id)
    )
    found: int | None = (await connection.execute(query)).scalar()
    return found


async def begin(connection: AsyncConnection, card_id: int, part: str) -> None:
    """It is about to be sent."""
    await connection.execute(insert(card_messages).values(card_id=card_id, part=part))


async def keep(connection: AsyncConnection, card_id: int, part: str, message_id: int) -> bool:
    """It was sent; False when the card was taken away meanwhile."""
    done = await connection.execute(
        update(card_messages)
        .where(card_messages.c.card_id == card_id, card_messages.c.part == part)
        .values(message_id=message_id)
    )
    return done.rowcount == 1


async def remove(connection: AsyncConnection, card_id: int, part: str) -> None:
    """It was surely not sent, or is taken away."""
    await connection.execute(
        delete(card_messages).where(
            card_messages.c.card_id == card_id, card_messages.c.part == part
        )
    )
