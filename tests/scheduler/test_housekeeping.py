"""What is put away, and the sign of life."""

import datetime as dt
from pathlib import Path

from diary import captures, deletions, departures, diaries, edits, groups, invitations, persons
from diary.changes import WINDOW
from scheduler.housekeeping import (
    KEEP_UPDATES,
    beat,
    end_changes,
    end_what_is_over,
    forget_unanswered,
    forget_updates,
)
from storage import changes, entries, inbox
from storage import diaries as diary_rows
from storage import invitations as invitation_rows
from storage.database import Database
from tests.diary.changed import begun
from tests.diary.given import EMMA, JIWOO, LIMITS, NOON, Clock, entry_of, recording
from tests.diary.shared import family, stand


async def test_numbers_of_updates_are_kept_as_long_as_telegram_may_repeat_them(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for number in (1, 2, 3):
            await inbox.put(connection, number, number, "{}", NOON)
        letters = await inbox.waiting(connection, NOON, (), 9)
        for letter in letters[:2]:
            await inbox.finish(connection, letter.id, "handled", "handled")
    clock = Clock(NOON + KEEP_UPDATES)
    await forget_updates(database, clock)
    async with database.writing() as connection:
        assert not await inbox.put(connection, 3, 3, "{}", NOON)
    clock.pass_s(1)
    await forget_updates(database, clock)
    async with database.reading() as connection:
        left = await inbox.waiting(connection, NOON, (), 9)
        assert await inbox.next_time(connection, NOON) is None
    assert [letter.update_id for letter in left] == [3]
    assert KEEP_UPDATES > inbox.SAME_UPDATE_FOR


async def test_a_note_that_nobody_agreed_to_is_forgotten_in_time(database: Database) -> None:
    async with database.writing() as connection:
        emma = await persons.meet(connection, EMMA, "en", NOON)
        place = groups.Place(-500, "group", "Family")
        diary, _ = await groups.make(connection, place, emma, LIMITS, NOON)
        note = recording(1, JIWOO, chat_id=-500)
        taken = await captures.accept(connection, note, diary, LIMITS, NOON, way="seen")
        assert taken.entry_id is not None
    clock = Clock(NOON + captures.PATIENCE)
    await forget_unanswered(database, clock)
    async with database.reading() as connection:
        assert await entries.get(connection, taken.entry_id) is not None
    clock.pass_s(1)
    await forget_unanswered(database, clock)
    async with database.reading() as connection:
        assert await entries.get(connection, taken.entry_id) is None


async def test_what_is_over_ends_in_time(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, _ = await invitations.make_link(connection, home.emma, home.diary.id, 1, NOON)
        await departures.remove(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        number, _ = await invitations.make_link(connection, home.jiwoo, home.diary.id, 1, NOON)
    clock = Clock(NOON + invitations.LASTS)
    await end_what_is_over(database, clock)
    async with database.writing() as connection:
        link = await invitation_rows.get(connection, number)
        assert link is not None
        assert link.state == "expired"
        await stand(connection, home.jiwoo, "member", clock())
        await diaries.announce(connection, home.jiwoo, home.diary.id, clock())
    clock.at = NOON + departures.GRACE
    await end_what_is_over(database, clock)
    async with database.reading() as connection:
        assert await diary_rows.find(connection, home.diary.id) is None


async def test_the_sign_of_life_is_the_present(tmp_path: Path) -> None:
    clock = Clock()
    await beat(tmp_path / "heartbeat", clock)
    clock.pass_s(30)
    await beat(tmp_path / "heartbeat", clock)
    written = (tmp_path / "heartbeat").read_text()
    assert dt.datetime.fromisoformat(written) == clock()


async def test_what_was_deleted_and_changed_is_not_kept_beyond_ten_minutes(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await edits.set_title(connection, person, entry, "비밀", NOON)
        entry = await entry_of(connection, entry.id)
        await deletions.delete(connection, person, entry, NOON)
    clock = Clock(NOON + WINDOW - dt.timedelta(seconds=1))
    await end_changes(database, clock)
    async with database.reading() as connection:
        kept = await changes.get(connection, number or 0)
        assert kept is not None
        assert kept.after == "비밀"
    clock.pass_s(1)
    await end_changes(database, clock)
    async with database.reading() as connection:
        assert await entries.get(connection, entry.id) is None
        assert await changes.get(connection, number or 0) is None
