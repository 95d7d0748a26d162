"""What is typed behind /search is a value, whatever it is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.search_dates import read as read_days
from diary.search_spans import ODD, Span
from diary.search_syntax import LONGEST, MOST_PARTS, Part, Query, as_mood, mood_in, read
from tests.bot.hostile_searches import HOSTILE

SUNDAY = dt.date(2026, 11, 22)
STARTS_SUNDAY = 6


def days(text: str) -> tuple[str, str]:
    span = read(text, SUNDAY, STARTS_SUNDAY).span
    assert span is not None, text
    return str(span.first), str(span.last)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read(text, SUNDAY).parts]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-22", "2026-11-22", "2026-11-22"),
        ("2026.11.22", "2026-11-22", "2026-11-22"),
        ("2026년 11월 22일", "2026-11-22", "2026-11-22"),
        ("22.11.", "2026-11-22", "2026-11-22"),
        ("22.11.2025", "2025-11-22", "2025-11-22"),
        ("11/21", "2026-11-21", "2026-11-21"),
        ("11월", "2026-11-01", "2026-11-30"),
        ("12월", "2025-12-01", "2025-12-31"),
        ("11월 23일", "2025-11-23", "2025-11-23"),
        ("2월 29일", "2024-02-29", "2024-02-29"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026-11..12", "2026-11-01", "2026-12-31"),
        ("2026-11..02", "2026-11-01", "2027-02-28"),
        ("2026-11-03..05", "2026-11-03", "2026-11-05"),
        ("2026-12..2026-11", "2026-11-01", "2026-12-31"),
        ("11월 3일~5일", "2026-11-03", "2026-11-05"),
        ("..2026-11-22", "None", "2026-11-22"),
        ("..어제", "None", "2026-11-21"),
        ("오늘", "2026-11-22", "2026-11-22"),
        ("어제", "2026-11-21", "2026-11-21"),
        ("그저께", "2026-11-20", "2026-11-20"),
        ("지난주", "2026-11-15", "2026-11-21"),
        ("지난 주", "2026-11-15", "2026-11-21"),
        ("이번 달", "2026-11-01", "2026-11-30"),
        ("작년", "2025-01-01", "2025-12-31"),
        ("today", "2026-11-22", "2026-11-22"),
        ("Yesterday", "2026-11-21", "2026-11-21"),
        ("day before yesterday", "2026-11-20", "2026-11-20"),
        ("last week", "2026-11-15", "2026-11-21"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("november", "2026-11-01", "2026-11-30"),
        ("Nov 2025", "2025-11-01", "2025-11-30"),
        ("21 Nov", "2026-11-21", "2026-11-21"),
        ("November 21st, 2025", "2025-11-21", "2025-11-21"),
        ("May", "2026-05-01", "2026-05-31"),
        ("2주 전", "2026-11-08", "2026-11-14"),
        ("2 weeks ago", "2026-11-08", "2026-11-14"),
        ("3일 전", "2026-11-19", "2026-11-19"),
        ("three days ago", "2026-11-19", "2026-11-19"),
        ("이틀 전", "2026-11-20", "2026-11-20"),
        ("a month ago", "2026-10-01", "2026-10-31"),
        ("1000일 전", "2024-02-26", "2024-02-26"),
        ("주말", "2026-11-21", "2026-11-22"),
        ("지난 주말", "2026-11-14", "2026-11-15"),
        ("last weekend", "2026-11-14", "2026-11-15"),
        ("월요일", "2026-11-16", "2026-11-16"),
        ("on Monday", "2026-11-16", "2026-11-16"),
        ("일요일", "2026-11-22", "2026-11-22"),
        ("지난 일요일", "2026-11-15", "2026-11-15"),
        ("지난주 월요일", "2026-11-16", "2026-11-16"),
        ("monday last week", "2026-11-16", "2026-11-16"),
        ("작년 오늘", "2025-11-22", "2025-11-22"),
        ("1년 전 오늘", "2025-11-22", "2025-11-22"),
        ("a year ago today", "2025-11-22", "2025-11-22"),
        ("this day last year", "2025-11-22", "2025-11-22"),
        ("작년 이맘때", "2025-11-15", "2025-11-29"),
        ("작년 11월", "2025-11-01", "2025-11-30"),
        ("2025 11월", "2025-11-01", "2025-11-30"),
        ("작년 3월 2일", "2025-03-02", "2025-03-02"),
        ("november last year", "2025-11-01", "2025-11-30"),
        ("last november", "2025-11-01", "2025-11-30"),
        ("지난달 15일", "2026-10-15", "2026-10-15"),
        ("최근 일주일", "2026-11-16", "2026-11-22"),
        ("last 7 days", "2026-11-16", "2026-11-22"),
        ("3일 전..어제", "2026-11-19", "2026-11-21"),
        ("그제", "2026-11-20", "2026-11-20"),
        ("올해", "2026-01-01", "2026-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("지난달", "2026-10-01", "2026-10-31"),
        ("내일", "2026-11-23", "2026-11-23"),
        ("11월에", "2026-11-01", "2026-11-30"),
    ],
)
def test_a_date_is_understood(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


def test_a_week_begins_where_the_person_lives() -> None:
    monday = dt.date(2026, 11, 23)
    assert read("last week", monday, 0).span == Span(dt.date(2026, 11, 16), dt.date(2026, 11, 22))
    assert read("last week", monday, 6).span == Span(dt.date(2026, 11, 15), dt.date(2026, 11, 21))


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45",
        "2026-11..",
        "2026-02-30",
        "5.6.",
        "13월",
        "2월 30일",
        "has:nothing",
        "mood:9",
        "#",
    ],
)
def test_what_looks_like_a_filter_and_is_none_is_told_back(text: str) -> None:
    query = read(text, SUNDAY)
    assert query.odd == (text,)
    assert query.is_empty


@pytest.mark.parametrize("text", ["may", "3.5", "음.. 그래", "mar", "2", "엄마 5.6"])
def test_what_is_more_likely_a_word_is_a_word(text: str) -> None:
    assert {kind for kind, _ in kinds(text)} == {"word"}


def test_everything_can_be_combined() -> None:
    assert kinds('😢 @민지 #시험 11월 영상있음 "정말 좋았" 엄마 -회사 -#밥') == [
        ("mood", "😢"),
        ("person", "@민지"),
        ("tag", "#시험"),
        ("date", "11월"),
        ("has", "has:video"),
        ("phrase", '"정말 좋았"'),
        ("word", "엄마"),
        ("word", "-회사"),
        ("tag", "-#밥"),
    ]


def test_tags_with_a_comma_are_alternatives_and_without_each_its_own() -> None:
    assert [part.prefixes for part in read("#a,#b #c", SUNDAY).parts] == [("#a", "#b"), ("#c",)]


def test_a_face_is_ones_own_mood_and_a_bare_name_a_word() -> None:
    one, happy, named = read("😞 happy mood:happy", SUNDAY).parts
    assert one.terms == ("!mood:1", "!guess:sad")
    assert set(happy.terms) == {"happy", "happi"}
    assert named.terms == ("!mood:4", "!mood:5", "!guess:happy")


def test_a_mood_is_ones_own_word_before_the_face_and_look_the_face_alone() -> None:
    for text in ("기분:슬픔", "mood:sad", "😢", "기분:😢"):
        assert read(text, SUNDAY).parts[0].terms == ("!mood:1", "!mood:2", "!guess:sad"), text
    for text in ("표정:슬픔", "look:sad", "face:😢"):
        assert read(text, SUNDAY).parts[0].terms == ("!look:sad",), text


@pytest.mark.parametrize(
    ("word", "mood"), [("행복", "기분:행복"), ("슬펐다", "기분:슬프다"), ("Happy", "mood:happy")]
)
def test_a_word_that_names_a_mood_can_be_taken_for_it(word: str, mood: str) -> None:
    query = as_mood(read(f"엄마 {word}", SUNDAY), 1)
    assert query.text == f"엄마 {mood}"
    assert query.parts[1].kind == "mood"
    assert as_mood(query, 0) == query


@pytest.mark.parametrize("word", ["엄마", "-행복", "#행복", "기분:행복"])
def test_what_names_no_mood_is_taken_for_none(word: str) -> None:
    assert mood_in(read(word, SUNDAY).parts[0]) is None


def test_a_part_is_left_out_and_a_day_widened() -> None:
    query = read("#밥 2026-11-22 엄마", SUNDAY)
    assert query.without(0).text == "2026-11-22 엄마"
    assert query.without(99) == query
    wider = query.up_to(SUNDAY)
    assert wider.text == "#밥 엄마 ..2026-11-22"
    assert read(wider.text, SUNDAY).span == Span(None, SUNDAY)


def test_two_times_that_meet_are_their_common_days() -> None:
    assert days("2026 11월") == ("2026-11-01", "2026-11-30")


@pytest.mark.parametrize("text", ["9월 11월", "작년 어제", "..2026-01-01 11월", "지난주 11월 3일"])
def test_times_that_have_no_day_in_common_are_none(text: str) -> None:
    query = read(text, SUNDAY)
    assert len(query.dates) == 2
    assert query.span is not None
    assert query.span.is_empty


@pytest.mark.parametrize("text", ["하루", "한 주", "last summer", "지난 일", "요즘", "세 달", "전"])
def test_no_day_is_read_into_other_words(text: str) -> None:
    assert read(text, SUNDAY).dates == ()


_DATE_WORDS = (
    "지난 이번 작년 재작년 최근 오늘 내일 주 주말 달 년 일 전 월요일 이맘때 하루 두 31일 2월 에",
    "this last past a two weekend week month year days ago today monday november on .. ~ 9999 3",
)


@given(
    st.lists(st.sampled_from([word for line in _DATE_WORDS for word in line.split()]), max_size=6),
    st.sampled_from(["", " "]),
    st.dates(dt.date(1970, 1, 1), dt.date(2100, 1, 1)),
    st.integers(0, 6),
)
def test_days_in_words_are_in_order_whatever_is_put_together(
    words: list[str], between: str, today: dt.date, week_starts: int
) -> None:
    text = between.join(words)
    for part in read(text, today, week_starts).parts:
        if part.span is not None and part.span.first and part.span.last:
            assert part.span.first <= part.span.last, text
    holds(read(text, today, week_starts))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_raises(text: str) -> None:
    query = read(text, SUNDAY)
    holds(query)
    again = read(query.text, SUNDAY)
    assert [part.kind for part in again.parts] == [part.kind for part in query.parts] or query.odd


@given(st.text(max_size=500), st.dates(dt.date(1970, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 6))
def test_no_text_at_all_raises(text: str, today: dt.date, week_starts: int) -> None:
    holds(read(text, today, week_starts))


@given(st.lists(st.sampled_from([*HOSTILE[:200], "11월", "어제", "..", "~", '"', "#밥", "@", "-"])))
def test_nor_does_any_mixture(pieces: list[str]) -> None:
    holds(read(" ".join(pieces), SUNDAY))


def holds(query: Query) -> None:
    """Every part can be found by something, can be typed again and means the same then."""
    assert len(query.parts) <= MOST_PARTS
    assert len(query.text) <= 2 * LONGEST
    query.text.encode()
    for part in query.sought:
        assert is_something(part), part
    again = read(query.text, SUNDAY)
    assert len(again.parts) <= MOST_PARTS


def is_something(part: Part) -> bool:
    return bool(part.terms or part.prefixes or part.name or part.span)


@given(st.text(alphabet="0123456789-./월일년 ~..", max_size=24))
def test_a_date_of_any_digits_is_days_in_order_or_odd_or_none(text: str) -> None:
    span = read_days(text, SUNDAY)
    if span is not None and span is not ODD and span.first and span.last:
        assert span.first <= span.last
