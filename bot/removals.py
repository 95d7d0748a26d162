"""Takes messages of the bot out of their chats, as far as Telegram lets it.

A bot that is no admin cannot delete in a group what is older than two days. There `instead` names a
line that takes the message's place, and (but for `KEEPS_PICTURE`) its picture becomes that line.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import struct
import zlib
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot

from analysis.errors import AnalysisError
from bot import delivery, messages, pace
from bot.errors import DeliveryError, Gone, Postponed, Refused, Unreachable
from bot.pace import Lane
from bot.phrases import removals as phrases
from diary.clock import Now
from diary.rounds import Rounds
from storage import diaries, persons, removals
from storage.database import Connection, Database, Unavailable
from storage.removals import Removal

log = structlog.get_logger()

AT_ONCE = 8

#: A message waits so long for a database that is away, in seconds.
AWAY_S = 5.0

#: A message in a chat that has put the bot out waits so long for the bot to come back, and then is
#: given up: what somebody took back shall disappear even so, but no list of it be kept for ever.
PARKED = dt.timedelta(days=30)

#: Lines that stand under a picture which everybody may go on seeing.
KEEPS_PICTURE = frozenset({"newer_below"})

#: How Telegram says that there is no such message: somebody was quicker.
_NOT_THERE = ("message to delete not found", "message identifier is not specified")

#: Millet paper, as on the cards; Telegram takes no picture thinner than one to twenty.
_PAPER, _WIDTH, _HEIGHT = b"\xf4\xef\xe6", 320, 80


#: Draws "removed_message" of a line in a language; raises AnalysisError.
Draw = Callable[[str, str, str], Awaitable[bytes]]


class MessageRemoval:
    """The loop that deletes what is to disappear."""

    def __init__(self, database: Database, bot: Bot, draw: Draw, language: str, now: Now) -> None:
        """`language` is for chats that chose none."""
        self._database = database
        self._draw = draw
        self._bot = bot
        self._language = language
        self._now = now
        self._rounds = Rounds(database, now, removals.next_time)

    def wake(self) -> None:
        """Some message is to disappear."""
        self._rounds.wake()

    async def run(self) -> None:
        """Delete until cancelled."""
        pace.speak(Lane.ROUND, patience_s=0.0)
        await self._rounds.run(self.round, "removal")

    async def round(self) -> None:
        """Try what may be tried now. Twice does no harm: what is gone stays gone."""
        async with self._database.reading() as connection:
            due = await removals.due(connection, self._now(), AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for removal in due:
                group.create_task(self._deliver(removal))
        if due:
            self._rounds.wake()

    async def _deliver(self, removal: Removal) -> None:
        try:
            await self._try(removal)
        except Unavailable:
            log.debug("database not available", action="removal", removal=removal.id)
            await asyncio.sleep(AWAY_S)

    async def _try(self, removal: Removal) -> None:
        try:
            await self._remove(removal)
        except Postponed as error:
            wait = dt.timedelta(seconds=delivery.pause_s(removal.attempts, error.after_s))
            async with self._database.writing() as connection:
                await removals.postpone(connection, removal.id, self._now() + wait)
            return
        except Unreachable:
            if removal.parked_at is None:
                await self._park(removal)
                return
            log.info("message stays", action="removal", reason="parked too long")
        except DeliveryError as error:
            # Also Moved: numbers begin anew in a supergroup, there it would be another message.
            log.info("message stays", action="removal", reason=type(error).__name__)
        async with self._database.writing() as connection:
            await removals.finish(connection, removal.id)

    async def _park(self, removal: Removal) -> None:
        """Until the bot is back in the chat (`diary.persons.come_back`)."""
        now = self._now()
        async with self._database.writing() as connection:
            await removals.park(connection, removal.id, now, now + PARKED)
        log.info("message waits for the bot", action="removal", removal=removal.id)

    async def _remove(self, removal: Removal) -> None:
        chat_id, message_id = removal.chat_id, removal.message_id
        try:
            await delivery.attempt(lambda: self._bot.delete_message(chat_id, message_id))
        except Gone:
            return
        except Refused as error:
            if any(part in str(error).lower() for part in _NOT_THERE):
                return
            if removal.instead is None:
                raise
            await self._replace(removal, removal.instead)

    async def _replace(self, removal: Removal, instead: str) -> None:
        """Another text, or another caption under another picture, in place of the message."""
        chat_id, message_id = removal.chat_id, removal.message_id
        async with self._database.reading() as connection:
            language = await _language(connection, chat_id) or self._language
        line = phrases.words_in(language).line(instead)
        try:
            await delivery.attempt(
                lambda: messages.edit_text(self._bot, chat_id, message_id, line, ())
            )
        except Refused as error:
            if not delivery.is_other_kind(error):
                raise
        else:
            return
        if instead in KEEPS_PICTURE:
            await delivery.attempt(
                lambda: messages.edit_caption(self._bot, chat_id, message_id, line, ())
            )
            return
        png = await self._picture(removal, line, language)
        await delivery.attempt(
            lambda: messages.edit_photo(self._bot, chat_id, message_id, png, line, ())
        )

    async def _picture(self, removal: Removal, line: str, language: str) -> bytes:
        """The line on paper; in no case does the old picture stay because nothing can be drawn."""
        try:
            return await self._draw("removed_message", line, language)
        except AnalysisError as error:
            log.warning("no picture", action="removal", removal=removal.id, reason=error.code)
            return blank()


async def _language(connection: Connection, chat_id: int) -> str | None:
    diary = await diaries.of_chat(connection, chat_id)
    if diary is None:
        diary = await diaries.of_discussion(connection, chat_id)
    if diary is not None and diary.is_shared:
        return diary.language
    person = await persons.find(connection, chat_id)
    return person.language if person else None


def blank() -> bytes:
    """A small PNG of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + _PAPER * _WIDTH) * _HEIGHT))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")
