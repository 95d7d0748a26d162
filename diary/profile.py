"""What a person's diary adds up to: for /me, and for nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diary import access, associations, clock, streaks
from diary.associations import Association, Details, Felt
from diary.commit_calendar import looks_of_days
from diary.recordings import Limits
from diary.streaks import Streaks
from diary.timeline import own_of
from storage import commit_calendar
from storage import profile as rows
from storage.database import Connection
from storage.persons import Person
from storage.profile import Answers

#: Days of the picture, today included.
DAYS = 30

#: Tags that are told of.
TAGS = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """`seconds` and `words` are what was said or written. `streaks`: None where they are hidden.

    `counts` and `looks` are those of the days from `first` to `today`, as in a calendar.
    """

    name: str | None
    entries: int
    since: dt.date | None
    diaries: int
    seconds: float
    words: int
    tags: tuple[tuple[str, int], ...]
    streaks: Streaks | None
    answers: Answers
    first: dt.date
    today: dt.date
    counts: tuple[tuple[dt.date, int], ...]
    looks: tuple[tuple[dt.date, str], ...]


async def of_person(
    connection: Connection, person: Person, limits: Limits, now: dt.datetime
) -> Profile:
    """Everything that /me shows. The standings must be fresh (`diary.access.readable`)."""
    readable = await access.readable(connection, person, now)
    own = own_of(readable)
    zone, hour = (
        (own.time_zone, own.day_starts_hour) if own else (limits.time_zone, limits.day_starts_hour)
    )
    today = clock.today(now, zone, hour)
    first = today - dt.timedelta(days=DAYS - 1)
    total = await commit_calendar.total_of_author(connection, person.id)
    sums = await rows.sums(connection, person.id)
    counts = await commit_calendar.counts_of_author(connection, person.id, first, today)
    looks = await commit_calendar.looks_of_author(connection, person.id, first, today)
    return Profile(
        name=person.name,
        entries=total.number,
        since=total.first,
        diaries=sum(diary.is_shared for diary in readable),
        seconds=sums.seconds,
        words=sums.words,
        tags=tuple(await rows.top_tags(connection, person.id, TAGS)),
        streaks=await _streaks(connection, person, today),
        answers=await rows.answers(connection, person.id),
        first=first,
        today=today,
        counts=_per_day(counts),
        looks=looks_of_days(looks),
    )


async def _streaks(connection: Connection, person: Person, today: dt.date) -> Streaks | None:
    if not person.streaks:
        return None
    return streaks.of_days(await rows.days(connection, person.id), today)


def _per_day(counts: Sequence[commit_calendar.Count]) -> tuple[tuple[dt.date, int], ...]:
    days: dict[dt.date, int] = {}
    for count in counts:
        days[count.day] = days.get(count.day, 0) + count.number
    return tuple(sorted(days.items()))


async def goes_with(
    connection: Connection, person: Person
) -> tuple[Association, Sequence[Association]] | None:
    """What goes with which mood of the person's own; None while there are too few days."""
    return associations.of_tags(await _felt(connection, person))


async def goes_with_tag(
    connection: Connection, person: Person, is_meant: Callable[[str], bool]
) -> Details | None:
    """The days of the tag that is meant; None where none is, or too few days have it (by now)."""
    felt = await _felt(connection, person)
    tags = sorted({tag for one in felt for tag in one.tags if is_meant(tag)})
    return associations.of_tag(felt, tags[0]) if tags else None


async def _felt(connection: Connection, person: Person) -> Sequence[Felt]:
    """A person's entries with a mood of their own, and their tags."""
    tags: dict[int, list[str]] = {}
    for entry_id, tag in await rows.tags_of_felt(connection, person.id):
        tags.setdefault(entry_id, []).append(tag)
    felt = await rows.felt(connection, person.id)
    return [Felt(one.day, one.mood, tuple(tags.get(one.entry_id, ()))) for one in felt]
