"""What people set: languages, time zone, when a day starts, the evening's calendar, switches.

Entries keep the day that they were given: a new zone or another start of the day counts for what
comes from now on. Whoever changes a shared diary must be allowed to (`diary.rights`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from diary import openings, routines, zones
from diary.clock import next_at
from diary.errors import TooLate
from diary.persons import own_diary
from diary.recordings import Limits
from languages.catalogue import LANGUAGES
from storage import cards, diaries, persons
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

#: Hours at which a day may start.
DAY_STARTS = tuple(range(9))

#: Minutes of the day that are offered for the evening.
EVENINGS = (18 * 60, 19 * 60, 20 * 60, 21 * 60, 21 * 60 + 30, 22 * 60, 23 * 60)

#: Languages that may be said to be spoken, by ISO 639-1: those that speech recognition knows best.
SPOKEN = ("ko", "en", "ja", "zh", "es", "fr", "de", "ru", "pt", "it", "vi")

#: What a person turns on and off: being told of shared diaries; days in a row; cards that nobody
#: reads over a shoulder; numbers to call being offered.
SWITCHES = ("notices", "streaks", "discreet", "offers_help")

#: Cards that are covered, or uncovered, at once: those that are still near.
MOST_REDRAWN = 50

#: What a shared diary turns on and off: comments, where authors say nothing else; whether Telegram
#: lets nobody pass its cards on.
OUR_SWITCHES = ("comments_on", "is_protected")


async def own(connection: Connection, person: Person, limits: Limits, now: dt.datetime) -> Diary:
    """The diary whose zone, day and evening are the person's; it may begin with a wish."""
    return await own_diary(connection, person, limits.time_zone, limits.day_starts_hour, now)


def unwritten(limits: Limits, telegram_id: int) -> Diary:
    """What holds for a person who has no diary yet; it is not kept."""
    return Diary(0, 0, telegram_id, limits.time_zone, limits.day_starts_hour)


async def choose_language(connection: Connection, person: Person, language: str) -> None:
    """The person's own choice, whatever Telegram tells. Raises TooLate for an unknown one."""
    _expect(language in LANGUAGES)
    await persons.change(connection, person.id, language=language, language_chosen=True)


async def choose_speech(connection: Connection, person: Person, language: str | None) -> None:
    """What the person speaks in their videos, None to tell by listening. Raises TooLate."""
    _expect(language is None or language in SPOKEN)
    await persons.change(connection, person.id, speech_language=language)


async def switch(
    connection: Connection, person: Person, what: str, now: dt.datetime, *, on: bool
) -> None:
    """One of SWITCHES of a person, on or off. Raises TooLate for what is none."""
    _expect(what in SWITCHES)
    await persons.change(connection, person.id, **{what: on})
    if what == "discreet":
        await cards.want_latest(connection, person.id, person.telegram_id, MOST_REDRAWN)
    if what == "discreet" and on:
        await openings.forget_former(connection, person, now)


async def set_language(connection: Connection, diary: Diary, language: str) -> None:
    """The language of all that a shared diary's chat reads. Raises TooLate."""
    _expect(language in LANGUAGES and diary.is_shared)
    await diaries.change(connection, diary.id, language=language)


async def set_zone(connection: Connection, diary: Diary, zone: str, now: dt.datetime) -> None:
    """Another clock, for the next entry and the next evening on. Raises TooLate."""
    _expect(zones.is_zone(zone))
    await _set(connection, diary, now, time_zone=zone)


async def set_day_start(connection: Connection, diary: Diary, hour: int) -> None:
    """The hour at which a day starts, for the next entry on. Raises TooLate.

    What comes at an hour of the wall clock still does; which day that is, is asked when it comes.
    """
    _expect(hour in DAY_STARTS)
    await diaries.change(connection, diary.id, day_starts_hour=hour)


async def set_evening(
    connection: Connection, diary: Diary, minute: int | None, now: dt.datetime
) -> None:
    """The minute of the day at which the calendar comes, None for never. Raises TooLate."""
    _expect(minute is None or minute in EVENINGS)
    await _set(connection, diary, now, evening_minute=minute)


async def switch_ours(connection: Connection, diary: Diary, what: str, *, on: bool) -> None:
    """One of OUR_SWITCHES of a shared diary, on or off. Raises TooLate."""
    _expect(diary.is_shared and what in OUR_SWITCHES)
    await diaries.change(connection, diary.id, **{what: on})


async def _set(connection: Connection, diary: Diary, now: dt.datetime, **values: Any) -> None:
    """Set columns that say when something is due next; a diary that sleeps has nothing due."""
    zone = values.get("time_zone", diary.time_zone)
    evening = values.get("evening_minute", diary.evening_minute)
    minutes = {"next_round_at": evening, "next_question_at": diary.question_minute}
    times = {
        name: None if minute is None or diary.state != "open" else next_at(now, zone, minute)
        for name, minute in minutes.items()
    }
    await diaries.change(connection, diary.id, **values, **times)
    await routines.reset(connection, replace(diary, time_zone=zone), now)


def _expect(ok: bool) -> None:  # noqa: FBT001 - reads as a sentence
    """What is offered changes; a button of yesterday may carry what is no choice any more."""
    if not ok:
        raise TooLate
