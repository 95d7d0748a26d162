"""The buttons of a card: consent, cancel, retry, views, the second copy, the other date."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from telegram import Chat, Message

from bot import cards, delivery, messages, standings
from bot.callbacks import Callback
from bot.card_extras import CardExtras
from bot.desk import Desk, Press
from bot.errors import Gone, Refused
from bot.phrases import phrases_in
from bot.phrases.shares import words_in
from diary import cards as diary_cards
from diary import edits, entries, rights
from diary.cards import Contents
from diary.errors import TooLate
from storage import card_messages
from storage import cards as card_rows
from storage.cards import Card
from storage.database import Connection
from storage.entries import Entry


async def _agree(desk: Desk, callback: Callback) -> None:
    house, says = desk.house, desk.says
    async with desk.deciding() as connection:
        person = await desk.met(connection)
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


async def _ask_standing(desk: Desk) -> None:
    """What a channel has posted belongs to whoever leads it now: Telegram says who that is."""
    if desk.chat.type != Chat.CHANNEL:
        return
    house = desk.house
    who = house.bot, house.database, house.now, desk.chat.id, desk.user.id
    if await standings.refresh(*who) in rights.ADMINS:
        async with house.database.writing() as connection:
            await desk.met(connection)


async def _entry(desk: Desk, connection: Connection, callback: Callback) -> Entry:
    """For a view whoever reads the card in this chat; for all else its author. Raises NotYours."""
    now, here = desk.house.now(), desk.here
    if callback.action == "view":
        return await entries.of_viewer(
            connection, callback.entry_id, callback.detail, desk.user.id, now, here=here
        )
    return await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)


async def _act(desk: Desk, callback: Callback) -> None:
    await _ask_standing(desk)
    async with desk.deciding() as connection:
        entry = await _entry(desk, connection, callback)
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


async def _view(desk: Desk, connection: Connection, entry: Entry, detail: str) -> None:
    await entries.set_view(connection, entry, detail, await pressed_card(desk, connection, entry))


async def pressed_card(desk: Desk, connection: Connection, entry: Entry) -> Card:
    """The card of an entry in the chat where somebody has pressed; raises TooLate."""
    card = await card_rows.at(connection, entry.id, desk.chat.id)
    if card is None:
        raise TooLate
    return card


async def _origin(desk: Desk, connection: Connection, entry: Entry, _detail: str) -> None:
    person = await desk.met(connection)
    await edits.take_origin_date(connection, person, entry, desk.house.now())


_ACTIONS: Mapping[str, Callable[[Desk, Connection, Entry, str], Awaitable[None]]] = {
    "cancel": _cancel,
    "drop": _cancel,
    "retry": _retry,
    "anyway": _anyway,
    "view": _view,
    "origin": _origin,
}


async def _turn(desk: Desk, callback: Callback) -> None:
    await (_show_words if callback.detail == "words" else _act)(desk, callback)


async def _show_words(desk: Desk, callback: Callback) -> None:
    """Turn the card to its words; where they do not fit there, they come as a file below it."""
    await _ask_standing(desk)
    async with desk.house.database.reading() as connection:
        entry = await _entry(desk, connection, callback)
        card = await pressed_card(desk, connection, entry)
        contents = await diary_cards.contents(connection, card.id, 1)
    if contents is None or contents.report is None or "words" not in contents.parts:
        raise TooLate
    says = phrases_in(contents.language)
    if cards.words_fit(contents, says):
        await _act(desk, callback)
        return
    file = partial(_send_words, desk, contents, cards.plain_words(contents, says).encode())
    if contents.is_shared:
        await _send_words_once(desk, contents, file)
    else:
        await desk.answer()
        await delivery.insist(file)


async def _send_words_once(
    desk: Desk, contents: Contents, file: Callable[[], Awaitable[Message]]
) -> None:
    """In a shared diary the file goes away with its card, so there is one of it."""
    house = desk.house
    async with house.database.reading() as connection:
        known = await card_messages.find(connection, contents.card.id, "words")
    await desk.answer(words_in(desk.language).words_are_below if known else None)
    extras = CardExtras(house.database, house.bot, house.now, house.media)
    await extras.send_once(contents.card, "words", file)


async def _send_words(desk: Desk, contents: Contents, text: bytes) -> Message:
    return await desk.house.bot.send_document(
        contents.card.chat_id,
        io.BytesIO(text),
        filename=f"{contents.entry.day.isoformat()}.txt",
        caption=phrases_in(contents.language).words_as_file,
        message_thread_id=contents.card.thread_id,
    )


PRESSES: Mapping[str, Press] = {
    **dict.fromkeys(_ACTIONS, _act),
    "agree": _agree,
    "view": _turn,
}
