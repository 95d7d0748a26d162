"""Tells people that nothing can be kept just now, where the database is away for longer.

What they sent is not lost: Telegram is not told that we have it, and brings it again. Nothing of
this is written down anywhere, since just that cannot be done; so after a restart somebody may be
told once more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot

from bot import delivery
from bot.errors import DeliveryError
from bot.phrases import outages
from diary import persons
from storage.database import Unavailable

log = structlog.get_logger()

#: A lock that is over by then needs no words, in seconds.
PATIENCE_S = 3.0

#: One person is told once in this time.
AGAIN_S = 3600.0

#: People who are remembered at a time: an outage in a flood must not fill the memory.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Missed:
    """Whose message could not be kept, and since when, by a clock that counts seconds."""

    language: str
    since: float


class Excuses:
    """What was not kept comes in here; whoever goes on waiting is told."""

    def __init__(
        self, bot: Bot, language: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._bot = bot
        self._language = language
        self._seconds = seconds
        self._missed: dict[int, Missed] = {}
        self._due: dict[int, str] = {}
        self._told: dict[int, float] = {}
        self._event = asyncio.Event()

    def missed(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """These could not be kept just now, perhaps not for the first time."""
        now = self._seconds()
        for update in updates:
            found = _sender(update)
            if found is None:
                continue
            chat_id, code = found
            known = self._missed.get(chat_id)
            if known is None or now - known.since > AGAIN_S:
                if len(self._missed) < MOST:
                    language = persons.language_of(code, self._language)
                    self._missed[chat_id] = Missed(language, now)
            elif now - known.since >= PATIENCE_S and chat_id not in self._told:
                self._due[chat_id] = known.language
                self._event.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            await self._event.wait()
            self._event.clear()
            while self._due:
                chat_id, language = self._due.popitem()
                self._told[chat_id] = self._seconds()
                await self._tell(chat_id, language)
            self._forget()

    async def _tell(self, chat_id: int, language: str) -> None:
        try:
            await delivery.say(self._bot, chat_id, outages.words_in(language).nothing_kept)
        except (DeliveryError, Unavailable) as error:
            log.info("excuse not delivered", action="excuse", error=type(error).__name__)

    def _forget(self) -> None:
        now = self._seconds()
        self._told = {chat: at for chat, at in self._told.items() if now - at < AGAIN_S}
        self._missed = {
            chat: one for chat, one in self._missed.items() if now - one.since < AGAIN_S
        }


def _sender(update: Mapping[str, Any]) -> tuple[int, str | None] | None:
    """The private chat that a message came from, and its person's language.

    It looks and never insists: nothing has parsed this yet.
    """
    message = update.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    person = message.get("from") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or not isinstance(person, dict):
        return None
    number, code = chat.get("id"), person.get("language_code")
    if chat.get("type") != "private" or type(number) is not int:
        return None
    return number, code if isinstance(code, str) else None
