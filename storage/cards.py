"""Cards: the one message that stands for an entry, and how far Telegram's copy is behind.

`wanted` counts the changes of the entry, `shown` the last one that the message shows. A card with
`shown < wanted` is due; what it must show is read from the entry, never kept here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import card_messages
from storage.tables import cards, entries, jobs


@dataclass(frozen=True, slots=True)
class Card:
    """`view`: card, bubbles or words. `picture` is the view whose picture the message carries.

    `share_id` marks a card that shows a part of the entry in another diary's chat, `thread_id` is
    the forum topic, `menu` the buttons that are opened under it (`diary.shares`).
    """

    id: int
    entry_id: int
    chat_id: int
    reply_to: int | None
    message_id: int | None
    view: str
    picture: str | None
    wanted: int
    shown: int
    shown_at: dt.datetime | None
    reaction: str | None
    attempts: int
    stopped: str | None
    share_id: int | None = None
    thread_id: int | None = None
    menu: str | None = None


_COLUMNS = (
    cards.c.id,
    cards.c.entry_id,
    cards.c.chat_id,
    cards.c.reply_to,
    cards.c.message_id,
    cards.c.view,
    cards.c.picture,
    cards.c.wanted,
    cards.c.shown,
    cards.c.shown_at,
    cards.c.reaction,
    cards.c.attempts,
    cards.c.stopped,
    cards.c.share_id,
    cards.c.thread_id,
    cards.c.menu,
)


async def add(
    connection: AsyncConnection,
    entry_id: int,
    chat_id: int,
    reply_to: int | None,
    *,
    thread_id: int | None = None,
    share_id: int | None = None,
) -> None:
    """A card that is to be sent."""
    await connection.execute(
        insert(cards).values(
            entry_id=entry_id,
            share_id=share_id,
            chat_id=chat_id,
            thread_id=thread_id,
            reply_to=reply_to,
            view="card",
            wanted=1,
            shown=0,
        )
    )


async def of_entry(connection: AsyncConnection, entry_id: int) -> Card | None:
    """The card of an entry in its own diary's chat."""
    query = select(*_COLUMNS).where(cards.c.entry_id == entry_id, cards.c.share_id.is_(None))
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Card(**row)


async def of_share(connection: AsyncConnection, share_id: int) -> Card | None:
    """The card that shows a share."""
    row = (
        (await connection.execute(select(*_COLUMNS).where(cards.c.share_id == share_id)))
        .mappings()
        .first()
    )
    return None if row is None else Card(**row)


async def at(connection: AsyncConnection, entry_id: int, chat_id: int) -> Card | None:
    """The card of an entry in this chat, its own or one of a share."""
    query = select(*_COLUMNS).where(cards.c.entry_id == entry_id, cards.c.chat_id == chat_id)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Card(**row)


async def of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> Card | None:
    """The card that this message is."""
    query = select(*_COLUMNS).where(cards.c.chat_id == chat_id, cards.c.message_id == message_id)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Card(**row)


async def entry_replying_to(
    connection: AsyncConnection, chat_id: int, message_id: int
) -> int | None:
    """The entry whose card answers this message: a text is no clip, and known by this alone."""
    query = select(cards.c.entry_id).where(
        cards.c.chat_id == chat_id, cards.c.reply_to == message_id, cards.c.share_id.is_(None)
    )
    found: int | None = (await connection.execute(query.order_by(cards.c.id).limit(1))).scalar()
    return found


async def above(
    connection: AsyncConnection, chat_id: int, message_id: int, thread_id: int | None
) -> Card | None:
    """The last card that was sent before this message, in the same topic."""
    query = select(*_COLUMNS).where(
        cards.c.chat_id == chat_id,
        cards.c.message_id < message_id,
        cards.c.thread_id.is_(None) if thread_id is None else cards.c.thread_id == thread_id,
    )
    query = query.order_by(cards.c.message_id.desc()).limit(1)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Card(**row)


async def get(connection: AsyncConnection, card_id: int) -> Card | None:
    """The card with this id."""
    row = (
        (await connection.execute(select(*_COLUMNS).where(cards.c.id == card_id)))
        .mappings()
        .first()
    )
    return None if row is None else Card(**row)


async def due(
    connection: AsyncConnection,
    now: dt.datetime,
    busy: Collection[int],
    limit: int,
    *,
    first: bool,
    full: Collection[int] = (),
    slow: Collection[int] = (),
) -> Sequence[Card]:
    """Cards that are behind and may be touched now: those never sent (`first`), or the others.

    None in the chats that are `full`; in those that are `slow`, none that shows progress alone.
    """
    progressing = select(entries.c.id).where(entries.c.state == "waiting")
    sent = cards.c.message_id.is_(None) if first else cards.c.message_id.is_not(None)
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            sent,
            cards.c.shown < cards.c.wanted,
            cards.c.stopped.is_(None),
            or_(cards.c.not_before.is_(None), cards.c.not_before <= now),
            or_(cards.c.retry_at.is_(None), cards.c.retry_at <= now),
            cards.c.id.not_in(busy),
            cards.c.chat_id.not_in(full),
            or_(cards.c.chat_id.not_in(slow), cards.c.entry_id.not_in(progressing)),
        )
        .order_by(cards.c.not_before.is_not(None), cards.c.not_before, cards.c.id)
        .limit(limit)
    )
    return [Card(**row) for row in rows.mappings()]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest postponed card may be touched."""
    behind = (cards.c.shown < cards.c.wanted, cards.c.stopped.is_(None))
    times = [
        (await connection.execute(select(func.min(at)).where(*behind, at > now))).scalar()
        for at in (cards.c.not_before, cards.c.retry_at)
    ]
    return min((at for at in times if at is not None), default=None)


async def want(connection: AsyncConnection, entry_id: int, **values: Any) -> None:
    """The entry has changed; its card follows when the interval between two edits allows."""
    await connection.execute(
        update(cards)
        .where(cards.c.entry_id == entry_id)
        .values(wanted=cards.c.wanted + 1, **values)
    )


async def want_now(connection: AsyncConnection, entry_id: int, **values: Any) -> None:
    """The person has pressed a button: the card follows at once, also one that was given up.

    A wait that Telegram has asked for is kept.
    """
    await want(connection, entry_id, not_before=None, stopped=None, attempts=0, **values)


async def want_one(connection: AsyncConnection, card_id: int, **values: Any) -> None:
    """A button of this very card was pressed: it follows at once, the entry's others stay."""
    await connection.execute(
        update(cards)
        .where(cards.c.id == card_id)
        .values(wanted=cards.c.wanted + 1, not_before=None, stopped=None, attempts=0, **values)
    )


async def want_soon(connection: AsyncConnection, card_id: int) -> None:
    """Something about this very card has changed; it follows when its interval allows."""
    await connection.execute(
        update(cards).where(cards.c.id == card_id).values(wanted=cards.c.wanted + 1)
    )


async def want_latest(
    connection: AsyncConnection, author_id: int, chat_id: int, number: int
) -> None:
    """The author's last cards in this chat look different from now on."""
    latest = (
        select(cards.c.id)
        .join(entries, entries.c.id == cards.c.entry_id)
        .where(cards.c.chat_id == chat_id, entries.c.author_id == author_id)
        .order_by(cards.c.id.desc())
        .limit(number)
    )
    await connection.execute(
        update(cards).where(cards.c.id.in_(latest)).values(wanted=cards.c.wanted + 1)
    )


async def want_queued(connection: AsyncConnection, entry_ids: Collection[int]) -> None:
    """The places in the queue have changed for these."""
    await connection.execute(
        update(cards)
        .where(
            cards.c.entry_id.in_(
                select(jobs.c.entry_id).where(
                    jobs.c.state == "queued", jobs.c.entry_id.in_(entry_ids)
                )
            )
        )
        .values(wanted=cards.c.wanted + 1)
    )


async def change(connection: AsyncConnection, card_id: int, **values: Any) -> bool:
    """Set columns of a card; False when there is none any more."""
    done = await connection.execute(update(cards).where(cards.c.id == card_id).values(**values))
    return done.rowcount == 1


async def move(connection: AsyncConnection, old: int, new: int) -> int:
    """Cards in a chat that is another one now, and that have something to show, are sent anew.

    So are questions that wait for their author: where they stand nobody can press any more.

    How many. What shows all there is to show stays where people can still read it: in the old chat,
    whose messages cannot be changed any more and whose numbers mean nothing in the new one.
    """
    asking = select(entries.c.id).where(entries.c.state.in_(("consent", "twin")))
    has_more = or_(cards.c.shown < cards.c.wanted, cards.c.entry_id.in_(asking))
    anew = (cards.c.chat_id == old, has_more)
    left = select(cards.c.id).where(*anew)
    await connection.execute(delete(card_messages).where(card_messages.c.card_id.in_(left)))
    done = await connection.execute(
        update(cards)
        .where(*anew)
        .values(
            chat_id=new,
            thread_id=None,
            message_id=None,
            reply_to=None,
            picture=None,
            shown=0,
            reaction=None,
            attempts=0,
            not_before=None,
            retry_at=None,
        )
    )
    return done.rowcount


async def send_anew(connection: AsyncConnection, card_id: int) -> None:
    """The message that the card was is gone, or lies far above: it is sent once more."""
    values = {"message_id": None, "picture": None, "shown": 0, "view": "card", "menu": None}
    await want_one(connection, card_id, **values)


async def remove(connection: AsyncConnection, card_id: int) -> None:
    """Forget a card; the message that it was is another matter (`storage.removals`)."""
    await connection.execute(delete(cards).where(cards.c.id == card_id))


async def stop(connection: AsyncConnection, chat_id: int) -> None:
    """Nothing can be shown in this chat any more, until `resume`."""
    await connection.execute(
        update(cards)
        .where(cards.c.chat_id == chat_id, cards.c.stopped.is_(None))
        .where(cards.c.shown < cards.c.wanted)
        .values(stopped="blocked")
    )


async def waits_for_rights(connection: AsyncConnection, chat_id: int) -> bool:
    """Whether something in this chat could not be shown, because the bot might not do it."""
    stopped = cards.c.stopped.in_(("blocked", "rights"))
    query = select(cards.c.id).where(cards.c.chat_id == chat_id, stopped).limit(1)
    return (await connection.execute(query)).first() is not None


async def resume(connection: AsyncConnection, chat_id: int) -> None:
    """The person is back, or the bot has its rights again: what was stopped is tried again."""
    await connection.execute(
        update(cards)
        .where(cards.c.chat_id == chat_id, cards.c.stopped.in_(("blocked", "rights")))
        .values(stopped=None, attempts=0, not_before=None, retry_at=None)
    )
