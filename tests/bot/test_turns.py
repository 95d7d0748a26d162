"""Turns: what happens between a turn's coming and its being taken."""

from __future__ import annotations

import asyncio

import pytest

from bot.calls import Call, Effect
from bot.counts import Counts
from bot.pace import Lane, Limits, Pace
from bot.turns import NotYet, Turns
from tests.bot.strict_telegram import jump


def send(chat: int) -> Call:
    return Call("sendmessage", "sendmessage", Effect.SEND, chat, weight=1)


def test_a_429_that_comes_between_a_turn_and_its_call_is_obeyed() -> None:
    async def story() -> float:
        loop = asyncio.get_running_loop()
        turns = Turns(Pace(Limits(burst=1)), Counts())
        admitted, admit = [0], turns._admit

        def admit_and_refuse() -> None:
            waited = len(turns._waiting)
            admit()
            if waited and not turns._waiting and not admitted[0]:
                # The answer to an edit of the same chat, which was under way before.
                admitted[0] = 1
                turns.close(send(7), 9.0)

        turns._admit = admit_and_refuse  # type: ignore[method-assign]
        async with turns.turn(send(7), Lane.REPLY, 100.0):
            pass
        began = loop.time()
        async with turns.turn(send(7), Lane.REPLY, 100.0):
            took = loop.time() - began
        assert admitted == [1]
        assert turns.counts.waiting == 0
        assert all(w._under_way == 0 for w in turns.pace._chats[7])
        return took

    assert jump(story) >= 9


def test_whoever_cannot_wait_for_the_end_of_such_a_429_hears_when_that_is() -> None:
    async def story() -> float:
        turns = Turns(Pace(Limits(burst=1)), Counts())
        async with turns.turn(send(7), Lane.REPLY, 5.0):
            turns.close(send(7), 60.0)
        with pytest.raises(NotYet) as caught:
            async with turns.turn(send(7), Lane.REPLY, 5.0):
                pytest.fail("it was let in")
        return caught.value.after_s

    assert jump(story) == pytest.approx(60.0)
