"""The line to Telegram: its pace, its order, and what it makes of a Telegram that fails."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Iterable

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot import delivery, pace
from bot.calls import Call, Effect
from bot.errors import Moved, Postponed, Unreachable
from bot.line import Line
from bot.line_errors import Migrated, OutOfTurn
from bot.pace import Lane
from tests.bot.strict_telegram import Arrival, Faults, Telegram, jump

GROUPS = tuple(range(-1005, -1000))
PEOPLE = tuple(range(1, 51))


def line_of(bot: Bot) -> Line:
    line = bot.request
    assert isinstance(line, Line)
    return line


async def together(calls: Iterable[Awaitable[object]]) -> list[object]:
    return list(await asyncio.gather(*calls))


async def surely(bot: Bot, chat: int, text: str, lane: Lane = Lane.REPLY) -> None:
    """As the house does it: insist for a while, and then again, until it is out."""
    while True:
        try:
            with pace.speaking(lane):
                await delivery.say(bot, chat, text)
        except Postponed as error:
            await asyncio.sleep(delivery.pause_s(0, error.after_s))
        else:
            return


async def surely_all(bot: Bot, chat: int, texts: Iterable[str]) -> None:
    """One after the other, as the rows of a chat are taken."""
    for text in texts:
        await surely(bot, chat, text)


def most_within(times: list[float], seconds: float) -> int:
    """The most of these moments in any stretch of so many seconds."""
    return max((sum(1 for t in times if at <= t < at + seconds) for at in times), default=0)


def in_groups(arrivals: list[Arrival]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    for arrival in arrivals:
        found[arrival.chat].append(arrival.time)
    return {chat: times for chat, times in found.items() if chat < 0}


def in_order(texts: Iterable[str]) -> list[str]:
    """Each text once, where it came first."""
    return list(dict.fromkeys(texts))


@pytest.mark.parametrize("seed", range(4))
def test_with_a_third_of_all_calls_failing_nothing_is_lost_early_or_out_of_order(seed: int) -> None:
    faults = Faults(0.1, 0.08, 0.06, 0.06)
    telegram = Telegram(faults=faults, seed=seed)
    chats = PEOPLE + GROUPS
    wanted = {
        chat: [f"{chat} {number}" for number in range(500 // len(chats) + 1)] for chat in chats
    }

    async def story() -> None:
        bot = telegram.bot()
        await together(surely_all(bot, chat, wanted[chat]) for chat in chats)

    jump(story)
    assert sum(map(len, wanted.values())) >= 500
    assert telegram.early == []
    assert telegram.over_limit == []
    for chat, texts in wanted.items():
        assert in_order(a.text for a in telegram.arrivals if a.chat == chat) == texts
    times = [arrival.time for arrival in telegram.arrivals]
    assert most_within(times, 1.0) <= 30
    assert max(most_within(times, 60.0) for times in in_groups(telegram.arrivals).values()) <= 20
    _only_untold_ones_came_twice(telegram.arrivals)


def _only_untold_ones_came_twice(arrivals: list[Arrival]) -> None:
    often = Counter(arrival.text for arrival in arrivals)
    untold = Counter(arrival.text for arrival in arrivals if not arrival.is_told)
    assert untold
    assert all(number <= 1 + untold[text] for text, number in often.items())


def test_what_is_sent_at_once_to_one_chat_arrives_in_its_order_also_while_some_of_it_fails() -> (
    None
):
    telegram = Telegram(faults=Faults(0.1, 0.1, 0.1), seed=5)
    texts = [str(number) for number in range(12)]

    async def story() -> None:
        bot = telegram.bot()
        with pace.speaking(patience_s=600.0):
            await together(_firmly(bot, 7, text) for text in texts)

    jump(story)
    assert [a.text for a in telegram.arrivals] == texts


async def _firmly(bot: Bot, chat: int, text: str) -> None:
    with pace.speaking(patience_s=600.0, insists=True):
        await delivery.attempt(lambda: bot.send_message(chat, text))


def test_a_first_answer_is_not_held_up() -> None:
    telegram = Telegram()

    async def story() -> float:
        bot = telegram.bot()
        began = asyncio.get_running_loop().time()
        await together(bot.send_message(person, "received") for person in PEOPLE[:30])
        return asyncio.get_running_loop().time() - began

    assert jump(story) == pytest.approx(0.03)


def test_what_telegram_closes_stays_closed_for_what_waits_and_for_what_comes() -> None:
    telegram = Telegram(faults=Faults(too_many=1.0), retry_after=lambda: 9)

    async def story() -> list[float]:
        bot = telegram.bot()
        loop = asyncio.get_running_loop()

        async def send() -> float:
            await _firmly(bot, 7, "x")
            return loop.time()

        tasks = [asyncio.get_running_loop().create_task(send()) for _ in range(2)]
        await asyncio.sleep(1)
        telegram.faults.too_many = 0.0
        later = await send()
        return [*await asyncio.gather(*tasks), later]

    assert min(jump(story)) >= 9
    assert telegram.early == []
    assert len(telegram.calls) == 4


def test_a_closed_chat_holds_up_nobody_else() -> None:
    telegram = Telegram(faults=Faults(too_many=1.0), retry_after=lambda: 600)

    async def story() -> float:
        bot = telegram.bot()
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "x")
        telegram.faults.too_many = 0.0
        with pytest.raises(OutOfTurn):
            await bot.send_message(1, "x")
        began = asyncio.get_running_loop().time()
        await bot.send_message(2, "x")
        return asyncio.get_running_loop().time() - began

    assert jump(story) < 0.1
    assert len(telegram.calls) == 2


def test_three_chats_that_are_refused_at_once_close_everything() -> None:
    telegram = Telegram(faults=Faults(too_many=1.0), retry_after=lambda: 4)

    async def story() -> float:
        bot = telegram.bot()
        for person in (1, 2, 3):
            with pytest.raises(RetryAfter):
                await bot.send_message(person, "x")
        telegram.faults.too_many = 0.0
        began = asyncio.get_running_loop().time()
        await bot.send_message(4, "x")
        return asyncio.get_running_loop().time() - began

    assert jump(story) > 3.9


def test_presses_are_answered_however_full_it_is() -> None:
    telegram = Telegram()

    async def story() -> float:
        bot = telegram.bot()
        crowd = [
            asyncio.get_running_loop().create_task(_firmly(bot, -1001, "x")) for _ in range(60)
        ]
        await asyncio.sleep(5)
        began = asyncio.get_running_loop().time()
        await bot.answer_callback_query("1")
        took = asyncio.get_running_loop().time() - began
        for task in crowd:
            task.cancel()
        return took

    assert jump(story) == pytest.approx(0.03)


def test_progress_leaves_room_for_what_people_wait_for() -> None:
    telegram = Telegram()

    async def story() -> list[float]:
        bot = telegram.bot()
        loop = asyncio.get_running_loop()
        with pace.speaking(Lane.PROGRESS, patience_s=300.0):
            edits = [loop.create_task(bot.edit_message_text("%", -1001, n)) for n in range(40)]
        await asyncio.sleep(30)
        took = []
        for _ in range(3):
            began = loop.time()
            await bot.send_message(-1001, "reply")
            took.append(loop.time() - began)
        for edit in edits:
            edit.cancel()
        return took

    assert max(jump(story)) < 1.5
    edits = [a.time for a in telegram.arrivals if a.effect is Effect.EDIT]
    assert most_within(edits, 60.0) <= 8


def test_the_more_urgent_goes_first_when_all_wait() -> None:
    telegram = Telegram()
    lanes = {Lane.PROGRESS: "progress", Lane.ROUND: "round", Lane.RESULT: "result"}

    async def story() -> None:
        bot = telegram.bot()
        await together(bot.send_message(person, "crowd") for person in range(100, 130))
        tasks = []
        for number, (lane, text) in enumerate((*lanes.items(), (Lane.REPLY, "reply"))):
            with pace.speaking(lane, patience_s=60.0):
                send = bot.send_message(number + 1, text)
                tasks.append(asyncio.get_running_loop().create_task(send))
        await asyncio.gather(*tasks)

    jump(story)
    # Chat 4 is the reply; the others wait in the order of their lanes.
    assert [call.chat for _, call in telegram.calls[30:]] == [4, 3, 2, 1]


def test_a_slow_upload_holds_up_its_own_lane_and_no_reply() -> None:
    def latency(call: Call) -> float:
        return 40.0 if call.method == "senddocument" else 0.03

    telegram = Telegram(latency_s=latency)

    async def story() -> float:
        bot = telegram.bot()
        loop = asyncio.get_running_loop()
        with pace.speaking(Lane.RESULT, patience_s=300.0):
            upload = loop.create_task(bot.send_document(7, b"zip", filename="a.zip"))
            await asyncio.sleep(0.1)
            after = loop.create_task(bot.send_message(7, "that was all"))
        began = loop.time()
        await bot.send_message(7, "reply")
        took = loop.time() - began
        await asyncio.gather(upload, after)
        return took

    assert jump(story) < 0.1
    assert [a.text for a in telegram.arrivals] == ["reply", "", "that was all"]


def test_whoever_has_no_patience_hears_at_once_when_there_is_room() -> None:
    telegram = Telegram()

    async def story() -> float:
        bot = telegram.bot()
        await together(bot.send_message(7, "x") for _ in range(3))
        with pace.speaking(patience_s=0.0), pytest.raises(Postponed) as caught:
            await delivery.attempt(lambda: bot.send_message(7, "x"))
        assert not delivery.may_have_arrived(caught.value)
        return caught.value.after_s

    assert 2 <= jump(story) <= 4
    assert len(telegram.calls) == 3


@pytest.mark.parametrize("fault", ["trouble", "refused_connection", "drop_before"])
def test_a_single_attempt_is_not_repeated(fault: str) -> None:
    telegram = Telegram(faults=Faults(**{fault: 1.0}))

    async def story() -> bool:
        bot = telegram.bot()
        with pytest.raises(Postponed) as caught:
            await delivery.attempt(lambda: bot.send_message(7, "x"))
        return delivery.may_have_arrived(caught.value)

    assert jump(story) is (fault == "drop_before")
    assert len(telegram.calls) == 1


def test_a_call_that_never_left_does_not_use_up_the_pace() -> None:
    telegram = Telegram(faults=Faults(refused_connection=1.0))

    async def story() -> float:
        bot = telegram.bot()
        for _ in range(5):
            with pytest.raises(NetworkError):
                await bot.send_message(7, "x")
        return asyncio.get_running_loop().time()

    assert jump(story) == 0.0


def test_what_waits_for_a_group_that_has_moved_is_told_without_asking_again() -> None:
    telegram = Telegram(moved={-5: -1005})

    async def story() -> list[int]:
        bot = telegram.bot()
        results = await asyncio.gather(
            *(delivery.say(bot, -5, str(number)) for number in range(6)), return_exceptions=True
        )
        assert all(isinstance(result, Moved) for result in results)
        with pytest.raises(Migrated):
            await bot.edit_message_text("x", -5, 1)
        return [r.chat_id for r in results if isinstance(r, Moved) and r.old == -5]

    assert jump(story) == [-1005] * 6
    assert len(telegram.calls) == 1


def test_the_counts_tell_what_became_of_the_calls_and_nothing_else() -> None:
    telegram = Telegram(faults=Faults(too_many=1.0), blocked={5})

    async def story() -> Bot:
        bot = telegram.bot()
        task = asyncio.get_running_loop().create_task(_firmly(bot, 7, "secret"))
        await asyncio.sleep(0.5)
        telegram.faults.too_many = 0.0
        assert line_of(bot).counts.waiting == 0
        await task
        with pytest.raises(Unreachable):
            await delivery.attempt(lambda: bot.send_message(5, "x"))
        return bot

    counts = line_of(jump(story)).counts
    told = (counts.sent, counts.retried, counts.refused, counts.given_up, counts.unanswered)
    assert told == (1, 1, 1, 1, 0)
    assert counts.wait_s(0.95) == 0.0
    assert "secret" not in repr(counts)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_gives_up_waiting_leaves_nothing_behind(seed: int) -> None:
    telegram = Telegram(faults=Faults(0.1, 0.1, 0.05, 0.05, 0.1), seed=seed)
    dice = random.Random(seed)  # noqa: S311 - no secret

    async def one(bot: Bot) -> None:
        chat, lane = dice.choice([1, 2, 3, -1001]), dice.choice(list(Lane))
        with pace.speaking(lane, dice.choice([0.0, 0.5, 3.0, 30.0]), insists=dice.random() < 0.5):
            try:
                async with asyncio.timeout(dice.choice([0.01, 0.5, 2.0, 60.0])):
                    if dice.random() < 0.5:
                        await bot.send_message(chat, "x")
                    else:
                        await bot.edit_message_text("x", chat, dice.randrange(1, 4))
            except (TelegramError, TimeoutError):
                return

    async def story() -> Line:
        bot = telegram.bot()
        loop = asyncio.get_running_loop()
        tasks = []
        for _ in range(400):
            tasks.append(loop.create_task(one(bot)))
            await asyncio.sleep(dice.random() * 0.2)
            if dice.random() < 0.2:
                dice.choice(tasks).cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(90)
        telegram.faults = Faults()
        await bot.send_message(1, "still there")
        return line_of(bot)

    line = jump(story)
    assert telegram.arrivals[-1].text == "still there"
    assert (line.turns._lines, line.turns._waiting, line.counts.waiting) == ({}, [], 0)
    assert all(not window._under_way for window in line.turns.pace._chats[-1001])
    assert telegram.early == []
    assert telegram.over_limit == []
