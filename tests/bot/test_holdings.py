"""/mydata tells what is stored of whoever asks, in numbers and sizes."""

import pytest
from telegram import Bot

from bot.handlers import holdings as handlers
from bot.phrases import erasure as erasure_phrases
from bot.phrases import holdings as phrases
from playground.server import World
from storage import persons
from storage.database import Database
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.planted import plant


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_what_is_stored_is_counted(home: Parlour, language: str) -> None:
    person = home.jiwoo if language == "ko" else home.emma
    async with home.office.database.writing() as connection:
        await plant(connection, 9, account=person.id)
    text = (await home.say(person, "/mydata")).text or ""
    words = phrases.words_in(language)
    expected = erasure_phrases.words_in(language).kinds({"entries": 9, "clips": 9, "comments": 3})
    for part in (*expected, words.minutes(2), "kB", words.backups, "/forgetme"):
        assert part in text
    assert "{" not in text


async def test_who_was_never_here_is_not_put_down_by_asking(home: Parlour) -> None:
    said = await home.say(home.mallory, "/mydata")
    assert said.text == phrases.words_in("en").nothing
    async with home.office.database.reading() as connection:
        assert await persons.find(connection, home.mallory.id) is None


def test_sizes_are_said_as_people_say_them() -> None:
    found = [handlers.size(n, "en") for n in (0, 999, 1000, 1_549, 2_500_000, 7_000_000_000_000)]
    assert found == ["0 B", "999 B", "1 kB", "1.5 kB", "2.5 MB", "7,000 GB"]
