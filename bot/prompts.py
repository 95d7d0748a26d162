"""Questions of the bot that wait for one person's reply: what the apps call a forced reply.

The question names the person, so that only they are asked to reply; `storage.prompts` remembers
what it was about, and `bot.handlers.replies` takes the answer.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from telegram import Chat, ForceReply
from telegram.constants import ParseMode

from bot import delivery
from bot.desk import Desk
from bot.lettering import escape
from storage import prompts

#: How long an answer is waited for.
PATIENCE = dt.timedelta(hours=1)


async def ask(
    desk: Desk, kind: str, subject_id: int, text: str, placeholder: str | None = None
) -> None:
    """Ask the person who has just written or pressed; raises a DeliveryError.

    `text` is HTML, `placeholder` what stands in the empty field (at most 64 characters).
    """
    house = desk.house
    async with house.database.writing() as connection:
        person = await desk.met(connection)
    message = await delivery.insist(
        partial(
            house.bot.send_message,
            desk.here,
            text if desk.chat.type == Chat.PRIVATE else f"{_mention(desk)}\n{text}",
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True, input_field_placeholder=placeholder),
            message_thread_id=desk.thread_id,
        )
    )
    if message is None:
        return
    async with house.database.writing() as connection:
        now = house.now()
        at = (message.chat.id, message.message_id)
        await prompts.add(connection, *at, person.id, kind, subject_id, now + PATIENCE)


def _mention(desk: Desk) -> str:
    """The person by name, as a link: it works without a user name."""
    return f'<a href="tg://user?id={desk.user.id}">{escape(desk.user.full_name)}</a>'
