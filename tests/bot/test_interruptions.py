"""A bot that died before it gave an answer says so at its next start, once, and in private."""

from __future__ import annotations

import datetime as dt

import pytest
from telegram import Bot

from bot import interruptions
from bot.phrases import interruptions as phrases
from playground.server import World
from storage import inbox
from storage.database import Database
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
    office: Office, world: World
) -> None:
    gone, here = world.person(7, "Emma", "en"), world.person(8, "Tom", "en")
    for person in (gone, here):
        person.send_text("hello")
    gone.block_bot()
    await cut_off(office, 901, 7, office.clock())
    await cut_off(office, 902, 8, office.clock())
    await start(office)
    assert len(here.chat.from_bot) == 1


async def test_whoever_has_an_answer_is_told_nothing(office: Office) -> None:
    person = office.world.person(7, "Emma", "en")
    person.send_text("/start")
    await office.handle()
    before = len(person.chat.from_bot)
    assert before > 0
    await start(office)
    assert len(person.chat.from_bot) == before
