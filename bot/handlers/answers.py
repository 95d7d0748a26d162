"""Answers to the question of the day, given alone: the link, the next note, the reply, the button.

The answer is an entry of the person's own diary. What they are asked here is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from telegram import ForceReply, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler

from bot import callbacks, delivery, standings
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import recordings as clips
from bot.lettering import escape
from bot.phrases import questions as phrases
from bot.phrases import shares as share_phrases
from bot.phrases.questions import words_in
from diary import entries, questions, recordings
from diary.errors import NotYours, TooLate
from storage import diaries, persons, prompts
from storage import questions as rows
from storage.diaries import Diary
from storage.prompts import Prompt
from storage.questions import Question

#: Before the file that keeps clips as entries.
GROUP = -1


async def ask(desk: Desk, rest: str) -> None:
    """The link under a group's question: put it to this person, and wait for a note.

    Whoever may not answer hears the same sentence as for a question that is not there.
    """
    house, words = desk.house, words_in(desk.language)
    number = callbacks.number(rest)
    await _ask_standing(desk, number)
    try:
        async with house.database.writing() as connection:
            person = await desk.met(connection)
            question, diary = await questions.asked(connection, person, number, house.now())
            answer = await questions.given(connection, person, question)
    except (NotYours, TooLate):
        await desk.say(words.unknown)
        return
    if answer is not None:
        await desk.say(escape(words.has_answered(_title(desk, diary))))
        return
    text = _asks(desk, question, diary)
    message = await delivery.insist(
        partial(
            house.bot.send_message,
            desk.here,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True),
        )
    )
    if message is not None:
        async with house.database.writing() as connection:
            at = (message.chat.id, message.message_id)
            await questions.wait(connection, person, question, at, house.now())


def _asks(desk: Desk, question: Question, diary: Diary) -> str:
    words, title = words_in(desk.language), _title(desk, diary)
    asks = phrases.question(diary.id, question.number, desk.language)
    end = phrases.wall(question.closes_at, diary.time_zone)
    is_late = question.state == "closed" or question.closes_at <= desk.house.now()
    how = words.what_happens_late(title) if is_late else words.what_happens(title, end)
    return f"{escape(words.asks(title))}\n\n<b>{escape(asks)}</b>\n\n{escape(how)}"


def _title(desk: Desk, diary: Diary) -> str:
    return diary.title or share_phrases.words_in(desk.language).unnamed


async def _ask_standing(desk: Desk, question_id: int) -> None:
    """Telegram says whether the person is in the group that was asked."""
    house = desk.house
    async with house.database.reading() as connection:
        question = await rows.find(connection, question_id)
        diary = await diaries.find(connection, question.diary_id) if question else None
    if diary is not None:
        chat_id, telegram_id = diary.chat_id, desk.user.id
        await standings.refresh(house.bot, house.database, house.now, chat_id, telegram_id)


async def take_next(desk: Desk) -> None:
    """The next note after the question; every other one goes its way."""
    house = desk.house
    at = min(house.now(), desk.message.date)
    async with house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        prompt = None
        if person is not None:
            prompt = await prompts.waits_for_next(connection, person.id, questions.PROMPT, at)
    if prompt is None:
        return
    await _accept(desk, prompt)
    raise ApplicationHandlerStop


async def take_reply(desk: Desk, prompt: Prompt) -> None:
    """A reply to the question, at any time of its day."""
    if not clips.has_clip(desk.message):
        await desk.say(words_in(desk.language).needs_clip, reply=True)
        return
    await _accept(desk, prompt)


async def _accept(desk: Desk, prompt: Prompt) -> None:
    """Keep the note as any private one; it is the answer where the person may give one now."""
    house, number = desk.house, prompt.subject_id or 0
    recording = clips.read(desk.message, desk.user.id, desk.language)
    if refusal := recordings.refusal(recording, house.limits):
        await clips.refuse(desk, recording, refusal, desk.says)
        return
    await _ask_standing(desk, number)
    is_answer = True
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), house.now()
        entry_id = await recordings.accept(connection, recording, house.limits, now)
        if entry_id is not None:
            is_answer = await questions.take(connection, person, number, entry_id, now)
            await prompts.remove_all(connection, person.id, questions.PROMPT, number)
    house.wake_cards()
    house.wake_worker()
    house.wake_questions()
    if not is_answer:
        await desk.say(words_in(desk.language).only_an_entry, reply=True)


async def _retract(desk: Desk, callback: Callback) -> None:
    """The author says that it is no answer."""
    house = desk.house
    now, here = house.now(), desk.chat.id
    async with desk.deciding() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
        await questions.retract(connection, entry, now)
    house.wake_cards()
    house.wake_questions()
    await desk.answer(words_in(desk.language).no_answer)


async def _show_late(desk: Desk, callback: Callback) -> None:
    """The author has looked at a late answer and wants the others to see it."""
    house = desk.house
    now, here = house.now(), desk.chat.id
    async with desk.deciding() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
        await questions.show_late(connection, entry)
    house.wake_cards()
    house.wake_questions()
    await desk.answer(words_in(desk.language).will_be_shown)


PRESSES: Mapping[str, Press] = {"noanswer": _retract, "showanswer": _show_late}
STARTS: Mapping[str, Callable[[Desk, str], Awaitable[None]]] = {"q": ask}
REPLIES: Mapping[str, Callable[[Desk, Prompt], Awaitable[None]]] = {questions.PROMPT: take_reply}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: a clip in a private chat, as long as one is waited for.

    A reply is the business of `replies`, which looks at every one before.
    """
    return [MessageHandler(NEW_PRIVATE & clips.CLIPS, handled_by(house, take_next))]
