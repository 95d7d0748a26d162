from itertools import pairwise

import pytest

from charts.entry_picture import clock, length_in_words, spread
from charts.style import words_in

ENGLISH = words_in("en")
KOREAN = words_in("ko")


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (0, "0초", "0 s"),
        (0.01, "0.1초", "0.1 s"),
        (0.2, "0.2초", "0.2 s"),
        (8.0, "8초", "8 s"),
        (9.96, "10초", "10 s"),
        (31.4, "31초", "31 s"),
        (59.7, "1분", "1 min"),
        (556, "9분 16초", "9 min 16 s"),
        (600, "10분", "10 min"),
    ],
)
def test_lengths_are_said_as_people_say_them(seconds: float, korean: str, english: str) -> None:
    assert length_in_words(seconds, KOREAN) == korean
    assert length_in_words(seconds, ENGLISH) == english


def test_clock_times_are_minutes_and_seconds() -> None:
    assert [clock(s) for s in (0, 7.9, 60, 754)] == ["0:00", "0:07", "1:00", "12:34"]


@pytest.mark.parametrize(
    "wanted",
    [(), (500.0,), (500.0, 501.0, 502.0), (990.0, 995.0, 1000.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_flags_keep_their_distance_their_order_and_the_picture(wanted: tuple[float, ...]) -> None:
    places = spread(wanted, 54, 150, 1000)
    assert len(places) == len(wanted)
    assert all(150 <= place <= 1000 for place in places)
    assert all(b - a >= 54 - 1e-9 for a, b in pairwise(places))


def test_flags_with_room_stand_over_their_second() -> None:
    assert spread((200.0, 600.0), 54, 150, 1000) == [200.0, 600.0]
