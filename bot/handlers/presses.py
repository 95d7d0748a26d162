"""Buttons. What they carry is chosen by the client: everything is looked up, nothing believed."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping

from telegram.ext import CallbackQueryHandler

from bot import callbacks, cards, delivery, messages
from bot.callbacks import Callback
from bot.desk import Desk, House, handled_by
from bot.errors import Gone, Refused
from diary import cards as diary_cards
from diary import entries, persons
from diary.errors import NotYours, TooLate
from storage import cards as card_rows
from storage.database import Connection
from storage.entries import Entry


async def press(desk: Desk) -> None:
    """Do what the button says, if the person may; every press is answered."""
    query = desk.update.callback_query
    callback = callbacks.read(query.data if query else None)
    if callback is None:
        await desk.answer(desk.says.too_late)
        return
    if callback.action == "agree":
        await _agree(desk, callback)
        return
    try:
        if callback.action == "view" and callback.detail == "words":
            await _show_words(desk, callback)
        else:
            await _act(desk, callback)
    except NotYours:
        await desk.answer(desk.says.not_yours, alert=True)
    except TooLate:
        # Most often the second of two quick taps: a word in passing, no box.
        await desk.answer(desk.says.too_late)


async def _agree(desk: Desk, callback: Callback) -> None:
    house, says = desk.house, desk.says
    async with desk.deciding() as connection:
        person = await persons.meet(connection, desk.user.id, desk.language, house.now())
        await entries.agree(connection, person, house.now())
    house.wake_cards()
    house.wake_worker()
    await desk.answer(says.done)
    query = desk.update.callback_query
    if callback.entry_id or query is None or query.message is None:
        return  # the button of a card: the card itself says how it goes on
    text = f"{says.greeting}\n\n{says.what_happens}\n\n{says.consent_thanks}"
    message_id = query.message.message_id
    try:
        await delivery.insist(
            lambda: messages.edit_text(house.bot, desk.chat.id, message_id, text, ())
        )
    except (Gone, Refused):
        await desk.say(says.consent_thanks)


async def _act(desk: Desk, callback: Callback) -> None:
    async with desk.deciding() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id)
        await _ACTIONS[callback.action](desk, connection, entry, callback.detail)
    if callback.action in {"cancel", "drop"}:
        desk.house.stop_work(entry.id)
    desk.house.wake_cards()
    desk.house.wake_worker()
    await desk.answer()


async def _cancel(_: Desk, connection: Connection, entry: Entry, _detail: str) -> None:
    await entries.cancel(connection, entry)


async def _retry(desk: Desk, connection: Connection, entry: Entry, _detail: str) -> None:
    await entries.retry(connection, entry, desk.house.now())


async def _anyway(desk: Desk, connection: Connection, entry: Entry, _detail: str) -> None:
    await entries.add_anyway(connection, entry, desk.house.now())


async def _view(_: Desk, connection: Connection, entry: Entry, detail: str) -> None:
    await entries.set_view(connection, entry, detail)


async def _origin(_: Desk, connection: Connection, entry: Entry, _detail: str) -> None:
    await entries.take_origin_date(connection, entry)


_ACTIONS: Mapping[str, Callable[[Desk, Connection, Entry, str], Awaitable[None]]] = {
    "cancel": _cancel,
    "drop": _cancel,
    "retry": _retry,
    "anyway": _anyway,
    "view": _view,
    "origin": _origin,
}


async def _show_words(desk: Desk, callback: Callback) -> None:
    """Turn the card to its words; where they do not fit there, they come as a file below it."""
    async with desk.house.database.reading() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id)
        card = await card_rows.of_entry(connection, entry.id)
        contents = await diary_cards.contents(connection, card.id, 1) if card else None
    if contents is None or contents.report is None or cards.words_fit(contents):
        await _act(desk, callback)
        return
    await desk.answer()
    text = cards.plain_words(contents).encode()
    name = f"{entry.day.isoformat()}.txt"
    await delivery.insist(
        lambda: desk.house.bot.send_document(
            contents.card.chat_id,
            io.BytesIO(text),
            filename=name,
            caption=desk.says.words_as_file,
        )
    )


def routes(house: House) -> list[CallbackQueryHandler]:  # type: ignore[type-arg]
    """What this file answers to: every button."""
    return [CallbackQueryHandler(handled_by(house, press))]
