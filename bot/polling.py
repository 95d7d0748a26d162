"""Our own polling loop: an update is in the inbox before Telegram is told that we have it.

The frameworks confirm an update as soon as it is in memory; a crash then loses it. Here the raw
object goes to the table first. Nothing parses it before that: one odd update must not block all.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot import receiving
from bot.delivery import pause_s, seconds_of
from bot.errors import UnknownToken
from bot.receiving import ALLOWED_UPDATES
from bot.turnstile import Turnstile
from diary.clock import Now
from storage.database import Database, Unavailable

log = structlog.get_logger()

POLL_S = 50
BATCH = 100

#: How Telegram says that updates go to a webhook; its other conflict is a second poll.
_TO_A_WEBHOOK = "webhook is active"


class Poller:
    """Fetches updates and puts them into the inbox."""

    def __init__(
        self,
        database: Database,
        request: BaseRequest,
        url: str,
        now: Now,
        received: receiving.Received,
        missed: receiving.Missed = lambda _updates: None,
        turnstile: Turnstile | None = None,
    ) -> None:
        """`missed` is told of updates that could not be kept; Telegram brings them again."""
        self._database = database
        self._request = request
        self._url = url
        self._now = now
        self._received = received
        self._missed = missed
        self._turnstile = turnstile
        self._may_take_over = True

    async def run(self) -> None:
        """Poll until cancelled; raises UnknownToken when Telegram does not know the bot."""
        # Without an offset first: after a quiet week the ids start anew at a random number, and an
        # offset out of the table would then confirm updates that nobody has seen.
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self.poll(offset)
                failures, self._may_take_over = 0, False
            except InvalidToken as error:
                raise UnknownToken from error
            except (TelegramError, Unavailable, OSError) as error:
                if await self._takes_over(error):
                    continue
                failures += 1
                wait = _wait_s(error, failures)
                # Of the database the operator is told once, by whoever looks after it.
                say = log.debug if isinstance(error, Unavailable) else log.warning
                say(
                    "polling failed",
                    action="poll",
                    error=type(error).__name__,
                    wait_s=round(wait, 1),
                )
                await asyncio.sleep(wait)

    async def _takes_over(self, error: Exception) -> bool:
        """Have the webhook of an earlier setting taken away; what waits at Telegram stays there.

        Only before the first poll that goes well: a webhook that comes later is another bot's.
        """
        is_hooked = isinstance(error, Conflict) and _TO_A_WEBHOOK in error.message
        if not (is_hooked and self._may_take_over):
            return False
        try:
            await self._request.post(f"{self._url}/deleteWebhook")
        except TelegramError as refusal:
            log.warning("webhook not taken away", action="poll", error=type(refusal).__name__)
            return False
        self._may_take_over = False
        log.info("webhook taken away: this bot polls", action="poll")
        return True

    async def poll(self, offset: int | None) -> int | None:
        """One long poll; the offset for the next, which confirms what is now in the inbox."""
        query: dict[str, Any] = {
            "timeout": POLL_S,
            "limit": BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if offset is not None:
            query["offset"] = offset
        updates = await self._request.post(
            f"{self._url}/getUpdates?{urlencode(query)}", read_timeout=POLL_S + 10
        )
        if not isinstance(updates, list) or not updates:
            # All that came before is confirmed now. The ids may start anew at any number after a
            # quiet week, and an old offset would then confirm what nobody has seen.
            return None
        real = list(filter(receiving.is_update, updates))
        if not real:
            raise TelegramError("updates without a number")
        try:
            await receiving.keep(self._database, real, self._now(), self._turnstile)
        except Unavailable:
            self._missed(real)
            raise
        # A full answer may be no more than the beginning of what waits.
        self._received(more=len(updates) >= BATCH)
        return int(real[-1]["update_id"]) + 1


def _wait_s(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return pause_s(0, seconds_of(error))
    if isinstance(error, Conflict):
        if _TO_A_WEBHOOK in error.message:
            log.error("another bot has set a webhook with this token", action="poll")
        else:
            log.error("another bot polls with this token", action="poll")
        return 5.0
    return min(30.0, pause_s(failures))
