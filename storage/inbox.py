"""The inbox: every update as Telegram gave it, until it is handled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import inbox

#: Telegram keeps an update for 24 h and may restart its ids at random after a week of silence: a
#: number that comes again after two days is another update.
SAME_UPDATE_FOR = dt.timedelta(hours=48)

#: The outcome of an update that is decided, until whoever sent it has their answer.
ANSWERING = "answering"


#: So many updates of one sender wait in the order of their arrival; what is more than that is
#: surplus, and everybody else goes first. A person who sends an album has room in it.
ROOM = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it comes in: `raw` is its JSON, the rest is what its order goes by.

    `chat_key` keeps the order within a chat, None stands alone. `sender_key` is the account (or the
    chat, for what is written under its name) that has caused it. `kind` is of `bot.senders`, and
    `sent_at` is when it was sent, None where nobody says: then it is when it came.
    """

    update_id: int
    chat_key: int | None
    raw: str
    sender_key: int | None = None
    kind: str = "other"
    sent_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One update that waits. See `Arrival`; `surplus`: its sender has many waiting."""

    id: int
    update_id: int
    chat_key: int | None
    raw: str
    attempts: int
    sender_key: int | None = None
    kind: str = "other"
    sent_at: dt.datetime | None = None
    surplus: bool = False


_COLUMNS = tuple(inbox.c[name] for name in Letter.__dataclass_fields__)

#: Who an update counts for; those of no sender and no chat count as one.
_SENDER = func.coalesce(inbox.c.sender_key, inbox.c.chat_key)

#: The kind of news of who is where. It waits for no sender's turn: of a group that moves the two
#: halves have the same one, and the handling of the first waits for the second.
NEWS = "state"
_ALONE = case((inbox.c.kind == NEWS, inbox.c.id), else_=0)


async def put(
    connection: AsyncConnection, update_id: int, chat_key: int | None, raw: str, now: dt.datetime
) -> bool:
    """Keep an update of which no more is known; False when it is here already."""
    return await put_all(connection, [Arrival(update_id, chat_key, raw)], now) == 1


async def put_all(
    connection: AsyncConnection, arrivals: Sequence[Arrival], now: dt.datetime
) -> int:
    """Keep what is not here already, in its order; how many these are."""
    known = await _known(connection, [arrival.update_id for arrival in arrivals])
    old = [row_id for row_id, at in known.values() if at <= now - SAME_UPDATE_FOR]
    if old:
        # The old rows make room; the place in the order must be that of the new updates.
        await connection.execute(delete(inbox).where(inbox.c.id.in_(old)))
    fresh = {
        arrival.update_id: arrival
        for arrival in reversed(arrivals)
        if arrival.update_id not in known or known[arrival.update_id][0] in old
    }
    ordered = [*reversed(fresh.values())]
    if ordered:
        await connection.execute(insert(inbox), await _rows(connection, ordered, now))
    return len(ordered)


async def _known(
    connection: AsyncConnection, update_ids: Sequence[int]
) -> Mapping[int, tuple[int, dt.datetime]]:
    query = select(inbox.c.update_id, inbox.c.id, inbox.c.received_at)
    rows = await connection.execute(query.where(inbox.c.update_id.in_(update_ids)))
    return {row.update_id: (row.id, row.received_at) for row in rows}


async def _rows(
    connection: AsyncConnection, arrivals: Sequence[Arrival], now: dt.datetime
) -> list[dict[str, object]]:
    """The rows of new updates. Once a sender has surplus, all that follows is, so order stays."""
    senders = {_counts_for(arrival) for arrival in arrivals} - {None}
    waits = Counter(await _waiting_of(connection, senders))
    rows: list[dict[str, object]] = []
    for arrival in arrivals:
        sender = _counts_for(arrival)
        rows.append(
            {
                "update_id": arrival.update_id,
                "chat_key": arrival.chat_key,
                "sender_key": sender,
                "kind": arrival.kind,
                "received_at": now,
                "sent_at": arrival.sent_at or now,
                "state": "waiting",
                "surplus": waits[sender] >= ROOM,
                "raw": arrival.raw,
            }
        )
        waits[sender] += 1
    return rows


def _counts_for(arrival: Arrival) -> int | None:
    return arrival.chat_key if arrival.sender_key is None else arrival.sender_key


async def _waiting_of(
    connection: AsyncConnection, senders: Collection[int | None]
) -> Mapping[int | None, int]:
    """How many updates of each wait; a full room where one of them is surplus."""
    of_surplus = func.sum(case((inbox.c.surplus, 1), else_=0))
    surplus = case((of_surplus > 0, ROOM), else_=0)
    rows = await connection.execute(
        select(inbox.c.sender_key, func.count() + surplus)
        .where(inbox.c.state == "waiting", inbox.c.sender_key.in_(senders))
        .group_by(inbox.c.sender_key)
    )
    return {row[0]: row[1] for row in rows}


async def waiting(
    connection: AsyncConnection,
    now: dt.datetime,
    busy: Collection[int],
    limit: int,
    *,
    senders: Collection[int] = (),
    most_surplus: int | None = None,
) -> Sequence[Letter]:
    """The first update of each chat and each sender that may be handled now, as they arrived.

    One a chat and one a sender, so that a flood from one, in one chat or in hundreds, does not hide
    the others; news of who is where waits for no sender. What is surplus comes behind all others,
    also behind those of its own chat. `busy` are the chats at work, `senders` those whose updates
    are. A postponed update holds up those of its chat, and no others. At most `most_surplus`
    letters are surplus (None: any number).
    """
    # A chat counts twice as many as it is asked for: one letter in turn, and one of the surplus.
    with_surplus = most_surplus is None or most_surplus > 0
    found = await _first_of_each(
        connection, now, busy, senders, 2 * limit, with_surplus=with_surplus
    )
    letters: list[Letter] = []
    taken: set[int] = set()
    left = limit if most_surplus is None else most_surplus
    for letter in found:
        if (letter.surplus and left <= 0) or letter.chat_key in taken:
            continue
        left -= letter.surplus
        if letter.chat_key is not None:
            taken.add(letter.chat_key)
        letters.append(letter)
    return letters[:limit]


async def _first_of_each(
    connection: AsyncConnection,
    now: dt.datetime,
    busy: Collection[int],
    senders: Collection[int],
    limit: int,
    *,
    with_surplus: bool,
) -> Sequence[Letter]:
    # Left out before anything is grouped: of a flood nothing but an index is looked at.
    may_be_surplus = () if with_surplus else (inbox.c.surplus.is_(False),)
    first = (
        select(func.min(inbox.c.id))
        .where(inbox.c.state == "waiting", *may_be_surplus)
        .group_by(func.coalesce(inbox.c.chat_key, inbox.c.sender_key), inbox.c.surplus)
    )
    turn = func.row_number().over(
        partition_by=(_SENDER, _ALONE), order_by=(inbox.c.surplus, inbox.c.id)
    )
    may_be_next = (
        select(inbox.c.id, turn.label("turn"))
        .where(
            inbox.c.id.in_(first),
            or_(inbox.c.not_before.is_(None), inbox.c.not_before <= now),
            or_(inbox.c.chat_key.is_(None), inbox.c.chat_key.not_in(busy)),
            or_(_SENDER.is_(None), _SENDER.not_in(senders), inbox.c.kind == NEWS),
        )
        .subquery()
    )
    rows = await connection.execute(
        select(*_COLUMNS)
        .join(may_be_next, may_be_next.c.id == inbox.c.id)
        .where(may_be_next.c.turn == 1)
        .order_by(inbox.c.surplus, inbox.c.id)
        .limit(limit)
    )
    return [Letter(*row) for row in rows]


async def waiting_numbers(connection: AsyncConnection) -> Sequence[int]:
    """The ids of all that wait, as they came."""
    query = select(inbox.c.id).where(inbox.c.state == "waiting").order_by(inbox.c.id)
    return (await connection.execute(query)).scalars().all()


async def content(connection: AsyncConnection, letter_id: int) -> str | None:
    """The JSON of one update."""
    found: str | None = await connection.scalar(select(inbox.c.raw).where(inbox.c.id == letter_id))
    return found


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest postponed update may be handled."""
    # Ordered, not min(): SQLite then goes by the index of what is postponed.
    query = (
        select(inbox.c.not_before)
        .where(inbox.c.state == "waiting", inbox.c.not_before > now)
        .order_by(inbox.c.not_before)
        .limit(1)
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def finish(connection: AsyncConnection, letter_id: int, state: str, outcome: str) -> bool:
    """Mark as `handled` or `failed` and blank the content; False when that was done before."""
    done = await connection.execute(
        update(inbox)
        .where(inbox.c.id == letter_id, inbox.c.state == "waiting")
        .values(state=state, outcome=outcome[:200], raw=None)
    )
    return done.rowcount == 1


async def answered(connection: AsyncConnection, letter_id: int) -> None:
    """Whoever sent what was decided has their answer."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.id == letter_id, inbox.c.outcome == ANSWERING)
        .values(outcome="decided")
    )


async def own_up(connection: AsyncConnection, since: dt.datetime | None) -> Sequence[int]:
    """The private chats in which an answer may be missing to what came since then; each only once.

    None: to nothing any more. Only for a process that is alone and has not begun to answer:
    another's would be among them.
    """
    missing = inbox.c.outcome == ANSWERING
    chats: list[int] = []
    if since is not None:
        recent = (missing, inbox.c.chat_key > 0, inbox.c.received_at >= since)
        query = select(inbox.c.chat_key).where(*recent).distinct().order_by(inbox.c.chat_key)
        chats = list((await connection.execute(query)).scalars())
    await connection.execute(update(inbox).where(missing).values(outcome="interrupted"))
    return chats


async def refuse(
    connection: AsyncConnection,
    sender_key: int,
    kinds: Collection[str],
    until: dt.datetime,
    outcome: str,
) -> int:
    """Finish unread what waits of a sender, of these kinds and sent before; how many these are."""
    done = await connection.execute(
        update(inbox)
        .where(
            inbox.c.state == "waiting",
            inbox.c.sender_key == sender_key,
            inbox.c.kind.in_(kinds),
            inbox.c.sent_at < until,
        )
        .values(state="handled", outcome=outcome, raw=None)
    )
    return done.rowcount


async def has_outcome(
    connection: AsyncConnection, sender_key: int, outcome: str, since: dt.datetime
) -> bool:
    """Whether an update of this sender that came since then ended like this."""
    query = select(inbox.c.id).where(
        inbox.c.sender_key == sender_key,
        inbox.c.outcome == outcome,
        inbox.c.received_at >= since,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def waiting_raws(connection: AsyncConnection, kind: str, limit: int) -> Sequence[str]:
    """What waits of a kind, as Telegram gave it; the newest."""
    query = select(inbox.c.raw).where(
        inbox.c.state == "waiting", inbox.c.kind == kind, inbox.c.raw.is_not(None)
    )
    found = await connection.execute(query.order_by(inbox.c.id.desc()).limit(limit))
    return found.scalars().all()


async def postpone(
    connection: AsyncConnection, letter_id: int, until: dt.datetime, outcome: str
) -> None:
    """Try again later; the reason of the failed attempt stays."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.id == letter_id, inbox.c.state == "waiting")
        .values(attempts=inbox.c.attempts + 1, not_before=until, outcome=outcome[:200])
    )


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete the numbers of updates that were finished long ago; how many."""
    done = await connection.execute(
        delete(inbox).where(inbox.c.state != "waiting", inbox.c.received_at < before)
    )
    return done.rowcount
