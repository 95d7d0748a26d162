"""Edits of an entry: what they take, what they refuse, and that the analysis stays as it was."""

import datetime as dt

import pytest
from sqlalchemy import select

from diary import edits, undo
from diary.captions import LONGEST_TITLE
from diary.errors import NotYet, TooLate, TooLong
from storage import entries, terms
from storage.database import Connection, Database
from storage.tables import terms as term_table
from tests.diary.changed import begun
from tests.diary.given import NOON, accepted, consenting, entry_of, recording

TODAY = dt.date(2026, 11, 20)


async def test_a_title_is_cleaned_and_an_empty_one_is_chosen_by_itself_again(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await edits.set_title(connection, person, entry, "  한강\n\t산책\u202e \u200b", NOON)
        entry = await entry_of(connection, entry.id)
        assert entry.title == "한강 산책"
        assert await edits.set_title(connection, person, entry, "한강 산책", NOON) is None
        await edits.set_title(connection, person, entry, " ", NOON)
        assert (await entry_of(connection, entry.id)).title is None


async def test_a_title_that_is_too_long_is_refused_and_not_cut(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        with pytest.raises(TooLong) as refused:
            await edits.set_title(connection, person, entry, "가" * (LONGEST_TITLE + 1), NOON)
        assert refused.value.length == LONGEST_TITLE + 1
        await edits.set_title(connection, person, entry, "가" * LONGEST_TITLE, NOON)
        assert (await entry_of(connection, entry.id)).title == "가" * LONGEST_TITLE


async def test_a_title_is_found_by_its_words_at_once(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await edits.set_title(connection, person, entry, "바이올린", NOON)
        assert await terms.entries_with(connection, entry.diary_id, "바이올린") == [entry.id]
        entry = await entry_of(connection, entry.id)
        await edits.set_title(connection, person, entry, "", NOON)
        assert await terms.entries_with(connection, entry.diary_id, "바이올린") == []


async def test_an_entry_moves_to_another_day_and_stays_recorded_when_it_was(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        day = dt.date(2026, 2, 28)
        assert await edits.set_day(connection, person, entry, day, NOON) is not None
        moved = await entry_of(connection, entry.id)
        assert (moved.day, moved.recorded_at) == (day, entry.recorded_at)
        assert await edits.set_day(connection, person, moved, day, NOON) is None


async def test_no_entry_lies_in_the_future_of_its_diary(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        # In Seoul the day of the diary ends at four in the morning.
        late = dt.datetime(2026, 11, 20, 18, 59, tzinfo=dt.UTC)
        with pytest.raises(NotYet):
            await edits.set_day(connection, person, entry, TODAY + dt.timedelta(days=1), late)
        over = late + dt.timedelta(minutes=1)
        await edits.set_day(connection, person, entry, TODAY + dt.timedelta(days=1), over)
        for day in (dt.date.max, TODAY + dt.timedelta(days=2)):
            with pytest.raises(NotYet):
                await edits.set_day(connection, person, entry, day, over)
        with pytest.raises(TooLate):
            await edits.set_day(connection, person, entry, dt.date.min, over)


async def test_a_mood_is_set_changed_and_taken_back_by_the_same_tap(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        for mood, after in ((4, 4), (2, 2), (2, None)):
            await edits.set_mood(connection, person, entry, mood, NOON)
            entry = await entry_of(connection, entry.id)
            assert entry.mood == after
        for forged in (0, 6, -1, 99):
            with pytest.raises(TooLate):
                await edits.set_mood(connection, person, entry, forged, NOON)


async def test_what_the_author_says_of_the_expression_stands_beside_what_was_read(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        read = entry.report
        for look, after in (("right", "right"), ("sad", "sad"), ("sad", None)):
            await edits.set_look(connection, person, entry, look, NOON)
            entry = await entry_of(connection, entry.id)
            assert entry.look == after
            assert entry.report == read
        for forged in ("wrong", "", "Happy"):
            with pytest.raises(TooLate):
                await edits.set_look(connection, person, entry, forged, NOON)


async def test_where_no_face_was_read_there_is_nothing_to_correct(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        blind = {**(entry.report or {}), "emotions": {"mean": None, "dominant": None}}
        await entries.change(connection, entry.id, report=blind)
        with pytest.raises(TooLate):
            await edits.set_look(
                connection, person, await entry_of(connection, entry.id), "sad", NOON
            )


@pytest.mark.parametrize("state", ["consent", "twin", "cancelled", "deleted"])
async def test_what_is_no_entry_is_not_edited(database: Database, state: str) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await entries.change(connection, entry.id, state=state)
        entry = await entry_of(connection, entry.id)
        for act in (
            edits.set_title(connection, person, entry, "가", NOON),
            edits.set_day(connection, person, entry, TODAY, NOON),
            edits.set_mood(connection, person, entry, 3, NOON),
            edits.set_look(connection, person, entry, "sad", NOON),
            edits.take_origin_date(connection, person, entry, NOON),
        ):
            with pytest.raises(TooLate):
                await act


async def test_a_forwarded_clip_can_be_dated_by_the_day_it_was_first_sent(
    database: Database,
) -> None:
    first_sent = dt.datetime(2026, 3, 1, 16, 0, tzinfo=dt.UTC)  # 01:00 on the 2nd in Seoul
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(origin_at=first_sent))
        person = await consenting(connection)
        await edits.take_origin_date(connection, person, await entry_of(connection, entry_id), NOON)
        entry = await entry_of(connection, entry_id)
        assert (entry.recorded_at, entry.origin_at) == (first_sent, None)
        assert entry.day == dt.date(2026, 3, 1)
        with pytest.raises(TooLate):
            await edits.take_origin_date(connection, person, entry, NOON)


async def test_an_edit_touches_no_term_of_another_entry(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await edits.set_title(connection, person, entry, "첼로", NOON)
        rows = await connection.execute(select(term_table.c.entry_id).distinct())
        assert {row.entry_id for row in rows} == {entry.id}


async def indexed_day(connection: Connection, entry_id: int) -> dt.date:
    """The day under which an entry is found."""
    query = select(term_table.c.day).where(term_table.c.entry_id == entry_id).distinct()
    return (await connection.execute(query)).scalar_one()


async def test_dated_by_when_it_was_first_sent_it_is_found_under_that_day_until_undone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        assert await indexed_day(connection, entry.id) == entry.day
        number = await edits.take_origin_date(connection, person, entry, NOON)
        moved = await entry_of(connection, entry.id)
        assert moved.day != entry.day
        assert await indexed_day(connection, entry.id) == moved.day
        await undo.undo(connection, person, number, NOON)
        assert await indexed_day(connection, entry.id) == entry.day
