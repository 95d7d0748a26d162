"""Sends what comes by itself at an hour of a diary: reminders, memories, digests.

What is due was taken before (`scheduler.routines`). The words are made at the last moment by the
noun that they are about, which may find that there is nothing to say. Then the routine is moved on,
and only who has moved it sends: from there on it is tried again only where it is certain that
nothing was sent. A crash or a lost answer costs that day's message, never makes it two.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Message

from bot import absences, delivery, media, messages, moves, pace
from bot.errors import DeliveryError, Gone, Moved, Postponed, Refused, Unreachable
from bot.messages import Buttons
from bot.pace import Lane
from diary import routines
from diary.clock import Now
from diary.recordings import Limits
from diary.rounds import Rounds
from storage import diaries
from storage import persons as person_rows
from storage import routines as rows
from storage.clips import Clip
from storage.database import Connection, Damaged, Database, Unavailable
from storage.diaries import Diary
from storage.media import MediaFolder
from storage.persons import Person
from storage.routines import Routine

log = structlog.get_logger()

AT_ONCE = 8

#: A diary that was damaged on the disk is left alone for so long.
AGAIN = dt.timedelta(days=1)

#: A database that is away is left alone for so long, in seconds.
AWAY_S = 5.0


@dataclass(frozen=True, slots=True)
class Post:
    """What whoever makes a letter may need. `language` is for chats that chose none.

    `media` holds the clips that Telegram does not know.
    """

    bot: Bot
    database: Database
    language: str
    limits: Limits
    now: Now
    media: MediaFolder | None = None


async def _nothing(connection: Connection) -> None:
    """For a letter that leaves no trace but its own."""


@dataclass(frozen=True, slots=True)
class Letter:
    """HTML with buttons, under a `clip` where there is one. `silent`: it makes no sound.

    `values` are columns of the routine that change when it is decided to send it; `keep` writes
    down what else was shown, once it was.
    """

    text: str
    buttons: Buttons = ()
    silent: bool = True
    clip: Clip | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    keep: Callable[[Connection], Awaitable[None]] = _nothing


#: Makes the letter of one kind for a diary's owner; None where there is nothing to say.
Write = Callable[[Post, Routine, Diary, Person], Awaitable[Letter | None]]


class RoutineDelivery:
    """The loop that sends what was taken."""

    def __init__(self, post: Post, kinds: Mapping[str, Write]) -> None:
        self._post = post
        self._kinds = kinds
        self._rounds = Rounds(post.database, post.now, rows.next_time)

    def wake(self) -> None:
        """Something was taken."""
        self._rounds.wake()

    async def run(self) -> None:
        """Send until cancelled."""
        pace.speak(Lane.ROUND, patience_s=30.0)
        await self._rounds.run(self.round, "routine")

    async def round(self) -> None:
        """Send some of what is to be sent now."""
        try:
            async with self._post.database.reading() as connection:
                them = await rows.claimed(connection, self._post.now(), AT_ONCE)
        except Damaged:
            await self._set_aside()
            return
        async with asyncio.TaskGroup() as group:
            for routine, diary in them:
                group.create_task(self._deal_with(routine, diary))
        if them:
            self._rounds.wake()

    async def _set_aside(self) -> None:
        """A diary that was damaged on the disk is told nothing today; the others are."""
        database, now = self._post.database, self._post.now()
        async with database.reading() as connection:
            keys = await rows.claimed_keys(connection, now)
        for diary_id, kind in keys:
            if await database.can_read(partial(diaries.find, diary_id=diary_id)):
                continue
            log.warning("diary is damaged", action="routine", diary=diary_id, kind=kind)
            values = {"next_at": now + AGAIN, "lease": None, "lease_until": None}
            async with database.writing() as connection:
                await rows.put(connection, diary_id, kind, **values)
        self.wake()

    async def _deal_with(self, routine: Routine, diary: Diary) -> None:
        try:
            await self._try(routine, diary)
        except Unavailable:
            log.debug("database not available", action="routine", diary=diary.id)
            await asyncio.sleep(AWAY_S)
        except Exception:
            # A fault of ours costs one diary's message, never the loop.
            log.exception("routine failed", action="routine", diary=diary.id, kind=routine.kind)
            await self._move_on(routine, diary)

    async def _try(self, routine: Routine, diary: Diary) -> None:
        letter = await self._letter(routine, diary)
        if letter is None:
            await self._move_on(routine, diary)
        elif (moved := await self._begin(routine, diary, letter)) is not None:
            await self._send(routine, diary, letter, moved)

    async def _letter(self, routine: Routine, diary: Diary) -> Letter | None:
        write, now = self._kinds.get(routine.kind), self._post.now()
        if write is None or not routines.is_to_come(routine, diary, now):
            return None
        async with self._post.database.reading() as connection:
            owner = await person_rows.get(connection, diary.owner_id)
        if not diary.is_shared and owner.blocked_at is not None:
            return None  # until they write again
        return await write(self._post, routine, diary, owner)

    async def _move_on(self, routine: Routine, diary: Diary) -> None:
        async with self._post.database.writing() as connection:
            await routines.move_on(connection, routine, diary, self._post.now())

    async def _begin(self, routine: Routine, diary: Diary, letter: Letter) -> Routine | None:
        """From here on never twice: how it stands now; None when another process was first."""
        now = self._post.now()
        async with self._post.database.writing() as connection:
            values = {"last_at": now, "last_message_id": None} | dict(letter.values)
            changed = replace(routine, **letter.values)
            if not await routines.move_on(connection, changed, diary, now, **values):
                return None
            return await rows.find(connection, routine.diary_id, routine.kind)

    async def _send(self, routine: Routine, diary: Diary, letter: Letter, moved: Routine) -> None:
        post = self._post
        try:
            message = await self._call(diary, letter)
        except Postponed as error:
            if delivery.may_have_arrived(error):
                log.warning("routine may have arrived", action="routine", diary=diary.id)
                await self._sent(routine, letter, None)
            else:
                await self._later(routine, moved, error.after_s)
        except Moved as new:
            await moves.follow(post.database, post.now, new)
            await self._later(routine, moved, 0.0)
        except Unreachable as error:
            log.info("routine has no reader", action="routine", diary=diary.id)
            await absences.note(post.bot, post.database, post.now, error, diary.chat_id)
        except DeliveryError as error:
            reason = type(error).__name__
            log.warning("routine refused", action="routine", diary=diary.id, reason=reason)
        else:
            await self._sent(routine, letter, message)

    async def _call(self, diary: Diary, letter: Letter) -> Message | None:
        """The clip, and the words as an answer to it; without it where it is gone."""
        clip_id = await self._call_clip(diary, letter)
        send = partial(
            messages.send_text,
            self._post.bot, diary.chat_id, letter.text, letter.buttons,
            reply_to=clip_id, thread_id=diary.topic_id, silent=letter.silent,
        )  # fmt: skip
        if clip_id is not None:
            # Tried anew as a whole, the clip would come twice.
            return await delivery.insist(send)
        try:
            return await delivery.attempt(send)
        except (Refused, Gone):
            if diary.topic_id is None:
                raise
        return await delivery.attempt(partial(send, thread_id=None))

    async def _call_clip(self, diary: Diary, letter: Letter) -> int | None:
        if letter.clip is None:
            return None
        try:
            post = self._post
            return await send_clip(post.bot, post.database, post.media, diary.chat_id, letter.clip)
        except (Refused, Gone, FileNotFoundError):
            log.info("clip not sent", action="routine", diary=diary.id)
            return None

    async def _later(self, routine: Routine, moved: Routine, after_s: float) -> None:
        until = self._post.now() + routines.RETRY + dt.timedelta(seconds=after_s)
        async with self._post.database.writing() as connection:
            await routines.try_again(connection, routine, moved, until)

    async def _sent(self, routine: Routine, letter: Letter, message: Message | None) -> None:
        log.info("routine sent", action="routine", diary=routine.diary_id, kind=routine.kind)
        number = None if message is None else message.message_id
        async with self._post.database.writing() as connection:
            await rows.put(connection, routine.diary_id, routine.kind, last_message_id=number)
            await letter.keep(connection)


async def send_clip(
    bot: Bot, database: Database, kept: MediaFolder | None, chat_id: int, clip: Clip
) -> int | None:
    """A person's own clip once more, without a sound; its message.

    Raises a DeliveryError, and FileNotFoundError where its file is nowhere.
    """
    send = partial(media.send, bot, database, kept, chat_id, clip)
    message = await delivery.attempt(partial(send, disable_notification=True))
    return None if message is None else message.message_id
