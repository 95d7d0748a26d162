"""Who cannot be reached is marked once; what is for them waits, and comes once they are back."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot import absences
from bot.errors import Unreachable
from diary import groups, persons
from playground.server import Message, Person, World
from storage import cards, diaries, exports, notices, removals, standings
from storage import persons as person_rows
from storage.database import Database
from tests.bot.moving import Moving, set_up
from tests.bot.office import open_office
from tests.bot.wire import of
from tests.diary.given import EMMA, JIWOO, NOON, finished, recording

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def moving(
    database: Database, bot: Bot, world: World, tmp_path: Path
) -> AsyncIterator[Moving]:
    async with httpx.AsyncClient() as web:
        yield await set_up(bot, world, database, tmp_path / "data", web)


async def blocked_at(database: Database, telegram_id: int) -> dt.datetime | None:
    async with database.reading() as connection:
        found = await person_rows.find(connection, telegram_id)
        assert found is not None
        return found.blocked_at


async def test_what_is_for_somebody_who_is_away_waits_and_comes_back_in_its_order(
    database: Database,
) -> None:
    later = NOON + MINUTE
    async with database.writing() as connection:
        entry_id = await finished(connection, recording())
        person = await person_rows.find(connection, JIWOO)
        assert person is not None
        for subject in (5, 3, 4):
            await notices.add(
                connection, person.id, "frozen", NOON, diary_id=None, subject_id=subject
            )
        await removals.add(connection, JIWOO, 17, NOON)
        values = {"person_id": person.id, "chat_id": JIWOO, "state": "waiting", "created_at": NOON}
        export_id = await exports.add(connection, values)
        await cards.want_now(connection, entry_id)
        await persons.block(connection, JIWOO, later)
        assert await notices.due(connection, later, 9) == []
        assert await removals.due(connection, later, 9) == []
        assert await exports.claim(connection, "a", later, later) is None
        for first in (True, False):
            assert await cards.due(connection, later, (), 9, first=first) == []
        await persons.come_back(connection, JIWOO, later)
        assert [n.subject_id for n in await notices.due(connection, later, 9)] == [5, 3, 4]
        assert [r.message_id for r in await removals.due(connection, later, 9)] == [17]
        found = await exports.claim(connection, "a", later, later)
        assert found is not None
        assert found.id == export_id
        assert len(await cards.due(connection, later, (), 9, first=True)) == 1


async def test_an_answer_that_cannot_be_given_marks_its_person_and_is_not_tried_again(
    bot: Bot, world: World, database: Database, jiwoo: Person
) -> None:
    office = await open_office(bot, world, database)
    await office.handle()
    jiwoo.send_text("/help")
    jiwoo.block_bot()
    [blocking] = [n for n, update in world.updates.items() if "my_chat_member" in update]
    office.seen.add(blocking)  # Telegram may tell it much later
    before = len(world.calls)
    await office.handle()
    assert await blocked_at(database, JIWOO) is not None
    assert [call.status for call in world.calls[before:]] == [403]
    assert of(bot).counts.given_up == 1


async def test_an_export_of_somebody_who_went_away_goes_on_when_they_are_back(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    async with moving.database.writing() as connection:
        content = b"film".ljust(1000, b".")
        note = jiwoo.send_video_note(content)
        file_id = note.content["video_note"]["file_id"]
        clip = recording(
            note.message_id, JIWOO, file_id=file_id, file_unique_id=file_id[-12:], size=1000
        )
        await finished(connection, clip)
    moving.office.seen |= set(world.updates)
    await moving.office.show()
    [question] = await moving.says(jiwoo, "/export")
    button = next(b for b in question.buttons if str(b.data).endswith(":all"))
    await moving.office.press(jiwoo, question, button.text)
    jiwoo.block_bot()
    await moving.exports.round()
    assert documents(jiwoo) == []
    assert await blocked_at(moving.database, JIWOO) is not None
    before = len(world.calls)
    await moving.exports.round()
    assert len(world.calls) == before
    jiwoo.unblock_bot()
    await moving.office.handle()
    for _ in range(2):
        await moving.exports.round()
    assert len(documents(jiwoo)) == 1


def documents(person: Person) -> list[Message]:
    return [message for message in person.chat.from_bot if message.kind == "document"]


async def test_a_group_that_put_the_bot_out_in_silence_sleeps_until_it_is_back(
    bot: Bot, world: World, database: Database, jiwoo: Person
) -> None:
    group = world.group("Family", [jiwoo], bot_is_admin=True)
    office = await open_office(bot, world, database)
    diary = await office.diary(group, jiwoo)
    async with database.writing() as connection:
        await standings.put(connection, group.id, bot.id, "administrator", NOON)
        await removals.add(connection, group.id, 5, NOON)
    error = Unreachable("Forbidden: bot was kicked from the group chat", group.id)
    before = len(world.calls)
    office.clock.pass_s(60.7)
    await absences.note(bot, database, office.clock, error)
    assert len(world.calls) == before  # it said so itself: nothing is asked
    async with database.reading() as connection:
        asleep = await diaries.get(connection, diary.id)
        due = await removals.due(connection, office.clock(), 9)
    assert (asleep.state, asleep.next_round_at, due) == ("frozen", None, [])
    back_at = office.clock().replace(microsecond=0)  # as Telegram tells: in whole seconds
    async with database.writing() as connection:
        assert await standings.put(connection, group.id, bot.id, "administrator", back_at)
        await groups.wake(connection, group.id, office.clock())
        awake = await diaries.get(connection, diary.id)
        assert awake.state == "open"
        assert len(await removals.due(connection, office.clock(), 9)) == 1


async def test_one_forbidden_call_does_not_put_a_group_to_sleep(
    bot: Bot, world: World, database: Database, jiwoo: Person
) -> None:
    group = world.group("Family", [jiwoo], bot_is_admin=True)
    office = await open_office(bot, world, database)
    diary = await office.diary(group, jiwoo)
    await absences.note(bot, database, office.clock, Unreachable("Forbidden: what?", group.id))
    assert [call.method.lower() for call in world.calls][-1] == "getchatmember"
    async with database.reading() as connection:
        assert (await diaries.get(connection, diary.id)).state == "open"


async def test_a_refusal_without_a_chat_marks_nobody(
    bot: Bot, database: Database, world: World
) -> None:
    world.person(EMMA, "Emma", "en")
    before = len(world.calls)
    await absences.note(bot, database, lambda: NOON, Unreachable("Forbidden"))
    assert len(world.calls) == before
