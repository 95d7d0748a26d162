"""What is said in boxes and of covers, in groups."""

import pytest

from bot.phrases import book, groups
from charts.covers import COVERS as DRAWN
from diary.groups import COVERS
from languages.catalogue import LANGUAGES
from tests.bot.sayings import said

#: Alerts of pressed buttons are plain, and Telegram cuts them here.
LONGEST_ALERT = 200
ALERTS = (
    *("admins_only", "is_made", "joined", "joined_channel", "joined_before", "join_first"),
    *("taken_out", "done", "leads_only"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_in_a_box_is_plain_and_fits_into_one(language: str) -> None:
    told = [
        text
        for noun in (groups.Groups, book.Book)
        for name, text in said(noun, language)
        if name in ALERTS
    ]
    assert len(told) == len(ALERTS)
    assert all(len(text) <= LONGEST_ALERT and "<" not in text for text in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_name_for_each_drawn_cover(language: str) -> None:
    assert len(set(book.words_in(language).covers)) == COVERS == len(DRAWN)
