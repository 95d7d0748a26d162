"""Our own polling loop: an update is in the inbox before Telegram is told that we have it.

The frameworks confirm an update as soon as it is in memory; a crash then loses it. Here the raw
object goes to the table first. Nothing parses it before that: one odd update must not block all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.delivery import pause_s, seconds_of
from bot.errors import UnknownToken
from diary.clock import Now
from storage import inbox
from storage.database import Database, Unavailable

log = structlog.get_logger()

#: Updates that this bot understands; Telegram sends no others.
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)

POLL_S = 50
BATCH = 100

#: The largest number that the table's column takes.
_MOST = 2**63 - 1

#: Where an update of each kind says which chat it belongs to.
_MESSAGES = tuple(kind for kind in ALLOWED_UPDATES if kind != "callback_query")


class Poller:
    """Fetches updates and puts them into the inbox."""

    def __init__(
        self,
        database: Database,
        request: BaseRequest,
        url: str,
        now: Now,
        received: Callable[[], None],
    ) -> None:
        self._database = database
        self._request = request
        self._url = f"{url}/getUpdates"
        self._now = now
        self._received = received

    async def run(self) -> None:
        """Poll until cancelled; raises UnknownToken when Telegram does not know the bot."""
        # Without an offset first: after a quiet week the ids start anew at a random number, and an
        # offset out of the table would then confirm updates that nobody has seen.
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self.poll(offset)
                failures = 0
            except InvalidToken as error:
                raise UnknownToken from error
            except (TelegramError, Unavailable, OSError) as error:
                failures += 1
                wait = _wait_s(error, failures)
                log.warning(
                    "polling failed",
                    action="poll",
                    error=type(error).__name__,
                    wait_s=round(wait, 1),
                )
                await asyncio.sleep(wait)

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
            f"{self._url}?{urlencode(query)}", read_timeout=POLL_S + 10
        )
        if not isinstance(updates, list) or not updates:
            # All that came before is confirmed now. The ids may start anew at any number after a
            # quiet week, and an old offset would then confirm what nobody has seen.
            return None
        real = [u for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if not real:
            raise TelegramError("updates without a number")
        await self._keep(real)
        self._received()
        return int(real[-1]["update_id"]) + 1

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        now = self._now()
        async with self._database.writing() as connection:
            for raw in updates:
                # Escaped: half of a surrogate pair is good JSON, but no text for a database.
                text = json.dumps(raw, separators=(",", ":"))
                await inbox.put(connection, raw["update_id"], chat_key(raw), text, now)


def chat_key(raw: Mapping[str, Any]) -> int | None:
    """The chat whose order this update belongs to; None for one that stands alone.

    It looks and never insists: whatever has another shape stands alone.
    """
    body = next((raw[kind] for kind in _MESSAGES if isinstance(raw.get(kind), dict)), None)
    query = raw.get("callback_query")
    if isinstance(query, dict):
        body = query["message"] if isinstance(query.get("message"), dict) else None
    chat = body.get("chat") if body else None
    key = chat.get("id") if isinstance(chat, dict) else None
    return key if type(key) is int and -_MOST <= key <= _MOST else None


def _wait_s(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return pause_s(0, seconds_of(error))
    if isinstance(error, Conflict):
        log.error("another bot polls with this token", action="poll")
        return 5.0
    return min(30.0, pause_s(failures))
