"""What calendars and settings say, in both languages, and that it fits where it stands."""

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from bot import commit_calendar as pages
from bot import settings_pages
from bot.commit_calendar import Place
from bot.lettering import LONGEST_CAPTION, length
from bot.phrases import commit_calendar, settings
from bot.settings_pages import Subject
from charts.days import Days, Members
from diary import periods
from diary.commit_calendar import Calendar, Row, Rows
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import NOON

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_alert_is_short_enough_for_telegram(language: str) -> None:
    assert length(commit_calendar.words_in(language).not_drawn) <= 200
    assert length(settings.words_in(language).zone_field) <= 64


def calendar(**more: Any) -> Calendar:
    found = Calendar(
        period=periods.five_months(TODAY),
        today=TODAY,
        counts=((TODAY, 2),),
        looks=((TODAY, "happy"),),
        total=87,
        since=dt.date(2026, 3, 2),
        this_month=12,
    )
    return dataclasses.replace(found, **more)


def place(number: int = 0, language: str = "ko") -> Place:
    return Place(number, "제목", language, 6, has_rows=bool(number))


def test_the_caption_is_the_picture_in_words() -> None:
    sheet = pages.of_days(calendar(), place(), "days")
    assert sheet.caption == "이번 달 12일 · 총 87편 · 첫 일기 2026. 3. 2."
    assert isinstance(sheet.value, Days)
    assert sheet.value.moods is None
    assert sheet.chart == "commit_calendar"
    english = pages.of_days(calendar(), place(language="en"), "days")
    assert english.caption == "This month: 12 days · 87 entries in all · first entry Mar 2, 2026"
    year = pages.of_days(calendar(period=periods.year(2026)), place(), "days")
    assert year.caption == "2026년: 1일, 2편 · 총 87편 · 첫 일기 2026. 3. 2."
    empty = calendar(counts=(), looks=(), total=0, since=None)
    assert pages.of_days(empty, place(), "days").caption == commit_calendar.words_in("ko").nothing
    assert (
        pages.of_days(empty, place(3), "days").caption == commit_calendar.words_in("ko").nothing_yet
    )
    assert pages.of_days(empty, place(), "looks").caption == commit_calendar.words_in("ko").no_looks


def test_looks_are_counted_and_claim_no_feeling() -> None:
    looks = ((TODAY, "happy"), (TODAY, "happy"), (TODAY, "unclear"))
    sheet = pages.of_days(calendar(looks=looks), place(), "looks")
    assert "웃는 표정 2일, 뚜렷하지 않음 1일" in sheet.caption
    assert "마음을 잰 것은 아니에요" in sheet.caption
    assert (sheet.chart, sheet.value.moods) == ("mood_calendar", looks)


def test_names_are_escaped_and_a_crowd_is_counted() -> None:
    rows = (Row("<b>민지&", ((TODAY, 2),)), Row("준호", ((TODAY, 1),)), Row(None, ()))
    sheet = pages.of_members(Rows(periods.weeks(TODAY, 6), TODAY, rows), place(3))
    assert (
        sheet.caption
        == "오늘: &lt;b&gt;민지&amp; 2, 준호 1\n지난 5주: &lt;b&gt;민지&amp; 2, 준호 1"
    )
    assert isinstance(sheet.value, Members)
    crowd = tuple(Row("가나다라마바사아자차" * 6, ((TODAY, 1),)) for _ in range(200))
    caption = pages.of_members(Rows(periods.weeks(TODAY, 6), TODAY, crowd), place(3)).caption
    assert length(caption) <= LONGEST_CAPTION
    assert re.search(r"외 1\d\d명", caption)


@pytest.mark.parametrize("number", [0, 3])
@pytest.mark.parametrize("kind", ["days", "looks"])
def test_every_button_of_a_calendar_leads_to_a_view(number: int, kind: str) -> None:
    sheet = pages.of_days(calendar(), place(number), kind)
    buttons = [button for row in sheet.buttons for button in row]
    for button in buttons:
        view = pages.view_of(button.callback.detail)
        assert view is not None
        assert periods.decode(view.period, TODAY) is not None
        assert button.callback.entry_id == number
        assert len(str(button.callback)) <= 64
    assert len({str(button.callback) for button in buttons}) == len(buttons)
    assert any("rows" in button.callback.detail for button in buttons) == bool(number)


@pytest.mark.parametrize("code", ["", "days", "days_", "all_five", "rows"])
def test_what_is_no_view_is_none(code: str) -> None:
    assert pages.view_of(code) is None


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", ["private", "group", "channel"])
@pytest.mark.parametrize("name", ["main", "lang", "zone", "start", "eve"])
def test_every_page_of_settings_shows_what_is_set(language: str, kind: str, name: str) -> None:
    diary = Diary(
        5, 1, 7, "Europe/Berlin", 3, kind=kind, title="<Wir>", evening_minute=21 * 60 + 30
    )
    person = Person(1, 7, language, NOON, None) if kind == "private" else None
    subject = Subject(diary, language, person)
    page = settings_pages.page(name, subject, NOON)
    assert page is not None
    buttons = [button for row in page.buttons for button in row]
    assert {button.callback.entry_id for button in buttons} == {0 if kind == "private" else 5}
    assert all(len(button.callback.detail) <= 30 for button in buttons)
    if name == "main":
        assert "1:00" in page.text  # in Berlin, at noon in Greenwich
        assert "9:30" in page.text
        assert ("&lt;Wir&gt;" in page.text) == (kind != "private")
    else:
        assert sum(button.text.startswith("✓") for button in buttons) == 1
        above = "coming" if name == "eve" and kind == "private" else "main"
        assert buttons[-1].callback.detail == above
    if name == "zone":
        assert any(b.callback.detail == "city" for b in buttons) == (kind != "channel")


def test_what_is_no_page_is_none() -> None:
    assert settings_pages.page("secrets", Subject(Diary(1, 1, 7, "UTC", 0), "ko"), NOON) is None
