"""Reactions: who put which emoji on a card, and how many of each there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import reactions
from storage.tags import commonest

#: Where Telegram tells only numbers, as in channels, nobody in particular has reacted.
NOBODY = 0


async def totals(connection: AsyncConnection, card_id: int) -> Sequence[tuple[str, int]]:
    """The emoji on a card and their numbers, the most frequent first."""
    rows = await connection.execute(
        select(reactions.c.emoji, func.sum(reactions.c.number))
        .where(reactions.c.card_id == card_id)
        .group_by(reactions.c.emoji)
    )
    return commonest(rows)


async def replace(
    connection: AsyncConnection, card_id: int, reactor: int, emoji: Sequence[tuple[str, int]]
) -> None:
    """These are now somebody's reactions (`NOBODY`: all of them) with their numbers."""
    await connection.execute(
        delete(reactions).where(reactions.c.card_id == card_id, reactions.c.reactor == reactor)
    )
    for name, number in dict(emoji).items():
        await connection.execute(
            insert(reactions).values(card_id=card_id, reactor=reactor, emoji=name, number=number)
        )


async def given_by(connection: AsyncConnection, card_id: int, reactor: int) -> Sequence[str]:
    """How somebody reacts to a card now, in a fixed order."""
    rows = await connection.execute(
        select(reactions.c.emoji).where(
            reactions.c.card_id == card_id, reactions.c.reactor == reactor
        )
    )
    return sorted(rows.scalars())
