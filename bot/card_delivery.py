"""Brings every card up to date: one message per entry, sent once and from then on edited.

A card is due when its entry changed after what the message shows. What it must show is read afresh,
so a card that was late skips what is over, and doing it twice changes nothing. A picture arises
only by `editMessageMedia`: a lost answer can leave an extra "received" line, never a second card.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog
from telegram import Bot

from analysis.errors import AnalysisError
from bot import delivery, messages
from bot.cards import Face, curve, face
from bot.errors import Gone, Postponed, Refused, Unreachable
from bot.phrases import phrases_in
from charts.curve import Curve
from diary import cards as diary_cards
from diary import persons
from diary.cards import Contents
from diary.clock import Now
from storage import cards
from storage.cards import Card
from storage.database import Database

log = structlog.get_logger()

#: States that a card tells once and for all.
FINAL = frozenset({"done", "failed", "cancelled"})

#: Cards that are worked on at a time. First answers have room of their own: they must not wait
#: behind pictures that are being drawn.
EDITS_AT_ONCE = 8
FIRST_AT_ONCE = 16

#: The database is asked at least this often, whatever has been forgotten to say.
LONGEST_SLEEP_S = 5.0

#: A card that Telegram refuses this often is left alone.
MOST_REFUSALS = 5


class Painter(Protocol):
    """Draws a chart in a worker process."""

    async def draw(self, view: str, curve: Curve, language: str) -> bytes:
        """PNG bytes; raises AnalysisError."""


@dataclass(frozen=True, slots=True)
class Manner:
    """`interval_s` is the least time between two edits of a card; `workers` counts for waits."""

    interval_s: float
    workers: int


class CardDelivery:
    """The loop that keeps the messages in step with the entries."""

    def __init__(
        self, database: Database, bot: Bot, painter: Painter, manner: Manner, now: Now
    ) -> None:
        self._database = database
        self._bot = bot
        self._painter = painter
        self._manner = manner
        self._now = now
        self._wake = asyncio.Event()
        self._busy: dict[int, bool] = {}

    def wake(self) -> None:
        """Some card has something to show."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                for card in await self._due():
                    self._busy[card.id] = card.message_id is None
                    task = group.create_task(self._deliver(card))
                    task.add_done_callback(partial(self._end, card.id))
                await self._sleep()

    def _end(self, card_id: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(card_id, None)
        self._wake.set()

    async def _due(self) -> list[Card]:
        first_busy = sum(self._busy.values())
        rooms = {
            True: FIRST_AT_ONCE - first_busy,
            False: EDITS_AT_ONCE - (len(self._busy) - first_busy),
        }
        due: list[Card] = []
        async with self._database.reading() as connection:
            for first, room in rooms.items():
                if room > 0:
                    due += await cards.due(connection, self._now(), self._busy, room, first=first)
        return due

    async def _sleep(self) -> None:
        """Until something changes, or until the next card may be touched again."""
        now = self._now()
        async with self._database.reading() as connection:
            until = await cards.next_time(connection, now)
        seconds = LONGEST_SLEEP_S if until is None else (until - now).total_seconds()
        try:
            await asyncio.wait_for(self._wake.wait(), min(seconds, LONGEST_SLEEP_S))
        except TimeoutError:
            return

    async def _deliver(self, card: Card) -> None:
        try:
            async with self._database.reading() as connection:
                contents = await diary_cards.contents(connection, card.id, self._manner.workers)
            if contents is not None:
                await self._bring_up_to_date(contents)
        except Postponed as error:
            await self._later(card, error.after_s)
        except Unreachable:
            await self._stop(card, "blocked")
        except Gone:
            await self._stop(card, "gone")
        except Refused as error:
            log.warning("card refused", action="card", card=card.id, reason=str(error))
            await self._refused(card)
        except AnalysisError as error:
            log.warning("picture not drawn", action="card", card=card.id, reason=error.code)
            await self._later(card, 0.0)
        except Exception:
            log.exception("card failed", action="card", card=card.id)
            await self._refused(card)

    async def _bring_up_to_date(self, contents: Contents) -> None:
        card, shows = contents.card, face(contents)
        if card.message_id is None:
            await self._begin(contents, shows)
        else:
            await self._edit(contents, shows, card.message_id)
            reacted = await self._react(card, shows.reaction)
            picture = shows.picture or card.picture
            await self._shown(card, picture=picture, reaction=reacted)

    async def _begin(self, contents: Contents, shows: Face) -> None:
        """Send the first line. A result is never sent, only edited in: sending may happen twice."""
        card, ready = contents.card, contents.entry.state in FINAL
        says = phrases_in(contents.person.language)
        twin = contents.twin if contents.entry.state == "twin" else None
        message = await delivery.attempt(
            lambda: messages.send_text(
                self._bot,
                card.chat_id,
                says.queued if ready else shows.text,
                () if ready else shows.buttons,
                reply_to=twin.message_id if twin and twin.message_id else card.reply_to,
            )
        )
        if message is None:
            raise Refused
        if ready:
            async with self._database.writing() as connection:
                await cards.change(connection, card.id, message_id=message.message_id)
        else:
            # The reaction is written down beforehand: a transaction of its own would hold up the
            # next person's first answer.
            await self._shown(card, message_id=message.message_id, reaction=shows.reaction)
            await self._react(card, shows.reaction)

    async def _edit(self, contents: Contents, shows: Face, message_id: int) -> None:
        bot, chat_id, is_photo = self._bot, contents.card.chat_id, contents.card.picture is not None
        if shows.picture is not None and shows.picture != contents.card.picture:
            png = await self._draw(contents, shows.picture)
            await delivery.attempt(
                lambda: messages.edit_photo(
                    bot, chat_id, message_id, png, shows.text, shows.buttons
                )
            )
            return
        edit = messages.edit_caption if is_photo else messages.edit_text
        await delivery.attempt(partial(edit, bot, chat_id, message_id, shows.text, shows.buttons))

    async def _draw(self, contents: Contents, view: str) -> bytes:
        if contents.report is None:
            raise Refused
        drawing = curve(contents, contents.report)
        return await self._painter.draw(view, drawing, contents.person.language)

    async def _shown(self, card: Card, **values: Any) -> None:
        now = self._now()
        async with self._database.writing() as connection:
            await cards.change(
                connection,
                card.id,
                shown=card.wanted,
                shown_at=now,
                not_before=now + dt.timedelta(seconds=self._manner.interval_s),
                attempts=0,
                **values,
            )

    async def _react(self, card: Card, reaction: str | None) -> str | None:
        """The receipt on the person's own message: a courtesy that never holds up a card.

        Gives what is there now, as far as we know.
        """
        if card.reply_to is None or reaction == card.reaction:
            return card.reaction
        try:
            done = await delivery.react(self._bot, card.chat_id, card.reply_to, reaction)
        except Postponed:
            return card.reaction
        return reaction if done else card.reaction

    async def _later(self, card: Card, after_s: float) -> None:
        wait = dt.timedelta(seconds=delivery.pause_s(card.attempts, after_s))
        async with self._database.writing() as connection:
            await cards.change(
                connection, card.id, attempts=card.attempts + 1, not_before=self._now() + wait
            )

    async def _refused(self, card: Card) -> None:
        if card.attempts + 1 < MOST_REFUSALS:
            await self._later(card, 0.0)
        else:
            await self._stop(card, "refused")

    async def _stop(self, card: Card, why: str) -> None:
        log.info("card stopped", action="card", card=card.id, reason=why)
        async with self._database.writing() as connection:
            await cards.change(connection, card.id, stopped=why)
            if why == "blocked":
                await persons.block(connection, card.chat_id, self._now())
