"""Every route can be built, and none of them runs away from the one who waits for it."""

import pytest
from telegram import Bot
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.application import ROOMS, make_application
from bot.cards import STAGES
from bot.desk import House
from bot.phrases.commands import ADMIN_COMMANDS, COMMANDS
from bot.polling import ALLOWED_UPDATES
from storage.database import Database
from tests.bot.given import READERS
from tests.diary.given import LIMITS, Clock


@pytest.fixture
def house(bot: Bot, database: Database) -> House:
    return House(
        bot=bot,
        database=database,
        limits=LIMITS,
        language="ko",
        now=Clock(),
        wake_cards=lambda: None,
        wake_worker=lambda: None,
        stop_work=lambda _: None,
        readers=lambda: READERS,
    )


def test_every_handler_is_waited_for(house: House) -> None:
    """The framework does not wait for a handler without `block`: its update would be lost."""
    for part in ROOMS:
        routes = part.routes(house)
        assert routes
        for route in routes:
            assert route.block is True or getattr(route.block, "value", None) is True


def test_every_room_is_in_the_framework(house: House) -> None:
    framework = make_application(house)
    handlers = [handler for group in framework.handlers.values() for handler in group]
    assert len(handlers) == sum(len(part.routes(house)) for part in ROOMS)
    assert sum(isinstance(handler, CallbackQueryHandler) for handler in handlers) == 1
    assert framework.updater is None
    assert len(framework.error_handlers) == 1


def test_every_command_that_is_listed_is_answered(house: House) -> None:
    answered = {
        name
        for part in ROOMS
        for route in part.routes(house)
        if isinstance(route, CommandHandler)
        for name in route.commands
    }
    assert {command.name for command in (*COMMANDS, *ADMIN_COMMANDS)} == answered
    assert all(command.is_private or command.is_for_groups for command in COMMANDS)


def test_the_updates_that_are_asked_for_are_those_that_routes_answer_to() -> None:
    assert {*ALLOWED_UPDATES} >= {"message", "callback_query", "my_chat_member"}
    assert STAGES == ("fetch", "face", "speech", "words")
