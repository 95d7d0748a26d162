"""The end of a shared diary: a week to think better of it, then gone with everything."""

import datetime as dt

import pytest
from sqlalchemy import insert

from diary import access, invitations
from diary import diaries as ends
from diary.errors import Closed, NotYours, TooLate
from storage import cards, diaries, entries, notices, removals, shares, threads
from storage.database import Database
from storage.shared_tables import rounds
from storage.threads import Thread
from tests.diary.given import LIMITS, NOON, finished, recording
from tests.diary.shared import GROUP, family, stand, written


async def test_a_diary_goes_after_a_week_with_its_messages_and_nobody_elses(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        own = await finished(connection, recording(9, home.emma.telegram_id))
        share = await shares.add(connection, own, home.diary.id, "video", NOON)
        await cards.add(connection, own, GROUP, None, share_id=share)
        card = await cards.of_share(connection, share)
        assert card is not None
        await cards.change(connection, card.id, message_id=77)
        await connection.execute(
            insert(rounds).values(
                diary_id=home.diary.id,
                day=NOON.date(),
                state="sent",
                claimed_at=NOON,
                chat_id=GROUP,
                message_id=88,
            )
        )
        for entry_id, message_id in ((hers, 60), (own, 61)):
            thread = Thread(entry_id, home.diary.id, home.jiwoo.telegram_id, message_id, 0, "ko")
            await threads.put(connection, thread)
        await ends.announce(connection, home.jiwoo, home.diary.id, NOON)
        told = [n.kind for n in await notices.of_person(connection, home.emma.id)]
        assert told == ["deleting"]
        almost = NOON + ends.GRACE - dt.timedelta(seconds=1)
        assert await ends.delete_due(connection, almost) == 0
        assert await ends.delete_due(connection, NOON + ends.GRACE) == 1
        assert await diaries.find(connection, home.diary.id) is None
        assert await entries.get(connection, hers) is None
        assert await entries.get(connection, own) is not None
        gone = {one.message_id for one in await removals.due(connection, NOON + ends.GRACE, 9)}
        assert gone == {60, 61, 77, 88, 1001}


async def test_only_the_owner_ends_a_diary_and_restores_it(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        diary_id = home.diary.id
        await stand(connection, home.seorin, "creator", NOON)
        for person in (home.emma, home.seorin, home.mallory):
            with pytest.raises(NotYours):
                await ends.announce(connection, person, diary_id, NOON)
        with pytest.raises(TooLate):
            await ends.restore(connection, home.jiwoo, diary_id, NOON)
        await ends.announce(connection, home.jiwoo, diary_id, NOON)
        with pytest.raises(TooLate):
            await ends.announce(connection, home.jiwoo, diary_id, NOON)
        for person in (home.emma, home.seorin, home.mallory):
            with pytest.raises(NotYours):
                await ends.restore(connection, person, diary_id, NOON)
        await ends.restore(connection, home.jiwoo, diary_id, NOON)
        assert await ends.delete_due(connection, NOON + 2 * ends.GRACE) == 0
        told = [(n.kind, n.state) for n in await notices.of_person(connection, home.emma.id)]
        assert told == [("deleting", "dropped"), ("restored", "waiting")]


async def test_ones_own_entries_can_be_saved_from_it_in_that_week(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        with pytest.raises(TooLate):
            await ends.take_along(connection, home.emma, home.diary.id, LIMITS, NOON)
        await ends.announce(connection, home.jiwoo, home.diary.id, NOON)
        with pytest.raises(NotYours):
            await ends.take_along(connection, home.mallory, home.diary.id, LIMITS, NOON)
        assert await ends.take_along(connection, home.emma, home.diary.id, LIMITS, NOON) == 1
        await ends.delete_due(connection, NOON + ends.GRACE)
        entry = await entries.get(connection, hers)
        assert entry is not None
        own = await diaries.of_chat(connection, home.emma.telegram_id)
        assert own is not None
        assert entry.diary_id == own.id


async def test_nobody_is_invited_into_a_diary_that_ends(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        _, token = await invitations.make_link(connection, home.emma, home.diary.id, 1, NOON)
        await ends.announce(connection, home.jiwoo, home.diary.id, NOON)
        with pytest.raises(Closed):
            await invitations.open_link(connection, home.seorin, token, NOON)
        with pytest.raises(NotYours):
            await invitations.make_link(connection, home.emma, home.diary.id, 1, NOON)


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [("우리 가족", True), (" 우리  가족 ", True), ("우리가족", False), ("", False), ("yes", False)],
)
async def test_the_title_must_be_typed(database: Database, typed: str, *, is_right: bool) -> None:
    async with database.writing() as connection:
        home = await family(connection)
    assert ends.is_title(home.diary, typed, "?") is is_right


async def test_the_owner_ends_a_diary_whose_chat_has_put_the_bot_out(database: Database) -> None:
    """Telegram says nothing about that chat any more, and no word of the diary is shown."""
    async with database.writing() as connection:
        home = await family(connection)
        diary_id = home.diary.id
        await diaries.change(connection, diary_id, state="frozen")
        later = NOON + dt.timedelta(days=1)
        shared = [d for d in await access.readable(connection, home.jiwoo, later) if d.is_shared]
        assert shared == []
        assert [d.id for d in await ends.owned(connection, home.jiwoo, later)] == [diary_id]
        assert await ends.owned(connection, home.emma, later) == []
        with pytest.raises(NotYours):
            await ends.announce(connection, home.emma, diary_id, later)
        ending = await ends.announce(connection, home.jiwoo, diary_id, later)
        assert ending.delete_at == later + ends.GRACE
