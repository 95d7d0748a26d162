"""The time line of a diary: its entries as lines, page by page, and the months and days it has.

In a private chat it is the reader's own diary, a shared one that they are in, or all that they have
written; in a group that group's diary. Who may read is asked here, with every page anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analysis.report import LABELS, Report
from diary import access, clock, corrections, exclusions
from diary.captions import shortened
from diary.errors import NotYours
from diary.readings import UNCLEAR
from storage import diaries, entries, persons, shares
from storage import timeline as rows
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from storage.shares import PARTS, Share
from storage.timeline import Month, Place, Scope

#: Lines of a page: as many as have a button each in two rows.
PAGE = 8

#: The number of no diary: everything that the reader has written.
MINE = 0

#: A title that is made of what was said is not longer.
LONGEST_TITLE = 40

#: What an author answers who finds the machine right.
RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Source:
    """A time line that somebody may read: of a diary, or (None) of all that they have written.

    `others` are the diaries that they could turn to.
    """

    scope: Scope
    diary: Diary | None
    zone: str
    today: dt.date
    others: tuple[Diary, ...] = ()

    @property
    def number(self) -> int:
        """What its buttons carry."""
        return MINE if self.diary is None else self.diary.id

    @property
    def is_shared(self) -> bool:
        """Whether several people's entries stand in it."""
        return self.diary is not None and self.diary.is_shared


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list, with nothing but what may be seen of it there.

    `title` is the author's, or made of the first key sentence; "" where there is neither. `mood` is
    what the author felt, 1 to 5; `look` what the face showed where no mood was given. `name` is the
    author where several people write, `place` the diary where several are listed.
    """

    entry_id: int
    day: dt.date
    at: dt.datetime
    state: str
    kind: str
    title: str
    mood: int | None
    look: str | None
    tags: tuple[str, ...]
    comments: int
    name: str | None = None
    place: Diary | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a time line, the first being number `offset`; `total` counts all."""

    source: Source
    lines: tuple[Line, ...]
    offset: int
    total: int


async def source(connection: Connection, person: Person, number: int, now: dt.datetime) -> Source:
    """For a private chat: the time line that a button means; raises NotYours.

    The standings must be fresh (`diary.access.readable`).
    """
    readable = tuple(await access.readable(connection, person, now))
    if number == MINE:
        return _mine(person, readable, now)
    diary = next((one for one in readable if one.id == number), None)
    if diary is None:
        raise NotYours
    author_id = None if diary.is_shared else person.id
    found = _of(Scope(diary_id=diary.id, author_id=author_id), diary, now)
    return replace(found, others=readable)


def of_diary(diary: Diary, now: dt.datetime) -> Source:
    """For the chat of a shared diary. The caller has seen to it that the reader may read it."""
    return _of(Scope(diary_id=diary.id), diary, now)


def _of(scope: Scope, diary: Diary, now: dt.datetime) -> Source:
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    return Source(scope, diary, diary.time_zone, today)


def _mine(person: Person, readable: Sequence[Diary], now: dt.datetime) -> Source:
    """All that a person has written, in the diaries that they still read."""
    own = next((diary for diary in readable if not diary.is_shared), None)
    zone, hour = (own.time_zone, own.day_starts_hour) if own else ("UTC", 0)
    scope = Scope(author_id=person.id, among=tuple(diary.id for diary in readable))
    return Source(scope, None, zone, clock.today(now, zone, hour), tuple(readable))


def own_of(found: Sequence[Diary]) -> Diary | None:
    """The reader's own diary among those that they may read."""
    return next((diary for diary in found if not diary.is_shared), None)


async def page(connection: Connection, found: Source, offset: int) -> Page:
    """The page that begins with this line; the last one where there are no more."""
    total = await rows.count(connection, found.scope)
    offset = max(0, min(offset, (total - 1) // PAGE * PAGE if offset >= total else offset))
    places = await rows.page(connection, found.scope, PAGE, offset)
    return Page(found, await _lines(connection, found, places), offset, total)


async def of_day(connection: Connection, found: Source, day: dt.date, offset: int = 0) -> Page:
    """The entries of a day in their order."""
    whole = replace(found, scope=replace(found.scope, first=day, last=day))
    total = await rows.count(connection, whole.scope)
    if offset >= total:
        offset = 0
    places = await rows.page(connection, whole.scope, PAGE, offset, oldest_first=True)
    return Page(found, await _lines(connection, found, places), offset, total)


async def any_of(
    connection: Connection, person: Person, found: Source, choose: Callable[[Sequence[int]], int]
) -> int | None:
    """An entry by chance, of those that the person has not excluded; None where there is none."""
    ids = await rows.ids(connection, found.scope)
    left = await exclusions.allowed(connection, person, ids)
    return choose(sorted(left)) if left else None


async def months(connection: Connection, found: Source) -> Sequence[Month]:
    """The months that have entries, the newest first."""
    return await rows.months(connection, found.scope)


async def offset_of_month(connection: Connection, found: Source, year: int, month: int) -> int:
    """The number of the newest line of a month, or of the next older one."""
    after = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return await rows.count_after(connection, found.scope, after)


async def neighbours(
    connection: Connection, found: Source, day: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """The day with entries before this one, and the one after it."""
    known = await rows.days(connection, found.scope)
    before = max((one for one in known if one < day), default=None)
    return before, min((one for one in known if one > day), default=None)


async def _lines(
    connection: Connection, found: Source, places: Sequence[Place]
) -> tuple[Line, ...]:
    ids = [place.entry_id for place in places]
    own = not found.is_shared
    tags = await rows.first_tags(connection, ids)
    said = await rows.comments_of(connection, ids, None if own else found.number)
    lines = []
    for place in places:
        entry = await entries.find(connection, place.entry_id)
        share = await shares.get(connection, place.share_id) if place.share_id else None
        if entry is None or (place.share_id and share is None):
            continue
        line = line_of(entry, share, tuple(tags.get(entry.id, ())), said.get(entry.id, 0))
        lines.append(await _told(connection, found, entry, line))
    return tuple(lines)


async def _told(connection: Connection, found: Source, entry: Entry, line: Line) -> Line:
    """With the author where several people write, with the diary where several are listed."""
    home = await diaries.get(connection, entry.diary_id)
    line = replace(line, at=clock.local(entry.recorded_at, found.zone))
    if found.is_shared:
        author = await persons.get(connection, entry.author_id)
        return replace(line, name=author.name if author.kind == "person" else None)
    is_elsewhere = home.is_shared and entry.removed_at is None
    return replace(line, place=home) if is_elsewhere else line


def line_of(entry: Entry, share: Share | None, tags: tuple[str, ...], comments: int) -> Line:
    """What may be seen of an entry in a list: of a share only the parts that are shown."""
    parts = frozenset(PARTS) if share is None else share.shown
    report = corrections.report_of(entry)
    mood = entry.mood if share is None else None
    return Line(
        entry_id=entry.id,
        day=entry.day,
        at=entry.recorded_at,
        state=entry.state,
        kind=entry.kind,
        title=title_of(entry, report, parts),
        mood=mood,
        look=look_of(entry, report) if mood is None and "chart" in parts else None,
        tags=tags if "words" in parts else (),
        comments=comments if entry.comments_on else 0,
    )


def title_of(entry: Entry, report: Report | None, parts: frozenset[str]) -> str:
    """The author's own title, else the beginning of the first key sentence, else of a text."""
    if entry.title:
        return entry.title
    if report is not None and "key" in parts and report.key_sentences:
        return shortened(" ".join(report.key_sentences[0].text.split()), LONGEST_TITLE)
    text = (entry.text or "") if "words" in parts else ""
    return shortened(" ".join(text.split()), LONGEST_TITLE)


def look_of(entry: Entry, report: Report | None) -> str | None:
    """What the face showed: what its author says, else the machine; None where none was seen."""
    if entry.look in LABELS:
        return entry.look
    if report is None or report.emotions.mean is None:
        return None
    return report.emotions.dominant or UNCLEAR
