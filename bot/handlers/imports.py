"""/import, and ZIP files that somebody sends: kept for a look; the rest is `bot.imports`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot import delivery, pages
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.phrases import imports as phrases
from diary import imports
from diary.errors import NotYours
from diary.imports import Parcel
from storage import imports as rows

_MEGABYTE = 1 << 20

#: What can be an archive of ours, by name or by what the app says that it is.
ARCHIVES = filters.Document.FileExtension("zip") | filters.Document.ZIP


async def explain(desk: Desk) -> None:
    """What to send."""
    words = phrases.words_in(desk.language)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
    await desk.say(words.ask if person.consented_at else words.consent_first)


async def receive(desk: Desk) -> None:
    """A ZIP file: it is looked at, whatever its name."""
    house, words, document = desk.house, phrases.words_in(desk.language), desk.message.document
    if document is None:
        return
    size, most = document.file_size or 0, house.limits.max_file_bytes
    if size > most:
        await desk.say(words.too_big(-(-size // _MEGABYTE), most // _MEGABYTE), reply=True)
        return
    parcel = Parcel(
        desk.message.message_id, document.file_id, document.file_unique_id, document.file_size
    )
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        has_agreed, number = person.consented_at is not None, 0
        if has_agreed:
            number = await imports.take(connection, person, parcel, house.now())
    if not has_agreed:
        await desk.say(words.consent_first, reply=True)
        return
    await _promise(desk, number, words.looking)


async def _promise(desk: Desk, number: int, text: str) -> None:
    """The message that will say what is in it; without one, another says so."""
    house = desk.house
    message = await delivery.say(house.bot, desk.here, text, reply_to=desk.message.message_id)
    message_id = message.message_id if message else None
    async with house.database.writing() as connection:
        await rows.change(connection, number, message_id=message_id, not_before=None)
    house.wake_imports()


async def _press(desk: Desk, callback: Callback) -> None:
    words, number = phrases.words_in(desk.language), callback.entry_id
    said = {"bring": words.bringing, "no": words.dropped, "undo": words.undoing}
    if callback.detail not in said:
        raise NotYours
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        if callback.detail == "bring":
            await imports.bring(connection, person, number)
        elif callback.detail == "no":
            await imports.drop(connection, person, number)
        else:
            await imports.undo(connection, person, number, desk.house.now())
    await pages.show(desk, said[callback.detail])
    desk.house.wake_imports()


PRESSES: Mapping[str, Press] = {"import": pages.in_private(_press)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("import", handled_by(house, explain), NEW_PRIVATE),
        MessageHandler(NEW_PRIVATE & ARCHIVES, handled_by(house, receive)),
    ]
