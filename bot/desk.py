"""What a handler gets: the house around it and the update in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Chat, Message, Update, User
from telegram.ext import filters

from bot import delivery
from bot.messages import Buttons
from bot.phrases import Phrases, phrases_in
from bot.readers import Readers
from diary import persons
from diary.clock import Now
from diary.recordings import Limits
from storage import inbox
from storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class House:
    """What every handler may need. The `wake` functions say that there is work for a loop."""

    bot: Bot
    database: Database
    limits: Limits
    language: str
    now: Now
    wake_cards: Callable[[], None]
    wake_worker: Callable[[], None]
    stop_work: Callable[[int], None]
    readers: Callable[[], Readers]


@dataclass(slots=True)
class Attempt:
    """One try at one letter of the inbox; `error` is what a handler raised."""

    letter_id: int
    error: Exception | None = None


#: Messages as they come in, in a private chat: an old one that is edited is no new command.
NEW_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE

#: The attempt that this task is busy with: the framework hands handlers the update alone.
ATTEMPT: ContextVar[Attempt] = ContextVar("attempt")


@dataclass(frozen=True, slots=True)
class Desk:
    """The update, and the few things that handlers do with it."""

    house: House
    update: Update
    letter_id: int

    @property
    def chat(self) -> Chat:
        """The chat that this is about."""
        assert self.update.effective_chat is not None  # noqa: S101 - routes ask for one
        return self.update.effective_chat

    @property
    def user(self) -> User:
        """Who sent or pressed it."""
        assert self.update.effective_user is not None  # noqa: S101 - routes ask for one
        return self.update.effective_user

    @property
    def message(self) -> Message:
        """The message that came in, or that carries the pressed button."""
        assert self.update.effective_message is not None  # noqa: S101 - routes ask for one
        return self.update.effective_message

    @property
    def language(self) -> str:
        """The person's language as far as Telegram tells it."""
        user = self.update.effective_user
        return persons.language_of(user.language_code if user else None, self.house.language)

    @property
    def says(self) -> Phrases:
        """The sentences in the person's language."""
        return phrases_in(self.language)

    @asynccontextmanager
    async def deciding(self) -> AsyncIterator[Connection]:
        """One transaction for what the update changes and for the update itself being handled."""
        async with self.house.database.writing() as connection:
            yield connection
            await inbox.finish(connection, self.letter_id, "handled", "decided")

    async def say(self, text: str, *, buttons: Buttons = (), reply: bool = False) -> None:
        """Send an HTML message to the chat; raises a DeliveryError."""
        reply_to = self.message.message_id if reply else None
        await delivery.say(self.house.bot, self.chat.id, text, buttons=buttons, reply_to=reply_to)

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """End the spinner of the pressed button, with a short word or a box."""
        query = self.update.callback_query
        if query is not None:
            await delivery.answer_press(self.house.bot, query.id, text, alert=alert)


Handler = Callable[[Desk], Awaitable[None]]
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]


def handled_by(
    house: House, handler: Handler
) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """The handler in the shape that the framework calls."""

    async def call(update: Update, _context: Any) -> None:
        await handler(Desk(house, update, ATTEMPT.get().letter_id))

    return call
