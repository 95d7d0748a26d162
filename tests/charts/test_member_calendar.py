import dataclasses
import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from charts.calendar_words import calendar_words_in
from charts.day_rows import columns_of
from charts.days import Member, Members
from charts.lettering import lettering
from charts.member_calendar import (
    HEADER,
    MARK,
    NAME,
    SMALLER,
    SMALLEST,
    _has_mark,
    _lines_of,
    _size_of,
    draw,
    rows_of,
)
from charts.style import GAP_HATCH, INK, PAPER
from charts.tints import GLOW, LEVELS
from tests.charts.autumns import DAY, HOSTILE, SUNDAY, TODAY, some_members
from tests.charts.scenes import has, pixels_of

ENGLISH = calendar_words_in("en")
KOREAN = calendar_words_in("ko")

#: Rows at the foot that hold the key.
KEY = 110


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 12, 13, 50])
def test_groups_of_every_size_are_drawn_without_a_word_in_the_log(
    number: int, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    png = draw(some_members(number, cover=4), language)
    pixels = pixels_of(png)
    assert pixels.shape[1] == 1080
    assert pixels.shape[0] <= 1500
    assert len(png) <= 120_000
    assert not caplog.records


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_breaks_the_picture_or_reaches_into_the_cells(text: str) -> None:
    """With a strange name the picture differs from that with another on the left only."""
    strange, plain = (
        pixels_of(draw(some_members(3, names=name.replace("{", "{{").replace("}", "}}")), "ko"))
        for name in (text, "가나다")
    )
    assert strange.shape == plain.shape
    assert (strange[:, 224:] == plain[:, 224:]).all()


def test_a_name_of_signs_alone_is_replaced_by_a_number() -> None:
    members = some_members(3, names="🌊😀")
    assert [row.name for row in rows_of(members, KOREAN)] == ["멤버 1", "멤버 2", "멤버 3"]
    assert rows_of(members, ENGLISH)[2].name == "Member 3"


def test_twelve_members_have_a_row_each_in_their_order() -> None:
    rows = rows_of(some_members(12), KOREAN)
    assert [row.name for row in rows] == [f"친구 {n}" for n in range(12)]


def test_of_more_the_most_active_have_rows_and_the_rest_one_with_the_sum() -> None:
    members = some_members(20)
    rows = rows_of(members, KOREAN)
    totals = sorted((sum(n for _, n in m.counts) for m in members.members), reverse=True)
    assert [row.counts.total() for row in rows[:11]] == totals[:11]
    assert rows[11].name == "외 9명"
    assert rows[11].counts.total() == sum(totals[11:])
    assert rows_of(members, ENGLISH)[11].name == "9 others"


def test_days_outside_the_period_do_not_count() -> None:
    long_ago = Member("옛날", ((TODAY - 400 * DAY, 99),))
    members = dataclasses.replace(some_members(12), members=(long_ago, *some_members(12).members))
    assert "옛날" not in [row.name for row in rows_of(members, KOREAN)]
    alone = dataclasses.replace(members, members=(long_ago,))
    assert has(pixels_of(draw(alone, "ko")), GLOW).sum() > 5000


def cells(members: Members, colour: str) -> list[tuple[int, int]]:
    """The left and upper edges of all cells of one colour."""
    mask = has(pixels_of(draw(members, "ko"))[:-KEY], colour)
    mask = mask & ~np.roll(mask, 1, axis=1)
    ys, xs = np.nonzero(mask)
    return [(int(x), int(y)) for x, y in zip(xs, ys, strict=True)]


def test_members_are_rows_and_days_are_columns() -> None:
    first = TODAY - 34 * DAY
    one = Member("가", ((first, 4), (first + 20 * DAY, 3)))
    other = Member("나", ((first, 3), (first + 34 * DAY, 4)))
    members = Members("우리", first, TODAY, TODAY, SUNDAY, (one, other))
    dark, green = cells(members, LEVELS[4]), cells(members, LEVELS[3])
    assert min(x for x, _ in dark) == pytest.approx(min(x for x, _ in green), abs=1)
    assert max(x for x, _ in dark) > 950
    assert min(y for _, y in dark) == pytest.approx(min(y for _, y in green), abs=1)
    assert max(y for _, y in dark) == pytest.approx(max(y for _, y in green), abs=1)


@pytest.mark.parametrize("number", [1, 2, 5, 12])
def test_the_column_of_today_is_outlined_through_all_rows(number: int) -> None:
    pixels = pixels_of(draw(some_members(number), "ko"))[:-KEY]
    dark = has(pixels[260:, 230:], INK).sum(axis=0)
    line = dark > 0.8 * dark.max()
    assert dark.max() > 60 * number
    assert 4 <= line.sum() <= 12
    without = dataclasses.replace(some_members(number), today=TODAY + 40 * DAY)
    assert has(pixels_of(draw(without, "ko"))[260:-KEY, 230:], INK).sum(axis=0).max() < 60


def test_days_to_come_are_empty_outlines() -> None:
    members = some_members(2)
    ended = dataclasses.replace(members, today=members.last)
    assert has(pixels_of(draw(members, "ko")), GAP_HATCH).sum() > 800
    assert not has(pixels_of(draw(ended, "ko")), GAP_HATCH).any()


def test_without_entries_a_warm_line_invites() -> None:
    quiet = dataclasses.replace(some_members(2), members=(Member("가", ()), Member("나", ())))
    assert has(pixels_of(draw(quiet, "ko"))[:260], GLOW).sum() > 5000
    assert has(pixels_of(draw(some_members(2), "ko")), GLOW).sum() < 500


@pytest.mark.parametrize("week_starts", range(7))
@pytest.mark.parametrize("days", [0, 6, 13, 90])
def test_other_periods_are_drawn_too(week_starts: int, days: int) -> None:
    first = TODAY - dt.timedelta(days)
    members = Members("우리", first, TODAY, TODAY, week_starts, some_members(2).members)
    assert pixels_of(draw(members, "en")).shape[1] == 1080


@pytest.mark.parametrize("name", ["하늘이엄마예요", "김이름이아주길어요", "Maria Magdalena"])
def test_a_long_name_has_two_lines_of_like_length(name: str) -> None:
    letters = lettering()
    assert letters.width(name, NAME) > 150
    lines = _lines_of(letters, name, 150, SMALLER)
    assert "".join("".join(lines).split()) == "".join(name.split())
    assert min(letters.width(line, SMALLER) for line in lines) > 60


def test_a_name_for_which_two_lines_are_too_few_is_cut() -> None:
    lines = _lines_of(lettering(), "가나다라" * 20, 150, SMALLER)
    assert len(lines) == 2
    assert lines[1].endswith("...")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Alexandra-Maria", ("Alexandra-", "Maria")),
        ("Maria Magdalena", ("Maria", "Magdalena")),
        ("Ana Maria Lopez", ("Ana Maria", "Lopez")),
        ("지우네 가족 모두 모여", ("지우네 가족", "모두 모여")),
    ],
)
def test_a_name_is_broken_between_its_words(name: str, lines: tuple[str, ...]) -> None:
    assert _lines_of(lettering(), name, 150, SMALLER) == lines


def test_what_does_not_fit_is_cut_in_its_second_word() -> None:
    first, second = _lines_of(lettering(), "Maria Featherstonehaugh", 150, SMALLER)
    assert first == "Maria"
    assert second.startswith("Feather")
    assert second.endswith("...")


def test_a_long_word_is_written_smaller_before_it_is_broken() -> None:
    letters = lettering()
    assert letters.width("Bartholomew", SMALLER) > 140
    assert _size_of(letters, "Bartholomew", 140) == SMALLEST
    assert _lines_of(letters, "Bartholomew", 140, SMALLEST) == ("Bartholomew",)
    assert _size_of(letters, "가나다라" * 20, 140) == SMALLER


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("week_starts", range(7))
@pytest.mark.parametrize("days", [7, 14, 35, 91])
def test_no_weekday_touches_the_next(days: int, week_starts: int, language: str) -> None:
    letters, words = lettering(), calendar_words_in(language)
    first = TODAY - (TODAY.weekday() - week_starts) % 7 * DAY
    period = [first + n * DAY for n in range(days)]
    columns = columns_of(first, period[-1], TODAY, week_starts)
    marked = [day for day in period if _has_mark(letters, columns, day, words)]
    assert len(marked) == {7: 7, 14: 14, 35: {"ko": 15, "en": 10}[language], 91: 13}[days]
    ends = [
        (columns.x(day) + columns.width / 2, letters.width(words.marks[day.weekday()], MARK) / 2)
        for day in marked
    ]
    for (one, half), (other, next_half) in pairwise(ends):
        assert other - next_half - (one + half) > 2


def test_the_outline_of_today_begins_below_its_weekday() -> None:
    """Between both there is paper from one side of the column to the other."""
    members = some_members(5)
    pixels = pixels_of(draw(members, "ko"))[:-KEY]
    columns = columns_of(members.first, members.last, TODAY, SUNDAY)
    left, right = int(columns.x(TODAY)) - 4, int(columns.x(TODAY)) + columns.width + 4
    plain = has(pixels[:, left:right], PAPER).all(axis=1)
    outline = int(np.flatnonzero(has(pixels[:, left + 4 : right - 4], INK).all(axis=1))[0])
    assert plain[outline - 3 : outline - 1].all()  # the last one is the edge of the line
    assert not plain[outline - HEADER // 2 : outline - 3].all()
