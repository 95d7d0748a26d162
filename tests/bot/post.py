"""A card delivery on a real database and the stand-in, moved by hand."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot

from analysis.errors import DeadlineExceeded
from analysis.report import Report
from bot.card_delivery import CardDelivery, Manner
from bot.phrases import phrases_in
from charts.curve import Curve
from diary import jobs
from diary.recordings import Recording
from playground.server import Message, Person
from storage import jobs as rows
from storage.cards import Card
from storage.database import Connection, Database
from tests.bot.given import png
from tests.diary.given import (
    TERMS,
    WORDS,
    Clock,
    accepted,
    card_of,
    clips_of,
    recording,
    report,
)

SAYS = phrases_in("ko")


class Painter:
    """A small real picture, another one for each view; it fails as often as it is told."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.failures = 0

    async def draw(self, view: str, value: Curve | None, language: str) -> bytes:
        assert value.times if value else view == "deleted_entry"
        assert language == "ko"
        self.drawn.append(view)
        if self.failures:
            self.failures -= 1
            raise DeadlineExceeded
        return png(40 if view == "curve" else 50)


class Post:
    """A card delivery on a real database, moved by hand; and what became of it in the chat."""

    def __init__(self, database: Database, bot: Bot, person: Person) -> None:
        self.database, self.person, self.clock = database, person, Clock()
        self.painter, self.bot = Painter(), bot
        manner = Manner(interval_s=3.0, workers=1)
        self.delivery = CardDelivery(database, bot, self.painter, manner, self.clock)
        self.entry_id = 0

    async def accept(self, **more: Any) -> Message:
        """Jiwoo sends a clip that is accepted; their message."""
        note = self.person.send_video_note(b"clip", duration=8)
        clip: Recording = recording(note.message_id, **more)
        async with self.database.writing() as connection:
            self.entry_id = await accepted(connection, clip, self.clock())
        return note

    async def deliver(self) -> int:
        """Deliver what is due now; how many cards that were."""
        due = await self.delivery._due()
        for card in due:
            await self.delivery._deliver(card)
        return len(due)

    async def settle(self) -> None:
        """Deliver until nothing is due at this moment."""
        for _ in range(20):
            if not await self.deliver():
                return
        raise AssertionError("a card is due for ever")

    async def do(self, act: Callable[[Connection], Awaitable[object]]) -> None:
        async with self.database.writing() as connection:
            await act(connection)

    async def card(self) -> Card:
        async with self.database.reading() as connection:
            return await card_of(connection, self.entry_id)

    async def work(self, stage: str) -> None:
        """A worker enters a stage of the entry."""

        async def enter(connection: Connection) -> None:
            job = await jobs.claim(connection, "ours", TERMS, self.clock())
            if job is None:
                job = await rows.of_entry(connection, self.entry_id)
            assert job is not None
            assert await jobs.enter_stage(connection, job, "ours", stage)

        await self.do(enter)

    async def finish(self, made: Report | None = None, reason: str | None = None) -> None:
        """The analysis ends."""

        async def end(connection: Connection) -> None:
            await jobs.claim(connection, "ours", TERMS, self.clock())
            job = await rows.of_entry(connection, self.entry_id)
            assert job is not None
            parts = {clip.id for clip in await clips_of(connection, self.entry_id)}
            outcome = jobs.Outcome(made or report(), WORDS, reason, 1.0)
            assert await jobs.finish(connection, job, "ours", outcome, parts, self.clock())

        await self.do(end)

    @property
    def messages(self) -> list[Message]:
        return self.person.chat.from_bot
