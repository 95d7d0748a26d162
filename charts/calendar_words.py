"""The words in calendars, Korean and English side by side. Standard library only.

A mood calendar says how a face *looked*: what is written here never claims what anyone felt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The words of one language. `weekdays` begin with Monday, months with January.

    Sentences with a number have one form for one and one for more.
    """

    weekdays: tuple[str, ...]
    marks: tuple[str, ...]
    months: tuple[str, ...]
    month_in_year: str
    full_months: tuple[str, ...]
    one_month: str
    months_of_year: str
    months_of_years: str
    whole_year: str
    day_in_month: str
    entries: tuple[str, str]
    on_days: tuple[str, str]
    by_people: tuple[str, str]
    count: str
    less: str
    more: str
    today: str
    not_yet: str
    empty: str
    empty_before: str
    empty_together: str
    no_faces: str
    looked: str
    unclear: str
    no_face: str
    others: tuple[str, str]
    nameless: str

    def month(self, day: dt.date, *, with_year: bool = False) -> str:
        """The name of a day's month, with the year where it is not the one before's."""
        name = self.months[day.month - 1]
        year = f"{day.year % 100:02d}"
        return self.month_in_year.format(year=year, month=name) if with_year else name

    def period(self, first: dt.date, last: dt.date) -> str:
        """The year, the month, or the first and the last month in which a period lies."""
        one, other = (self.full_months[day.month - 1] for day in (first, last))
        names = {"one": one, "other": other, "year": first.year, "later": last.year}
        if first.year != last.year:
            return self.months_of_years.format(**names)
        if (first.month, last.month) == (1, 12):
            return self.whole_year.format(**names)
        return (self.one_month if one == other else self.months_of_year).format(**names)

    def day(self, day: dt.date) -> str:
        """Such as "11.2", "Nov 2"."""
        month = self.months[day.month - 1]
        return self.day_in_month.format(month=month, number=day.month, day=day.day)

    def written(self, entries: int, days: int) -> str:
        """How many entries on how many days."""
        return self.on_days[days != 1].format(
            entries=self.entries[entries != 1].format(n=entries), days=days
        )

    def written_by(self, entries: int, people: int) -> str:
        """How many entries by how many people."""
        return self.by_people[people != 1].format(
            entries=self.entries[entries != 1].format(n=entries), people=people
        )

    def and_others(self, people: int) -> str:
        """The row of those who have none of their own."""
        return self.others[people != 1].format(n=people)


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

KOREAN: Final = CalendarWords(
    weekdays=("월", "화", "수", "목", "금", "토", "일"),
    marks=("월", "화", "수", "목", "금", "토", "일"),
    months=tuple(f"{n}월" for n in range(1, 13)),
    month_in_year="{year}년 {month}",
    full_months=tuple(f"{n}월" for n in range(1, 13)),
    one_month="{year}년 {one}",
    months_of_year="{year}년 {one}–{other}",
    months_of_years="{year}년 {one}–{later}년 {other}",
    whole_year="{year}년",
    day_in_month="{number}.{day}",
    entries=("{n}편", "{n}편"),
    on_days=("{days}일 동안 {entries}", "{days}일 동안 {entries}"),
    by_people=("{people}명이 남긴 {entries}", "{people}명이 남긴 {entries}"),
    count="{n}편",
    less="적음",
    more="많음",
    today="오늘",
    not_yet="아직",
    empty="아직 비어 있어요. 오늘 첫 칸을 칠해 볼까요?",
    empty_before="이때는 쉬어 갔어요. 그래도 괜찮아요.",
    empty_together="아직 조용해요. 오늘은 누가 먼저 들려줄까요?",
    no_faces="얼굴이 보이게 찍은 날마다 색이 하나씩 생겨요.",
    looked="그날 얼굴에 가장 많이 비친 표정이에요. 마음을 잰 건 아니에요.",
    unclear="뚜렷하지 않음",
    no_face="얼굴 없음",
    others=("외 {n}명", "외 {n}명"),
    nameless="멤버 {n}",
)

ENGLISH: Final = CalendarWords(
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    marks=("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    month_in_year="{month} ’{year}",
    full_months=_MONTHS,
    one_month="{one} {year}",
    months_of_year="{one}–{other} {year}",
    months_of_years="{one} {year} – {other} {later}",
    whole_year="{year}",
    day_in_month="{month} {day}",
    entries=("{n} entry", "{n} entries"),
    on_days=("{entries} on {days} day", "{entries} on {days} days"),
    by_people=("{entries} by {people} person", "{entries} by {people} people"),
    count="×{n}",
    less="Less",
    more="More",
    today="Today",
    not_yet="Not yet",
    empty="Nothing here yet. Shall today be the first?",
    empty_before="A quiet stretch, and that is fine.",
    empty_together="Still quiet. Who goes first today?",
    no_faces="Each day with a face in it takes on a colour.",
    looked="How the face looked most that day. Not a measure of mood.",
    unclear="Unclear",
    no_face="No face seen",
    others=("{n} other", "{n} others"),
    nameless="Member {n}",
)

WORDS: Final[Mapping[str, CalendarWords]] = {"ko": KOREAN, "en": ENGLISH}


def calendar_words_in(language: str) -> CalendarWords:
    """The words of a language such as "ko" or "ko-KR"; English for one that is not spoken here."""
    return WORDS.get(language.lower().partition("-")[0], ENGLISH)
