"""From what a calendar counts to the message that shows it. No sending."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot import timeline
from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.lettering import cut, escape, length
from bot.phrases.commit_calendar import CommitCalendar, words_in
from charts.days import MOODS, Days, Member, Members
from diary import commit_calendar as rules
from diary import periods
from diary.commit_calendar import Calendar
from diary.periods import Period
from diary.readings import UNCLEAR

#: What the number of a button is where it speaks of the person who presses it.
MINE = 0

#: Units of a line with names, and of a name in it: a caption has room for 1024.
LONGEST_LINE = 400
LONGEST_NAME = 24

_VIEWS = {"days": "commit_calendar", "looks": "mood_calendar", "rows": "member_calendar"}


@dataclass(frozen=True, slots=True)
class View:
    """What a button turns a calendar to: days, looks or rows, and the period."""

    kind: str
    period: str = "five"

    @property
    def code(self) -> str:
        """Such as "days_m2026-11"."""
        return f"{self.kind}_{self.period}"


def view_of(code: str) -> View | None:
    """The view of a button; None for what no button carries."""
    kind, _, period = code.partition("_")
    return View(kind, period) if kind in _VIEWS and period else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a calendar is shown: number is a shared diary's or MINE.

    `has_rows`: there is a view with a row for each member. `is_protected`: Telegram lets nobody
    pass on what is shown there.
    """

    number: int
    title: str
    language: str
    week_starts: int
    cover: int | bytes | None = None
    has_rows: bool = False
    is_protected: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether it is that of a shared diary."""
        return self.number != MINE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message with a picture: what to draw, which way, and what stands below (HTML)."""

    chart: str
    value: Any
    caption: str
    buttons: Rows
    is_protected: bool = False


def of_days(calendar: Calendar, place: Place, kind: str) -> Sheet:
    """The calendar of days; `kind` is days or looks."""
    value = Days(
        title=place.title,
        first=calendar.period.first,
        last=calendar.period.last,
        today=calendar.today,
        week_starts=place.week_starts,
        counts=calendar.counts,
        moods=calendar.looks if kind == "looks" else None,
        cover=place.cover,
    )
    words = words_in(place.language)
    caption = (
        looks_text(calendar.looks, words) if kind == "looks" else _summary(calendar, place, words)
    )
    buttons = _buttons(calendar, place, kind, words)
    return Sheet(_VIEWS[kind], value, caption, buttons, place.is_protected)


def of_members(found: rules.Rows, place: Place) -> Sheet:
    """The calendar with a row for each member."""
    words = words_in(place.language)
    value = Members(
        title=place.title,
        first=found.period.first,
        last=found.period.last,
        today=found.today,
        week_starts=place.week_starts,
        members=tuple(Member(row.name or "", row.counts) for row in found.rows),
        cover=place.cover,
    )
    together = _button(words.together_button, place, View("days"))
    looks = _button(words.looks_button, place, View("looks"))
    caption = _rows(found, words)
    return Sheet(_VIEWS["rows"], value, caption, ((together, looks),), place.is_protected)


def _summary(calendar: Calendar, place: Place, words: CommitCalendar) -> str:
    """Such as "This month 12 days · 87 entries in all · first entry 2026-03-02"."""
    if calendar.since is None:
        return words.nothing_yet if place.is_shared else words.nothing
    lead = _lead(calendar, words)
    return " · ".join([lead, words.total(calendar.total), words.since(calendar.since)])


def _lead(calendar: Calendar, words: CommitCalendar) -> str:
    days, entries = len(calendar.counts), sum(number for _, number in calendar.counts)
    if calendar.period.kind == "year":
        return words.in_year(calendar.period.first.year, days, entries)
    if calendar.period.kind == "month":
        return words.in_month(calendar.period.first, days, entries)
    return words.this_month(calendar.this_month)


def looks_text(looks: Iterable[tuple[dt.date, str]], words: CommitCalendar) -> str:
    """The moods that were chosen, and how faces looked on the other days."""
    often = Counter(look for _, look in looks)
    if not often:
        return words.no_looks
    moods = [words.mood_days(mood, often[mood]) for mood in reversed(MOODS) if often[mood]]
    named = [
        words.look_days(label, days)
        for label, days in often.most_common()
        if label not in {*MOODS, UNCLEAR}
    ]
    if often[UNCLEAR]:
        named.append(words.unclear_days(often[UNCLEAR]))
    parts = [words.felt(", ".join(moods))] if moods else []
    return "\n".join([*parts, words.looked(", ".join(named))] if named else parts)


def _rows(found: rules.Rows, words: CommitCalendar) -> str:
    """Who wrote today, and how much everybody wrote in these weeks."""
    today = _named(_totals(found.rows, found.today), words)
    weeks = _named(_totals(found.rows), words)
    lines = [words.today_by(today) if today else words.nobody_today]
    return "\n".join([*lines, words.weeks_by(weeks)] if weeks else lines)


def _totals(
    rows: Iterable[rules.Row], day: dt.date | None = None
) -> Sequence[tuple[str | None, int]]:
    """Who has any entries of that day, or of all; the most first."""
    them = [
        (row.name, sum(number for at, number in row.counts if day in {None, at})) for row in rows
    ]
    return sorted((pair for pair in them if pair[1]), key=lambda pair: -pair[1])


def _named(them: Sequence[tuple[str | None, int]], words: CommitCalendar) -> str:
    """Such as "Minji 2, Junho 1"; those for whom there is no room are counted."""
    parts: list[str] = []
    room = LONGEST_LINE
    for n, (name, number) in enumerate(them):
        part = f"{cut(name or words.nameless, LONGEST_NAME)} {number}"
        room -= length(part) + 2
        if room < 0:
            parts.append(words.and_others(len(them) - n))
            break
        parts.append(part)
    return ", ".join(escape(part) for part in parts)


def _buttons(calendar: Calendar, place: Place, kind: str, words: CommitCalendar) -> Rows:
    """The other way to colour the days, other periods, and in a group back to the members."""
    here = calendar.period.code
    other = View("days" if kind == "looks" else "looks", here)
    name = words.entries_button if kind == "looks" else words.looks_button
    first = [_button(name, place, other)]
    if place.has_rows:
        first.append(_button(words.members_button, place, View("rows")))
    spans = tuple(
        _button(text, place, View(kind, period.code))
        for text, period in _spans(calendar.today, words)
        if period.code != here
    )
    return (*_days(calendar, place), tuple(first), spans)


def _days(calendar: Calendar, place: Place) -> Rows:
    """Below a month its days with entries: each leads to them."""
    if calendar.period.kind != "month":
        return ()
    return tuple(timeline.day_rows(place.number, calendar.counts))


def _spans(today: dt.date, words: CommitCalendar) -> list[tuple[str, Period]]:
    month = periods.month(today.year, today.month)
    return [
        (words.five_button, periods.five_months(today)),
        (words.month_button(month.first), month),
        (words.year_button(today.year), periods.year(today.year)),
    ]


def _button(text: str, place: Place, view: View) -> Button:
    return Button(text, Callback("calendar", place.number, view.code))
