"""What journeys of calendars begin with: a group's diary, and days that have been written on."""

from __future__ import annotations

import datetime as dt
import json

from bot.phrases import groups as group_phrases
from bot.phrases.commit_calendar import CommitCalendar, words_in
from playground.server import Chat, Message, Person
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, button_texts


def words_to(person: Person) -> CommitCalendar:
    """What stands below calendars in this person's language."""
    return words_in(person.language_code or "ko")


async def shared_diary(town: Town, title: str, owner: Person, *others: Person) -> Chat:
    """A group whose owner has made it a diary, in which the others read and write along."""
    words = group_phrases.words_in(owner.language_code or "ko")
    chat = town.world.group(title, [owner, *others], bot_is_admin=True)

    def said(text: str) -> Message | None:
        return next((m for m in chat.from_bot if text in button_texts(m)), None)

    offer = await town.sees(owner, lambda: said(words.make_button))
    await owner.press(offer, words.make_button, 60)
    made = await town.sees(owner, lambda: said(words.join_button))
    for person in others:
        await person.press(made, words.join_button, 60)
    return chat


def diary_of(bot: BotProcess, chat_id: int) -> int:
    """The number of the diary that lives in a chat."""
    return int(bot.value("SELECT id FROM diaries WHERE chat_id = ?", chat_id))


def person_of(bot: BotProcess, person: Person) -> int:
    """The number of a person."""
    return int(bot.value("SELECT id FROM persons WHERE telegram_id = ?", person.id))


def write(
    bot: BotProcess,
    chat_id: int,
    person: Person,
    day: dt.date,
    number: int = 1,
    label: str = "happy",
) -> None:
    """Entries of a day that have been analysed long ago, in the diary of this chat."""
    report = {"face_s": 5.0, "emotions": {"dominant": label}}
    for _ in range(number):
        bot.change(
            "INSERT INTO entries (diary_id, author_id, state, recorded_at, day, caption, report,"
            " created_at) VALUES (?, ?, 'done', ?, ?, '', ?, ?)",
            diary_of(bot, chat_id),
            person_of(bot, person),
            f"{day} 03:00:00.000000",
            f"{day}",
            json.dumps(report),
            f"{day} 03:00:00.000000",
        )


def noon_zone() -> str:
    """A zone where it is about noon now: no day ends while a journey is on its way."""
    hours = dt.datetime.now(dt.UTC).hour - 12
    return f"Etc/GMT{hours:+d}" if hours else "Etc/GMT"


def today_in(zone: str) -> dt.date:
    """The day that it is where it is noon."""
    hours = -int(zone.removeprefix("Etc/GMT") or 0)
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)).date()


def newest(_person: Person, chat: Chat, count: int) -> Message | None:
    """The last picture of a chat, when there are so many."""
    found = [m for m in chat.from_bot if m.photo]
    return found[-1] if len(found) == count else None


__all__ = [
    "diary_of",
    "newest",
    "noon_zone",
    "person_of",
    "shared_diary",
    "today_in",
    "words_to",
    "write",
]
