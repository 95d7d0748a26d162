"""The calendar of a shared diary: a row for each member, a column for each day."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charts.calendar_page import (
    SMALL,
    Head,
    marks_of,
    put_day,
    put_key,
    put_not_yet,
    put_today,
    sheet_of,
)
from charts.calendar_words import CalendarWords, calendar_words_in
from charts.commit_calendar import counted
from charts.day_rows import AROUND_TODAY, Columns, columns_of
from charts.days import Member, Members, level
from charts.lettering import Lettering, lettering
from charts.page import LEFT, MARGIN, Box
from charts.sheet import Sheet
from charts.style import INK, MUTED
from charts.tints import LEVELS
from charts.weeks import WEEK

#: Rows of a picture, and how many members have one of their own where there are more than rows.
ROWS: Final = 12
OWN: Final = 11
#: Letters of a name that are looked at.
LONGEST: Final = 80
#: Sizes of type: names, weekdays over the columns.
NAME: Final = 31
SMALLER: Final = 26
SMALLEST: Final = 22
MARK: Final = 28
#: The height of what stands over the columns, and the air between two letters in it.
HEADER: Final = 88
APART: Final = 4
#: What a picture needs at most beside its rows.
FRAME: Final = 900


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on the left of a row, whether it is one member's, and the entries of its days."""

    name: str
    own: bool
    counts: Counter[dt.date]


def draw(members: Members, language: str) -> bytes:
    """The PNG, 1080 pixels wide, in "ko" or "en"."""
    words = calendar_words_in(language)
    rows = rows_of(members, words)
    sheet, top = sheet_of(_head(members, rows, words), FRAME + 120 * ROWS)
    height = height_of(len(rows))
    columns = columns_of(members.first, members.last, members.today, members.week_starts)
    top = _header(sheet, columns, members, words, top)
    for n, row in enumerate(rows):
        _row(sheet, columns, members, row, Box(LEFT, top + n * height, columns.left - LEFT, height))
    bottom = top + len(rows) * height
    if members.first <= members.today <= members.last:
        put_today(sheet, _around_today(columns, members.today, top, bottom), AROUND_TODAY + 2)
    marks = marks_of(members.first, members.last, members.today)
    top = put_key(sheet, words, bottom + 34, marks)
    return sheet.print(math.ceil(top + 34 + MARGIN))


def rows_of(members: Members, words: CalendarWords) -> tuple[Row, ...]:
    """A row for each of at most twelve members; of more the most active, and one for the rest."""
    named = [_row_of(members, n, member, words) for n, member in enumerate(members.members, 1)]
    if len(named) <= ROWS:
        return tuple(named)
    ranked = sorted(named, key=lambda row: -row.counts.total())
    rest = ranked[OWN:]
    together = sum((row.counts for row in rest), Counter[dt.date]())
    return (*ranked[:OWN], Row(words.and_others(len(rest)), own=False, counts=together))


def height_of(rows: int) -> int:
    """Pixels from one row to the next: few members have high rows."""
    return max(60, min(76, 420 // max(rows, 1)))


def _row_of(members: Members, number: int, member: Member, words: CalendarWords) -> Row:
    """The row of a member; days outside the period do not count."""
    counts = counted(member.counts)
    inside = {d: n for d, n in counts.items() if members.first <= d <= members.last}
    name = lettering().clean(member.name[:LONGEST]) or words.nameless.format(n=number)
    return Row(name, own=True, counts=Counter(inside))


def _head(members: Members, rows: tuple[Row, ...], words: CalendarWords) -> Head:
    """The number of entries; where there are none a word that invites."""
    entries = sum(row.counts.total() for row in rows)
    if not entries:
        over = members.last < members.today
        line = words.empty_before if over else words.empty_together
        return Head(members.title, members.cover, line, warm=True)
    counts = (counted(member.counts) for member in members.members)
    people = sum(any(members.first <= day <= members.last for day in days) for days in counts)
    return Head(members.title, members.cover, words.written_by(entries, people), warm=False)


def _header(
    sheet: Sheet, columns: Columns, members: Members, words: CalendarWords, top: float
) -> float:
    """The date of each week's first day and the weekday of each day; where the rows begin."""
    for begin, days in columns.weeks():
        x, name = columns.x(begin), words.day(begin)
        if days * columns.pitch >= sheet.letters.width(name, SMALL) + 6:
            sheet.text(x, top + 18, name, SMALL, weight=700)
        for n in range(days):
            day = begin + dt.timedelta(n)
            if _has_mark(sheet.letters, columns, day, words):
                middle = columns.x(day) + columns.width / 2
                colour = INK if day == members.today else MUTED
                mark = words.marks[day.weekday()]
                sheet.text(middle, top + 58, mark, MARK, colour=colour, align="center")
    return top + HEADER


def _has_mark(letters: Lettering, columns: Columns, day: dt.date, words: CalendarWords) -> bool:
    """Every so many weekdays, from the first of the week, that no mark touches the next."""
    widest = max(letters.width(mark, MARK) for mark in words.marks) + APART
    step = next((n for n in range(1, WEEK) if widest <= n * columns.pitch), WEEK)
    place = (day.weekday() - columns.week_starts) % WEEK
    return place % step == 0 and place + step <= WEEK and widest <= step * columns.pitch


def _row(sheet: Sheet, columns: Columns, members: Members, row: Row, box: Box) -> None:
    """The name and the cells."""
    _name(sheet, row, box)
    height = min(box.height - 12, 2.4 * columns.width)
    day = members.first
    while day <= members.last:
        cell = Box(columns.x(day), box.middle - height / 2, columns.width, height)
        count = row.counts[day]
        if day > members.today and not count:
            put_not_yet(sheet, cell)
        else:
            put_day(sheet, cell, LEVELS[level(count)])
        day += dt.timedelta(1)


def _name(sheet: Sheet, row: Row, box: Box) -> None:
    """The name in one line, or smaller in two; what is still too long is cut."""
    room, colour = box.width - 16, INK if row.own else MUTED
    size = _size_of(sheet.letters, row.name, room)
    lines = _lines_of(sheet.letters, row.name, room, size)
    for n, line in enumerate(lines):
        y = box.middle + (n - (len(lines) - 1) / 2) * (size + 2)
        sheet.text(box.left, y, line, size, colour=colour)


def _size_of(letters: Lettering, name: str, room: float) -> int:
    """The largest at which the name, or its first word, need not be broken inside."""
    if letters.width(name, NAME) <= room:
        return NAME
    first = name[: next(_breaks(name), len(name))].rstrip()
    fitting = (n for n in (SMALLER, SMALLEST) if letters.width(first, n) <= room)
    return next(fitting, SMALLER)


def _lines_of(letters: Lettering, name: str, room: float, size: float) -> tuple[str, ...]:
    """One or two lines, broken between words, and only where there is no room for it inside."""
    if letters.width(name, size) <= room:
        return (name,)
    pairs = [(name[:n].rstrip(), name[n:].lstrip()) for n in _breaks(name)]
    begun = [pair for pair in pairs if letters.width(pair[0], size) <= room]
    if not begun:
        return _halves(letters, name, room, size)
    whole = [pair for pair in begun if letters.width(pair[1], size) <= room]
    if whole:
        return min(whole, key=lambda pair: max(letters.width(line, size) for line in pair))
    first, second = begun[-1]
    return (first, letters.cut(second, room, size))


def _breaks(name: str) -> Iterator[int]:
    """Where a line may end: before blanks and behind hyphens, with letters on both sides."""
    for match in re.finditer(r"\s+|[-\u2010]+", name):
        end = match.end()
        if match.start() and end < len(name):
            yield end


def _halves(letters: Lettering, name: str, room: float, size: float) -> tuple[str, ...]:
    """One word in two lines, of like length where nothing has to be cut for it."""
    half = min(letters.width(name, size) / 2 + size, room)
    even = letters.wrap(name, room if letters.width(name, size) <= room else half, size)
    whole = "".join("".join(even).split()) == "".join(name.split())
    return even if whole else letters.wrap(name, room, size)


def _around_today(columns: Columns, today: dt.date, top: float, bottom: float) -> Box:
    """The whole column of today, below the mark of its weekday."""
    return Box(columns.x(today), top, columns.width, bottom - top)
