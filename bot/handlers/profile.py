"""/me: one's own numbers, the moods of thirty days, and the entries with a tag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from analysis.errors import AnalysisError
from bot import delivery, keyboards, messages, pages, profile
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers.search import look_below
from bot.phrases.profile import words_in
from diary import profile as rules
from diary.errors import NotYours, TooLate
from diary.profile import Profile
from storage import persons
from storage.database import Connection
from storage.persons import Person


async def show(desk: Desk) -> None:
    """The picture of thirty days with the numbers below; without it, the numbers alone."""
    house, language = desk.house, desk.language
    found = await _found(desk)
    text, buttons = profile.caption(found, language), profile.buttons(found, language)
    if found.since is None:
        await desk.say(text)
        return
    try:
        png = await _drawn(desk, found)
    except AnalysisError:
        await desk.say(f"{text}\n\n{words_in(language).not_drawn}", buttons=buttons)
        return
    await delivery.insist(lambda: messages.send_photo(house.bot, desk.here, png, text, buttons))


async def _back(desk: Desk, callback: Callback) -> None:
    """The calendar in this message becomes /me again; the message must really have had the way."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    house, language = desk.house, desk.language
    found = await _found(desk)
    if found.since is None:
        raise TooLate
    try:
        png = await _drawn(desk, found)
    except AnalysisError:
        await desk.answer(words_in(language).not_drawn, alert=True)
        return
    await desk.answer()
    text, buttons = profile.caption(found, language), profile.buttons(found, language)
    message_id = desk.message.message_id
    await delivery.insist(
        lambda: messages.edit_photo(house.bot, desk.here, message_id, png, text, buttons)
    )


async def _found(desk: Desk) -> Profile:
    await pages.ask_telegram(desk)
    house = desk.house
    async with house.database.reading() as connection:
        person = await _person(desk, connection)
        return await rules.of_person(connection, person, house.limits, house.now())


async def _drawn(desk: Desk, found: Profile) -> bytes:
    value = profile.picture(found, desk.language)
    return await desk.house.draw("profile_picture", value, desk.language)


async def _person(desk: Desk, connection: Connection) -> Person:
    found = await persons.find(connection, desk.user.id)
    if found is None:
        raise NotYours
    return found


async def _tag(desk: Desk, callback: Callback) -> None:
    """Search for the tag whose button was pressed: what it says is read off the message."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    pressed = keyboards.of_action(desk.update, callback.action)
    text = next(button.text for button in pressed if button.callback == callback)
    await desk.answer()
    await look_below(desk, text.rpartition(" ")[0].rstrip("…"))


PRESSES: Mapping[str, Press] = {
    "me": pages.in_private(_back),
    "metag": pages.in_private(_tag),
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("me", handled_by(house, show), NEW_PRIVATE)]
