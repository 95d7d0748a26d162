"""/start: who the bot is, what it does with a clip, and the consent that everything waits for.

A link to the bot can carry a payload, `prefix_rest`: it goes to the noun of that prefix. Clients
choose it: it is a question like the data of a button.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram.ext import CommandHandler

from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.handlers import (
    answers,
    care,
    departures,
    diaries,
    erasure,
    exports,
    inline,
    invitations,
    invited,
    members,
    openings,
)

#: Takes the rest of a payload: looks everything up, and answers.
Start = Callable[[Desk, str], Awaitable[None]]

#: Every prefix that a link to the bot can carry. Each file answers for its own noun.
STARTS: Mapping[str, Start] = {
    **invited.STARTS,
    **invitations.STARTS,
    **members.STARTS,
    **departures.STARTS,
    **diaries.STARTS,
    **erasure.STARTS,
    **exports.STARTS,
    **answers.STARTS,
    **openings.STARTS,
    **inline.STARTS,
    **care.STARTS,
}


async def start(desk: Desk) -> None:
    """Greet, or go where the link leads; an unknown payload is none."""
    _, _, payload = (desk.message.text or "").partition(" ")
    prefix, _, rest = payload.strip().partition("_")
    begin = STARTS.get(prefix, _greet)
    await begin(desk, rest)


async def _greet(desk: Desk, _rest: str) -> None:
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
