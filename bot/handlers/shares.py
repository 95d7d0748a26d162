"""The buttons that show an entry in a shared diary, take it back, or take it out.

What a press means is looked up: whose entry it is, which card stands in this chat, which menu is
open under it, and who may write or lead in the diary at this moment.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Chat

from bot import standings
from bot.callbacks import Callback, number
from bot.desk import Desk, Press
from bot.handlers.entries import pressed_card
from bot.phrases.shares import Shares, words_in
from diary import entries, shares
from diary.errors import NotYours, TooLate
from storage import cards, diaries, persons
from storage import entries as entry_rows
from storage.cards import Card
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

_SURE = "-sure"


async def own_card(
    desk: Desk, connection: Connection, callback: Callback
) -> tuple[Person, Entry, Card]:
    """Who presses, their entry, and its own card here; raises NotYours or TooLate."""
    here, now = desk.here, desk.house.now()
    entry = await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
    card = await pressed_card(desk, connection, entry)
    if card.share_id is not None:
        raise TooLate
    return await desk.met(connection), entry, card


async def _ask_around(desk: Desk) -> None:
    """Ask Telegram in which of their shared diaries' chats the person is now."""
    house, user_id = desk.house, desk.user.id
    async with house.database.reading() as connection:
        person = await persons.find(connection, user_id)
    if person is not None:
        await standings.refresh_all(house.bot, house.database, house.now, person.id, user_id)


async def ask_here(desk: Desk) -> None:
    """Ask Telegram whether whoever presses in a group leads it."""
    if desk.chat.type != Chat.PRIVATE:
        house = desk.house
        await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)


async def _list(desk: Desk, callback: Callback) -> None:
    await _ask_around(desk)
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        await shares.open_list(connection, entry, card)
    await _done(desk)


async def _choose(desk: Desk, callback: Callback) -> None:
    await _ask_around(desk)
    async with desk.deciding() as connection:
        person, entry, card = await own_card(desk, connection, callback)
        diary_id, now = number(callback.detail), desk.house.now()
        await shares.choose(connection, person, entry, card, diary_id, now)
    await _done(desk)


async def _toggle(desk: Desk, callback: Callback) -> None:
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        await shares.toggle(connection, entry, card, callback.detail)
    await _done(desk)


async def _show(desk: Desk, callback: Callback) -> None:
    await _ask_around(desk)
    async with desk.deciding() as connection:
        person, entry, card = await own_card(desk, connection, callback)
        await shares.show(connection, person, entry, card, desk.house.now())
    await _done(desk, _words(desk).shared)


async def _take_back(desk: Desk, callback: Callback) -> None:
    """Asked for on the author's own card, which asks once more."""
    is_sure = callback.detail.endswith(_SURE)
    diary_id = number(callback.detail.removesuffix(_SURE))
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        if is_sure:
            share = await shares.shown_in(connection, entry, diary_id)
            await shares.take_back(connection, share, desk.house.now())
        else:
            await shares.ask_take_back(connection, entry, card, diary_id)
    await _done(desk, _words(desk).taken_back if is_sure else None)


async def _take_out(desk: Desk, callback: Callback) -> None:
    """Asked for on a card in the diary's chat, by its author or by one who leads there."""
    await ask_here(desk)
    is_sure = callback.detail == "sure"
    async with desk.deciding() as connection:
        diary, person = await diary_here(desk, connection), await desk.met(connection)
        act = shares.take_out if is_sure else shares.ask_take_out
        now, here = desk.house.now(), desk.chat.id
        await act(connection, person, callback.entry_id, diary, now, pressed_in=here)
        is_handed = await _is_handed(connection, callback.entry_id, diary, desk.user.id)
    desk.house.wake_notices()
    words = _words(desk)
    said = words.taken_out_mine if is_handed else words.taken_out
    await _done(desk, said if is_sure else None)


async def _is_handed(connection: Connection, entry_id: int, diary: Diary, telegram_id: int) -> bool:
    """Whether the entry has a card in the private chat of who pressed, and lives in this diary."""
    entry = await entry_rows.get(connection, entry_id)
    is_home = entry is not None and entry.diary_id == diary.id
    return is_home and await cards.at(connection, entry_id, telegram_id) is not None


async def diary_here(desk: Desk, connection: Connection) -> Diary:
    """The shared diary of the chat in which somebody has pressed; raises NotYours."""
    diary = await diaries.of_chat(connection, desk.chat.id)
    if diary is None or not diary.is_shared:
        raise NotYours
    return diary


async def _done(desk: Desk, text: str | None = None) -> None:
    desk.house.wake_cards()
    desk.house.wake_removals()
    await desk.answer(text)


def _words(desk: Desk) -> Shares:
    return words_in(desk.language)


PRESSES: Mapping[str, Press] = {
    "share": _list,
    "shareto": _choose,
    "part": _toggle,
    "sharenow": _show,
    "takeback": _take_back,
    "takeout": _take_out,
}
