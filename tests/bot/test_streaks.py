"""The line about days in a row says nothing that is not so, and nothing of what is missing."""

import pytest

from bot.streaks import line
from diary.streaks import Streaks


@pytest.mark.parametrize(
    ("found", "ko", "en"),
    [
        (Streaks(0, 0, 0), "", ""),
        (Streaks(1, 1, 1), "이번 달에 1일 썼어요", "You wrote on one day this month"),
        (
            Streaks(17, 8, 19),
            "이번 달에 17일 썼어요 · 8일째 이어 쓰는 중 · 가장 길게는 19일",
            "You wrote on 17 days this month · 8 days in a row · longest: 19 days",
        ),
        (
            Streaks(3, 3, 9, 1, 2),
            (
                "이번 달에 3일 썼어요 · 쉬어 간 하루를 빼고 3일째 이어 쓰는 중 · "
                "가장 길게는 쉬어 간 날을 빼고 9일"
            ),
            (
                "You wrote on 3 days this month · 3 days, with one day off · "
                "longest: 9 days, without days off"
            ),
        ),
    ],
)
def test_a_run_says_its_days_off(found: Streaks, ko: str, en: str) -> None:
    assert line(found, "ko", longest=True) == ko
    assert line(found, "en", longest=True) == en
    assert line(found, "en") == en.partition(" · longest")[0]
