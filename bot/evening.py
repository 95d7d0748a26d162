"""Sends the calendar of the evening: one silent picture, after which the one before disappears.

What is due has been claimed before (`scheduler.commit_calendar`). A round is written down as
"sending" before Telegram is called, and from there on it is tried again only where it is certain
that nothing was sent: a crash or a lost answer costs that evening's picture, never makes it two.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from telegram import Bot, Message

from analysis.errors import AnalysisError
from bot import absences, calendar_pages, covers, delivery, messages, moves, pace
from bot.calendar_pages import Reader
from bot.commit_calendar import Sheet
from bot.desk import Draw
from bot.errors import DeliveryError, Gone, Moved, Postponed, Refused, Unreachable
from bot.pace import Lane
from diary import commit_calendar, periods
from diary.clock import Now
from diary.recordings import Limits
from diary.rounds import Rounds
from storage import diaries, removals, rounds
from storage import persons as person_rows
from storage.database import Connection, Database, Unavailable
from storage.diaries import Diary
from storage.rounds import Round

log = structlog.get_logger()

AT_ONCE = 4

#: A picture that could not be drawn so often is left out this evening.
MOST_DRAWINGS = 3

#: The line that takes the place of a picture which Telegram does not let the bot delete.
INSTEAD = "newer_below"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be sent, and where; `seen` is a fingerprint of the entries in it."""

    diary: Diary
    sheet: Sheet
    language: str
    seen: str


@dataclass(frozen=True, slots=True)
class Manner:
    """`language` is for chats that chose none, `limits` for persons without a diary."""

    language: str
    limits: Limits
    wake_removals: Callable[[], None]


class EveningRounds:
    """The loop that sends what is claimed."""

    def __init__(self, database: Database, bot: Bot, draw: Draw, manner: Manner, now: Now) -> None:
        self._database = database
        self._bot = bot
        self._draw = draw
        self._manner = manner
        self._now = now
        self._rounds = Rounds(database, now, rounds.next_time)

    def wake(self) -> None:
        """Some round is claimed."""
        self._rounds.wake()

    async def run(self) -> None:
        """Send until cancelled."""
        pace.speak(Lane.ROUND, patience_s=30.0)
        await self._rounds.run(self.round, "evening")

    async def round(self) -> None:
        """Send some of what may be sent now."""
        async with self._database.reading() as connection:
            them = await rounds.waiting(connection, self._now(), (), AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for one in them:
                group.create_task(self._deal_with(one))
        if them:
            self._rounds.wake()

    async def _deal_with(self, one: Round) -> None:
        try:
            await self._try(one)
        except Unavailable:
            log.debug("database not available", action="evening", round=one.id)
        except Exception:
            # A fault of ours costs one diary's picture, never the loop.
            log.exception("evening failed", action="evening", round=one.id)
            await self._end(one, "claimed", "failed")

    async def _try(self, one: Round) -> None:
        async with self._database.reading() as connection:
            picture = await self._picture(connection, one)
        if picture is None:
            await self._end(one, "claimed", "skipped")
            return
        sheet = await covers.covered(self._bot, picture.diary, picture.sheet)
        try:
            png = await self._draw(sheet.chart, sheet.value, picture.language)
        except AnalysisError as error:
            await self._undrawn(one, error)
            return
        if await self._begin(one, picture):
            await self._send(one, picture, png)

    async def _picture(self, connection: Connection, one: Round) -> Picture | None:
        """What to send; None where nothing is to be sent any more, or nothing is new."""
        diary = await diaries.find(connection, one.diary_id)
        if diary is None or diary.state != "open" or diary.evening_minute is None:
            return None
        now = self._now()
        today = commit_calendar.today_of(diary, now)
        if one.day != today:
            return None
        owner = await person_rows.get(connection, diary.owner_id)
        language = owner.language
        if diary.is_shared:
            language = diary.language or self._manner.language
        elif owner.blocked_at is not None:
            return None
        last = await rounds.last_sent(connection, diary.id)
        found = await commit_calendar.evening(connection, diary, last, today, language)
        if not found.is_new:
            return None
        sheet = await self._sheet(connection, diary, language, now)
        return Picture(diary, sheet, language, found.seen)

    async def _sheet(
        self, connection: Connection, diary: Diary, language: str, now: dt.datetime
    ) -> Sheet:
        if diary.is_shared:
            return await calendar_pages.by_member(connection, diary, language, now)
        reader = Reader(diary.chat_id, language, self._manner.limits)
        sheet = await calendar_pages.mine(connection, reader, now, periods.five_months)
        assert sheet is not None  # noqa: S101 - the last months are always a period
        return sheet

    async def _begin(self, one: Round, picture: Picture) -> bool:
        """From here on never twice; False when another process was first."""
        async with self._database.writing() as connection:
            return await rounds.change(
                connection, one.id, was="claimed", state="sending", seen=picture.seen
            )

    async def _send(self, one: Round, picture: Picture, png: bytes) -> None:
        try:
            message = await self._call(picture, png)
        except Postponed as error:
            if delivery.may_have_arrived(error):
                log.warning("evening picture may have arrived", action="evening", round=one.id)
            else:
                await self._later(one, error.after_s)
        except Moved as moved:
            await moves.follow(self._database, self._now, moved)
            await self._later(one, 0.0)
        except Unreachable as error:
            log.info("evening has no reader", action="evening", round=one.id)
            await self._end(one, "sending", "failed")
            chat_id = picture.diary.chat_id
            await absences.note(self._bot, self._database, self._now, error, chat_id)
        except DeliveryError as error:
            log.warning("evening refused", action="evening", round=one.id, reason=error.told)
            await self._end(one, "sending", "failed")
        else:
            await self._sent(one, picture.diary, message)

    async def _call(self, picture: Picture, png: bytes) -> Message | None:
        """Into the diary's topic; where that is closed or gone, into the chat."""
        diary, sheet = picture.diary, picture.sheet
        send = partial(
            messages.send_photo,
            self._bot, diary.chat_id, png, sheet.caption, sheet.buttons, silent=True,
            protected=sheet.is_protected,
        )  # fmt: skip
        topic = diary.topic_id
        try:
            return await delivery.attempt(partial(send, thread_id=topic))
        except (Refused, Gone):
            if topic is None:
                raise
        return await delivery.attempt(send)

    async def _sent(self, one: Round, diary: Diary, message: Message | None) -> None:
        now = self._now()
        async with self._database.writing() as connection:
            for old in await rounds.to_replace(connection, diary.id):
                if old.chat_id is not None and old.message_id is not None:
                    await removals.add(connection, old.chat_id, old.message_id, now, INSTEAD)
                await rounds.change(connection, old.id, was="sent", is_replaced=True)
            await rounds.change(
                connection,
                one.id,
                was="sending",
                state="sent",
                chat_id=diary.chat_id,
                message_id=message.message_id if message else None,
            )
        log.info("evening sent", action="evening", round=one.id)
        self._manner.wake_removals()

    async def _undrawn(self, one: Round, error: AnalysisError) -> None:
        log.warning("no picture", action="evening", round=one.id, reason=error.code)
        if one.attempts + 1 < MOST_DRAWINGS:
            await self._later(one, 0.0)
        else:
            await self._end(one, "claimed", "failed")

    async def _later(self, one: Round, after_s: float) -> None:
        wait = dt.timedelta(seconds=delivery.pause_s(one.attempts, after_s))
        async with self._database.writing() as connection:
            await rounds.postpone_one(connection, one.id, self._now() + wait)

    async def _end(self, one: Round, was: str, state: str) -> None:
        async with self._database.writing() as connection:
            await rounds.change(connection, one.id, was=was, state=state)
