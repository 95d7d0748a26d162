"""A time of the day is read as people type it, and nothing else is one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import hours
from languages import dates

MINUTES = st.integers(min_value=0, max_value=1439)


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("21:00", 1260), ("9:05", 545), ("7", 420), ("0:00", 0), ("23:59", 1439), ("21시", 1260),
        ("21시 30분", 1290), ("오후 9시", 1260), ("오전 12시", 0), ("9pm", 1260), ("9:30 PM", 1290),
        ("12am", 0), (" 12pm ", 720), ("밤 10시", 1320), ("밤10시 반", 1350), ("밤 12시", 0),
        ("밤 1시", 60), ("저녁 7시", 1140), ("저녁 19시", 1140), ("아침 8시", 480),
        ("새벽 4시", 240), ("새벽 12시", 0),
        ("낮 12시", 720), ("낮 2시", 840), ("정오", 720), ("자정", 0),
        ("10 at night", 1320), ("12 at night", 0), ("8 in the evening", 1200), ("noon", 720),
        ("6:15 in the morning", 375), ("3 in the afternoon", 900),
        ("Midnight", 0), ("10 p.m.", 1320),
        ("at 10pm", 1320), ("22시", 1320), ("밤 10시에", 1320), ("9 o'clock", 540),
        ("10:30 at night", 1350),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(said: str, minute: int) -> None:
    assert hours.read_minute(said) == minute


@pytest.mark.parametrize(
    "said",
    ["24:00", "9:60", "", "nine", "13am", "0am", "-1", "21:00:00", "9 9", "²¹", "on", "9:", "밤",
     "저녁 12시", "낮 7시", "아침 19시", "오전 9시 pm", "밤 25시", "at night"],
)  # fmt: skip
def test_what_is_no_time_of_day_is_none(said: str) -> None:
    assert hours.read_minute(said) is None


@given(MINUTES, st.sampled_from(["ko", "en"]))
def test_what_the_bot_writes_itself_can_be_typed_back(minute: int, language: str) -> None:
    written = dates.time(dt.time(*divmod(minute, 60)), language)
    assert hours.read_minute(written) == minute


@given(MINUTES)
def test_every_way_to_write_a_minute_means_that_minute(minute: int) -> None:
    hour, rest = divmod(minute, 60)
    face = hour % 12 or 12
    half, korean = ("am", "오전") if hour < 12 else ("pm", "오후")
    for said in (
        f"{hour}:{rest:02d}", f"{hour:02d}:{rest:02d}", f"{hour}시 {rest}분", f"{hour}시{rest}분",
        f"{face}:{rest:02d}{half}", f"{face}:{rest:02d} {half.upper()}",
        f"{korean} {face}시 {rest}분",
    ):  # fmt: skip
        assert hours.read_minute(said) == minute, said
    part = {**dict.fromkeys((22, 23, 0, 1, 2), "밤"), **dict.fromkeys((18, 19, 20), "저녁"),
            **dict.fromkeys((7, 8, 9), "아침"), **dict.fromkeys((12, 13, 14), "낮"),
            **dict.fromkeys((3, 4, 5), "새벽")}.get(hour)  # fmt: skip
    if part is not None:
        assert hours.read_minute(f"{part} {face}시 {rest}분") == minute


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_minute_of_the_day_or_none(said: str) -> None:
    found = hours.read_minute(said)
    assert found is None or 0 <= found < 24 * 60
