"""Brings every card up to date: one message per entry, sent once and from then on edited.

A card is due when its entry changed after what the message shows. What it must show is read afresh,
so a card that was late skips what is over, and doing it twice changes nothing. A picture arises
only by `editMessageMedia`: a lost answer can leave an extra "received" line, never a second card.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from telegram import Bot

from analysis.errors import AnalysisError
from bot import absences, delivery, line, moves, pace
from bot.card_extras import CardExtras
from bot.card_message import MOST_DRAWINGS, CardMessage, Painter, is_ready
from bot.cards import Face, face
from bot.errors import Gone, Moved, NotAllowed, Postponed, Refused, Unreachable
from bot.pace import Lane
from diary import cards as diary_cards
from diary.cards import Contents
from diary.clock import Now
from diary.rounds import Rounds
from storage import card_messages, cards, removals
from storage.cards import Card
from storage.database import Connection, Database, Unavailable
from storage.media import MediaFolder

log = structlog.get_logger()

#: Cards that are worked on at a time. First answers have room of their own: they must not wait
#: behind pictures that are being drawn.
EDITS_AT_ONCE = 8
FIRST_AT_ONCE = 16

#: How soon it is looked again whether there is room in a chat that was full, in seconds.
FULL_S = 1.0

#: A card waits so long for a database that is away, in seconds.
AWAY_S = 5.0

#: Seconds before a picture is drawn again whose worker failed: growing pauses are for Telegram's
#: outages, and would outlast the worker by far.
REDRAW_S = 0.5

#: A card that our own code fails at this often is left alone, until its person presses a button.
MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """`interval_s` is the least time between two edits of a card; `workers` counts for waits.

    `is_short`: whether the machine has no room for the work just now.
    """

    interval_s: float
    workers: int
    is_short: Callable[[], bool] = lambda: False


class CardDelivery:
    """The loop that keeps the messages in step with the entries."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        painter: Painter,
        manner: Manner,
        now: Now,
        kept: MediaFolder | None = None,
    ) -> None:
        """`kept` holds the files that Telegram does not know."""
        self._database = database
        self._bot = bot
        self._message = CardMessage(bot, painter)
        self._extras = CardExtras(database, bot, now, kept)
        self._manner = manner
        self._now = now
        self._rounds = Rounds(database, now, cards.next_time)
        self._busy: dict[int, Card] = {}
        # Counted here, not in the row: there Telegram's outages are counted, and neither must be
        # taken for the other.
        self._faults: Counter[int] = Counter()
        self._undrawn: Counter[int] = Counter()
        #: By card and chat: what is there already, and what its message shows.
        self._unnoted: dict[tuple[int, int], tuple[int, int]] = {}

    def wake(self) -> None:
        """Some card has something to show."""
        self._rounds.wake()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as group:
            await self._rounds.run(partial(self._round, group), "card")

    async def _round(self, group: asyncio.TaskGroup) -> None:
        for card in await self._due():
            self._begin(group, card)
        if line.full(self._bot, Lane.PROGRESS):
            asyncio.get_running_loop().call_later(FULL_S, self.wake)

    def _begin(self, group: asyncio.TaskGroup, card: Card) -> None:
        self._busy[card.id] = card
        task = group.create_task(self._deliver(card))
        task.add_done_callback(partial(self._end, card.id))

    def _end(self, card_id: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(card_id, None)
        self._rounds.wake()

    async def _due(self) -> list[Card]:
        due: list[Card] = []
        async with self._database.reading() as connection:
            for first, at_once in ((True, FIRST_AT_ONCE), (False, EDITS_AT_ONCE)):
                busy = {c.chat_id for c in self._busy.values() if (c.message_id is None) == first}
                due += await self._chosen(connection, busy, at_once, first=first)
        return due

    async def _chosen(
        self, connection: Connection, busy: set[int], at_once: int, *, first: bool
    ) -> list[Card]:
        """One card of a chat at a time, in their order, so that no chat takes all the room.

        In a chat that is full they wait in their rows, and show later what is new by then.
        """
        room, full = at_once - len(busy), line.full(self._bot, _lane(is_first=first))
        slow = set() if first else line.full(self._bot, Lane.PROGRESS)
        chosen: dict[int, Card] = {}
        while len(chosen) < room:
            closed, limit = busy | full | chosen.keys(), room - len(chosen)
            found = await cards.due(
                connection, self._now(), self._busy, limit, first=first, full=closed, slow=slow
            )
            for card in found:
                chosen.setdefault(card.chat_id, card)
            if len(found) < limit:
                break
        return list(chosen.values())

    async def _deliver(self, card: Card) -> None:
        try:
            await self._try(card)
        except Unavailable:
            log.debug("database not available", action="card", card=card.id)
            await asyncio.sleep(AWAY_S)

    async def _try(self, card: Card) -> None:
        try:
            async with self._database.reading() as connection:
                contents = await diary_cards.contents(
                    connection, card.id, self._manner.workers, self._bot.id, self._now()
                )
            if contents is None:
                await self._stop(card, "misplaced")
            else:
                contents = replace(contents, waits_for_room=self._manner.is_short())
                await self._bring_up_to_date(contents)
        except Postponed as error:
            await self._later(card, error.after_s)
        except Moved as moved:
            # The card is sent anew there: the messages of the old chat have no number in the new.
            here = Moved(moved.chat_id, card.chat_id)
            await moves.follow(self._database, self._now, here)
        except Unreachable as error:
            await self._stop(card, "blocked")
            await absences.note(self._bot, self._database, self._now, error, card.chat_id)
        except Gone:
            await self._stop(card, "gone")
        except Refused as error:
            await self._refused(card, error)
        except AnalysisError:
            self._undrawn[card.id] += 1
            await self._later(card, REDRAW_S)
        except Unavailable:
            raise
        except Exception:
            log.exception("card failed", action="card", card=card.id)
            await self._faulty(card)

    async def _bring_up_to_date(self, contents: Contents) -> None:
        is_first, is_waiting = contents.card.message_id is None, contents.entry.state == "waiting"
        with pace.speaking(_lane(is_first=is_first, is_waiting=is_waiting)):
            await self._show(contents)

    async def _show(self, contents: Contents) -> None:
        card, shows = contents.card, face(contents)
        if card.message_id is not None:
            is_last = self._undrawn[card.id] + 1 >= MOST_DRAWINGS
            picture = await self._message.edit(contents, shows, card.message_id, is_last=is_last)
            reacted = await self._react(card, shows.reaction)
            await self._shown(card, picture=picture, reaction=reacted)
            return
        message_id, wanted = await self._sent(contents, shows)
        if is_ready(contents):
            async with self._database.writing() as connection:
                if await self._is_there_still(connection, card, message_id):
                    await cards.change(connection, card.id, message_id=message_id)
                    await self._extras.give_up_videos(connection, contents)
                    await _tell_author(connection, contents)
        else:
            # The reaction is written down beforehand: a transaction of its own would hold up the
            # next person's first answer.
            showing = replace(card, wanted=wanted)
            await self._shown(showing, message_id=message_id, reaction=shows.reaction)
            await self._react(card, shows.reaction)
        self._unnoted.pop((card.id, card.chat_id), None)

    async def _sent(self, contents: Contents, shows: Face) -> tuple[int, int]:
        """The number of the message, and what was wanted when it was sent.

        What was sent and could not be written down, since the database was away, is not sent again.
        """
        card = contents.card
        key = (card.id, card.chat_id)
        if key not in self._unnoted:
            under = await self._extras.send_videos(contents)
            message_id = await self._message.send(contents, shows, under)
            self._unnoted[key] = message_id, card.wanted
        return self._unnoted[key]

    async def _shown(self, card: Card, **values: Any) -> None:
        self._faults.pop(card.id, None)
        self._undrawn.pop(card.id, None)
        now = self._now()
        async with self._database.writing() as connection:
            if not await self._is_there_still(connection, card, values.get("message_id")):
                return
            await cards.change(
                connection,
                card.id,
                shown=card.wanted,
                shown_at=now,
                not_before=now + dt.timedelta(seconds=self._manner.interval_s),
                retry_at=None,
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
        """Where Telegram tells when, the pauses need not grow."""
        wait = dt.timedelta(seconds=delivery.pause_s(card.attempts, after_s))
        attempts = card.attempts + (not after_s)
        async with self._database.writing() as connection:
            await cards.change(connection, card.id, attempts=attempts, retry_at=self._now() + wait)

    async def _refused(self, card: Card, error: Refused) -> None:
        """Without its topic a card goes into the chat; without a right it waits for it."""
        log.warning("card refused", action="card", card=card.id, reason=error.told)
        if card.thread_id is not None and delivery.is_without_topic(error):
            async with self._database.writing() as connection:
                await cards.change(connection, card.id, thread_id=None)
        else:
            await self._stop(card, "rights" if isinstance(error, NotAllowed) else "refused")

    async def _faulty(self, card: Card) -> None:
        self._faults[card.id] += 1
        if self._faults[card.id] < MOST_FAULTS:
            await self._later(card, 0.0)
        else:
            await self._stop(card, "refused")

    async def _stop(self, card: Card, why: str) -> None:
        log.info("card stopped", action="card", card=card.id, reason=why)
        async with self._database.writing() as connection:
            await cards.change(connection, card.id, stopped=why)

    async def _is_there_still(
        self, connection: Connection, card: Card, sent: int | None = None
    ) -> bool:
        """Whether nobody has taken the card away, or its chat has moved, while Telegram was called.

        A message that was `sent` for a card that is no more disappears too.
        """
        found = await cards.get(connection, card.id)
        if found is None and sent is not None:
            await removals.add(connection, card.chat_id, sent, self._now(), "gone")
        if found is None or found.chat_id != card.chat_id:
            return False
        # Opened anew meanwhile (`diary.openings`): it is another message that must show this now.
        return found.message_id == card.message_id


def _lane(*, is_first: bool, is_waiting: bool = False) -> Lane:
    """Whoever sent a clip waits for its first line and for its result, not for progress."""
    if is_first:
        return Lane.REPLY
    return Lane.PROGRESS if is_waiting else Lane.RESULT


async def _tell_author(connection: Connection, contents: Contents) -> None:
    """Let the author's own card say where a video is missing in a share."""
    if contents.share is None:
        return
    sent = await card_messages.of_card(connection, contents.card.id)
    own = await cards.of_entry(connection, contents.entry.id)
    if own is not None and any(message.message_id is None for message in sent):
        await cards.want_one(connection, own.id)
