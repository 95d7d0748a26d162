"""What people set: it counts for what comes, and changes nothing that is."""

import datetime as dt
from dataclasses import replace

import pytest

from diary import preferences
from diary.errors import TooLate
from storage import diaries, persons
from storage.database import Database
from tests.diary.given import JIWOO, LIMITS, NOON, accepted, consenting, entry_of, recording


async def test_a_new_zone_moves_the_evening_at_once_and_no_entry(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        entry = await entry_of(connection, entry_id)
        diary = await diaries.get(connection, entry.diary_id)
        await preferences.set_evening(connection, diary, 21 * 60 + 30, NOON)
        diary = await diaries.get(connection, diary.id)
        assert diary.next_round_at == dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)
        await preferences.set_zone(connection, diary, "Europe/Berlin", NOON)
        await preferences.set_day_start(connection, diary, 0)
        diary = await diaries.get(connection, diary.id)
        assert diary.next_round_at == dt.datetime(2026, 11, 20, 20, 30, tzinfo=dt.UTC)
        assert diary.day_starts_hour == 0
        assert await entry_of(connection, entry_id) == entry
        later = await accepted(
            connection, recording(2, recorded_at=dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC))
        )
        assert (await entry_of(connection, later)).day == dt.date(2026, 11, 21)
        await preferences.set_evening(connection, diary, None, NOON)
        assert (await diaries.get(connection, diary.id)).next_round_at is None


async def test_a_diary_that_sleeps_has_nothing_due(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        diary = await preferences.own(connection, person, LIMITS, NOON)
        await diaries.change(connection, diary.id, state="frozen")
        diary = await diaries.get(connection, diary.id)
        await preferences.set_evening(connection, diary, 20 * 60, NOON)
        found = await diaries.get(connection, diary.id)
        assert (found.evening_minute, found.next_round_at) == (20 * 60, None)


async def test_a_language_that_was_chosen_stays(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        await preferences.choose_language(connection, person, "en")
        found = await consenting(connection, JIWOO, "ko")
        assert (found.language, found.language_chosen) == ("en", True)


async def test_each_switch_of_a_person_and_of_a_diary_is_its_own(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        before = await persons.get(connection, person.id)
        for what in preferences.SWITCHES:
            await preferences.switch(connection, person, what, NOON, on=not getattr(before, what))
        after = await persons.get(connection, person.id)
        assert [getattr(after, what) for what in preferences.SWITCHES] == [
            not getattr(before, what) for what in preferences.SWITCHES
        ]
        assert replace(after, **{w: getattr(before, w) for w in preferences.SWITCHES}) == before
        with pytest.raises(TooLate):
            await preferences.switch(connection, person, "consented_at", NOON, on=True)


async def test_what_is_spoken_is_one_of_the_languages_that_are_known(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        for language in (*preferences.SPOKEN, None):
            await preferences.choose_speech(connection, person, language)
            assert (await persons.get(connection, person.id)).speech_language == language
        with pytest.raises(TooLate):
            await preferences.choose_speech(connection, person, "tlh")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "asia/seoul", "../Seoul"])
async def test_what_is_no_zone_is_not_set(database: Database, zone: str) -> None:
    async with database.writing() as connection:
        diary = await preferences.own(connection, await consenting(connection), LIMITS, NOON)
        with pytest.raises(TooLate):
            await preferences.set_zone(connection, diary, zone, NOON)


async def test_what_is_not_offered_is_not_set(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        diary = await preferences.own(connection, person, LIMITS, NOON)
        with pytest.raises(TooLate):
            await preferences.set_evening(connection, diary, 3, NOON)
        with pytest.raises(TooLate):
            await preferences.set_day_start(connection, diary, 23)
        with pytest.raises(TooLate):
            await preferences.choose_language(connection, person, "tlh")
        with pytest.raises(TooLate):
            await preferences.set_language(connection, diary, "en")
        with pytest.raises(TooLate):
            await preferences.switch_ours(connection, diary, "comments_on", on=False)
