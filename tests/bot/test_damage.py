"""What a person is told of what was damaged on the disk of a sealed diary."""

import pytest
from sqlalchemy import text
from telegram import Bot

from bot.phrases import phrases_in
from playground.server import World
from storage.database import Database
from storage.sealing import Seals, fresh
from tests.bot.office import open_office
from tests.diary.given import EMMA, JIWOO


@pytest.fixture
def seals() -> Seals | None:
    """Always sealed."""
    return Seals([fresh("test")])


@pytest.mark.parametrize(("account", "language"), [(JIWOO, "ko"), (EMMA, "en")])
async def test_who_asks_for_what_is_damaged_hears_so_at_once_and_others_notice_nothing(
    bot: Bot, world: World, database: Database, account: int, language: str
) -> None:
    office = await open_office(bot, world, database)
    person, other = world.person(account, "지우", language), world.person(99, "Min", "ko")
    for one in (person, other):
        one.send_text("/start")
    await office.handle()
    damage = f"UPDATE persons SET name = 'planted' WHERE telegram_id = {account}"  # noqa: S608
    async with database.writing() as connection:
        assert (await connection.execute(text(damage))).rowcount == 1
    before = len(other.chat.from_bot)
    for one in (person, other):
        one.send_text("/settings")
    await office.handle()
    said = person.chat.from_bot[-1].text or ""
    assert said == phrases_in(language).damaged("3")
    assert ("손상" if language == "ko" else "damaged on my disk") in said
    assert len(other.chat.from_bot) > before
