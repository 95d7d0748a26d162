"""Which language an update is answered in: the person's, and that of the chat."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, Update

from diary.persons import language_of
from storage import diaries, persons
from storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Speech:
    """`person` is for what one person reads, `chat` for what everybody in the chat does."""

    person: str
    chat: str


async def speech(database: Database, update: Update, default: str) -> Speech:
    """What was chosen in /settings; else what Telegram tells of the person, else `default`."""
    user = update.effective_user
    own = language_of(user.language_code if user else None, default)
    async with database.reading() as connection:
        person = await persons.find(connection, user.id) if user else None
        if person is not None and person.language_chosen:
            own = person.language
        return Speech(own, await _of_chat(connection, update, own))


async def _of_chat(connection: Connection, update: Update, own: str) -> str:
    chat = update.effective_chat
    if chat is None or chat.type == Chat.PRIVATE:
        return own
    diary = await diaries.of_chat(connection, chat.id)
    if diary is None:
        diary = await diaries.of_discussion(connection, chat.id)
    return own if diary is None or diary.language is None else diary.language
