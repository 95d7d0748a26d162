"""/forgetme: says what goes, asks for the word, and forgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import pages, prompts
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import escape
from bot.phrases import erasure as phrases
from bot.phrases.erasure import Erasure
from diary import erasure
from diary.erasure import Forecast, Inheritance
from diary.errors import TooLate
from storage import persons
from storage.persons import Person
from storage.prompts import Prompt

#: What `storage.prompts` keeps of the question for the word.
ASKS_WORD = "forgetme"

#: Diaries that are named; of more, the rest is counted by /diaries.
MOST_DIARIES = 20


def _words(desk: Desk) -> Erasure:
    return phrases.words_in(desk.language)


async def forget_me(desk: Desk) -> None:
    """In a group, the way to the private chat; there, what would go."""
    if desk.chat.type == Chat.PRIVATE:
        await _explain(desk)
        return
    words = phrases.words_in(desk.chat_language)
    link = pages.deep_link(desk, words.lead_button, "forgetme")
    await desk.say(words.lead, buttons=((link,),), reply=True)


async def begin(desk: Desk, _payload: str) -> None:
    """Somebody has come from a group, or says so."""
    await _explain(desk)


async def _explain(desk: Desk) -> None:
    person, found = await _forecast(desk)
    words = _words(desk)
    if person is None or found is None:
        await desk.say(words.nothing)
        return
    go_on = Button(words.go_on_button, Callback("forget", 0, "yes"))
    stay = Button(words.stay_button, Callback("forget", 0, "no"))
    await desk.say(_page(words, found, desk.language), buttons=((go_on,), (stay,)))


async def _forecast(desk: Desk) -> tuple[Person | None, Forecast | None]:
    """Nobody is put down as known for asking this."""
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        if person is None:
            return None, None
        return person, await erasure.forecast(connection, person)


def _page(words: Erasure, found: Forecast, language: str) -> str:
    kinds = [f"• {line}" for line in words.kinds(found.counts)]
    parts = ["\n".join([words.headings["explain"], *kinds])]
    if found.inheritances:
        lines = [_line(words, one, language) for one in found.inheritances[:MOST_DIARIES]]
        parts.append("\n".join([words.headings["diaries"], *lines]))
    return "\n\n".join([*parts, words.explained_end])


def _line(words: Erasure, one: Inheritance, language: str) -> str:
    title = pages.title_of(one.diary, language)
    if one.heir is not None:
        becomes = words.goes_to(escape(one.heir.name or "?"))
    else:
        becomes = words.ends if one.ends else words.waits
    return f"• <b>{title}</b>: {becomes}"


async def _press(desk: Desk, callback: Callback) -> None:
    words = _words(desk)
    if callback.detail == "no":
        await pages.show(desk, words.stayed)
        return
    if callback.detail != "yes":
        raise TooLate
    person, _ = await _forecast(desk)
    if person is None:
        await pages.show(desk, words.nothing)
        return
    await desk.answer()
    await prompts.ask(desk, ASKS_WORD, 0, words.ask, words.hint)


async def _typed(desk: Desk, _prompt: Prompt) -> None:
    """The reply to the question for the word."""
    if not erasure.is_word(desk.message.text or ""):
        await desk.say(_words(desk).wrong)
        return
    house = desk.house
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            begun = await erasure.begin(connection, person, desk.letter_id, house.now())
    except TooLate:
        await desk.say(_words(desk).under_way)
        return
    for entry_id in begun.entry_ids:
        house.stop_work(entry_id)
    await desk.say(_words(desk).begun)
    house.wake_removals()
    house.wake_erasures()


PRESSES: Mapping[str, Press] = {"forget": pages.in_private(_press)}

REPLIES = {ASKS_WORD: _typed}

STARTS = {"forgetme": begin}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    anywhere = NEW_PRIVATE | (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE)
    return [CommandHandler("forgetme", handled_by(house, forget_me), anywhere)]
