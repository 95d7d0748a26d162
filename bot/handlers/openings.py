"""Entries that are opened from a list or a link, and the views of those that are only read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot import keyboards, pages
from bot.callbacks import Callback, number
from bot.desk import Desk, Press
from bot.openings import PREFIX, Shown, open_entry, show
from diary import access
from diary.errors import NotYours, TooLate
from storage import persons

VIEWS = frozenset({"card", "bubbles", "words"})


async def _open(desk: Desk, callback: Callback) -> None:
    await open_entry(desk, callback.entry_id)


async def _turn(desk: Desk, callback: Callback) -> None:
    """Another view of what is only read here, while it may be read."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    diary, _, view = callback.detail.partition("-")
    await pages.ask_telegram(desk)
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        found = await access.sights(connection, person, callback.entry_id, desk.house.now())
    seen = next((sight for sight in found if sight.diary.id == number(diary)), None)
    if seen is None or view not in VIEWS:
        raise NotYours
    await desk.answer()
    await show(desk, Shown(seen, view))


async def _start(desk: Desk, rest: str) -> None:
    """A link to an entry."""
    await open_entry(desk, number(rest))


PRESSES: Mapping[str, Press] = {"open": _open, "seen": pages.in_private(_turn)}

STARTS: Mapping[str, Callable[[Desk, str], Awaitable[None]]] = {PREFIX: _start}
