"""What calendars count: entries on their day, where they are shown, and how faces looked."""

import datetime as dt
from typing import Any

from diary import commit_calendar, periods
from diary.readings import UNCLEAR
from storage import commit_calendar as rows
from storage import diaries, entries, members, persons, rounds, shares
from storage.commit_calendar import Look
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import EMMA, NOON, consenting

TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


async def diary_of(connection: Connection, owner: Person, kind: str = "private") -> Diary:
    """A diary of this person; of a group it is a member of."""
    chat = owner.telegram_id if kind == "private" else -owner.telegram_id
    made = await diaries.add(connection, owner.id, chat, "Asia/Seoul", 4, NOON, kind=kind)
    if made.is_shared:
        await members.join(connection, made.id, owner.id, NOON)
    return made


async def wrote(
    connection: Connection, diary: Diary, author: Person, day: dt.date = TODAY, **more: Any
) -> int:
    """An entry of this day, done unless `more` says something else."""
    label = more.pop("label", None)
    face_s = more.pop("face_s", 5.0)
    report = {"face_s": face_s, "emotions": {"dominant": label}}
    values = {"state": "done", "recorded_at": NOON, "created_at": NOON, "report": report, **more}
    return await entries.add(
        connection, {"diary_id": diary.id, "author_id": author.id, "day": day, **values}
    )


async def counted(connection: Connection, diary: Diary) -> list[tuple[dt.date, int]]:
    found = await commit_calendar.of_diary(
        connection, diary, periods.five_months(TODAY), TODAY, looks=True
    )
    return list(found.counts)


async def test_only_what_is_an_entry_counts(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        group = await diary_of(connection, jiwoo, "group")
        for state in ("waiting", "done", "failed", "consent", "twin", "cancelled"):
            await wrote(connection, group, jiwoo, state=state, report=None)
        await wrote(connection, group, jiwoo, removed_at=NOON)
        assert await counted(connection, group) == [(TODAY, 3)]
        # What was taken out of the group is still its author's.
        mine = await commit_calendar.mine(connection, jiwoo.id, periods.year(2026), TODAY)
        assert mine.counts == ((TODAY, 4),)


async def test_what_one_left_behind_in_a_diary_counts_no_more_for_oneself(
    database: Database,
) -> None:
    """What was taken out of it does, and all of it again for one who comes back."""
    async with database.writing() as connection:
        jiwoo, emma = await consenting(connection), await consenting(connection, EMMA, "en")
        own, group = await diary_of(connection, jiwoo), await diary_of(connection, emma, "group")
        await members.join(connection, group.id, jiwoo.id, NOON)
        await wrote(connection, own, jiwoo, TODAY - DAY)
        await wrote(connection, group, jiwoo, TODAY - 2 * DAY, mood=5)
        await wrote(connection, group, jiwoo, removed_at=NOON)
        seen = {}
        for state in ("member", "left", "removed", "guest"):
            await members.change(connection, group.id, jiwoo.id, state=state)
            found = await commit_calendar.mine(
                connection, jiwoo.id, periods.five_months(TODAY), TODAY, looks=True
            )
            seen[state] = (len(found.counts), found.total, found.since, len(found.looks))
        there, gone = (3, 3, TODAY - 2 * DAY, 3), (2, 2, TODAY - DAY, 2)
        assert seen == {"member": there, "left": gone, "removed": gone, "guest": there}
        # The diary itself goes on showing what was left in it.
        assert await counted(connection, group) == [(TODAY - 2 * DAY, 1)]


async def test_ones_own_calendar_counts_every_diary_and_nobody_elses_entries(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await consenting(connection), await consenting(connection, EMMA, "en")
        own, group = await diary_of(connection, jiwoo), await diary_of(connection, emma, "group")
        await wrote(connection, own, jiwoo, TODAY - 40 * DAY)
        await wrote(connection, group, jiwoo)
        await wrote(connection, group, emma)
        await wrote(connection, own, jiwoo, dt.date(2025, 3, 2))
        found = await commit_calendar.mine(connection, jiwoo.id, periods.five_months(TODAY), TODAY)
        assert found.counts == ((TODAY - 40 * DAY, 1), (TODAY, 1))
        assert (found.total, found.since, found.this_month) == (3, dt.date(2025, 3, 2), 1)
        month = await commit_calendar.mine(connection, emma.id, periods.month(2026, 11), TODAY)
        assert (month.counts, month.total) == (((TODAY, 1),), 1)
        nobody = await commit_calendar.mine(connection, 0, periods.five_months(TODAY), TODAY)
        assert (nobody.counts, nobody.total, nobody.since) == ((), 0, None)


async def test_a_share_counts_once_where_it_is_shown_and_its_face_only_with_its_chart(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        own, group = await diary_of(connection, jiwoo), await diary_of(connection, jiwoo, "group")
        plain = await wrote(connection, own, jiwoo, TODAY - DAY, label="sad")
        chart = await wrote(connection, own, jiwoo, label="happy")
        hidden = await wrote(connection, own, jiwoo, label="fear")
        await shares.add(connection, plain, group.id, "video,words,key", NOON)
        await shares.add(connection, chart, group.id, "video,chart", NOON)
        back = await shares.add(connection, hidden, group.id, "video,chart", NOON)
        await shares.change(connection, back, state="taken_back")
        assert await counted(connection, group) == [(TODAY - DAY, 1), (TODAY, 1)]
        found = await commit_calendar.of_diary(
            connection, group, periods.five_months(TODAY), TODAY, looks=True
        )
        assert found.looks == ((TODAY, "happy"),)
        await entries.remove(connection, chart)
        assert await counted(connection, group) == [(TODAY - DAY, 1)]


async def test_members_have_rows_and_so_have_those_who_left_something(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await consenting(connection), await consenting(connection, EMMA, "en")
        await persons.change(connection, jiwoo.id, name="지우")
        await persons.change(connection, emma.id, name="Emma")
        group = await diary_of(connection, jiwoo, "group")
        await members.join(connection, group.id, emma.id, NOON + DAY)
        found = await commit_calendar.by_member(connection, group, TODAY, 6)
        assert [(row.name, row.counts) for row in found.rows] == [("지우", ()), ("Emma", ())]
        await wrote(connection, group, emma)
        await members.change(connection, group.id, emma.id, state="left")
        await wrote(connection, group, jiwoo, TODAY - 60 * DAY)
        found = await commit_calendar.by_member(connection, group, TODAY, 6)
        assert [(row.name, row.counts) for row in found.rows] == [
            ("지우", ()),
            ("Emma", ((TODAY, 1),)),
        ]


async def test_looks_are_read_off_reports_in_order_of_time(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        own = await diary_of(connection, jiwoo)
        await wrote(connection, own, jiwoo, label="sad", recorded_at=NOON + DAY / 24)
        await wrote(connection, own, jiwoo, label="happy", recorded_at=NOON)
        await wrote(connection, own, jiwoo, TODAY - DAY, label=None, face_s=3.0)
        await wrote(connection, own, jiwoo, TODAY - 2 * DAY, label=None, face_s=0.0)
        await wrote(connection, own, jiwoo, TODAY - 3 * DAY, state="waiting", report=None)
        looks = await rows.looks_of_author(connection, jiwoo.id, TODAY - 9 * DAY, TODAY)
    assert [(look.day, look.label) for look in looks] == [
        (TODAY - DAY, None), (TODAY, "happy"), (TODAY, "sad"),
    ]  # fmt: skip


def test_a_day_has_the_look_that_was_there_most_often_of_equal_ones_the_later() -> None:
    def look(*labels: str | None) -> tuple[tuple[dt.date, str], ...]:
        return commit_calendar.looks_of_days(Look(TODAY, label) for label in labels)

    assert look("sad", "happy", "sad") == ((TODAY, "sad"),)
    assert look("sad", "happy") == ((TODAY, "happy"),)
    assert look("happy", "sad", None, None, None) == ((TODAY, "sad"),)
    assert look(None, None) == ((TODAY, UNCLEAR),)
    assert look() == ()


async def evening(connection: Connection, diary: Diary, today: dt.date) -> bool:
    last = await rounds.last_sent(connection, diary.id)
    return (await commit_calendar.evening(connection, diary, last, today, "ko")).is_new


async def sent(connection: Connection, diary: Diary, day: dt.date) -> None:
    """A picture of this evening that shows what there is."""
    found = await commit_calendar.evening(connection, diary, None, day, "ko")
    await rounds.add(connection, [diary.id], day, NOON)
    [one] = await rounds.waiting(connection, NOON, (), 10)
    await rounds.change(
        connection, one.id, was="claimed", state="sent", seen=found.seen, message_id=1
    )


async def test_an_evening_without_anything_new_is_skipped(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        group = await diary_of(connection, jiwoo, "group")
        assert not await evening(connection, group, TODAY)  # nothing was ever written
        first = await wrote(connection, group, jiwoo)
        assert await evening(connection, group, TODAY)
        await sent(connection, group, TODAY)
        for days in (1, 2, 40):  # the weeks go by, and nothing comes
            assert not await evening(connection, group, TODAY + days * DAY)
        await wrote(connection, group, jiwoo)  # later on that very evening
        assert await evening(connection, group, TODAY + DAY)
        await sent(connection, group, TODAY + DAY)
        assert not await evening(connection, group, TODAY + 2 * DAY)
        await entries.remove(connection, first)
        assert await evening(connection, group, TODAY + 2 * DAY)


async def test_a_new_entry_on_a_new_day_is_new(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        own = await diary_of(connection, jiwoo)
        await wrote(connection, own, jiwoo)
        await sent(connection, own, TODAY)
        await wrote(connection, own, jiwoo, TODAY + DAY)
        assert await evening(connection, own, TODAY + DAY)


async def test_a_group_sees_an_own_mood_only_where_that_is_shared(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await consenting(connection)
        own, group = await diary_of(connection, jiwoo), await diary_of(connection, jiwoo, "group")
        for n, parts in enumerate(("chart", "mood", "chart,mood", "video,key")):
            number = await wrote(connection, own, jiwoo, TODAY - n * DAY, label="sad", mood=5)
            await shares.add(connection, number, group.id, parts, NOON)
        found = await rows.looks_in_diary(connection, group.id, TODAY - 9 * DAY, TODAY)
        assert [(look.day, look.label, look.mood) for look in found] == [
            (TODAY - 2 * DAY, "sad", 5), (TODAY - DAY, None, 5), (TODAY, "sad", None),
        ]  # fmt: skip
        mine = await rows.looks_of_author(connection, jiwoo.id, TODAY - 9 * DAY, TODAY)
        assert [(look.label, look.mood) for look in mine] == [("sad", 5)] * 4
