"""Brings updates to webhooks: in order for each chat or person, again after a failure.

Pauses: none after the first failure, then 2, 4, 8 … s, at most 60 to 120 s, or what Retry-After
says; after a day an update is dropped (`WebhookActor` of tdlib/telegram-bot-api).
"""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground.server import methods
from playground.server.bots import Bot, Webhook
from playground.server.parameters import Parameters
from playground.server.refusals import Refused
from playground.server.updates import KEPT_SECONDS, Waiting
from playground.server.watching import Call
from playground.server.webhooks import is_loopback
from playground.server.world import World

Json = dict[str, Any]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a name
LONGEST_PAUSE = 60.0
MOST_RETRY_AFTER = 3600
READ_SECONDS = 60.0
SUCCESS = 2  # the first digit of the status
LOOK_AGAIN = 60.0
NOT_BY_ANSWER = frozenset({"deletewebhook", "setwebhook", "close", "logout"})


@dataclass(slots=True)
class _Rounds:
    """What one courier has under way: a task for each update."""

    world: World
    session: aiohttp.ClientSession
    under_way: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)


async def carry(world: World) -> None:
    """Bring updates to the webhooks of a world's bots until the task is cancelled."""
    timeout = aiohttp.ClientTimeout(total=READ_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        rounds = _Rounds(world, session)
        try:
            while True:
                seen = world.watchers.changes
                pause = min((_set_out(rounds, bot) for bot in world.bots.values()), default=0)
                await world.watchers.after(seen, pause)
        finally:
            for task in rounds.under_way.values():
                task.cancel()
            await asyncio.gather(*rounds.under_way.values(), return_exceptions=True)


def _set_out(rounds: _Rounds, bot: Bot) -> float:
    """Begin what can be brought now; return the seconds until there is more to begin."""
    hook, now = bot.webhook, asyncio.get_running_loop().time()
    if hook is None or not is_loopback(hook.url):
        return LOOK_AGAIN
    pause = LOOK_AGAIN
    for waiting in bot.updates.heads():
        if waiting.number in rounds.under_way:
            continue
        if waiting.ready_at > now:
            pause = min(pause, waiting.ready_at - now)
        elif len(rounds.under_way) < hook.max_connections:
            bringing = asyncio.get_running_loop().create_task(_bring(rounds, bot, hook, waiting))
            rounds.under_way[waiting.number] = bringing
    return pause


async def _bring(rounds: _Rounds, bot: Bot, hook: Webhook, waiting: Waiting) -> None:
    """Bring one update and remember how that went."""
    world = rounds.world
    try:
        answer = await _post(rounds.session, hook, waiting.update)
    except _NotTaken as failure:
        hook.last_error = int(world.clock()), failure.reason
        _put_off(world, bot, waiting, failure.retry_after)
    except Exception as crash:  # noqa: BLE001  the stand-in's own mistake, which tests look for
        world.crashes.append(repr(crash))
        bot.updates.forget(waiting)
    else:
        bot.updates.forget(waiting)
        await _do_what_it_says(world, bot, answer)
    finally:
        del rounds.under_way[waiting.number]
        world.changed()


class _NotTaken(Exception):
    """The webhook did not take an update; `retry_after` in seconds, 0 where it does not say."""

    def __init__(self, reason: str, retry_after: int = 0) -> None:
        """Take what getWebhookInfo tells."""
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


async def _post(session: aiohttp.ClientSession, hook: Webhook, update: Json) -> Json:
    """Post an update and return the JSON of the answer, {} where it is none; raise _NotTaken."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(
            hook.url, json=update, headers=headers, allow_redirects=False
        ) as response:
            if response.status // 100 != SUCCESS:
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
                raise _NotTaken(reason, _retry_after(response))
            return await _json(response)
    except aiohttp.ClientConnectorError:
        raise _NotTaken("Connection refused") from None
    except TimeoutError:
        raise _NotTaken("Read timeout expired") from None
    except aiohttp.ClientError:
        raise _NotTaken("Connection reset by peer") from None


def _retry_after(response: aiohttp.ClientResponse) -> int:
    """Return the seconds of Retry-After, at most an hour."""
    told = response.headers.get("Retry-After", "")
    return min(int(told), MOST_RETRY_AFTER) if told.isdecimal() else 0


async def _json(response: aiohttp.ClientResponse) -> Json:
    """Return the object in a body, {} where there is none."""
    try:
        found = await response.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _put_off(world: World, bot: Bot, waiting: Waiting, retry_after: int) -> None:
    """Try an update again later, or drop it where a day is over by then."""
    pause = float(retry_after)
    if not retry_after and waiting.failures:
        longest = LONGEST_PAUSE * (1 + random.random())  # noqa: S311  spreads retries, no secret
        waiting.delay = min(longest, waiting.delay * 2)
        pause = waiting.delay
    waiting.failures += 1
    if world.clock() + pause > waiting.time + KEPT_SECONDS:
        bot.updates.forget(waiting)
    waiting.ready_at = asyncio.get_running_loop().time() + pause * world.webhook_second


async def _do_what_it_says(world: World, bot: Bot, answer: Json) -> None:
    """Do the method that the answer to an update may name; nobody is told the result."""
    name = str(answer.get("method", ""))
    if not name or name.lower() in NOT_BY_ANSWER or name.lower().startswith("get"):
        return
    values = {key: value for key, value in answer.items() if key != "method"}
    try:
        await methods.perform(world, bot.token, name, Parameters(values, {}))
    except Refused as refused:
        world.log(Call(world.clock(), name, values, "refused", refused.code, refused.answer()))
    else:
        world.log(Call(world.clock(), name, values, "ok", 200, None))
