"""From a page of the time line, or a day of it, to the message that shows it. No sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.pages import on_button
from bot.phrases import phrases_in
from bot.phrases.moods import FACES
from bot.phrases.timeline import Timeline, words_in
from charts import style
from diary.readings import UNCLEAR
from diary.timeline import MINE, PAGE, Line, Page, Source
from languages import dates
from storage.diaries import Diary
from storage.timeline import Month

#: Units of what a line takes from people: eight lines shall fit below a picture too.
LONGEST_TITLE, LONGEST_TAG, LONGEST_NAME = 36, 16, 14

#: Buttons with numbers in a row, large enough for a thumb; days of a month in a row.
IN_ROW, DAYS_IN_ROW, MONTHS_IN_ROW = 4, 7, 4

#: Addresses of the messages that entries have in the chat, where they have one.
Addresses = Mapping[int, str]


def text(page: Page, language: str) -> str:
    """The lines under their months, as HTML."""
    words, found = words_in(language), page.source
    title = escape(title_of(found, language))
    if not page.total:
        nothing = words.nothing_shared if found.is_shared else words.nothing
        return f"📒 <b>{title}</b>\n{nothing}"
    parts = [words.head(title, page.total)]
    numbered = list(enumerate(page.lines, 1))
    for month, lines in groupby(numbered, lambda pair: pair[1].day.replace(day=1)):
        parts += ["", f"<b>{dates.month_and_year(month, language)}</b>"]
        parts += [
            _line(number, words.day_number(line.day.day), line, language) for number, line in lines
        ]
    if page.total > len(page.lines):
        parts += ["", words.part(page.offset + 1, page.offset + len(page.lines), page.total)]
    return "\n".join([*parts, *_legend(page.lines, words)])


def day_text(page: Page, day: dt.date, language: str) -> str:
    """The entries of a day with their times, as HTML."""
    words = words_in(language)
    name = escape(dates.weekday_and_day(day, language))
    if not page.total:
        return words.empty_day(name)
    lines = [
        _line(number, dates.time(line.at, language), line, language)
        for number, line in enumerate(page.lines, 1)
    ]
    if page.total > len(page.lines):
        lines.append(words.part(page.offset + 1, page.offset + len(page.lines), page.total))
    return "\n".join([words.day_head(name, page.total), *lines, *_legend(page.lines, words)])


def _line(number: int, when: str, line: Line, language: str) -> str:
    """Such as "1. 22일 🙂 제목 #tag 💬2"."""
    words = words_in(language)
    parts = [f"<b>{number}.</b>", when, _sign(line, language)]
    if line.name is not None:
        parts.append(f"{escape(cut(line.name, LONGEST_NAME))}:")
    parts.append(escape(cut(_title(line, language), LONGEST_TITLE)))
    if line.tags:
        parts.append(escape("#" + cut(line.tags[0], LONGEST_TAG)))
    if line.comments:
        parts.append(f"💬{line.comments}")
    if line.place is not None:
        parts.append(escape("📒" + cut(line.place.title or words.our_title, LONGEST_NAME)))
    return " ".join(part for part in parts if part)


def _sign(line: Line, language: str) -> str:
    """What the author felt as a face; what their face showed as a word in italics."""
    if line.mood in FACES:
        return FACES[line.mood]
    if line.look is None or line.look == UNCLEAR:
        return ""
    return f"<i>{escape(style.words_in(language).names[line.look])}</i>"


def _title(line: Line, language: str) -> str:
    if line.title:
        return line.title
    if line.state == "waiting":
        return words_in(language).still_working
    return phrases_in(language).time_of_day_title(line.at)


def _legend(lines: Sequence[Line], words: Timeline) -> list[str]:
    """What the signs are, where there are some: no meaning by a face or by italics alone."""
    told = [words.own_moods] if any(line.mood for line in lines) else []
    if any(line.look not in {None, UNCLEAR} for line in lines):
        told.append(words.looks)
    return ["", " · ".join(told)] if told else []


def title_of(found: Source, language: str) -> str:
    """What a time line is called; plain text."""
    words = words_in(language)
    if found.diary is not None:
        return name_of(found.diary, language)
    return words.all_title if found.others else words.my_title


def name_of(diary: Diary, language: str) -> str:
    """A diary's title, or what it is to the reader; plain text."""
    words = words_in(language)
    return diary.title or (words.our_title if diary.is_shared else words.my_title)


def buttons(page: Page, language: str, addresses: Addresses) -> Buttons:
    """The entries by number, older and newer, and where else one can turn to."""
    words, number = words_in(language), page.source.number
    turns: list[Button | Link] = []
    if page.offset:
        newer = str(max(0, page.offset - PAGE))
        turns.append(Button(words.newer_button, Callback("lines", number, newer)))
    if page.offset + len(page.lines) < page.total:
        older = str(page.offset + PAGE)
        turns.append(Button(words.older_button, Callback("lines", number, older)))
    more: list[Button | Link] = []
    if page.total > PAGE:
        more.append(Button(words.months_button, Callback("months", number)))
    # Whoever has one diary, of their own, has all of their entries in it.
    others = page.source.others
    if len(others) > 1 or any(one.is_shared and one.id != number for one in others):
        more.append(Button(words.diaries_button, Callback("places", number)))
    return [row for row in (*numbers(page.lines, addresses), turns, more) if row]


def numbers(lines: Sequence[Line], addresses: Addresses) -> Buttons:
    """A button for each line: a link where the message has an address, else one that opens it."""
    made: list[Button | Link] = []
    for number, line in enumerate(lines, 1):
        there = addresses.get(line.entry_id)
        open_it = Callback("open", line.entry_id)
        made.append(Link(str(number), there) if there else Button(str(number), open_it))
    return [made[n : n + IN_ROW] for n in range(0, len(made), IN_ROW)]


def months_buttons(found: Source, known: Sequence[Month], year: int, language: str) -> Buttons:
    """The months of a year that have entries, and the years before and after it that have some."""
    years = sorted({one.year for one in known})
    made = [
        Button(
            dates.month(dt.date(one.year, one.month, 1), language),
            Callback("lines", found.number, f"m{one.year:04d}-{one.month:02d}"),
        )
        for one in sorted(known, key=lambda one: one.month)
        if one.year == year
    ]
    rows: list[Sequence[Button]] = [
        made[n : n + MONTHS_IN_ROW] for n in range(0, len(made), MONTHS_IN_ROW)
    ]
    before = max((one for one in years if one < year), default=None)
    after = min((one for one in years if one > year), default=None)
    turns = [
        Button(f"‹ {before}", Callback("months", found.number, str(before))) if before else None,
        Button(f"{after} ›", Callback("months", found.number, str(after))) if after else None,
    ]
    rows.append([button for button in turns if button])
    rows.append([Button(words_in(language).back_button, Callback("lines", found.number, "0"))])
    return [row for row in rows if row]


def places_buttons(found: Source, language: str) -> Buttons:
    """A button for each diary, and for all that the reader has written in them."""
    rows = [
        (Button(on_button(f"📒 {name_of(one, language)}"), Callback("lines", one.id, "0")),)
        for one in found.others
    ]
    everything = Button(words_in(language).all_title, Callback("lines", MINE, "0"))
    return [*rows, (everything,)]


def day_rows(number: int, counts: Sequence[tuple[dt.date, int]]) -> Sequence[tuple[Button, ...]]:
    """For below a month's calendar: a button for each day with entries, with how many, if many."""
    made = [
        Button(
            str(day.day) if times == 1 else f"{day.day}·{times}",
            Callback("day", number, day.isoformat()),
        )
        for day, times in counts
    ]
    return [tuple(made[n : n + DAYS_IN_ROW]) for n in range(0, len(made), DAYS_IN_ROW)]


def day_buttons(
    page: Page,
    day: dt.date,
    language: str,
    addresses: Addresses,
    around: tuple[dt.date | None, dt.date | None],
    back: Button,
) -> Buttons:
    """The entries by number, the days before and after, and the way back."""
    number, words = page.source.number, words_in(language)
    rows: list[Sequence[Button | Link]] = [*numbers(page.lines, addresses)]
    if page.total > PAGE:
        follows = page.offset + PAGE
        offset = follows if follows < page.total else 0
        more = Callback("day", number, f"{day.isoformat()}-{offset}")
        rows.append([Button(words.more_button, more)])
    before, after = around
    turns = []
    if before is not None:
        name = f"‹ {dates.short_day(before, language)}"
        turns.append(Button(name, Callback("day", number, before.isoformat())))
    turns.append(Button(f"· {day.day} ·", Callback("day", number, day.isoformat())))
    if after is not None:
        name = f"{dates.short_day(after, language)} ›"
        turns.append(Button(name, Callback("day", number, after.isoformat())))
    rows.append(turns)
    rows.append([back])
    return [row for row in rows if row]


def way_back(number: int, day: dt.date, language: str, *, below: bool) -> Button:
    """From a day to the list, or, `below` a picture, to the calendar of its month."""
    words = words_in(language)
    if below:
        return Button(words.calendar_button, Callback("calendar", number, f"days_m{day:%Y-%m}"))
    return Button(words.back_button, Callback("lines", number, "0"))
