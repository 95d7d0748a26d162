"""Questions of the bot that wait for one person's reply: what the apps call a forced reply.

The question names the person, so that only they are asked to reply; `storage.prompts` remembers
what it was about, and `bot.handlers.replies` takes the answer.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from telegram import Chat, ForceReply, Message
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
    message = await delivery.insist(
        partial(
            desk.house.bot.send_message,
            desk.here,
            text if desk.chat.type == Chat.PRIVATE else f"{_mention(desk)}\n{text}",
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True, input_field_placeholder=placeholder),
            message_thread_id=desk.thread_id,
        )
    )
    await wait(desk, message, kind, subject_id)


async def wait(desk: Desk, message: Message | None, kind: str, subject_id: int) -> None:
    """From now on this message of the bot waits for the person's reply."""
    if message is None:
        return
    async with desk.house.database.writing() as connection:
        person, now = await desk.met(connection), desk.house.now()
        at = (message.chat.id, message.message_id)
        await prompts.add(connection, *at, person.id, kind, subject_id, now + PATIENCE)


def _mention(desk: Desk) -> str:
    """The person by name, as a link: it works without a user name."""
    return f'<a href="tg://user?id={desk.user.id}">{escape(desk.user.full_name)}</a>'
