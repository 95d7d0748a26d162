"""Puts a question to one person: by command, from a reminder, from a digest."""

from __future__ import annotations

from functools import partial

from bot import delivery, messages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import Desk
from bot.lettering import escape
from bot.messages import Buttons
from bot.phrases import question_list
from bot.phrases.own_questions import words_in
from diary import own_questions, questions
from diary.own_questions import Choice
from storage import prompts


def face(choice: Choice, language: str) -> tuple[str, Buttons]:
    """The question as HTML, and what one can do instead of answering it."""
    words = words_in(language)
    text = f"💭 <b>{escape(choice.text)}</b>\n\n{escape(words.how)}"
    another = Button(words.another_button, Callback("prompt", 0, "next"))
    stop = Button(words.stop_button, Callback("prompt", 0, "stop"))
    return text, ((another, stop),)


async def ask(desk: Desk, subject: int | None = None) -> None:
    """Ask the next question, or the one that a button remembers; raises TooLate.

    Of two questions that wait, the group's and this, the one that was asked last takes the note.
    """
    house, language = desk.house, desk.language
    listed = question_list.words_in(language).all
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        if subject is None:
            choice = await own_questions.following_of(connection, person, listed)
        else:
            choice = await own_questions.chosen(connection, person, listed, subject)
        await prompts.stop_next(connection, person.id, questions.PROMPT)
    text, buttons = face(choice, language)
    send = partial(messages.send_text, house.bot, desk.here, text, buttons)
    message = await delivery.insist(send)
    if message is not None:
        at = message.chat.id, message.message_id
        async with house.database.writing() as connection:
            await own_questions.wait(connection, person, choice, at, house.now())
