"""/cancel: stop what is being worked on and keep nothing of it."""

from __future__ import annotations

from telegram.ext import CommandHandler

from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from diary import entries
from diary.errors import TooLate


async def cancel(desk: Desk) -> None:
    """Cancel the newest entry that is not done."""
    house = desk.house
    # Decided once: handled again after a crash, it would cancel the entry before this one too.
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        try:
            entry = await entries.cancel_last(connection, person)
        except TooLate:
            entry = None
    if entry is None:
        await desk.say(desk.says.nothing_to_cancel)
        return
    house.stop_work(entry.id)
    house.wake_cards()
    await desk.say(desk.says.cancelled)


def routes(house: House) -> list[CommandHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [CommandHandler("cancel", handled_by(house, cancel), NEW_PRIVATE)]
