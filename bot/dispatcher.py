"""Takes updates out of the inbox and has them handled: in order within a chat."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Update

from bot import absences, moves
from bot.crowd import Crowd
from bot.delivery import pause_s
from bot.desk import ATTEMPT, Attempt
from bot.errors import Gone, Moved, NotAllowed, Postponed, Refused, Unreachable
from diary.clock import Now
from diary.rounds import Rounds
from storage import inbox
from storage.database import Damaged, Database, Unavailable
from storage.inbox import Letter

log = structlog.get_logger()

AT_ONCE = 16

#: Of those, so many may be of people who have many updates waiting; none while it is crowded.
SURPLUS_AT_ONCE = 4

#: An update waits so long for a database that is away, in seconds.
AWAY_S = 5.0

#: So long an update that is being answered may take still when the bot is told to stop.
FAREWELL_S = 3.0

#: Tries of an update that our own code fails at; a Telegram that does not answer is no fault of
#: the update, so there it goes on for some minutes. The others of its chat wait so long.
MOST_FAULTS = 3
MOST_TRIES = 12


#: Whether an update goes on to the handlers; else it is finished already.
Gate = Callable[[Letter, Mapping[str, Any]], Awaitable[bool]]


async def _open_gate(_letter: Letter, _raw: Mapping[str, Any]) -> bool:
    """For a house that everybody may enter, as fast as they like."""
    return True


class Dispatcher:
    """The loop between the inbox and the handlers.

    `handle` is the framework's `process_update`: it hands errors to the error handler, which puts
    them into the `Attempt`. `apologise` tells the person that an update was set aside.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        handle: Callable[[Update], Awaitable[None]],
        apologise: Callable[[Update, str], Awaitable[None]],
        now: Now,
        gate: Gate = _open_gate,
    ) -> None:
        self._database = database
        self._bot = bot
        self._handle = handle
        self._apologise = apologise
        self._now = now
        self._gate = gate
        self._rounds = Rounds(database, now, inbox.next_time)
        self._busy: dict[int, Letter] = {}
        self._crowd = Crowd()
        self._again: asyncio.Handle | None = None

    def wake(self, *, more: bool = False) -> None:
        """Something has arrived; `more`: and more of it may wait outside."""
        loop = asyncio.get_running_loop()
        self._crowd.note(loop.time(), more=more)
        self._rounds.wake()
        if more:
            if self._again is not None:
                self._again.cancel()
            self._again = loop.call_later(self._crowd.left_s(loop.time()), self._rounds.wake)

    async def run(self) -> None:
        """Handle until cancelled."""
        async with asyncio.TaskGroup() as group:
            await self._rounds.run(partial(self._round, group), "update")

    async def _round(self, group: asyncio.TaskGroup) -> None:
        for letter in await self._waiting():
            self._begin(group, letter)

    def _begin(self, group: asyncio.TaskGroup, letter: Letter) -> None:
        self._busy[letter.id] = letter
        task = group.create_task(self._deliver(letter))
        task.add_done_callback(partial(self._end, letter.id))

    def _end(self, letter_id: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(letter_id, None)
        self._rounds.wake()

    async def _waiting(self) -> list[Letter]:
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return []
        busy = self._busy.values()
        chats = {letter.chat_key for letter in busy if letter.chat_key is not None}
        senders = {letter.sender_key for letter in busy if letter.sender_key is not None}
        is_crowded = self._crowd.left_s(asyncio.get_running_loop().time()) > 0
        surplus = 0 if is_crowded else SURPLUS_AT_ONCE
        surplus -= sum(letter.surplus for letter in busy)
        try:
            async with self._database.reading() as connection:
                letters = await inbox.waiting(
                    connection, self._now(), chats, room, senders=senders, most_surplus=surplus
                )
        except Damaged:
            await self._set_aside()
            return []
        return [letter for letter in letters if letter.id not in self._busy]

    async def _set_aside(self) -> None:
        """An update that was damaged on the disk costs its sender that one, and others nothing."""
        async with self._database.reading() as connection:
            numbers = await inbox.waiting_numbers(connection)
        for number in numbers:
            if await self._database.can_read(partial(inbox.content, letter_id=number)):
                continue
            log.warning("update is damaged", action="update", letter=number)
            async with self._database.writing() as connection:
                await inbox.finish(connection, number, "failed", "unreadable: Damaged")
        self._rounds.wake()

    async def _deliver(self, letter: Letter) -> None:
        opening = asyncio.get_running_loop().create_task(self._open(letter))
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            await _farewell(opening)
            raise
        except Unavailable:
            # It still waits in the inbox; handled again, it changes nothing twice.
            log.debug("database not available", action="update", update=letter.update_id)
            await asyncio.sleep(AWAY_S)

    async def _open(self, letter: Letter) -> None:
        events = log.bind(action="update", update=letter.update_id, attempt=letter.attempts + 1)
        try:
            raw = json.loads(letter.raw)
            if not await self._gate(letter, raw):
                return
            update = Update.de_json(raw, self._bot)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must block nothing
            events.warning("update cannot be read", error=type(error).__name__)
            await self._finish(letter, "failed", f"unreadable: {type(error).__name__}")
            return
        attempt = Attempt(letter.id)
        ATTEMPT.set(attempt)
        await self._handle(update)
        if isinstance(attempt.error, Unavailable):
            raise attempt.error
        if attempt.error is None:
            await self._finish(letter, "handled", "handled")
        else:
            await self._failed(letter, update, attempt.error, events)

    async def _failed(self, letter: Letter, update: Update, error: Exception, events: Any) -> None:
        name = type(error).__name__
        if isinstance(error, Unreachable):
            await absences.note(self._bot, self._database, self._now, error)
        if isinstance(error, (Unreachable, NotAllowed)):
            await self._finish(letter, "handled", name)
            return
        if isinstance(error, Moved):
            await moves.follow(self._database, self._now, error)
        most = _most(error)
        if letter.attempts + 1 < most:
            after_s = error.after_s if isinstance(error, Postponed) else 0.0
            await self._postpone(letter, pause_s(letter.attempts, after_s), name)
            events.info("update postponed", error=name)
            return
        events.error("update set aside", exc_info=error)
        await self._finish(letter, "failed", name)
        await self._apologise(update, str(letter.id))

    async def _finish(self, letter: Letter, state: str, outcome: str) -> None:
        async with self._database.writing() as connection:
            if not await inbox.finish(connection, letter.id, state, outcome):
                await inbox.answered(connection, letter.id)

    async def _postpone(self, letter: Letter, wait_s: float, outcome: str) -> None:
        until = self._now() + dt.timedelta(seconds=wait_s)
        async with self._database.writing() as connection:
            await inbox.postpone(connection, letter.id, until, outcome)


async def _farewell(opening: asyncio.Future[None]) -> None:
    """A bot that is told to stop gives the answers that it is about to give, where that is soon."""
    await asyncio.wait({opening}, timeout=FAREWELL_S)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)


def _most(error: Exception) -> int:
    """How often an update that meets this is tried; what Telegram refuses, it refuses again."""
    if isinstance(error, (Refused, Gone, Damaged)):
        return 1
    return MOST_TRIES if isinstance(error, Postponed) else MOST_FAULTS
