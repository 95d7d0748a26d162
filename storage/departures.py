"""What somebody has in a shared diary, as a whole: to be moved to their own, or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import answers, card_messages, comments, questions, rounds, shares
from storage.tables import cards, entries, tags, terms

#: States of what is in a diary: not what came to nothing, nor what waits for its author's word.
KEPT = ("waiting", "done", "failed")


async def entries_of(
    connection: AsyncConnection, diary_id: int, author_id: int | None = None
) -> Sequence[int]:
    """The entries that were written in a diary, by one author or by all; the oldest first."""
    query = select(entries.c.id).where(entries.c.diary_id == diary_id)
    if author_id is not None:
        query = query.where(entries.c.author_id == author_id)
    rows = await connection.execute(query.order_by(entries.c.recorded_at, entries.c.id))
    return [row.id for row in rows]


async def number_of(connection: AsyncConnection, diary_id: int, author_id: int) -> int:
    """How many entries an author has in a diary, also of those that were taken out of it."""
    query = select(func.count()).where(
        entries.c.diary_id == diary_id,
        entries.c.author_id == author_id,
        entries.c.state.in_(KEPT),
    )
    return int((await connection.execute(query)).scalar_one())


async def counts(connection: AsyncConnection, diary_id: int) -> Mapping[int, int]:
    """How many entries each author has in a diary, of those that are kept in it."""
    rows = await connection.execute(
        select(entries.c.author_id, func.count())
        .where(
            entries.c.diary_id == diary_id,
            entries.c.state.in_(KEPT),
            entries.c.removed_at.is_(None),
        )
        .group_by(entries.c.author_id)
    )
    return {author_id: int(number) for author_id, number in rows}


async def cards_in(
    connection: AsyncConnection, entry_ids: Sequence[int], chat_id: int | None = None
) -> Sequence[int]:
    """The cards of these entries, in one chat or everywhere."""
    query = select(cards.c.id).where(cards.c.entry_id.in_(entry_ids))
    if chat_id is not None:
        query = query.where(cards.c.chat_id == chat_id)
    return [row.id for row in await connection.execute(query.order_by(cards.c.id))]


async def messages_of(connection: AsyncConnection, card_id: int) -> Sequence[tuple[int, int]]:
    """The chat and number of every message that belongs to a card: itself, and those beside it."""
    itself = select(cards.c.chat_id, cards.c.message_id).where(
        cards.c.id == card_id, cards.c.message_id.is_not(None)
    )
    beside = (
        select(cards.c.chat_id, card_messages.c.message_id)
        .join(card_messages, card_messages.c.card_id == cards.c.id)
        .where(cards.c.id == card_id, card_messages.c.message_id.is_not(None))
    )
    found = [tuple(row) for row in await connection.execute(itself)]
    return [*found, *(tuple(row) for row in await connection.execute(beside))]


async def messages_about(connection: AsyncConnection, diary_id: int) -> Sequence[tuple[int, int]]:
    """The chat and number of what the bot sent about a diary itself: calendars and questions."""
    found: list[tuple[int, int]] = []
    for table in (rounds, questions):
        query = select(table.c.chat_id, table.c.message_id).where(
            table.c.diary_id == diary_id,
            table.c.chat_id.is_not(None),
            table.c.message_id.is_not(None),
        )
        if table is rounds:
            query = query.where(rounds.c.is_replaced.is_(False))
        found += [(row.chat_id, row.message_id) for row in await connection.execute(query)]
    return found


async def shares_in(
    connection: AsyncConnection, diary_id: int, author_id: int | None = None
) -> Sequence[int]:
    """The shares that a diary shows of entries from elsewhere, by one author or by all."""
    query = (
        select(shares.c.id)
        .join(entries, entries.c.id == shares.c.entry_id)
        .where(shares.c.diary_id == diary_id, shares.c.state == "shown")
    )
    if author_id is not None:
        query = query.where(entries.c.author_id == author_id)
    return [row.id for row in await connection.execute(query)]


async def move_words(connection: AsyncConnection, entry_id: int, diary_id: int) -> None:
    """The tags and terms of an entry belong to another diary from now on."""
    for table in (tags, terms):
        await connection.execute(
            update(table).where(table.c.entry_id == entry_id).values(diary_id=diary_id)
        )


async def leave_behind(connection: AsyncConnection, entry_id: int, diary_id: int) -> None:
    """What a diary has said about an entry that is no longer in it: comments and answers go."""
    await connection.execute(
        delete(comments).where(comments.c.entry_id == entry_id, comments.c.diary_id == diary_id)
    )
    asked_here = select(questions.c.id).where(questions.c.diary_id == diary_id)
    await connection.execute(
        delete(answers).where(answers.c.entry_id == entry_id, answers.c.question_id.in_(asked_here))
    )
