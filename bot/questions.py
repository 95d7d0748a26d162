"""Puts the question of the day to a group, counts the answers there, shows them when it is over.

The group has one message of it, sent at most once: the row is marked before Telegram is called, and
what is not certain to have failed is not tried again. From then on the message is edited.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot, Message

from bot import absences, delivery, messages, moves, pace, standings
from bot.buttons import Link
from bot.errors import DeliveryError, Gone, Moved, Postponed, Refused, Unreachable
from bot.lettering import escape
from bot.messages import Buttons
from bot.pace import Lane
from bot.phrases import questions as phrases
from diary import questions
from diary.clock import Now
from diary.rounds import Rounds
from storage import diaries
from storage import persons as person_rows
from storage import questions as rows
from storage.database import Database, Unavailable
from storage.diaries import Diary
from storage.questions import Answer, Question

log = structlog.get_logger()

AT_ONCE = 8

#: The least time between two edits of a message.
INTERVAL = dt.timedelta(seconds=3)

#: A message that our own code fails at is left alone for so long.
FAULT_WAIT = dt.timedelta(minutes=10)

#: A question waits so long for a database that is away, in seconds.
AWAY_S = 5.0

One = TypeVar("One", Question, Answer)


def payload(question_id: int) -> str:
    """What a link to the bot carries to ask for this question."""
    return f"q_{question_id}"


def link(bot: Bot, question_id: int) -> str:
    """Leads to the private chat, where the answer is given."""
    return f"https://t.me/{bot.username}?start={payload(question_id)}"


def face(question: Question, diary: Diary, language: str, bot: Bot) -> tuple[str, Buttons]:
    """What the group reads now, as HTML, and the button under it. Nobody's name stands in it."""
    words = phrases.words_in(diary.language or language)
    asks = phrases.question(question.diary_id, question.number, diary.language or language)
    if question.state == "closed":
        state = words.opened(question.answered)
        button = words.late_button
    else:
        state = words.counted(question.answered, question.members)
        state += "\n" + words.how(phrases.wall(question.closes_at, diary.time_zone))
        button = words.answer_button
    text = f"{escape(words.title)}\n\n<b>{escape(asks)}</b>\n\n{escape(state)}"
    return text, ((Link(button, link(bot, question.id)),),)


class QuestionDelivery:
    """The loop that asks, counts, closes and shows."""

    def __init__(
        self, database: Database, bot: Bot, language: str, now: Now, wake_cards: Callable[[], None]
    ) -> None:
        """`language` is for diaries that chose none."""
        self._database = database
        self._bot = bot
        self._language = language
        self._now = now
        self._wake_cards = wake_cards
        self._rounds = Rounds(database, now, rows.next_time)

    def wake(self) -> None:
        """There is a question to send, or an answer that changes one."""
        self._rounds.wake()

    async def run(self) -> None:
        """Ask until cancelled."""
        pace.speak(Lane.ROUND, patience_s=5.0)
        await self._rounds.run(self.round, "question")

    async def round(self) -> None:
        """Do some of what is due now: what is over closes before its answers are shown."""
        now = self._now()
        async with self._database.reading() as connection:
            over = await rows.to_close(connection, now, AT_ONCE)
        await self._each(over, self._close)
        async with self._database.reading() as connection:
            answers = await rows.to_show(connection, now, AT_ONCE)
            claimed = await rows.to_send(connection, now, AT_ONCE)
        await self._each(claimed, self._send)
        for answer in answers:  # in the order in which they came
            await self._each([answer], self._show)
        async with self._database.reading() as connection:
            behind = await rows.to_edit(connection, now, now - questions.LATE, AT_ONCE)
        await self._each(behind, self._edit)
        if over or answers:
            self._wake_cards()
        if over or answers or claimed or behind:
            self._rounds.wake()

    async def _each(self, them: Sequence[One], act: Callable[[One], Awaitable[None]]) -> None:
        async with asyncio.TaskGroup() as group:
            for one in them:
                group.create_task(self._safely(one, act))

    async def _safely(self, one: One, act: Callable[[One], Awaitable[None]]) -> None:
        """A fault of ours with one of them costs the others nothing."""
        try:
            await act(one)
        except Unavailable:
            log.debug("database not available", action="question")
            await asyncio.sleep(AWAY_S)
        except Exception:
            log.exception("question failed", action="question")
            with suppress(Unavailable):
                await self._give_up(one)

    async def _give_up(self, one: Question | Answer) -> None:
        """What our own code fails at is not tried again at once."""
        later = self._now() + FAULT_WAIT
        async with self._database.writing() as connection:
            if isinstance(one, Answer):
                await rows.change_answer(connection, one, was="due", state="withheld")
            else:
                await rows.change(connection, one.id, was=("claimed",), state="dropped")
                await rows.change(connection, one.id, was=("open", "closed"), not_before=later)

    async def _close(self, question: Question) -> None:
        async with self._database.writing() as connection:
            await questions.close(connection, question, self._now())
        log.info("question closed", action="question", question=question.id)

    async def _show(self, answer: Answer) -> None:
        """Telegram says first whether the author is still there; who is not, is not shown."""
        async with self._database.reading() as connection:
            author = await person_rows.get(connection, answer.person_id)
            question = await rows.find(connection, answer.question_id)
            diary = await diaries.find(connection, question.diary_id) if question else None
        if diary is None:
            return
        chat_id, telegram_id = diary.chat_id, author.telegram_id
        try:
            await standings.refresh(self._bot, self._database, self._now, chat_id, telegram_id)
        except Postponed as error:
            wait = dt.timedelta(seconds=delivery.pause_s(answer.attempts, error.after_s))
            async with self._database.writing() as connection:
                await rows.postpone_answer(connection, answer, self._now() + wait)
            return
        async with self._database.writing() as connection:
            await questions.show(connection, answer, author, self._now())

    async def _send(self, question: Question) -> None:
        diary = await self._begin(question)
        if diary is None:
            return
        try:
            message = await self._call(question, diary)
        except Postponed as error:
            await self._not_sent(question, error)
        except Moved as moved:
            await moves.follow(self._database, self._now, Moved(moved.chat_id, diary.chat_id))
            await self._change(question, "sending", state="claimed", chat_id=moved.chat_id)
        except Unreachable as error:
            await self._change(question, "sending", state="dropped")
            await absences.note(self._bot, self._database, self._now, error, diary.chat_id)
        except DeliveryError as error:
            log.warning("question refused", action="question", reason=error.told)
            await self._change(question, "sending", state="dropped")
        else:
            message_id = message.message_id if message else None
            await self._change(question, "sending", state="open", message_id=message_id, attempts=0)
            log.info("question sent", action="question", question=question.id)

    async def _begin(self, question: Question) -> Diary | None:
        """Mark it: from here on never twice. None when it is not to be sent any more."""
        now = self._now()
        async with self._database.writing() as connection:
            diary = await questions.to_be_asked(connection, question, now)
            if diary is None:
                await rows.change(connection, question.id, was=("claimed",), state="dropped")
                return None
            sending = {"state": "sending", "chat_id": diary.chat_id}
            if not await rows.change(connection, question.id, was=("claimed",), **sending):
                return None
            await questions.recount(connection, question, now)
        return diary

    async def _call(self, question: Question, diary: Diary) -> Message | None:
        """Into the diary's topic; where that is closed or gone, into the chat."""
        async with self._database.reading() as connection:
            counted = await rows.find(connection, question.id) or question
        text, buttons = face(counted, diary, self._language, self._bot)
        send = partial(messages.send_text, self._bot, diary.chat_id, text, buttons)
        try:
            return await delivery.attempt(partial(send, thread_id=diary.topic_id))
        except (Refused, Gone):
            if diary.topic_id is None:
                raise
        return await delivery.attempt(send)

    async def _not_sent(self, question: Question, error: Postponed) -> None:
        if delivery.may_have_arrived(error):
            log.warning("question may have arrived", action="question", question=question.id)
            await self._change(question, "sending", state="open")
            return
        await self._later(question, "sending", error, state="claimed")

    async def _later(
        self, question: Question, was: str, error: Postponed, **values: object
    ) -> None:
        wait = dt.timedelta(seconds=delivery.pause_s(question.attempts, error.after_s))
        until, attempts = self._now() + wait, question.attempts + 1
        await self._change(question, was, not_before=until, attempts=attempts, **values)

    async def _edit(self, question: Question) -> None:
        """Bring the message up to date; one that cannot be is left as it is."""
        async with self._database.reading() as connection:
            diary = await diaries.find(connection, question.diary_id)
        message_id = question.message_id
        if diary is None or message_id is None:
            return
        text, buttons = face(question, diary, self._language, self._bot)
        at = question.chat_id, message_id
        try:
            await delivery.attempt(lambda: messages.edit_text(self._bot, *at, text, buttons))
        except Postponed as error:
            await self._later(question, question.state, error)
            return
        except Moved as moved:
            await moves.follow(self._database, self._now, Moved(moved.chat_id, question.chat_id))
        except Unreachable as error:
            await absences.note(self._bot, self._database, self._now, error, question.chat_id)
        except DeliveryError as error:
            log.info("question stays", action="question", reason=type(error).__name__)
        await self._shown(question)

    async def _shown(self, question: Question) -> None:
        """What has changed meanwhile is still to be shown, a little later."""
        until = self._now() + INTERVAL
        await self._change(
            question, question.state, shown=question.wanted, not_before=until, attempts=0
        )

    async def _change(self, question: Question, was: str, **values: object) -> None:
        async with self._database.writing() as connection:
            await rows.change(connection, question.id, was=(was,), **values)
