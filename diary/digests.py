"""A look back at a week or a month: how much there was, a few sentences, what it was about.

One's own is made of all that one has written. A shared diary's is made of what that diary shows,
part by part, and says nothing of moods and faces: those are everybody's own. What somebody does not
want to meet when looking back (`diary.exclusions`) counts, and nothing is quoted of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from diary import access, clock, exclusions, periods, streaks
from diary.errors import NotYours
from diary.streaks import Streaks
from storage import digests as rows
from storage import persons
from storage.database import Connection
from storage.diaries import Diary
from storage.digests import Item
from storage.persons import Person

#: Sentences and tags that are shown.
QUOTES, TAGS = 3, 5

#: A tag of one entry alone says nothing about a month.
LEAST_OF_TAG = 2

#: An expression is named when it was read this often and more often than all others together.
LEAST_OF_LOOK = 3

#: Characters of a sentence from which on a longer one is not better.
LONG_ENOUGH = 80

#: How far back days in a row are counted.
STREAK_DAYS = dt.timedelta(days=3 * 366)

WEEK = 7


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an entry. `author` is told in a shared diary."""

    entry_id: int
    day: dt.date
    text: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """`kind`: week or month. `spoken_s` in seconds, `words` counted between spaces.

    `moods` are how often the person chose each of the five faces, `look` the expression that their
    face showed most, None where none prevailed. `streaks` is None where they are not to be shown.
    """

    kind: str
    first: dt.date
    last: dt.date
    entries: int
    people: int
    spoken_s: float
    words: int
    moods: Mapping[int, int]
    look: str | None
    quotes: Sequence[Quote]
    tags: Sequence[str]
    streaks: Streaks | None = None


def week(last: dt.date) -> tuple[dt.date, dt.date]:
    """The seven days up to this one."""
    return last - dt.timedelta(days=WEEK - 1), last


def month(day: dt.date) -> tuple[dt.date, dt.date]:
    """The month of this day."""
    period = periods.month(day.year, day.month)
    return period.first, period.last


def today_of(diary: Diary, now: dt.datetime) -> dt.date:
    """The diary's day."""
    return clock.today(now, diary.time_zone, diary.day_starts_hour)


async def mine(
    connection: Connection,
    person: Person,
    kind: str,
    days: tuple[dt.date, dt.date],
    today: dt.date,
    now: dt.datetime,
) -> Digest | None:
    """A person's own; None where they wrote nothing. Standings in shared diaries must be fresh."""
    found = await rows.of_author(connection, person.id, *days)
    if not found:
        return None
    may = await exclusions.allowed(connection, person, [item.id for item in found])
    may = {number for number in may if await _reads(connection, person, number, now)}
    shown = [item for item in found if item.id in may]
    tags = await _tags(connection, shown)
    return Digest(
        kind,
        *days,
        entries=len(found),
        people=1,
        spoken_s=sum(item.duration_s or 0.0 for item in found),
        words=sum(_word_count(item) for item in found),
        moods=Counter(item.mood for item in shown if item.mood),
        look=_look(shown),
        quotes=[Quote(item.id, item.day, _key(item)) for item in _chosen(shown, tags)],
        tags=_most(tags),
        streaks=await _streaks(connection, person, today) if person.streaks else None,
    )


async def of_diary(
    connection: Connection, diary: Diary, kind: str, days: tuple[dt.date, dt.date]
) -> Digest | None:
    """A shared diary's; None where it shows nothing of these days.

    The caller has seen to it that whoever asks may read it.
    """
    found = await rows.of_diary(connection, diary.id, *days)
    if not found:
        return None
    people = await persons.several(connection, {item.author_id for item in found})
    shown = await _allowed(connection, found, people)
    tags = await _tags(connection, [item for item in shown if item.has("words")])
    quoted = _chosen([item for item in shown if item.has("key")], tags)
    return Digest(
        kind,
        *days,
        entries=len(found),
        people=len(people),
        spoken_s=sum(item.duration_s or 0.0 for item in found if item.has("video")),
        words=sum(_word_count(item) for item in found if item.has("words")),
        moods={},
        look=None,
        quotes=[
            Quote(item.id, item.day, _key(item), people[item.author_id].name) for item in quoted
        ],
        tags=_most(tags),
    )


async def _reads(connection: Connection, person: Person, entry_id: int, now: dt.datetime) -> bool:
    try:
        await access.sight(connection, person, entry_id, now)
    except NotYours:
        return False
    return True


async def _allowed(
    connection: Connection, found: Sequence[Item], people: Mapping[int, Person]
) -> list[Item]:
    """What each author wants to be met again: it is theirs to say."""
    may: set[int] = set()
    for number, person in people.items():
        theirs = [item.id for item in found if item.author_id == number]
        may |= await exclusions.allowed(connection, person, theirs)
    return [item for item in found if item.id in may]


async def _streaks(connection: Connection, person: Person, today: dt.date) -> Streaks:
    days = await rows.days_of_author(connection, person.id, today - STREAK_DAYS)
    return streaks.of_days(days, today)


def _look(found: Sequence[Item]) -> str | None:
    """What faces showed on most entries: what the author said of it counts before the machine."""
    looks = Counter(look for item in found if (look := item.look or item.dominant))
    if not looks:
        return None
    label, number = looks.most_common(1)[0]
    return label if number >= LEAST_OF_LOOK and 2 * number > looks.total() else None


def _said(item: Item) -> str:
    """Everything that was said or written, as it was corrected."""
    transcript = (item.words or {}).get("transcript")
    said = transcript["text"] if transcript else item.said
    return said or item.text or ""


def _word_count(item: Item) -> int:
    return len(_said(item).split())


def _key(item: Item) -> str:
    """The first key sentence, as it was corrected; of what has none, all that was written.

    Of a share only as far as it shows these parts: whoever shows key sentences shows no more.
    """
    keys = item.words["key_sentences"] if item.words else item.keys
    first = keys[0]["text"] if keys and item.has("key") else ""
    return first or (item.text or "" if item.has("words") else "")


async def _tags(connection: Connection, found: Sequence[Item]) -> Mapping[int, list[str]]:
    tags: dict[int, list[str]] = {item.id: [] for item in found}
    for entry_id, tag in await rows.tags_of(connection, list(tags)):
        tags[entry_id].append(tag)
    return tags


def _most(tags: Mapping[int, Collection[str]]) -> Sequence[str]:
    """The tags of most entries, of equal ones the earlier."""
    counted = Counter(tag for names in tags.values() for tag in names)
    return [tag for tag, number in counted.most_common(TAGS) if number >= LEAST_OF_TAG]


def _chosen(found: Sequence[Item], tags: Mapping[int, Collection[str]]) -> Sequence[Item]:
    """Entries that speak of what the time was about, from different days first, in order of time.

    Each next one is that whose tags are the most frequent ones that no chosen entry has, of equal
    ones that with the longer sentence: short ones seldom stand alone.
    """
    left = [item for item in found if _key(item)]
    counted = Counter(tag for names in tags.values() for tag in names)
    chosen: list[Item] = []
    while left and len(chosen) < QUOTES:
        best = max(left, key=partial(_worth, chosen=tuple(chosen), tags=tags, counted=counted))
        chosen.append(best)
        left.remove(best)
    return sorted(chosen, key=lambda item: (item.day, item.id))


def _worth(
    item: Item,
    *,
    chosen: Sequence[Item],
    tags: Mapping[int, Collection[str]],
    counted: Mapping[str, int],
) -> tuple[bool, int, int]:
    """What an entry would add to those that are chosen."""
    covered = {tag for one in chosen for tag in tags.get(one.id, ())}
    new = set(tags.get(item.id, ())) - covered
    is_new_day = item.day not in {one.day for one in chosen}
    return is_new_day, sum(counted[tag] for tag in new), min(len(_key(item)), LONG_ENOUGH)
