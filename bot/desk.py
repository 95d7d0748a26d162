"""What a handler gets: the house around it and the update in front of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Chat, Message, Update, User
from telegram.ext import ApplicationHandlerStop, filters

from analysis.errors import WorkerDied
from bot import delivery, languages, limits, messages, moves
from bot.callbacks import Callback
from bot.errors import Gone, Moved, Refused
from bot.languages import Speech
from bot.machine import Machine
from bot.messages import Buttons
from bot.phrases import Phrases, phrases_in
from bot.readers import Readers
from bot.turnstile import Turnstile
from diary import persons
from diary.admissions import Door
from diary.clock import Now
from diary.comments import NOTICE_WAIT
from diary.errors import DiaryError, Enough, NotYours
from diary.limits import Told, spend, this_day
from diary.recordings import Limits
from storage import inbox
from storage.database import Connection, Database
from storage.media import MediaFolder
from storage.persons import Person

log = structlog.get_logger()

#: Draws a picture in a worker: its name, what is in it, the language. Raises AnalysisError.
Draw = Callable[[str, Any, str], Awaitable[bytes]]


def _nothing() -> None:
    """For a house without this loop."""


async def _draw_nothing(view: str, value: Any, language: str) -> bytes:  # noqa: ARG001
    """For a house without workers."""
    raise WorkerDied


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
    wake_notices: Callable[[], None] = _nothing
    wake_removals: Callable[[], None] = _nothing
    wake_hearing: Callable[[], None] = _nothing
    wake_questions: Callable[[], None] = _nothing
    wake_erasures: Callable[[], None] = _nothing
    wake_exports: Callable[[], None] = _nothing
    wake_imports: Callable[[], None] = _nothing
    #: The size of one file of an export, in bytes.
    part_bytes: int = 19 << 20
    #: The files that Telegram does not know.
    media: MediaFolder | None = None
    draw: Draw = _draw_nothing
    #: How long comments are collected before their entry's author is told.
    notice_wait: dt.timedelta = NOTICE_WAIT
    #: Who has been told of which limit: it is said once.
    told: Told = field(default_factory=Told)
    #: How fast everybody sends.
    turnstile: Turnstile = field(default_factory=Turnstile)
    #: Who may use the bot, and who decides that.
    door: Door = field(default_factory=Door)
    #: How the machine is doing, looked up when it is asked for.
    machine: Callable[[], Machine] = Machine


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
    speech: Speech
    moved_to: int | None = None

    @property
    def chat(self) -> Chat:
        """The chat that this is about."""
        assert self.update.effective_chat is not None  # noqa: S101 - routes ask for one
        return self.update.effective_chat

    @property
    def here(self) -> int:
        """Today's number of the chat: a group may have moved since this was sent."""
        return self.moved_to or self.chat.id

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
        """The person's language: what they have chosen, else what Telegram tells."""
        return self.speech.person

    @property
    def chat_language(self) -> str:
        """The language for what everybody in the chat reads; in a private one, the person's."""
        return self.speech.chat

    @property
    def says(self) -> Phrases:
        """The sentences in the person's language."""
        return phrases_in(self.language)

    @property
    def thread_id(self) -> int | None:
        """The forum topic of the message: an answer stays in it."""
        message = self.update.effective_message
        return message.message_thread_id if message and message.is_topic_message else None

    async def met(self, connection: Connection) -> Person:
        """The person who sent or pressed it, kept from now on with today's name."""
        return await persons.meet(
            connection,
            self.user.id,
            persons.language_of(self.user.language_code, self.house.language),
            self.house.now(),
            name=self.user.full_name,
            username=self.user.username,
        )

    @asynccontextmanager
    async def deciding(self) -> AsyncIterator[Connection]:
        """One transaction for what the update changes and for the update itself being handled."""
        async with self.house.database.writing() as connection:
            yield connection
            await inbox.finish(connection, self.letter_id, "handled", inbox.ANSWERING)

    async def spend(self, connection: Connection, person: Person, what: str) -> None:
        """Count one more of what has a limit a day (`comments`, `exports`); raises Enough."""
        limits = self.house.limits
        day = await this_day(
            connection,
            person.telegram_id,
            limits.time_zone,
            limits.day_starts_hour,
            self.house.now(),
        )
        await spend(connection, person.id, what, getattr(limits.quotas, f"{what}_a_day"), day)

    async def say(self, text: str, *, buttons: Buttons = (), reply: bool = False) -> None:
        """Send an HTML message to the chat; raises a DeliveryError.

        A group that turns out to have moved is answered where it is now.
        """
        say = partial(delivery.say, self.house.bot, text=text, buttons=buttons)
        try:
            is_here = self.moved_to is None
            await say(
                self.here,
                reply_to=self.message.message_id if reply and is_here else None,
                thread_id=self.thread_id,
            )
        except Moved as moved:
            await moves.follow(self.house.database, self.house.now, moved)
            await say(moved.chat_id)

    async def show(self, text: str, *, buttons: Buttons = ()) -> None:
        """Turn the message with the pressed button into this; where it cannot be, say it anew."""
        query = self.update.callback_query
        message = query.message if query else None
        if message is None:
            await self.say(text, buttons=buttons)
            return
        edit = partial(messages.edit_text, self.house.bot, message.chat.id, message.message_id)
        try:
            await delivery.insist(partial(edit, text, buttons))
        except (Gone, Refused, Moved):
            await self.say(text, buttons=buttons)

    async def refuse(self, error: DiaryError) -> None:
        """Say that it cannot be, to whoever has pressed, sent a command or written in private."""
        if isinstance(error, Enough):
            await self._tell_limit(error)
            return
        text = self.says.not_yours if isinstance(error, NotYours) else self.says.too_late
        message = self.update.message
        if self.update.callback_query is not None:
            await self.answer(text)
        elif message and (self.chat.type == Chat.PRIVATE or (message.text or "").startswith("/")):
            await self.say(text, reply=True)

    async def _tell_limit(self, error: Enough) -> None:
        """Every press is answered; of what is sent, the first that is refused."""
        now = self.house.now()
        if self.update.callback_query is not None:
            await self.answer(limits.in_a_box(error, self.language, now), alert=True)
            return
        user = self.update.effective_user
        who = user.id if user else self.here
        what = f"{error.what} {self.here}"
        if not self.house.told.knows(who, what, now):
            language = self.language if self.chat.type == Chat.PRIVATE else self.chat_language
            # Known only once it is said: where that fails, it is tried again.
            await self.say(limits.sentence(error, language, now), reply=True)
            self.house.told.put(who, what, error.until)

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """End the spinner of the pressed button, with a short word or a box."""
        query = self.update.callback_query
        if query is not None:
            await delivery.answer_press(self.house.bot, query.id, text, alert=alert)


Handler = Callable[[Desk], Awaitable[None]]

#: Does what a button asks for: looks everything up, raises NotYours or TooLate, or answers.
Press = Callable[[Desk, Callback], Awaitable[None]]


def _is_copied_command(update: Update) -> bool:
    """A channel's post that Telegram has brought into the discussion group by itself."""
    message = update.message
    is_copy = message is not None and bool(message.is_automatic_forward)
    return is_copy and (message.text or "").startswith("/")  # type: ignore[union-attr]


def handled_by(
    house: House, handler: Handler
) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """The handler in the shape that the framework calls."""

    async def call(update: Update, _context: Any) -> None:
        if _is_copied_command(update):
            return  # it was answered in the channel
        await moves.recognise(house.bot, house.database, house.now, update)
        speech = await languages.speech(house.database, update, house.language)
        moved_to = await moves.today(house.database, update.effective_chat)
        desk = Desk(house, update, ATTEMPT.get().letter_id, speech, moved_to)
        try:
            await handler(desk)
        except DiaryError as error:
            # The handlers answer what they know; nothing that is refused is tried three times.
            log.info("refused", action="update", reason=type(error).__name__)
            await desk.refuse(error)
            if isinstance(error, Enough):
                raise ApplicationHandlerStop from error

    return call
