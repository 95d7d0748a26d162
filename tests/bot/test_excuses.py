"""While nothing can be kept: nothing is lost, and whoever goes on waiting is told, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot import excuses, polling
from bot.application import make_polling_request
from bot.excuses import Excuses
from bot.phrases import outages
from playground.server import Person, World
from storage.database import Database, Unavailable
from tests.diary.given import JIWOO, Clock


class Seconds:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def bot(world: World, telegram: str) -> AsyncIterator[Bot]:
    async with Bot(
        world.token, base_url=f"{telegram}/bot", base_file_url=f"{telegram}/file/bot"
    ) as bot:
        yield bot


def update(chat_id: Any = JIWOO, kind: str = "private", code: Any = "ko") -> dict[str, Any]:
    return {
        "update_id": 1,
        "message": {"chat": {"id": chat_id, "type": kind}, "from": {"language_code": code}},
    }


def answered(person: Person) -> list[str]:
    return [message.text or "" for message in person.chat.messages if message.sender.get("is_bot")]


@contextmanager
def hidden(database: Database) -> Iterator[None]:
    """Meanwhile the database's file is not where it was."""
    path = Path(database.url.partition(":///")[2])
    aside = path.rename(path.with_name("aside"))
    yield
    aside.rename(path)


async def until(world: World, so: Any) -> None:
    await world.wait_for(so, 60)


def heard(*, more: bool = False) -> None:
    """Nobody handles anything here."""


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_what_cannot_be_kept_stays_with_telegram_and_its_sender_is_told_once(
    database: Database, world: World, telegram: str, bot: Bot, language: str
) -> None:
    person = world.person(JIWOO, "지우", language)
    clock = Seconds()
    sorry = Excuses(bot, "en", clock)
    request = make_polling_request()
    await request.initialize()
    url = f"{telegram}/bot{world.token}"
    poller = polling.Poller(database, request, url, Clock(), heard, sorry.missed)
    async with database.reading():
        person.send_text("하나")
    async with asyncio.TaskGroup() as group:
        telling = group.create_task(sorry.run())
        with hidden(database):
            for _ in range(4):
                with pytest.raises(Unavailable):
                    await poller.poll(None)
                clock.at += excuses.PATIENCE_S
            await until(world, lambda: answered(person))
            with pytest.raises(Unavailable):
                await poller.poll(None)
        assert world.bot.updates.pending == 1
        assert await poller.poll(None) is not None
        telling.cancel()
    assert answered(person) == [outages.words_in(language).nothing_kept]
    await request.shutdown()


async def test_a_short_lock_needs_no_words(bot: Bot) -> None:
    clock = Seconds()
    sorry = Excuses(bot, "en", clock)
    for _ in range(5):
        sorry.missed([update()])
    assert sorry._due == {}
    clock.at += excuses.PATIENCE_S
    sorry.missed([update()])
    assert sorry._due == {JIWOO: "ko"}


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"message": None},
        {"message": {"chat": 5}},
        {"message": {"chat": {"id": 7, "type": "private"}}},
        {"callback_query": {"message": update()["message"]}},
        update("7"),
        update(-100, "group"),
    ],
)
async def test_groups_and_odd_updates_get_no_words(bot: Bot, odd: dict[str, Any]) -> None:
    sorry = Excuses(bot, "en", Seconds())
    sorry.missed([odd])
    assert sorry._missed == {}


async def test_a_flood_of_strangers_does_not_fill_the_memory(bot: Bot) -> None:
    clock = Seconds()
    sorry = Excuses(bot, "en", clock)
    sorry.missed([update(number, code=None) for number in range(1, 5 * excuses.MOST)])
    assert len(sorry._missed) == excuses.MOST
    clock.at += 2 * excuses.AGAIN_S
    sorry._forget()
    assert sorry._missed == {}
