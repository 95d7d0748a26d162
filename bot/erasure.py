"""Takes away what is left of people who asked to be forgotten, and sends them the receipt.

Each step is a state of the row, so that a bot that dies goes on where it was: rows, then messages
in the private chat, then what the database's file may still hold, then the receipt, after which the
row itself goes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import structlog
from telegram import Bot

from bot import absences, delivery, messages, pace
from bot.errors import DeliveryError, Postponed, Unreachable
from bot.pace import Lane
from bot.phrases import erasure as phrases
from diary import erasure
from diary.clock import Now
from diary.rounds import Rounds
from storage import erasure as rows
from storage import tombstones
from storage.database import Database, Unavailable
from storage.erasure import Erasure

log = structlog.get_logger()

AT_ONCE = 4

#: Writing the file anew stops everybody for a moment: so much lies between two of them.
SWEEP_PAUSE = dt.timedelta(minutes=5)

#: Messages in the private chat are looked after so often.
LOOK_AGAIN = dt.timedelta(seconds=1)

#: How long telling may take before it counts as interrupted: longer than every timeout together.
LONGEST = dt.timedelta(minutes=2)

#: A receipt that could not be handed over so often is given up: its row must not stay for ever.
MOST_ATTEMPTS = 20

#: Deletes the files that we keep ourselves, by their names (`storage.media`).
ForgetFiles = Callable[[Collection[str]], Awaitable[None]]

#: Sets a tombstone beside the backups (`storage.tombstones`); raises OSError.
SetTombstone = Callable[[str], Awaitable[None]]


async def no_tombstone(_name: str) -> None:
    """For a bot that makes no backups."""
    await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Manner:
    """`wake_removals`, `wake_cards` and `wake_notices` say that there is work for those loops."""

    forget_files: ForgetFiles
    wake_removals: Callable[[], None]
    wake_cards: Callable[[], None]
    wake_notices: Callable[[], None]
    sweep_pause: dt.timedelta = SWEEP_PAUSE
    set_tombstone: SetTombstone = no_tombstone


class Erasing:
    """The loop that forgets."""

    def __init__(self, database: Database, bot: Bot, manner: Manner, now: Now) -> None:
        self._database = database
        self._bot = bot
        self._manner = manner
        self._now = now
        self._rounds = Rounds(database, now, rows.next_time)
        self._swept_at: dt.datetime | None = None

    def wake(self) -> None:
        """Somebody wants to be forgotten."""
        self._rounds.wake()

    async def run(self) -> None:
        """Forget until cancelled."""
        pace.speak(Lane.RESULT, patience_s=5.0)
        await self._rounds.run(self.round, "erasure")

    async def round(self) -> None:
        """One step with each that can go on now."""
        async with self._database.reading() as connection:
            due = await rows.due(connection, self._now(), AT_ONCE)
        for one in due:
            await self._safely(one)
        if due:
            self._rounds.wake()

    async def _safely(self, one: Erasure) -> None:
        """A fault of ours with one of them costs the others nothing, and is tried again."""
        try:
            await self._step(one)
        except Unavailable:
            raise
        except Exception:
            log.exception("erasure failed", action="erasure", erasure=one.id)
            await self._change(one, attempts=one.attempts + 1, not_before=self._now() + LONGEST)

    async def _step(self, one: Erasure) -> None:
        if one.state == "clearing":
            await self._clear(one)
        elif one.state == "withdrawing":
            await self._withdraw(one)
        elif one.state == "sweeping":
            await self._sweep(one)
        else:
            await self._tell(one)

    async def _clear(self, one: Erasure) -> None:
        """Files first: a row that is gone would no longer name them."""
        async with self._database.reading() as connection:
            names = await rows.files_of(connection, one)
            tombstone = await tombstones.of_erasure(connection, one)
        await self._mark(one, tombstone)
        await self._manner.forget_files(names)
        async with self._database.writing() as connection:
            gone = await erasure.go_on(connection, one, self._now())
        self._manner.wake_removals()
        if not gone:
            self._manner.wake_cards()
            self._manner.wake_notices()
        log.info("erasure goes on", action="erasure", erasure=one.id, entries=len(gone))

    async def _mark(self, one: Erasure, tombstone: str | None) -> None:
        """A backup from before shall bring nobody back; where that cannot be noted, go on."""
        try:
            if tombstone is not None:
                await self._manner.set_tombstone(tombstone)
        except OSError:
            log.exception("tombstone not set", action="erasure", erasure=one.id)

    async def _withdraw(self, one: Erasure) -> None:
        now = self._now()
        async with self._database.writing() as connection:
            if not await erasure.has_withdrawn(connection, one, now):
                await rows.change(connection, one, not_before=now + LOOK_AGAIN)
                return
            await rows.give_up_messages(connection, one.telegram_id)
            await rows.blank_letters(connection, one.telegram_id)
            await rows.change(connection, one, state="sweeping", not_before=None)

    async def _sweep(self, one: Erasure) -> None:
        now = self._now()
        if self._swept_at is not None and now < self._swept_at + self._manner.sweep_pause:
            await self._change(one, not_before=self._swept_at + self._manner.sweep_pause)
            return
        await self._database.sweep()
        self._swept_at = self._now()
        async with self._database.writing() as connection:
            await rows.end_sweeping(connection)

    async def _tell(self, one: Erasure) -> None:
        """The receipt. A bot that dies here tells it twice, which is better than not at all."""
        if one.attempts >= MOST_ATTEMPTS:
            await self._end(one)
            return
        now = self._now()
        if not await self._change(
            one, state="sending", attempts=one.attempts + 1, not_before=now + LONGEST
        ):
            return
        try:
            await delivery.attempt(
                lambda: messages.send_text(self._bot, one.telegram_id, receipt(one), ())
            )
        except Postponed as error:
            wait = dt.timedelta(seconds=delivery.pause_s(one.attempts, error.after_s))
            await self._change(one, was="sending", state="telling", not_before=now + wait)
            return
        except Unreachable as error:
            # The row must go even so: nothing is kept of them until they come back.
            log.info("receipt has no reader", action="erasure")
            await absences.note(self._bot, self._database, self._now, error, one.telegram_id)
        except DeliveryError as error:
            log.info("receipt not delivered", action="erasure", reason=type(error).__name__)
        await self._end(one)

    async def _change(self, one: Erasure, *, was: str | None = None, **values: object) -> bool:
        async with self._database.writing() as connection:
            return await rows.change(connection, one, was=was, **values)

    async def _end(self, one: Erasure) -> None:
        async with self._database.writing() as connection:
            await rows.blank_letters(connection, one.telegram_id)
            await rows.remove(connection, one.id)
        log.info("erasure ends", action="erasure", erasure=one.id)


def receipt(one: Erasure) -> str:
    """What is gone, by its kinds, as HTML."""
    words = phrases.words_in(one.language)
    kinds = [f"• {line}" for line in words.kinds(one.counts)]
    return "\n".join([words.headings["receipt"], "", *kinds, words.receipt_end])


async def no_files(_names: Collection[str]) -> None:
    """For a bot that keeps no files itself."""
    await asyncio.sleep(0)
