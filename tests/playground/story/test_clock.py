"""The world's clock while the story is told."""

from __future__ import annotations

import asyncio

import pytest

from playground.server import World
from playground.story import clock
from playground.story.clock import Clock


class Real:
    """A clock that goes by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_it_goes_on_by_itself_and_where_it_is_sent_but_never_back_or_ahead() -> None:
    real = Real()
    told = Clock(real, 500_000.0)
    assert told() == 500_000.0
    real.now += 10
    assert told() == 500_010.0
    told.go(600_000.0)
    told.go(550_000.0)
    assert told() == 600_000.0
    told.go(2_000_000.0)
    assert told() == real.now


def test_messages_have_the_time_of_the_story_and_then_the_right_one_again() -> None:
    real = Real()
    world = World(clock=real)
    person = world.person(1)
    with clock.told(world, [person], 400_000.0) as told:
        assert person.send_text("a").date == 400_000
        told.go(410_000.0)
        assert person.send_text("b").date == 410_000
    assert person.send_text("c").date == real.now


def test_a_story_that_is_stopped_leaves_the_right_time_behind() -> None:
    real = Real()
    world = World(clock=real)
    with pytest.raises(asyncio.CancelledError), clock.told(world, [], 400_000.0):
        raise asyncio.CancelledError
    assert world.clock is real


def test_it_begins_after_what_was_said_to_these_people() -> None:
    real = Real()
    world = World(clock=real)
    somebody, other = world.person(1), world.person(2)
    somebody.send_text("before")
    with clock.told(world, [somebody], 400_000.0) as told:
        assert told() == real.now
    with clock.told(world, [other], 400_000.0) as told:
        assert told() == 400_000.0
