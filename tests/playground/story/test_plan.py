"""What happens when: the same for a day each time, alive but human, and never to come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random

import pytest

from diary.memories import sources
from playground.story import days
from playground.story.archives import Written
from playground.story.days import LONGEST_AGO, Habit
from playground.story.plan import SCRIPTS, Plan, plan

NOON = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC).timestamp()
DAY_S = 86_400
NIGHTS = [NOON, NOON + DAY_S / 2, NOON + 100 * DAY_S, NOON + 463 * DAY_S]


def pages(story: Plan, who: int) -> list[Written]:
    return [*story.brought[who], *story.typed[who]]


def test_the_same_moment_has_the_same_story() -> None:
    assert plan(NOON, 3) == plan(NOON, 3)
    assert plan(NOON, 3) != plan(NOON + DAY_S, 3)


@pytest.mark.parametrize("now", NIGHTS)
def test_nothing_is_to_come_and_the_last_page_is_of_today(now: float) -> None:
    story = plan(now, 3)
    for who in range(3):
        own = pages(story, who)
        assert all(one.at < now for one in own)
        assert max(one.day for one in own) == days.today(now)
        assert all(days.today(one.at) == one.day for one in own)
    assert all(one.at < now for one in [*story.recorded, *story.shown])
    assert all(one.at > story.begin for one in [*story.recorded, *story.shown])


def test_a_page_of_years_ago_is_of_this_day_also_after_the_29th_of_february() -> None:
    leap = dt.datetime(2028, 2, 29, 3, tzinfo=dt.UTC).timestamp()
    first = pages(plan(leap, 1), 0)[:2]
    assert [one.day for one in first] == [dt.date(2026, 2, 28), dt.date(2027, 2, 28)]
    assert [one.day for one in pages(plan(NOON, 1), 0)[:2]] == [
        dt.date(2024, 11, 23),
        dt.date(2025, 11, 23),
    ]


@pytest.mark.parametrize("now", NIGHTS)
@pytest.mark.parametrize(("who", "least", "most"), [(0, 45, 60), (1, 42, 60), (2, 20, 25)])
def test_the_calendar_is_alive_and_human(now: float, who: int, least: int, most: int) -> None:
    story, last = plan(now, 3), days.today(now)
    young = [one.day for one in pages(story, who) if (last - one.day).days <= LONGEST_AGO]
    own = young + [days.today(one.at) for one in story.recorded if one.who == who]
    assert least <= len(own) <= most
    assert len(set(own)) < len(own)
    assert max(Counter(own).values()) <= 4
    for first, until in SCRIPTS[who].silent:
        silent = {last - dt.timedelta(days=ago) for ago in range(first, until + 1)}
        assert not silent & set(young) - set(days.looked_back_at(last))


@pytest.mark.parametrize("now", NIGHTS)
def test_there_is_something_to_look_back_at(now: float) -> None:
    """Of a week, of a month and of a year ago."""
    last = days.today(now)
    own = {one.day for one in pages(plan(now, 3), 0)}
    for ago, asked in sources(last, min(own)):
        # A month can have no such day: then there is none to have written on.
        assert not asked or own & set(asked), ago


def test_habits_tell_on_which_days_one_writes() -> None:
    last, mondays = dt.date(2026, 11, 23), Habit((1, 0, 0, 0, 0, 0, 0), ((10, 20),))
    found = days.written(12, mondays, last, Random(1))  # noqa: S311 - no secret
    chosen = set(found) - set(days.looked_back_at(last))
    assert len(found) == 12
    assert {day.weekday() for day in chosen} == {0}
    assert not any(10 <= (last - day).days <= 20 for day in chosen)


def test_a_small_story_has_something_of_everything() -> None:
    story = plan(NOON, 3, 0.05)
    assert [len(own) for own in story.typed] == [2, 2, 1]
    assert all(own for own in story.brought[:2])
    assert len(story.recorded) == 3
    assert len(story.shown) == 1
