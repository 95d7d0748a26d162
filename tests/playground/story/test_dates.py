"""The dates of what is said in the chats while the story is told."""

from __future__ import annotations

import pytest

from playground.server import World
from playground.story import dates

NOW, THEN = 1_000_000.0, 400_000.0


def test_a_message_of_the_story_has_its_own_date_and_its_answer_the_same() -> None:
    world = World(clock=lambda: NOW)
    person = world.person(1)
    told = person.send_text("told", date=THEN)
    assert told.date == THEN
    assert dates.of_answer(person.chat, None) == THEN
    assert dates.of_answer(person.chat, told) == THEN


def test_what_somebody_says_meanwhile_is_of_now_and_so_is_its_answer() -> None:
    world = World(clock=lambda: NOW)
    person = world.person(1)
    told = person.send_text("told", date=THEN)
    said = person.send_text("said")
    assert said.date == NOW
    assert dates.of_answer(person.chat, None) is None
    assert dates.of_answer(person.chat, said) is None
    # The bot may need a while for what was told before.
    assert dates.of_answer(person.chat, told) == THEN


def test_a_chat_without_a_word_has_no_date_of_the_story() -> None:
    world = World(clock=lambda: NOW)
    assert dates.of_answer(world.person(1).chat, None) is None


def test_a_story_that_is_stopped_leaves_the_right_dates_behind() -> None:
    world = World(clock=lambda: NOW)

    def stop() -> None:
        with dates.told(world):
            assert world.dates is dates.of_answer
            raise TimeoutError

    with pytest.raises(TimeoutError):
        stop()
    assert world.dates is None


def test_a_group_can_have_begun_long_ago() -> None:
    world = World(clock=lambda: NOW)
    group = world.group("Home", [world.person(1)])
    dates.set_back(group.messages, THEN)
    assert {message.date for message in group.messages} == {THEN}
    assert dates.of_answer(group, None) == THEN
