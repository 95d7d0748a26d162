"""What stands under a calendar: the picture once more in words, and the buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charts import style


@dataclass(frozen=True, slots=True)
class CommitCalendar:
    """The words of one language. What is put into them is escaped before; days are ISO dates."""

    my_title: str
    our_title: str

    this_month: Callable[[int], str]
    in_month: Callable[[dt.date, int, int], str]
    in_year: Callable[[int, int, int], str]
    total: Callable[[int], str]
    since: Callable[[dt.date], str]
    nothing: str
    nothing_yet: str

    today_by: Callable[[str], str]
    nobody_today: str
    weeks_by: Callable[[str], str]
    and_others: Callable[[int], str]
    nameless: str

    looked: Callable[[str], str]
    look_days: Callable[[str, int], str]
    unclear_days: Callable[[int], str]
    no_looks: str

    looks_button: str
    entries_button: str
    members_button: str
    together_button: str
    five_button: str
    year_button: Callable[[int], str]
    month_button: Callable[[dt.date], str]

    example: str
    to_come: str
    not_drawn: str


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _month(first: dt.date) -> str:
    return f"{_MONTHS[first.month - 1]} {first.year}"


KOREAN = CommitCalendar(
    my_title="나의 일기",
    our_title="우리의 일기",
    this_month=lambda days: f"이번 달 {days}일",
    in_month=lambda first, days, entries: f"{first.year}년 {first.month}월: {days}일, {entries}편",
    in_year=lambda year, days, entries: f"{year}년: {days}일, {entries}편",
    total=lambda entries: f"총 {entries}편",
    since=lambda day: f"첫 일기 {day.isoformat()}",
    nothing="아직 일기가 없어요. 동그란 영상 메시지를 보내면 첫 칸이 채워져요.",
    nothing_yet="아직 일기가 없어요. 누가 먼저 들려줄까요?",
    today_by=lambda names: f"오늘: {names}",
    nobody_today="오늘은 아직 조용해요",
    weeks_by=lambda names: f"지난 5주: {names}",
    and_others=lambda people: f"외 {people}명",
    nameless="이름 없음",
    looked=lambda looks: f"얼굴에 비친 표정: {looks}\n마음을 잰 것은 아니에요.",
    look_days=lambda label, days: f"{style.KOREAN.looks[label]} {days}일",
    unclear_days=lambda days: f"뚜렷하지 않음 {days}일",
    no_looks="이 기간에는 얼굴이 보인 날이 없어요.",
    looks_button="🎨 표정 달력",
    entries_button="📅 일기 달력",
    members_button="👥 사람별로",
    together_button="📅 모두 합쳐서",
    five_button="5개월",
    year_button=lambda year: f"{year}년",
    month_button=lambda first: f"{first.month}월",
    example=(
        "어느 기간인지 잘 모르겠어요. 이렇게 써 보세요.\n"
        "/calendar (최근 5개월)\n/calendar 2026 (한 해)\n/calendar 11월 (한 달)"
    ),
    to_come="아직 오지 않은 때예요.",
    not_drawn="지금은 달력을 그리지 못했어요. 조금 뒤에 다시 해 주세요.",
)

ENGLISH = CommitCalendar(
    my_title="My diary",
    our_title="Our diary",
    this_month=lambda days: f"This month: {_days(days)}",
    in_month=lambda first, days, entries: f"{_month(first)}: {_days(days)}, {_entries(entries)}",
    in_year=lambda year, days, entries: f"{year}: {_days(days)}, {_entries(entries)}",
    total=lambda entries: f"{_entries(entries)} in all",
    since=lambda day: f"first entry {day.isoformat()}",
    nothing="No entries yet. A round video message fills the first square.",
    nothing_yet="No entries yet. Who goes first?",
    today_by=lambda names: f"Today: {names}",
    nobody_today="Today is quiet so far",
    weeks_by=lambda names: f"Last 5 weeks: {names}",
    and_others=lambda people: f"{people} more",
    nameless="no name",
    looked=lambda looks: f"How the face looked: {looks}\nThis is no measure of feelings.",
    look_days=lambda label, days: f"{style.ENGLISH.looks[label]} {_days(days)}",
    unclear_days=lambda days: f"unclear {_days(days)}",
    no_looks="No face was seen on any day of this period.",
    looks_button="🎨 Expressions",
    entries_button="📅 Entries",
    members_button="👥 By person",
    together_button="📅 All together",
    five_button="5 months",
    year_button=str,
    month_button=lambda first: _MONTHS[first.month - 1][:3],
    example=(
        "I cannot tell which period that is. Try one of these:\n"
        "/calendar (the last 5 months)\n/calendar 2026 (a year)\n/calendar Nov (a month)"
    ),
    to_come="That has not come yet.",
    not_drawn="The calendar could not be drawn just now. Please try again in a moment.",
)

WORDS: Mapping[str, CommitCalendar] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> CommitCalendar:
    """The words of a language; English for one that is not spoken here."""
    return WORDS.get(language, ENGLISH)
