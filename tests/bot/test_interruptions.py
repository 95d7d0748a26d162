"""A bot that died before it gave an answer says so at its next start, once, and in private."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert
from telegram import Bot

from bot import interruptions
from bot.phrases import interruptions as phrases
from diary import admissions
from playground.server import Person, World
from scheduler import commit_calendar
from storage import diaries, erasure, inbox
from storage.database import Database
from storage.personal_tables import erasures
from tests.bot.office import Office, open_office
from tests.diary.given import NOON


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


async def cut_off(office: Office, number: int, chat: int, at: dt.datetime = NOON) -> None:
    """An update of this chat was decided, and then the bot died."""
    async with office.database.writing() as connection:
        await inbox.put(connection, number, chat, "{}", at)
        [letter] = [
            one for one in await inbox.waiting(connection, at, (), 9) if one.update_id == number
        ]
        await inbox.finish(connection, letter.id, "handled", inbox.ANSWERING)


async def resident(office: Office, number: int) -> Person:
    """Somebody whom the bot knows."""
    person = office.world.person(number, "Emma", "en")
    person.send_text("/start")
    await office.handle()
    return person


async def start(office: Office) -> None:
    """What a start does about it."""
    await (await interruptions.found(office.house))


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_who_may_miss_an_answer_is_told_once(office: Office, language: str) -> None:
    person = office.world.person(7, "Emma", language)
    person.send_text("/start")
    await office.handle()
    before = len(person.chat.from_bot)
    for number in (901, 902):
        await cut_off(office, number, 7, office.clock())
    await start(office)
    told = [message.text for message in person.chat.from_bot[before:]]
    assert told == [phrases.words_in(language).interrupted]
    await start(office)
    assert len(person.chat.from_bot) == before + 1


async def test_groups_and_what_is_long_ago_hear_nothing(office: Office, world: World) -> None:
    person = world.person(7, "Emma", "en")
    group = world.group("Family", [person])
    said = len(group.from_bot)
    await cut_off(office, 901, group.id, office.clock())
    await cut_off(office, 902, 7, office.clock() - dt.timedelta(hours=1))
    await start(office)
    assert person.chat.from_bot == []
    assert len(group.from_bot) == said


async def test_who_has_blocked_the_bot_keeps_nobody_else_waiting(
    office: Office,
) -> None:
    gone, here = [await resident(office, number) for number in (7, 8)]
    told = len(here.chat.from_bot)
    gone.block_bot()
    await cut_off(office, 901, 7, office.clock())
    await cut_off(office, 902, 8, office.clock())
    await start(office)
    assert len(here.chat.from_bot) == told + 1


async def test_nothing_is_sent_to_who_is_known_to_have_blocked_the_bot(office: Office) -> None:
    gone = await resident(office, 7)
    gone.block_bot()
    await office.handle()
    await cut_off(office, 901, 7, office.clock())
    calls = len(office.world.calls)
    await start(office)
    assert len(office.world.calls) == calls


async def test_whom_an_admin_keeps_out_or_who_is_forgotten_hears_nothing(office: Office) -> None:
    person = await resident(office, 7)
    stranger = office.world.person(8, "Tom", "en")
    stranger.send_text("hello")
    said = len(person.chat.from_bot)
    async with office.database.writing() as connection:
        await admissions.block(connection, 7, office.clock(), ())
    for number, chat in ((901, 7), (902, 8)):
        await cut_off(office, number, chat, office.clock())
    await start(office)
    assert len(person.chat.from_bot) == said
    assert stranger.chat.from_bot == []


async def test_a_flood_of_one_is_told_of_once(office: Office) -> None:
    person = await resident(office, 7)
    said = len(person.chat.from_bot)
    for number in range(901, 941):
        await cut_off(office, number, 7, office.clock())
    await start(office)
    assert len(person.chat.from_bot) == said + 1


async def test_after_a_restore_nobody_is_told_of_answers_that_they_have(office: Office) -> None:
    person = await resident(office, 7)
    said = len(person.chat.from_bot)
    await cut_off(office, 901, 7, office.clock())
    async with office.database.writing() as connection:
        assert await inbox.own_up(connection, None) == []
    await start(office)
    assert len(person.chat.from_bot) == said


async def test_a_receipt_that_the_bot_died_under_is_sent_at_the_next_start(office: Office) -> None:
    await resident(office, 7)
    async with office.database.writing() as connection:
        await connection.execute(
            insert(erasures).values(
                telegram_id=7,
                language="en",
                state="sending",
                created_at=office.clock(),
                not_before=office.clock() + dt.timedelta(minutes=2),
            )
        )
        assert await erasure.due(connection, office.clock(), 9) == []
    await start(office)
    async with office.database.reading() as connection:
        [one] = await erasure.due(connection, office.clock(), 9)
    assert one.state == "telling"


async def test_an_evening_that_the_bot_died_under_comes_at_the_next_start(office: Office) -> None:
    """Not two minutes later, when the lease of the dead would end."""
    owner = await resident(office, 7)
    diary = await office.diary(office.world.group("Family", [owner]), owner)
    now = office.clock()
    async with office.database.writing() as connection:
        await diaries.change(connection, diary.id, next_round_at=now)
    assert len(await commit_calendar.claim(office.database, now, "of the dead")) == 1
    office.clock.pass_s(1)
    assert await commit_calendar.claim(office.database, office.clock(), "of the next") == []
    await start(office)
    assert len(await commit_calendar.claim(office.database, office.clock(), "of the next")) == 1


async def test_whoever_has_an_answer_is_told_nothing(office: Office) -> None:
    person = office.world.person(7, "Emma", "en")
    person.send_text("/start")
    await office.handle()
    before = len(person.chat.from_bot)
    assert before > 0
    await start(office)
    assert len(person.chat.from_bot) == before
