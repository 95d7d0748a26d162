"""/start: who the bot is, what it does with a clip, and the consent that everything waits for."""

from __future__ import annotations

from telegram.ext import CommandHandler

from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import NEW_PRIVATE, Desk, House, handled_by


async def start(desk: Desk) -> None:
    """Greet, say what happens with a clip, and ask for the consent, all in one message.

    Several could be cut off in the middle, and would then all be said again.
    """
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
    desk.house.wake_cards()
    says = desk.says
    if person.consented_at is not None:
        await desk.say(f"{says.greeting}\n\n{says.consent_already}")
        return
    agree = Button(says.consent_button, Callback("agree"))
    text = f"{says.greeting}\n\n{says.what_happens}\n\n{says.ask_consent}"
    await desk.say(text, buttons=((agree,),))


def routes(house: House) -> list[CommandHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [CommandHandler("start", handled_by(house, start), NEW_PRIVATE)]
