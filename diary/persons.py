"""Who a person is to the diary: met, consenting, gone or back."""

from __future__ import annotations

import datetime as dt
import unicodedata

from languages.catalogue import LANGUAGES, SOURCE
from storage import admissions, cards, diaries, exports, imports, notices, persons, removals
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

#: What is for somebody who cannot be reached is kept so long: exports, and messages that are to go.
ABSENCE = dt.timedelta(days=30)

#: Characters of a name that are kept.
LONGEST_NAME = 64

#: Format characters that belong to a script or to an emoji.
_JOINERS = "\u200c\u200d"


def language_of(code: str | None, default: str) -> str:
    """The bot's language for a Telegram `language_code`; unknown ones get English.

    Telegram sends no code for some clients: then the diary's own default counts.
    """
    if not code:
        return default
    short = code.split("-")[0].lower()
    return short if short in LANGUAGES else SOURCE


async def meet(
    connection: Connection,
    telegram_id: int,
    language: str,
    now: dt.datetime,
    *,
    name: str | None = None,
    username: str | None = None,
) -> Person:
    """The person of this account, kept from now on; whoever writes has not blocked the bot.

    A language that the person has chosen stays; name and user name are those of today, where given.
    """
    person = await persons.find(connection, telegram_id)
    if person is None:
        person = await persons.add(connection, telegram_id, language, now)
    changed: dict[str, object] = {}
    if person.language != language and not person.language_chosen:
        changed["language"] = language
    if name is not None and shown_name(name) != person.name:
        changed["name"] = shown_name(name)
    if name is not None and _folded(username) != person.username:
        changed["username"] = _folded(username)
    if changed:
        await _change(connection, person, changed)
    if person.blocked_at is not None:
        await come_back(connection, telegram_id, now)
    return await persons.get(connection, person.id) if changed else person


async def of_chat(connection: Connection, chat_id: int, language: str, now: dt.datetime) -> Person:
    """Who writes under the name of this group or channel: kept as a person of kind "chat"."""
    found = await persons.find(connection, chat_id)
    return found or await persons.add(connection, chat_id, language, now, kind="chat")


async def _change(connection: Connection, person: Person, changed: dict[str, object]) -> None:
    if username := changed.get("username"):
        await persons.release_username(connection, str(username), person.id)
    await persons.change(connection, person.id, **changed)


def shown_name(name: str) -> str:
    """A name on one line, without what could turn or break the text around it."""
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C" or c in _JOINERS)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_NAME].strip() or "?"


def _folded(username: str | None) -> str | None:
    return username.lower()[:32] if username else None


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
    """The person has blocked the bot, or is gone: what is for them waits (`come_back`)."""
    await persons.set_blocked(connection, telegram_id, now)
    await hold(connection, telegram_id, now)
    person = await persons.find(connection, telegram_id)
    if person is not None:
        await notices.stop(connection, person.id, now)
        await exports.put_off(connection, person.id, now + ABSENCE)
        await imports.put_off(connection, person.id, now + ABSENCE)


async def hold(connection: Connection, chat_id: int, now: dt.datetime) -> None:
    """Nothing more is said in this chat, nor taken out of it, until the bot is back."""
    await cards.stop(connection, chat_id)
    await removals.park_all(connection, chat_id, now, now + ABSENCE)


async def come_back(connection: Connection, telegram_id: int, now: dt.datetime) -> None:
    """The person has unblocked the bot: what waited is delivered, or taken away.

    Whom an admin has blocked gets no more than the copy of what is theirs that they have asked for.
    """
    if not await admissions.is_blocked(connection, telegram_id):
        await resume(connection, telegram_id, now)
    elif (person := await persons.find(connection, telegram_id)) is not None:
        await exports.take_up(connection, person.id)


async def resume(connection: Connection, telegram_id: int, now: dt.datetime) -> None:
    """All that waited for this person goes on."""
    await persons.set_blocked(connection, telegram_id, None)
    await cards.resume(connection, telegram_id)
    await removals.resume(connection, telegram_id, now)
    person = await persons.find(connection, telegram_id)
    if person is not None:
        await notices.resume(connection, person.id, now)
        await exports.take_up(connection, person.id)
        await imports.take_up(connection, person.id)
