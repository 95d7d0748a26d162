"""Tells people privately what happened: invitations, answers, comments on what is theirs.

What is to be told lies in a row; the words are made at the last moment by the noun that it is
about, which looks up again whether it is still true and whether this person may still know it. A
row is marked before Telegram is called: if the process dies in between, it is told once more.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot

from bot import absences, delivery, messages, pace, standings
from bot.errors import DeliveryError, Postponed, Unreachable
from bot.messages import Buttons
from bot.pace import Lane
from diary import clock
from diary.clock import Now
from diary.rounds import Rounds
from storage import diaries, notices
from storage import persons as person_rows
from storage.database import Connection, Database, Unavailable
from storage.diaries import Diary
from storage.notices import WAITING, Notice
from storage.persons import Person

log = structlog.get_logger()

#: Notices that are under way at a time, each for another person.
AT_ONCE = 8

#: Nothing that can wait makes a sound in these hours of the person's own clock.
NIGHT_FROM, NIGHT_UNTIL = 22, 8

#: How long telling may take before it counts as interrupted: longer than every timeout together.
LONGEST = dt.timedelta(minutes=2)

#: A notice waits so long for a database that is away, in seconds.
AWAY_S = 5.0

#: A notice that our own code fails at this often is dropped.
MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person is told: HTML, and the buttons under it."""

    text: str
    buttons: Buttons = ()


#: Makes the words, in the person's language; None when it is not true (or not theirs) any more.
Renderer = Callable[[Connection, Notice, dt.datetime], Awaitable[Letter | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of notice is told.

    `is_optional`: not to those who want no notices. `can_wait`: silent at night. `of_diary`:
    Telegram is asked before whether the person is in the diary's chat, so that the renderer can ask
    `diary.rights`. `is_bundled`: whatever waits for the same reason is told with it, at once.
    """

    render: Renderer
    is_optional: bool = False
    can_wait: bool = True
    of_diary: bool = True
    is_bundled: bool = False


class NoticeDelivery:
    """The loop that tells people what is due."""

    def __init__(
        self, database: Database, bot: Bot, kinds: Mapping[str, Kind], zone: str, now: Now
    ) -> None:
        """`zone` is for people who have no diary of their own."""
        self._database = database
        self._bot = bot
        self._kinds = kinds
        self._zone = zone
        self._now = now
        self._rounds = Rounds(database, now, notices.next_time)
        # Counted here, not in the row: there Telegram's outages are counted.
        self._faults: Counter[int] = Counter()

    def wake(self) -> None:
        """Somebody has something to hear."""
        self._rounds.wake()

    async def run(self) -> None:
        """Tell until cancelled."""
        pace.speak(Lane.RESULT, patience_s=5.0)
        await self._rounds.run(self.round, "notice")

    async def round(self) -> None:
        """Tell what is due now, one notice to a person."""
        now = self._now()
        async with self._database.reading() as connection:
            left_behind = await notices.are_left_behind(connection, now)
        if left_behind:
            async with self._database.writing() as connection:
                await notices.recover(connection, now)
        due = await self._due(now)
        async with asyncio.TaskGroup() as group:
            for notice in due:
                group.create_task(self._deliver(notice))
        if due:
            self._rounds.wake()

    async def _due(self, now: dt.datetime) -> list[Notice]:
        """The oldest of each person: one hears things in order."""
        async with self._database.reading() as connection:
            found = await notices.due(connection, now, 4 * AT_ONCE)
        first: dict[int, Notice] = {}
        for notice in found:
            first.setdefault(notice.person_id, notice)
        return list(first.values())[:AT_ONCE]

    async def _deliver(self, notice: Notice) -> None:
        try:
            await self._try(notice)
        except Postponed as error:
            await self._later(notice, error.after_s)
        except Unreachable as error:
            await self._stop(notice, error)
        except DeliveryError as error:
            log.warning("notice refused", action="notice", notice=notice.id, reason=error.told)
            await self._end(notice, "dropped")
        except Unavailable:
            log.debug("database not available", action="notice", notice=notice.id)
            await asyncio.sleep(AWAY_S)
        except Exception:
            log.exception("notice failed", action="notice", notice=notice.id)
            await self._faulty(notice)

    async def _try(self, notice: Notice) -> None:
        kind = self._kinds.get(notice.kind)
        person, diary = await self._about(notice)
        if kind is None or person.kind != "person" or (kind.is_optional and not person.notices):
            await self._end(notice, "dropped")
            return
        if person.blocked_at is not None:
            await self._end(notice, "stopped")
            return
        if kind.of_diary and diary is not None and diary.is_shared:
            chat_id, telegram_id = diary.chat_id, person.telegram_id
            await standings.refresh(self._bot, self._database, self._now, chat_id, telegram_id)
        await self._tell(notice, kind, person)

    async def _about(self, notice: Notice) -> tuple[Person, Diary | None]:
        async with self._database.reading() as connection:
            person = await person_rows.get(connection, notice.person_id)
            if notice.diary_id is None:
                return person, None
            return person, await diaries.find(connection, notice.diary_id)

    async def _tell(self, notice: Notice, kind: Kind, person: Person) -> None:
        now = self._now()
        async with self._database.writing() as connection:
            state = WAITING[notice.state]
            values: dict[str, Any] = {"state": state, "due_at": now + LONGEST}
            if not await notices.change(connection, notice.id, was=notice.state, **values):
                return
            whole = await notices.merge(connection, notice) if kind.is_bundled else notice
            letter = await kind.render(connection, whole, now)
            if letter is None:
                await notices.change(connection, notice.id, was=state, state="dropped")
                return
            silent = kind.can_wait and await _is_night(connection, person, self._zone, now)
        await delivery.attempt(
            lambda: messages.send_text(
                self._bot, person.telegram_id, letter.text, letter.buttons, silent=silent
            )
        )
        await self._end(notice, "sent")

    async def _end(self, notice: Notice, state: str, **values: Any) -> None:
        """Leave the state that it is in: it waits still, or is being sent."""
        async with self._database.writing() as connection:
            for was in (WAITING[notice.state], notice.state):
                if await notices.change(connection, notice.id, was=was, state=state, **values):
                    return

    async def _later(self, notice: Notice, after_s: float) -> None:
        wait = dt.timedelta(seconds=delivery.pause_s(notice.attempts, after_s))
        due_at, attempts = self._now() + wait, notice.attempts + 1
        await self._end(notice, notice.state, due_at=due_at, attempts=attempts)

    async def _stop(self, notice: Notice, error: Unreachable) -> None:
        """The person has blocked the bot, or never began with it: `persons.come_back` resumes."""
        await self._end(notice, "stopped")
        async with self._database.reading() as connection:
            person = await person_rows.get(connection, notice.person_id)
        await absences.note(self._bot, self._database, self._now, error, person.telegram_id)

    async def _faulty(self, notice: Notice) -> None:
        self._faults[notice.id] += 1
        if self._faults[notice.id] < MOST_FAULTS:
            await self._later(notice, 0.0)
        else:
            await self._end(notice, "dropped")


async def _is_night(connection: Connection, person: Person, zone: str, now: dt.datetime) -> bool:
    """By the clock of the person's own diary."""
    own = await diaries.of_chat(connection, person.telegram_id)
    hour = clock.local(now, own.time_zone if own else zone).hour
    return hour >= NIGHT_FROM or hour < NIGHT_UNTIL
