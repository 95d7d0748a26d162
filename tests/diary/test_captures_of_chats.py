"""Notes under the name of a group or a channel: whose they are, and who says so."""

import datetime as dt

import pytest

from diary import captures, persons, recordings
from diary.captures import Acceptance
from diary.errors import NotYours, TooLate
from storage import entries as entry_rows
from storage import persons as person_rows
from storage import standings
from storage.database import Connection, Database
from storage.diaries import Diary
from tests.diary.captured import (
    CHANNEL,
    CHAT,
    kept,
    member,
    note,
    press,
    shared,
    states,
    take,
)
from tests.diary.given import (
    EMMA,
    JIWOO,
    NOON,
    card_of,
    consenting,
    entry_of,
    job_of,
)


async def whose(connection: Connection) -> tuple[Diary, int]:
    """A note that an anonymous administrator has sent."""
    diary = await shared(connection)
    return diary, await kept(connection, diary, note(1, CHAT))


async def test_a_note_under_the_groups_name_is_nobodys_until_an_administrator_claims_it(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        assert await states(connection, entry_id) == ("consent", "held")
        author = await person_rows.get(connection, (await entry_of(connection, entry_id)).author_id)
        assert (author.kind, author.telegram_id) == ("chat", CHAT)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        for status in (None, "member", "left"):
            if status is not None:
                await standings.put(connection, CHAT, JIWOO, status, NOON)
            with pytest.raises(NotYours):
                await captures.asked(connection, entry_id, JIWOO, NOON, here=CHAT)
        await standings.put(connection, CHAT, JIWOO, "administrator", NOON)
        entry = await captures.asked(connection, entry_id, JIWOO, NOON, here=CHAT)
        await captures.claim(connection, entry, jiwoo, NOON)
        assert (await entry_of(connection, entry_id)).author_id == jiwoo.id
        assert (await job_of(connection, entry_id)).person_id == jiwoo.id
        assert await states(connection, entry_id) == ("consent", "held")
        await press(connection, entry_id, "once")
        assert await states(connection, entry_id) == ("waiting", "queued")
        found = await member(connection, diary)
        assert found is not None
        assert found.state == "member"


async def test_an_administrator_of_an_hour_ago_claims_nothing(database: Database) -> None:
    async with database.writing() as connection:
        _, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON - dt.timedelta(hours=1))
        with pytest.raises(NotYours):
            await captures.asked(connection, entry_id, EMMA, NOON, here=CHAT)


async def test_who_has_said_always_claims_with_one_press(database: Database) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        await press(connection, await kept(connection, diary, note(2, EMMA)), "always", EMMA)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        emma = await persons.meet(connection, EMMA, "en", NOON)
        entry = await captures.asked(connection, entry_id, EMMA, NOON, here=CHAT)
        await captures.claim(connection, entry, emma, NOON)
        assert await states(connection, entry_id) == ("waiting", "queued")
        with pytest.raises(TooLate):
            await captures.claim(connection, await entry_of(connection, entry_id), emma, NOON)


@pytest.mark.parametrize("choice", ["always", "once", "never"])
async def test_nobody_agrees_for_the_group(database: Database, choice: str) -> None:
    async with database.writing() as connection:
        _, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        with pytest.raises(TooLate):
            await press(connection, entry_id, choice, EMMA)
        assert await states(connection, entry_id) == ("consent", "held")


async def test_an_administrator_can_drop_what_nobody_claims(database: Database) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        await press(connection, entry_id, "drop", EMMA)
        assert await entry_rows.get(connection, entry_id) is None
        assert (await take(connection, diary, note(2, CHAT))).outcome == "kept"


async def test_a_post_of_a_channel_is_an_entry_at_once(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection, CHANNEL, "channel")
        post = note(1, CHANNEL, chat_id=CHANNEL, kind="video", caption="첫 글 #봄")
        entry_id = await kept(connection, diary, post)
        assert await states(connection, entry_id) == ("waiting", "queued")
        entry, card = await entry_of(connection, entry_id), await card_of(connection, entry_id)
        author = await person_rows.get(connection, entry.author_id)
        assert (author.kind, author.telegram_id) == ("chat", CHANNEL)
        assert (card.chat_id, card.reply_to) == (CHANNEL, 1)


async def test_nobody_but_the_channel_writes_in_a_channel(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection, CHANNEL, "channel")
        jiwoo = await consenting(connection)
        for way in ("seen", "save"):
            clip = note(1, chat_id=CHANNEL)
            assert await take(connection, diary, clip, way) == Acceptance("quiet")
        assert not (await recordings.home(connection, diary, jiwoo, NOON)).is_agreed
