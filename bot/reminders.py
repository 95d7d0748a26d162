"""The words of a reminder, which comes only where nothing was written yet."""

from __future__ import annotations

import datetime as dt

from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import escape
from bot.messages import Buttons
from bot.phrases.reminders import words_in
from bot.routines import Letter, Post
from diary import clock, routines
from languages import dates
from storage.diaries import Diary
from storage.persons import Person
from storage.routines import Routine


async def letter(post: Post, routine: Routine, diary: Diary, person: Person) -> Letter | None:
    """The reminder, with a sound: it was asked for. None where there is an entry already.

    When some in a row brought nothing it asks once whether it shall come less often, and pauses.
    """
    now = post.now()
    async with post.database.reading() as connection:
        if await routines.has_written(connection, routine, diary, now):
            return None
        ignored = await routines.ignored(connection, routine, diary)
    if ignored >= routines.PATIENCE:
        text, buttons = pause_face(person.language)
        return Letter(text, buttons, values={"ignored": 0, "paused_at": now})
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    text, buttons = face(today, person.language)
    return Letter(text, buttons, silent=False, values={"ignored": ignored + 1})


def face(today: dt.date, language: str) -> tuple[str, Buttons]:
    """One of some ways to ask, each day the next."""
    words = words_in(language)
    asks = tuple(words.asks.values())
    text = escape(asks[today.toordinal() % len(asks)])
    later = Button(words.later_button, Callback("remind", 0, "later"))
    rest = Button(words.rest_button, Callback("remind", 0, "rest"))
    question = Button(words.question_button, Callback("remind", 0, "ask"))
    return text, ((later, rest), (question,))


def pause_face(language: str) -> tuple[str, Buttons]:
    """Whether it shall come less often; it comes no more until somebody chooses."""
    words = words_in(language)
    weekly = Button(words.weekly_button, Callback("remind", 0, "weekly"))
    daily = Button(words.daily_button, Callback("remind", 0, "daily"))
    off = Button(words.off_button, Callback("remind", 0, "off"))
    return escape(words.pauses), ((weekly, daily), (off,))


def state_face(routine: Routine, language: str) -> tuple[str, Buttons]:
    """What is set, and other times to choose."""
    words = words_in(language)
    at = clock_words(routine.minute, language)
    if not routine.is_on:
        state = words.is_off
    elif routine.paused_at is not None:
        state = words.is_paused
    elif routine.weekday is not None:
        state = words.is_weekly(weekday_words(routine.weekday, language), at)
    else:
        state = words.is_daily(at)
    times = tuple(
        Button(clock_words(minute, language), Callback("remind", minute, "at"))
        for minute in routines.MINUTES[routines.REMINDER]
        if not (routine.is_on and routine.paused_at is None and minute == routine.minute)
    )
    off = (Button(words.off_button, Callback("remind", 0, "off")),) if routine.is_on else ()
    rows = [times[n : n + 2] for n in range(0, len(times), 2)]
    return escape(f"{state}\n\n{words.how_to}"), [row for row in (*rows, off) if row]


def clock_words(minute: int, language: str) -> str:
    """A minute of the day as the language writes it."""
    return dates.minute(minute, language)


def weekday_words(weekday: int, language: str) -> str:
    """The name of a weekday, 0 for Monday."""
    monday = dt.date(2024, 1, 1)
    return dates.weekday(monday + dt.timedelta(days=weekday), language)
