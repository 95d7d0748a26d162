"""The buttons behind [⋯]: comments, the video, only for me."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Chat

from bot.callbacks import Callback
from bot.desk import Desk, Press
from bot.handlers.shares import ask_here, diary_here, own_card
from bot.phrases import voices
from bot.phrases.switches import words_in
from diary import entries, shares, switches
from diary.errors import NotYours, TooLate
from storage.cards import Card
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person


async def _turn_menu(desk: Desk, callback: Callback) -> None:
    """Open the switches, or close whatever is open under the card."""
    await ask_here(desk)
    async with desk.deciding() as connection:
        card = await _card(desk, connection, callback)
        is_open, is_own = callback.detail != "close", await _is_own(desk, connection, callback)
        await switches.turn_menu(connection, card, is_open=is_open, is_own=is_own)
    desk.house.wake_cards()
    await desk.answer()


async def _is_own(desk: Desk, connection: Connection, callback: Callback) -> bool:
    """Whether the author presses: the others who may open it have no switches."""
    here, now = desk.here, desk.house.now()
    try:
        await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
    except NotYours:
        return False
    return True


async def _card(desk: Desk, connection: Connection, callback: Callback) -> Card:
    """The card here, for its author, and in a group for those who lead it too."""
    if desk.chat.type == Chat.PRIVATE:
        _, _, card = await own_card(desk, connection, callback)
        return card
    diary, person = await diary_here(desk, connection), await desk.met(connection)
    now, here = desk.house.now(), desk.chat.id
    return await shares.removable(
        connection, person, callback.entry_id, diary, now, pressed_in=here
    )


async def _switch(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    async with desk.deciding() as connection:
        who, entry, card = await own_card(desk, connection, callback)
        act = _SWITCHES.get(callback.detail)
        if act is None:
            raise TooLate
        text = await act(desk, connection, who, entry, card)
    desk.house.wake_cards()
    desk.house.wake_removals()
    await desk.answer(text)


async def _comments(
    desk: Desk, connection: Connection, who: Person, entry: Entry, _: Card
) -> str | None:
    is_on = await switches.switch_comments(connection, who, entry, desk.house.now())
    return words_in(desk.language).comments_toast(is_on=is_on)


async def _private(
    desk: Desk, connection: Connection, who: Person, entry: Entry, card: Card
) -> str | None:
    return await _make_private(desk, connection, who, entry, card, is_sure=False)


async def _surely_private(
    desk: Desk, connection: Connection, who: Person, entry: Entry, card: Card
) -> str | None:
    if entry.is_private:
        raise TooLate
    return await _make_private(desk, connection, who, entry, card, is_sure=True)


async def _make_private(
    desk: Desk, connection: Connection, who: Person, entry: Entry, card: Card, *, is_sure: bool
) -> str | None:
    is_on = await switches.switch_private(
        connection, who, entry, card, desk.house.now(), is_sure=is_sure
    )
    return None if is_on is None else words_in(desk.language).private_toast(is_on=is_on)


async def _forget(
    _: Desk, connection: Connection, _who: Person, entry: Entry, card: Card
) -> str | None:
    await switches.ask_forget(connection, entry, card)
    return None


async def _surely_forget(
    desk: Desk, connection: Connection, _who: Person, entry: Entry, card: Card
) -> str | None:
    await switches.forget_video(connection, entry, card, desk.house.now())
    if entry.kind == "voice":
        return voices.words_in(desk.language).forgotten_toast
    return words_in(desk.language).forgotten_toast


_Switch = Callable[[Desk, Connection, Person, Entry, Card], Awaitable[str | None]]

_SWITCHES: Mapping[str, _Switch] = {
    "comments": _comments,
    "private": _private,
    "private-sure": _surely_private,
    "forget": _forget,
    "forget-sure": _surely_forget,
}

PRESSES: Mapping[str, Press] = {"more": _turn_menu, "switch": _switch}
