"""/help names every command that works in the chat where it is asked, and no other."""

import datetime as dt
import re

import pytest
from telegram import Bot, Chat, Message, MessageEntity, Update, User
from telegram.ext import CommandHandler

from bot import help as help_page
from bot.application import ROOMS
from bot.desk import House
from bot.handlers import misplaced
from bot.phrases import help as phrases
from bot.phrases.commands import COMMANDS
from playground.server import World
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.parlour import Parlour, open_parlour

PLACES = {"private": Chat.PRIVATE, "group": Chat.SUPERGROUP, "channel": Chat.CHANNEL}


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


def named(text: str) -> set[str]:
    """The commands that a page names."""
    return set(re.findall(r"/([a-z_]+)", re.sub(r"<[^>]+>", "", text)))


def update(bot: Bot, name: str, place: str) -> Update:
    """The command as it comes in from such a chat."""
    said = f"/{name}"
    message = Message(
        1,
        dt.datetime.now(dt.UTC),
        Chat(5, PLACES[place]),
        from_user=User(7, "x", is_bot=False),
        text=said,
        entities=[MessageEntity(MessageEntity.BOT_COMMAND, 0, len(said))],
    )
    message.set_bot(bot)
    return Update(1, channel_post=message) if place == "channel" else Update(1, message=message)


def answered_by(house: House, name: str, place: str) -> list[object]:
    """The rooms that take this command in such a chat, but for those that say that it is no use."""
    asked = update(house.bot, name, place)
    return [
        room
        for room in ROOMS
        if room is not misplaced
        for route in room.routes(house)
        if isinstance(route, CommandHandler) and route.check_update(asked)
    ]


@pytest.mark.parametrize("place", list(PLACES))
async def test_every_command_that_help_names_works_there(home: Parlour, place: str) -> None:
    for name in help_page.working(place):
        assert answered_by(home.office.house, name, place), name


async def test_every_command_of_the_list_is_in_the_help_of_its_chats() -> None:
    for language in ("ko", "en"):
        private, group = (named(help_page.text(language, place)) for place in ("private", "group"))
        assert private == {c.name for c in COMMANDS if c.is_private}
        assert group == {c.name for c in COMMANDS if c.is_for_groups}
        assert named(help_page.text(language, "channel")) == set(help_page.working("channel"))


def test_no_command_stands_in_two_groups() -> None:
    all_names = [name for group in phrases.GROUPS.values() for name in group]
    assert len(all_names) == len(set(all_names))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("place", list(PLACES))
def test_the_page_fits_on_a_phone(language: str, place: str) -> None:
    text = re.sub(r"<[^>]+>", "", help_page.text(language, place))
    assert len(text) < 1200
    assert max(map(len, text.splitlines())) < 200


async def test_in_a_group_help_is_the_groups(home: Parlour) -> None:
    said = await home.say(home.emma, "/help", chat=home.group)
    assert "/book" in (said.text or "")
    assert "/export" in (said.text or "")
    assert "/random" not in (said.text or "")
    private = await home.say(home.emma, "/help")
    assert "/book" not in (private.text or "")


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_an_unknown_command_is_answered_with_three_buttons(
    home: Parlour, language: str
) -> None:
    person = home.jiwoo if language == "ko" else home.emma
    words = phrases.words_in(language)
    said = await home.say(person, "/helpme")
    assert said.text == words.unknown
    assert buttons(said) == [words.help_button, words.calendar_button, words.settings_button]
    await home.press(person, said, words.help_button)
    assert "/search" in (said.text or "")
    again = await home.say(person, "/nothing_like_it")
    await home.press(person, again, words.settings_button)
    assert again.text != words.unknown
