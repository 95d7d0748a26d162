"""The five faces under one's own card: how it was, in one tap."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Chat

from bot.callbacks import Callback, number
from bot.desk import Desk, Press
from bot.handlers.shares import own_card
from bot.phrases.moods import words_in
from diary import edits
from diary.errors import NotYours


async def _press(desk: Desk, callback: Callback) -> None:
    """Only in one's own chat: a mood is nobody else's unless it is shared."""
    if desk.chat.type != Chat.PRIVATE:
        raise NotYours
    mood = number(callback.detail)
    async with desk.deciding() as connection:
        person, entry, _ = await own_card(desk, connection, callback)
        await edits.set_mood(connection, person, entry, mood, desk.house.now())
    desk.house.wake_cards()
    words = words_in(desk.language)
    await desk.answer(words.gone if entry.mood == mood else words.toast(mood))


PRESSES: Mapping[str, Press] = {"mood": _press}
