"""Text as Telegram counts it, and as its parser reads it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lettering import cut, escape, length

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("마음깃털", 4), ("🪶", 2), ("👨‍👩‍👧", 8), ("é", 1)]
)
def test_text_is_counted_in_utf_16_units(text: str, units: int) -> None:
    assert length(text) == units


@given(TEXT, st.integers(1, 250))
def test_what_is_cut_fits_and_is_whole_characters(text: str, longest: int) -> None:
    short = cut(text, longest)
    assert length(short) <= longest
    assert short.encode("utf-16-le").decode("utf-16-le") == short
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(TEXT)
def test_what_fits_is_not_cut(text: str) -> None:
    assert cut(text, length(text)) == text


def test_a_character_of_two_units_is_left_out_as_a_whole() -> None:
    assert cut("ab🪶cd", 4) == "ab…"
    assert cut("ab🪶cd", 5) == "ab🪶…"


@given(TEXT)
def test_escaped_text_is_no_markup_and_reads_as_before(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    shown = html.unescape(escaped)
    assert length(shown) <= length(text)
    visible = [c for c in text if c.isprintable() and not c.isspace()]
    assert [c for c in shown if c.isprintable() and not c.isspace()] == visible


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200b", "\u0000", "\x1b", "\ud800", "\ue000"]
)
def test_marks_that_turn_or_break_a_line_are_dropped(mark: str) -> None:
    assert escape(f"a{mark}b\nc") == "ab\nc"


def test_emoji_of_several_people_stay_together() -> None:
    assert escape("👨‍👩‍👧") == "👨‍👩‍👧"
