"""🗑: an author deletes an entry of theirs, brings it back, deletes their own message too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping

from telegram import Chat

from bot import pages
from bot.callbacks import Callback
from bot.desk import Desk, Press
from bot.edit_menus import DELETING
from bot.handlers.shares import ask_here, own_card
from bot.phrases.deletions import words_in
from diary import deletions, undo
from diary.errors import NotYours, TooLate
from storage import cards, changes, entries
from storage.database import Connection
from storage.entries import Entry


async def _press(desk: Desk, callback: Callback) -> None:
    act = _ACTS.get(callback.detail)
    if act is None:
        raise TooLate
    await act(desk, callback)


async def _ask(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        if entry.state not in deletions.STATES:
            raise TooLate
        await cards.want_one(connection, card.id, menu=DELETING)
    desk.house.wake_cards()
    await desk.answer()


async def _delete(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    async with desk.deciding() as connection:
        entry = await _entry(desk, connection, callback)
        person, now = await desk.met(connection), desk.house.now()
        await deletions.delete(connection, person, entry, now)
    desk.house.stop_work(entry.id)
    desk.house.wake_cards()
    desk.house.wake_removals()
    await desk.answer(words_in(desk.language).toast)


async def _entry(desk: Desk, connection: Connection, callback: Callback) -> Entry:
    person = await desk.met(connection)
    now, entry_id = desk.house.now(), callback.entry_id
    return await deletions.of_author(connection, person, entry_id, now, here=desk.here)


async def _bring_back(desk: Desk, callback: Callback) -> None:
    await _ask_standing(desk, callback.entry_id)
    words, now = words_in(desk.language), desk.house.now()
    try:
        async with desk.deciding() as connection:
            entry, person = await _entry(desk, connection, callback), await desk.met(connection)
            number = await _deletion_of(connection, entry, now)
            await undo.undo(connection, person, number, now, here=desk.here)
    except TooLate:
        await desk.answer(words.too_late, alert=True)
        return
    desk.house.wake_cards()
    desk.house.wake_removals()
    desk.house.wake_worker()
    await desk.answer(words.back)


async def _deletion_of(connection: Connection, entry: Entry, now: dt.datetime) -> int:
    """The change that has deleted it; raises TooLate where that cannot be undone any more."""
    change = await changes.last_of(connection, entry.id, deletions.KIND, now)
    if change is None:
        raise TooLate
    return change.id


async def _ask_standing(desk: Desk, entry_id: int) -> None:
    """For a post of a channel: whoever leads it now may bring it back."""
    async with desk.house.database.reading() as connection:
        entry = await entries.get(connection, entry_id)
    if entry is not None:
        await pages.ask_telegram(desk, entry.diary_id)


async def _delete_messages(desk: Desk, callback: Callback) -> None:
    """What the person has sent goes too, as far as Telegram lets a bot do that."""
    if desk.chat.type != Chat.PRIVATE:
        raise NotYours
    async with desk.deciding() as connection:
        entry = await _entry(desk, connection, callback)
        person, now = await desk.met(connection), desk.house.now()
        await deletions.delete_messages(connection, person, entry, now)
    desk.house.wake_cards()
    desk.house.wake_removals()
    await desk.answer(words_in(desk.language).messages_gone)


_ACTS: Mapping[str, Callable[[Desk, Callback], Awaitable[None]]] = {
    "": _ask,
    "sure": _delete,
    "back": _bring_back,
    "messages": _delete_messages,
}

PRESSES: Mapping[str, Press] = {"delete": _press}
