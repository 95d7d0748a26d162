"""What opens under a card to change its entry: tags, the days of a month, the expression, deletion.

Which of them is open stands in the card's row, like every menu (`bot.card_menus`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.report import LABELS
from bot.buttons import Button, Menu, Rows
from bot.callbacks import Callback
from bot.lettering import cut
from bot.phrases import deletions as deletion_phrases
from bot.phrases import phrases_in
from bot.phrases import shares as share_phrases
from bot.phrases.edits import Edits, words_in
from diary import clock, edits
from diary.cards import Contents
from languages import dates

#: Menus that can be open under a card (`Card.menu`); `DAY` carries a month and its last open day.
TAGS, DAY, LOOK, LOOKS, DELETING = "tags", "day", "look", "looks", "delete"

#: Characters of a tag on a button: three stand beside each other.
LONGEST_CHIP = 14
CHIPS_IN_A_ROW = 3

_NO_DAY = "·"


def code(tag: str) -> str:
    """A tag as a button can carry it: callbacks know no Hangul. Twelve hexadecimal digits."""
    return hashlib.sha256(tag.encode()).hexdigest()[:12]


def day_menu(month: dt.date, today: dt.date) -> str:
    """The menu that shows this month, whose days can be chosen up to `today`; 14 characters."""
    last = calendar.monthrange(month.year, month.month)[1]
    if (month.year, month.month) == (today.year, today.month):
        last = today.day
    return f"{DAY}:{month:%Y-%m}:{last}"


def buttons(contents: Contents) -> tuple[Button, ...]:
    """What an author can change, behind [⋯]."""
    words, entry = words_in(contents.language), contents.entry
    title = Button(words.title_button, Callback("title", entry.id))
    tags = Button(words.tags_button, Callback("tags", entry.id))
    day = Button(words.day_button, Callback("date", entry.id))
    if not edits.shows_face(entry):
        return title, tags, day
    return title, tags, day, Button(words.look_button, Callback("look", entry.id))


def delete_button(contents: Contents) -> Button:
    """The way to the question whether to delete the entry."""
    words = deletion_phrases.words_in(contents.language)
    return Button(words.delete_button, Callback("delete", contents.entry.id))


def menu(contents: Contents) -> Menu | None:
    """What is open under the card, if it is one of these."""
    draw: Mapping[str, Callable[[Contents], Menu | None]] = {
        TAGS: _tags,
        DAY: _days,
        LOOK: _look,
        LOOKS: _looks,
        DELETING: deleting,
    }
    found = draw.get((contents.card.menu or "").partition(":")[0])
    return found(contents) if found and contents.share is None else None


def _back(contents: Contents) -> tuple[Button, ...]:
    words = words_in(contents.language)
    return (Button(words.back_button, Callback("more", contents.entry.id)),)


def _tags(contents: Contents) -> Menu:
    words, entry = words_in(contents.language), contents.entry.id
    has = [
        Button(f"✕ {_chip(tag)}", Callback("tags", entry, f"drop-{code(tag)}"))
        for tag in contents.tags
    ]
    offered = [
        Button(f"#{_chip(tag)}", Callback("tags", entry, f"add-{code(tag)}"))
        for tag in contents.chips
    ]
    new = (Button(words.new_tag_button, Callback("tags", entry, "new")),)
    asks = words.ask_tags if has or offered else words.ask_first_tags
    rows = (*_rows(has, CHIPS_IN_A_ROW), *_rows(offered, CHIPS_IN_A_ROW), new, _back(contents))
    return Menu(asks, rows)


def _chip(tag: str) -> str:
    return cut(tag, LONGEST_CHIP)


def _rows(them: Sequence[Button], wide: int) -> Rows:
    return tuple(tuple(them[n : n + wide]) for n in range(0, len(them), wide))


def _days(contents: Contents) -> Menu | None:
    _, month, last = (contents.card.menu or "").split(":")
    first, words = dt.date.fromisoformat(f"{month}-01"), words_in(contents.language)
    until = first.replace(day=int(last))
    starts = clock.week_starts(contents.diary.time_zone, contents.language)
    weeks = calendar.Calendar(starts).monthdatescalendar(first.year, first.month)
    open_weeks = [week for week in weeks if week[0] <= until]
    rows = tuple(tuple(_day(contents, day, until) for day in week) for week in open_weeks)
    names = tuple(_still(contents, dates.short_weekday(day, contents.language)) for day in weeks[0])
    return Menu(
        words.ask_day(contents.entry.day),
        (_months(contents, first, int(last)), names, *rows, _back(contents)),
    )


def _months(contents: Contents, first: dt.date, last: int) -> tuple[Button, ...]:
    """The month, and the ways to the one before and after."""
    entry, name = contents.entry.id, dates.month_and_year(first, contents.language)
    before = first - dt.timedelta(days=1)
    after = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    back = _still(contents, _NO_DAY)
    if before >= edits.FIRST_DAY:
        back = Button("‹", Callback("date", entry, f"m{before:%Y-%m}"))
    on = _still(contents, _NO_DAY)
    if last == after.day:
        on = Button("›", Callback("date", entry, f"m{after + dt.timedelta(days=1):%Y-%m}"))
    return (back, _still(contents, name), on)


def _day(contents: Contents, day: dt.date, last: dt.date) -> Button:
    if (day.year, day.month) != (last.year, last.month):
        return _still(contents, _NO_DAY)
    if day > last:
        return Button(_NO_DAY, Callback("date", contents.entry.id, "future"))
    text = f"[{day.day}]" if day == contents.entry.day else str(day.day)
    return Button(text, Callback("date", contents.entry.id, day.isoformat()))


def _still(contents: Contents, text: str) -> Button:
    """A button that does nothing: the apps know no other cells."""
    return Button(text, Callback("date", contents.entry.id, "stay"))


def _look(contents: Contents) -> Menu | None:
    if not edits.shows_face(contents.entry):
        return None
    words, entry = words_in(contents.language), contents.entry
    said = "✓ " if entry.look == "right" else ""
    right = Button(f"{said}{words.right_button}", Callback("look", entry.id, "right"))
    wrong = Button(words.wrong_button, Callback("look", entry.id, "wrong"))
    asks = words.ask_right(_reading(contents))
    return Menu(asks, ((right, wrong), _back(contents)), tells=True)


def _reading(contents: Contents) -> str:
    """What the machine says, whatever its author has said since."""
    says, reading = phrases_in(contents.language), contents.reading
    if reading is None:
        return says.no_claim
    return says.looked.get(reading.overall, says.unclear)


def _looks(contents: Contents) -> Menu | None:
    if not edits.shows_face(contents.entry):
        return None
    words, entry = words_in(contents.language), contents.entry
    chosen = [
        Button(_said(words, entry.look, one), Callback("look", entry.id, one)) for one in LABELS
    ]
    return Menu(words.ask_wrong, (*_rows(chosen, 2), _back(contents)))


def _said(words: Edits, look: str | None, label: str) -> str:
    return f"✓ {words.looks(label)}" if look == label else words.looks(label)


def deleting(contents: Contents) -> Menu:
    """The question whether to delete the entry: it says what goes."""
    words, entry = deletion_phrases.words_in(contents.language), contents.entry.id
    sure, keep = Callback("delete", entry, "sure"), Callback("more", entry, "close")
    rows = ((Button(words.sure_button, sure), Button(words.keep_button, keep)),)
    return Menu("\n".join(_what_goes(contents, words)), rows)


def _what_goes(contents: Contents, words: deletion_phrases.Deletions) -> Iterator[str]:
    yield words.ask
    unnamed = share_phrases.words_in(contents.language).unnamed
    if contents.is_shared:
        yield words.from_here(contents.diary.title or unnamed)
    if contents.shown:
        yield words.from_there(", ".join(one.diary.title or unnamed for one in contents.shown))
    if contents.said:
        yield words.comments(contents.said)
    yield words.ten_minutes
    yield words.message_stays
