"""Cards: due while the message is behind, quiet when stopped, back when the person is."""

import datetime as dt

from storage import cards, jobs
from storage.cards import Card
from storage.database import Connection, Database
from tests.diary.given import EMMA, JIWOO, NOON, accepted, card_of, recording

SECOND = dt.timedelta(seconds=1)


async def due(
    connection: Connection, *busy: int, now: dt.datetime = NOON, limit: int = 10
) -> list[Card]:
    """Those never sent, then the others."""
    new = await cards.due(connection, now, busy, limit, first=True)
    return [*new, *await cards.due(connection, now, busy, limit, first=False)]


async def sent(connection: Connection, card: Card, message_id: int = 1) -> None:
    await cards.change(connection, card.id, message_id=message_id, shown=card.wanted)


async def test_a_new_card_is_due_until_its_message_shows_it(database: Database) -> None:
    async with database.writing() as connection:
        entry = await accepted(connection, recording())
        [card] = await due(connection)
        assert (card.entry_id, card.message_id, card.view) == (entry, None, "card")
        await sent(connection, card)
        assert await due(connection) == []
        await cards.want(connection, entry)
        assert [card.entry_id for card in await due(connection)] == [entry]


async def test_a_change_while_a_card_is_brought_up_to_date_leaves_it_due(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry = await accepted(connection, recording())
        [before] = await due(connection)
        await cards.want(connection, entry)
        await sent(connection, before)
        assert [card.id for card in await due(connection)] == [before.id]


async def test_a_card_waits_for_its_time_unless_somebody_waits_for_it(database: Database) -> None:
    async with database.writing() as connection:
        entry = await accepted(connection, recording())
        [card] = await due(connection)
        await cards.change(connection, card.id, not_before=NOON + 3 * SECOND)
        assert await due(connection, now=NOON + 2 * SECOND) == []
        assert await cards.next_time(connection, NOON) == NOON + 3 * SECOND
        assert len(await due(connection, now=NOON + 3 * SECOND)) == 1
        await cards.want_now(connection, entry)
        assert len(await due(connection)) == 1


async def test_a_wait_that_telegram_asks_for_outlasts_a_press(database: Database) -> None:
    async with database.writing() as connection:
        entry = await accepted(connection, recording())
        [card] = await due(connection)
        await cards.change(connection, card.id, retry_at=NOON + 3 * SECOND, stopped="refused")
        await cards.want_now(connection, entry)
        assert await due(connection, now=NOON + 2 * SECOND) == []
        assert await cards.next_time(connection, NOON) == NOON + 3 * SECOND
        assert len(await due(connection, now=NOON + 3 * SECOND)) == 1


async def test_cards_that_were_never_sent_are_asked_for_apart_and_busy_ones_not_at_all(
    database: Database,
) -> None:
    async with database.writing() as connection:
        old = await accepted(connection, recording(1))
        await sent(connection, await card_of(connection, old))
        await cards.want(connection, old)
        new = [await accepted(connection, recording(n)) for n in (2, 3)]
        first = await cards.due(connection, NOON, (), 1, first=True)
        assert [card.entry_id for card in first] == new[:1]
        later = await cards.due(connection, NOON, (), 5, first=False)
        assert [card.entry_id for card in later] == [old]
        busy = first[0].id
        assert [card.entry_id for card in await due(connection, busy)] == [new[1], old]


async def test_a_stopped_card_is_not_due_and_does_not_wake_anybody(database: Database) -> None:
    async with database.writing() as connection:
        await accepted(connection, recording())
        [card] = await due(connection)
        await cards.change(connection, card.id, stopped="gone", not_before=NOON)
        assert await due(connection) == []
        assert await cards.next_time(connection, NOON) is None


async def test_who_comes_back_gets_what_was_held_up_and_nobody_else_does(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for number, (telegram_id, why) in enumerate(
            ((JIWOO, "blocked"), (JIWOO, "gone"), (EMMA, "blocked")), start=1
        ):
            entry = await accepted(connection, recording(number, telegram_id))
            card = await card_of(connection, entry)
            late = NOON + dt.timedelta(hours=1)
            await cards.change(connection, card.id, stopped=why, attempts=4, not_before=late)
        await cards.resume(connection, JIWOO)
        [card] = await due(connection)
    assert (card.chat_id, card.attempts) == (JIWOO, 0)


async def test_only_those_who_wait_in_the_queue_are_told_their_places(database: Database) -> None:
    async with database.writing() as connection:
        one = await accepted(connection, recording(1))
        other = await accepted(connection, recording(2))
        await jobs.change(connection, one, was=("queued",), state="running")
        await cards.want_queued(connection, [one, other])
        assert (await card_of(connection, one)).wanted == 1
        assert (await card_of(connection, other)).wanted == 2
