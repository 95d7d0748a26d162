"""The turnstile: a minute's worth comes in, one update hears why no more does."""

import datetime as dt
from collections import Counter

import pytest

from bot.turnstile import TOO_FAST, Turnstile
from diary.limits import Quotas
from storage.inbox import Arrival
from tests.diary.given import NOON

MINJI = 7


def sent(number: int, kind: str = "text", seconds: float = 0, sender: int = MINJI) -> Arrival:
    at = NOON + dt.timedelta(seconds=seconds)
    return Arrival(number, sender, "", sender, kind, at)


def come(turnstile: Turnstile, *arrivals: Arrival) -> Counter[str]:
    let = turnstile.let_in(arrivals, NOON)
    let.settle()
    return Counter(arrival.kind for arrival in let.arrivals)


def flood(turnstile: Turnstile, kind: str, number: int, sender: int = MINJI) -> Counter[str]:
    return come(turnstile, *(sent(n, kind, sender=sender) for n in range(number)))


@pytest.mark.parametrize("kind", ["text", "press", "edit"])
def test_a_minutes_worth_comes_in(kind: str) -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=10))
    found = flood(turnstile, kind, 1000)
    assert found[kind] == 10
    assert found[TOO_FAST] == (kind != "edit")
    assert turnstile.unread == 1000 - found.total()


def test_clips_and_news_of_who_is_where_always_come_in() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=1))
    flood(turnstile, "text", 100)
    for kind in ("clip", "state"):
        assert flood(turnstile, kind, 100) == {kind: 100}


def test_talk_among_people_costs_little_and_is_told_nothing() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=10))
    assert flood(turnstile, "talk", 1000) == {"talk": 50}
    assert flood(turnstile, "text", 5) == {TOO_FAST: 1}


def test_one_persons_flood_is_nobody_elses() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=10))
    flood(turnstile, "text", 1000)
    assert flood(turnstile, "text", 10, sender=8) == {"text": 10}


def test_searches_have_a_number_of_their_own() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=1000, searches_a_minute=5))
    assert flood(turnstile, "inline", 100) == {"inline": 5}
    assert flood(turnstile, "search", 100) == {TOO_FAST: 1}
    assert flood(turnstile, "text", 100) == {"text": 100}


def test_it_is_told_once_a_pause_and_goes_on_after_it() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=60))
    flood(turnstile, "text", 100)
    assert turnstile.until(MINJI) == NOON + dt.timedelta(seconds=40)
    assert come(turnstile, *(sent(n, seconds=n) for n in range(40))) == {}
    assert come(turnstile, *(sent(n, seconds=40) for n in range(30))) == {"text": 30}


def test_what_could_not_be_kept_costs_nothing_when_it_comes_again() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=10))
    batch = [sent(n) for n in range(10)]
    for _ in range(50):  # the disk is full: nothing settles
        assert len(turnstile.let_in(batch, NOON).arrivals) == 10
    assert come(turnstile, *batch) == {"text": 10}


def test_without_a_number_everything_comes_in() -> None:
    assert flood(Turnstile(), "text", 5000) == {"text": 5000}


def untimed(number: int) -> Arrival:
    """A press: Telegram says no time."""
    return Arrival(number, MINJI, "", MINJI, "press", None)


@pytest.mark.parametrize("ahead_h", [-2, 2])
def test_a_press_is_of_the_time_of_what_came_with_it_whatever_our_clock_says(ahead_h: int) -> None:
    """With a clock that is wrong a press would move somebody's minute by hours."""
    turnstile, wrong = Turnstile(Quotas(messages_a_minute=10)), dt.timedelta(hours=ahead_h)
    for number in range(100):
        now = NOON + dt.timedelta(seconds=12 * number)
        pair = [sent(2 * number, seconds=12 * number - 1), untimed(2 * number + 1)]
        let = turnstile.let_in(pair[: 1 + number % 2], now + wrong)
        let.settle()
        assert TOO_FAST not in {one.kind for one in let.arrivals}
        assert let.arrivals


def test_presses_of_a_day_on_which_the_bot_was_away_are_no_flood() -> None:
    turnstile = Turnstile(Quotas(messages_a_minute=10))
    day = [
        one
        for n in range(200)
        for one in (sent(2 * n, seconds=60 * n - 86_000), untimed(2 * n + 1))
    ]
    assert come(turnstile, *day) == {"text": 200, "press": 200}


@pytest.mark.parametrize("ahead_h", [-2, 0, 2])
def test_the_pause_that_is_told_goes_by_the_clock_that_ends_it(ahead_h: int) -> None:
    turnstile, now = Turnstile(Quotas(messages_a_minute=10)), NOON + dt.timedelta(hours=ahead_h)
    assert turnstile.left_s(MINJI, now) == 0
    turnstile.let_in([sent(n) for n in range(12)], now).settle()
    assert turnstile.left_s(MINJI, now) == 40
    assert turnstile.left_s(MINJI, now + dt.timedelta(seconds=30)) == 10
