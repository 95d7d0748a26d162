"""Who a person is to the diary: met, consenting, gone or back."""

from __future__ import annotations

import datetime as dt

from storage import cards, diaries, persons
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

LANGUAGES = ("ko", "en")


def language_of(code: str | None, default: str) -> str:
    """The bot's language for a Telegram `language_code`; unknown ones get English.

    Telegram sends no code for some clients: then the diary's own default counts.
    """
    if not code:
        return default
    short = code.split("-")[0].lower()
    return short if short in LANGUAGES else "en"


async def meet(connection: Connection, telegram_id: int, language: str, now: dt.datetime) -> Person:
    """The person of this account, kept from now on; whoever writes has not blocked the bot."""
    person = await persons.find(connection, telegram_id)
    if person is None:
        return await persons.add(connection, telegram_id, language, now)
    if person.language != language:
        await persons.set_language(connection, person.id, language)
    if person.blocked_at is not None:
        await come_back(connection, telegram_id)
    return person


async def own_diary(
    connection: Connection,
    person: Person,
    time_zone: str,
    day_starts_hour: int,
    now: dt.datetime,
) -> Diary:
    """A person's own diary; it begins with the first entry."""
    found = await diaries.of_chat(connection, person.telegram_id)
    if found is not None:
        return found
    return await diaries.add(
        connection, person.id, person.telegram_id, time_zone, day_starts_hour, now
    )


async def block(connection: Connection, telegram_id: int, now: dt.datetime) -> None:
    """The person has blocked the bot: what is for them waits."""
    await persons.set_blocked(connection, telegram_id, now)


async def come_back(connection: Connection, telegram_id: int) -> None:
    """The person has unblocked the bot: what waited is delivered."""
    await persons.set_blocked(connection, telegram_id, None)
    await cards.resume(connection, telegram_id)
