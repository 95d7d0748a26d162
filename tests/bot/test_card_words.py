"""What the words of a card say of when it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.cards import curve, face
from tests.bot.given import contents


@pytest.mark.parametrize(
    ("language", "whole", "title", "line"),
    [
        ("ko", "2026년 11월 20일", "2026년 11월 20일 금요일", "2026년 11월 20일 금요일 오후 9:00"),
        (
            "en",
            "November 20, 2026",
            "Friday evening, November 20, 2026",
            "Friday, November 20, 2026, ",
        ),
    ],
)
def test_dates_of_another_year_say_it(language: str, whole: str, title: str, line: str) -> None:
    made = contents("done", language, title="한강")
    assert made.report is not None
    for year, says_it in ((2026, False), (2027, True)):
        named = replace(made, today=dt.date(year, 11, 20))
        alone = replace(named, entry=replace(named.entry, title=None))
        covered = replace(named, person=replace(named.person, discreet=True))
        assert (line in face(named).text) == says_it
        assert (line in curve(named, made.report).date_line) == says_it
        assert (title in face(alone).text) == says_it
        assert (title in curve(alone, made.report).title) == says_it
        assert (whole in face(covered).text.partition("\n")[0]) == says_it
