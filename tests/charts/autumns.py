"""Days and members to draw: invented ones, in an autumn of five months."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image

from analysis.report import LABELS
from charts.days import UNCLEAR, Days, Member, Members

DAY = dt.timedelta(1)
TODAY = dt.date(2026, 11, 22)
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 11, 30)
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
MONTH = (dt.date(2026, 11, 1), LAST)
SUNDAY = 6

Counts = tuple[tuple[dt.date, int], ...]

#: Texts that people may give: each is drawn somehow, and none may break a picture.
HOSTILE = (
    "", " ", "🌊😀👨\u200d👩\u200d👧", "مرحبا بالعالم", "שלום abc 한글", "가" * 5000, "word " * 900,
    "\u202eabc\u0000\x1b[31m", "x" + "\u0323\u0304" * 300, "$x^2$ \\frac{", "สวัสดี", "\n\n\t",
    "\U0010ffff", "𝕯𝖎𝖆𝖗𝖞", "\ud800", "{n} %s {}",
)  # fmt: skip


def some_counts(first: dt.date = FIRST, last: dt.date = TODAY, step: int = 2) -> Counts:
    """One to six entries on every other day or so."""
    days = range(0, (last - first).days + 1, step)
    return tuple((first + n * DAY, 1 + n * n % 6) for n in days)


def some_moods(counts: Counts) -> tuple[tuple[dt.date, str], ...]:
    """Every look in turn, and no face on every ninth day."""
    looks = (*LABELS, UNCLEAR)
    return tuple((day, looks[n % 8]) for n, (day, _) in enumerate(counts) if n % 9)


def some_days(
    period: tuple[dt.date, dt.date] = (FIRST, LAST),
    *,
    title: str = "2026년 가을",
    today: dt.date = TODAY,
    week_starts: int = SUNDAY,
    counts: Counts | None = None,
    cover: int | bytes | None = None,
) -> Days:
    counts = some_counts(period[0], min(period[1], today)) if counts is None else counts
    return Days(title, *period, today, week_starts, counts, some_moods(counts), cover)


def some_members(
    number: int,
    *,
    title: str = "우리 일기",
    cover: int | bytes | None = None,
    names: str = "친구 {n}",
) -> Members:
    first = TODAY - 28 * DAY
    members = tuple(
        Member(names.format(n=n), some_counts(first, TODAY, 2 + n % 3)) for n in range(number)
    )
    return Members(title, first, first + 34 * DAY, TODAY, SUNDAY, members, cover)


def photo_of(
    kind: str, size: tuple[int, int] = (800, 600), colour: str = "#B03060", mode: str = "RGB"
) -> bytes:
    """A plain photo."""
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()
