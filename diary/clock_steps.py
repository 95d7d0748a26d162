"""The machine's clock was set: nothing may come twice for that, and nothing wait for years.

What is due at an hour of a wall clock is left alone where the step was small: set back by an hour
after the evening's picture, the clock finds the next one due tomorrow, as it was. Only what lies
further ahead than its rule can put it is counted anew from the present.
"""

from __future__ import annotations

import datetime as dt

from diary import clock, routines
from storage import clock_steps, diaries
from storage import routines as routine_rows
from storage.database import Connection

#: A day of 25 hours, and one of a step that may stay.
DAY = dt.timedelta(hours=26)
WEEK = dt.timedelta(days=7, hours=2)


async def settle(connection: Connection, now: dt.datetime, step: dt.timedelta) -> int:
    """The clock shows `now`, which is so much later (or earlier) than it should; what was changed.

    Waits go on for as long as they would have. Where the clock was set back, what happened ahead of
    the present has happened now, and what is due too far ahead is due anew.
    """
    before = now - step
    count = await clock_steps.move_waits(connection, min(now, before), step)
    if step < dt.timedelta(0):
        count += await clock_steps.bring_back(connection, now)
        count += await _count_anew(connection, now)
    return count


async def _count_anew(connection: Connection, now: dt.datetime) -> int:
    count = 0
    for diary in await diaries.due_after(connection, now + DAY):
        values = {}
        for name, minute in (
            ("next_round_at", diary.evening_minute),
            ("next_question_at", diary.question_minute),
        ):
            due: dt.datetime | None = getattr(diary, name)
            if due is not None and due > now + DAY and minute is not None:
                values[name] = clock.next_at(now, diary.time_zone, minute)
        await diaries.change(connection, diary.id, **values)
        count += len(values)
    for routine, diary in await routine_rows.due_after(connection, now + DAY):
        if routine.weekday is None or (routine.next_at or now) > now + WEEK:
            at = routines.next_at(routine, diary, now)
            await routine_rows.put(connection, diary.id, routine.kind, next_at=at, due_at=at)
            count += 1
    return count
