"""/start: who the bot is, what it does with a clip, and the consent that everything waits for."""

from __future__ import annotations

from telegram.ext import CommandHandler, filters

from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import Desk, House, handled_by
from diary import persons


async def start(desk: Desk) -> None:
    """Greet in three short messages at most; the last asks for the consent, once."""
    async with desk.house.database.writing() as connection:
        person = await persons.meet(connection, desk.user.id, desk.language, desk.house.now())
    desk.house.wake_cards()
    await desk.say(desk.says.greeting)
    if person.consented_at is not None:
        await desk.say(desk.says.consent_already)
        return
    await desk.say(desk.says.what_happens)
    agree = Button(desk.says.consent_button, Callback("agree"))
    await desk.say(desk.says.ask_consent, buttons=((agree,),))


def routes(house: House) -> list[CommandHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [CommandHandler("start", handled_by(house, start), filters.ChatType.PRIVATE)]
