"""The line to Telegram: what it costs a call, how much of the pace it uses, who waits for whom.

    python benchmarks/delivery.py

The cost is measured against the same call that does not pass the line, both answered in the same
process without a network. Use of the pace and waiting are measured on a clock that jumps, against a
Telegram that counts (`tests/bot/strict_telegram.py`), so they do not depend on the machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from telegram import Bot
from telegram.request import HTTPXRequest, RequestData

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot import delivery, pace  # noqa: E402 - the project is not installed
from bot.errors import Postponed  # noqa: E402
from bot.line import Line  # noqa: E402
from bot.pace import Lane, Limits, Pace  # noqa: E402
from tests.bot.strict_telegram import TOKEN, Telegram, jump  # noqa: E402

CALLS = 3000
ROUNDS = 5
MESSAGE = b'{"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}'
ANSWER = 200, b'{"ok": true, "result": ' + MESSAGE + b"}"
API = "http://127.0.0.1:9/bot"


class Bare(HTTPXRequest):
    """Telegram's answer without a network and without the line."""

    async def do_request(self, *_more: object, **_named: object) -> tuple[int, bytes]:
        """The answer."""
        return ANSWER


class Paced(Line):
    """The same behind the line."""

    async def ask(
        self,
        url: str,  # noqa: ARG002
        method: str,  # noqa: ARG002
        request_data: RequestData | None,  # noqa: ARG002
        *_more: object,
        **_named: object,
    ) -> tuple[int, bytes]:
        """The answer."""
        return ANSWER


async def seconds_a_call(bot: Bot) -> float:
    """Processor time of one sendMessage."""
    began = time.process_time()
    for number in range(CALLS):
        await bot.send_message(number, "x")
    return (time.process_time() - began) / CALLS


def cost() -> tuple[float, float]:
    """Seconds a call, bare and through the line: medians of rounds that take turns."""
    wide = Limits(10**6, 10**6, 10**6)
    bare, paced = list[float](), list[float]()
    for _ in range(ROUNDS):
        bare.append(asyncio.run(seconds_a_call(Bot(TOKEN, API, request=Bare()))))
        line = Paced(pace=Pace(wide))
        paced.append(asyncio.run(seconds_a_call(Bot(TOKEN, API, request=line))))
    return statistics.median(bare), statistics.median(paced)


async def surely(bot: Bot, chat: int, lane: Lane = Lane.REPLY) -> float:
    """Say something until it is said; how long that took, in seconds."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        try:
            with pace.speaking(lane):
                await delivery.say(bot, chat, "x")
        except Postponed as error:
            await asyncio.sleep(delivery.pause_s(0, error.after_s))
        else:
            return loop.time() - began


def throughput(people: int) -> float:
    """Messages a second where everybody gets one at the same moment."""
    telegram = Telegram()

    async def story() -> float:
        bot = telegram.bot()
        await asyncio.gather(*(surely(bot, person) for person in range(1, people + 1)))
        return people / asyncio.get_running_loop().time()

    return jump(story)


def to_a_group(messages: int) -> float:
    """Messages a minute in a group that has more to be told."""
    telegram = Telegram()

    async def story() -> float:
        bot = telegram.bot()
        await asyncio.gather(*(surely(bot, -1001) for _ in range(messages)))
        return 60.0 * messages / asyncio.get_running_loop().time()

    return jump(story)


def beside(crowd: Callable[[Bot], list[Awaitable[object]]]) -> tuple[float, float]:
    """How long others' answers take beside this: median and the longest, in seconds."""
    telegram = Telegram()

    async def story() -> tuple[float, float]:
        bot = telegram.bot()
        tasks = [asyncio.gather(one) for one in crowd(bot)]
        took = []
        for person in range(1, 101):
            await asyncio.sleep(0.3)
            took.append(await surely(bot, person))
        for task in tasks:
            task.cancel()
        return statistics.median(took), max(took)

    return jump(story)


def main() -> None:
    """Print every figure."""
    bare, paced = cost()
    print(f"a call, bare                    {1e6 * bare:7.0f} µs")
    print(f"a call through the line         {1e6 * paced:7.0f} µs   {paced / bare:.2f} bare calls")
    print(f"600 people at once              {throughput(600):7.1f} messages a second of 30")
    print(f"a group with 100 messages       {to_a_group(100):7.1f} messages a minute of 20")
    crowds: dict[str, Callable[[Bot], list[Awaitable[object]]]] = {
        "nobody": lambda _bot: [],
        "one chat with 500 messages": lambda bot: [surely(bot, 999) for _ in range(500)],
        "a group with 500 messages": lambda bot: [surely(bot, -999) for _ in range(500)],
        "the round of 2000 diaries": lambda bot: [
            surely(bot, 1000 + n, Lane.ROUND) for n in range(2000)
        ],
    }
    for name, crowd in crowds.items():
        median, longest = beside(crowd)
        print(f"others beside {name:27} {median:6.3f} s median, {longest:.3f} s longest")


if __name__ == "__main__":
    main()
