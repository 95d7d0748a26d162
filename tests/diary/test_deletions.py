"""An author deletes an entry: gone for everybody at once, back for ten minutes, then for good."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from diary import access, deletions, departures, groups, jobs, search_terms, shares, tags, undo
from diary.changes import WINDOW
from diary.errors import NotYours, TooLate
from storage import cards as card_rows
from storage import changes, comments, entries, removals, terms
from storage import departures as departures_rows
from storage import jobs as job_rows
from storage import shares as share_rows
from storage.database import Connection, Database
from storage.entries import Entry
from storage.metadata import metadata
from storage.persons import Person
from tests.diary.changed import begun, state
from tests.diary.given import (
    LIMITS,
    NOON,
    TERMS,
    WORDS,
    accepted,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    job_of,
    recording,
    report,
)
from tests.diary.shared import GROUP, Family, family, stand, written

SECOND = dt.timedelta(seconds=1)
SOON = NOON + 5 * SECOND


async def shown(connection: Connection) -> tuple[Family, Entry]:
    """Emma's entry, which the family's diary shows, and in which both have said something."""
    home = await family(connection)
    entry_id = await finished(connection, recording(1, home.emma.telegram_id), report())
    await card_rows.change(connection, (await card_of(connection, entry_id)).id, message_id=50)
    entry, card = await entry_of(connection, entry_id), await card_of(connection, entry_id)
    await shares.choose(connection, home.emma, entry, card, home.diary.id, SOON)
    card = await card_of(connection, entry_id)
    await shares.show(connection, home.emma, entry, card, SOON)
    there = await card_rows.at(connection, entry_id, GROUP)
    assert there is not None
    await card_rows.change(connection, there.id, message_id=60)
    return home, entry


async def delete(
    connection: Connection, person: Person, entry: Entry, now: dt.datetime = SOON
) -> int:
    found = await deletions.of_author(connection, person, entry.id, now)
    return await deletions.delete(connection, person, found, now)


async def test_nobody_reads_what_is_deleted_and_its_cards_leave_the_chats(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry = await shown(connection)
        await delete(connection, home.emma, entry)
        for person in (home.emma, home.jiwoo):
            assert await access.sights(connection, person, entry.id, SOON) == []
        assert await card_rows.at(connection, entry.id, GROUP) is None
        due = await removals.due(connection, SOON, 9)
        assert [(one.chat_id, one.message_id, one.instead) for one in due] == [
            (GROUP, 60, "deleted")
        ]
        own = await card_of(connection, entry.id)
        assert (own.chat_id, own.wanted > own.shown) == (home.emma.telegram_id, True)
        assert await terms.entries_with(connection, entry.diary_id, search_terms.ANY) == []


async def test_undone_it_is_back_with_everything_and_wherever_it_was_shown(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry = await shown(connection)
        await tags.add(connection, home.emma, entry, ("바다",), SOON)
        entry, before = await entry_of(connection, entry.id), await state(connection, entry.id)
        number = await delete(connection, home.emma, entry)
        done = await undo.undo(connection, home.emma, number, SOON)
        assert done.is_back
        assert await entry_of(connection, entry.id) == entry
        assert await state(connection, entry.id) == before
        assert await terms.entries_with(connection, entry.diary_id, search_terms.ANY) == [entry.id]
        again = await card_rows.at(connection, entry.id, GROUP)
        assert again is not None
        assert (again.message_id, again.share_id is not None) == (None, True)
        sight = await access.sight(connection, home.jiwoo, entry.id, SOON)
        assert sight.parts == {"video", "key"}


async def test_what_the_author_took_back_meanwhile_is_not_shown_again(database: Database) -> None:
    async with database.writing() as connection:
        home, entry = await shown(connection)
        number = await delete(connection, home.emma, entry)
        [share] = await share_rows.of_entry(connection, entry.id)
        await shares.take_back(connection, share, SOON)
        await undo.undo(connection, home.emma, number, SOON)
        assert await card_rows.at(connection, entry.id, GROUP) is None


async def test_after_ten_minutes_no_row_speaks_of_it_any_more(database: Database) -> None:
    async with database.writing() as connection:
        home, entry = await shown(connection)
        await tags.add(connection, home.emma, entry, ("바다",), SOON)
        await comments.add(
            connection,
            {
                "entry_id": entry.id, "diary_id": home.diary.id, "author_id": home.jiwoo.id,
                "kind": "text", "text": "좋다", "chat_id": GROUP, "message_id": 70,
                "state": "visible", "created_at": SOON,
            },
        )  # fmt: skip
        number = await delete(connection, home.emma, entry)
        assert await deletions.end_due(connection, SOON + WINDOW - SECOND) == []
        assert await deletions.end_due(connection, SOON + WINDOW) == [entry.id]
        with pytest.raises((TooLate, NotYours)):
            await undo.undo(connection, home.emma, number, SOON + WINDOW)
        assert await rows_about(connection, entry.id) == {}
        gone = {
            (one.chat_id, one.message_id)
            for one in await removals.due(connection, NOON + 2 * WINDOW, 9)
        }
        assert gone == {(GROUP, 60), (home.emma.telegram_id, 50)}


async def rows_about(connection: Connection, entry_id: int) -> dict[str, int]:
    """Every table that still has a row about this entry."""
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        column = table.c.id if table.name == "entries" else table.c.get("entry_id")
        if column is not None:
            query = select(func.count()).select_from(table).where(column == entry_id)
            if count := (await connection.execute(query)).scalar():
                found[table.name] = count
    return found


async def test_when_the_window_is_over_it_stays_deleted_before_housekeeping_comes(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await delete(connection, person, entry, NOON)
        with pytest.raises(TooLate):
            await undo.undo(connection, person, number, NOON + WINDOW)
        assert (await entry_of(connection, entry.id)).state == "deleted"


async def test_two_taps_delete_once(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await delete(connection, person, entry, NOON)
        for stale in (entry, await entry_of(connection, entry.id)):
            with pytest.raises(TooLate):
                await deletions.delete(connection, person, stale, NOON)
        assert await undo.last(connection, person, NOON) is not None


async def test_what_is_being_analysed_is_stopped_and_goes_on_when_it_is_back(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        person = await consenting(connection)
        job = await jobs.claim(connection, "ours", TERMS, NOON)
        assert job is not None
        number = await delete(connection, person, await entry_of(connection, entry_id), NOON)
        parts = {clip.id for clip in await clips_of(connection, entry_id)}
        outcome = jobs.Outcome(report(), WORDS, None, 1.0)
        assert not await jobs.finish(connection, job, "ours", outcome, parts, NOON)
        assert (await job_of(connection, entry_id)).state == "cancelled"
        assert await job_rows.next_queued(connection, NOON) is None
        await undo.undo(connection, person, number, NOON)
        assert (await entry_of(connection, entry_id)).state == "waiting"
        assert (await job_of(connection, entry_id)).state == "queued"


async def test_only_its_author_deletes_it_from_wherever_they_are(database: Database) -> None:
    async with database.writing() as connection:
        home, entry = await shown(connection)
        for person in (home.jiwoo, home.seorin, home.mallory, None):
            with pytest.raises(NotYours):
                await deletions.of_author(connection, person, entry.id, SOON, here=GROUP)
        with pytest.raises(NotYours):
            await deletions.of_author(connection, home.emma, 999, SOON)
        await stand(connection, home.emma, "left", SOON)
        await delete(connection, home.emma, entry)


async def test_an_edit_of_a_deleted_entry_waits_until_it_is_back(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        first = await tags.add(connection, person, entry, ("바다",), NOON)
        assert first is not None
        number = await delete(connection, person, await entry_of(connection, entry.id), NOON)
        with pytest.raises(TooLate):
            await undo.undo(connection, person, first, NOON)
        last = await undo.last(connection, person, NOON)
        assert last is not None
        assert last.id == number
        await undo.undo(connection, person, number, NOON)
        await undo.undo(connection, person, first, NOON)
        assert (await tags.of_entry(connection, entry.id)).manual == ()


async def test_ones_own_message_can_be_deleted_while_it_is_young(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        with pytest.raises(TooLate):
            await deletions.delete_messages(connection, person, entry, NOON)
        late = NOON + deletions.DELETABLE
        await entries.change(connection, entry.id, state="deleted", delete_at=late)
        with pytest.raises(TooLate):
            await deletions.delete_messages(
                connection, person, await entry_of(connection, entry.id), late
            )
        await entries.change(connection, entry.id, delete_at=late - SECOND)
        deleted = await entry_of(connection, entry.id)
        assert await deletions.delete_messages(connection, person, deleted, late) == 1
        [message] = await removals.due(connection, late, 9)
        assert (message.chat_id, message.message_id) == (person.telegram_id, 1)
        assert (await card_of(connection, entry.id)).menu == deletions.MESSAGES_GONE


async def test_what_stands_in_the_change_is_forgotten_with_it(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await delete(connection, person, entry, NOON)
        await undo.undo(connection, person, number, NOON)
        kept = await changes.get(connection, number)
        assert kept is not None
        assert (kept.before, kept.undone_at) == (None, NOON)


async def in_group(connection: Connection) -> tuple[Family, Entry]:
    """An entry that Emma has written in the family's diary, with its card in the group."""
    home = await family(connection)
    number = await written(connection, home.emma, home.diary, 1)
    return home, await entry_of(connection, number)


async def places(connection: Connection, entry_id: int) -> list[int]:
    """The chats in which cards of an entry stand, or are about to."""
    numbers = await departures_rows.cards_in(connection, (entry_id,), None)
    found = [await card_rows.get(connection, number) for number in numbers]
    return sorted(card.chat_id for card in found if card)


async def test_brought_back_in_a_group_its_card_stands_there_again(database: Database) -> None:
    async with database.writing() as connection:
        home, entry = await in_group(connection)
        number = await delete(connection, home.emma, entry)
        assert await places(connection, entry.id) == [home.emma.telegram_id]
        await undo.undo(connection, home.emma, number, SOON)
        assert await places(connection, entry.id) == [GROUP]
        assert (await card_of(connection, entry.id)).reply_to == 1


async def test_what_was_deleted_and_taken_along_comes_back_where_nobody_else_reads(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry = await in_group(connection)
        number = await delete(connection, home.emma, entry)
        await departures.settle(connection, home.emma, home.diary.id, "take", LIMITS, SOON)
        done = await undo.undo(connection, home.emma, number, SOON)
        assert done.is_back
        assert (await entry_of(connection, entry.id)).diary_id != home.diary.id
        assert await places(connection, entry.id) == [home.emma.telegram_id]
        assert (await card_of(connection, entry.id)).reply_to is None


async def test_what_was_taken_out_of_the_group_meanwhile_comes_back_to_its_author_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry = await in_group(connection)
        number = await delete(connection, home.emma, entry)
        await entries.change(connection, entry.id, removed_at=SOON)
        await undo.undo(connection, home.emma, number, SOON)
        assert await places(connection, entry.id) == [home.emma.telegram_id]


async def test_where_the_group_has_moved_it_comes_back_under_the_new_number(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry = await in_group(connection)
        number = await delete(connection, home.emma, entry)
        await groups.move(connection, GROUP, GROUP - 5, SOON)
        await undo.undo(connection, home.emma, number, SOON)
        assert await places(connection, entry.id) == [GROUP - 5]
