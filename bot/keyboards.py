"""Whether a pressed button is really there: what a client sends may name any message."""

from __future__ import annotations

from telegram import Message, Update

from bot.callbacks import Callback


def offers(update: Update, callback: Callback) -> bool:
    """Whether the message of a press, as Telegram has it, carries this very button.

    What turns a message into something else asks this first: a forged press could name a card. Of a
    message that is too old Telegram does not tell; nothing is changed there.
    """
    query = update.callback_query
    message = query.message if query else None
    if not isinstance(message, Message) or message.reply_markup is None:
        return False
    wanted = str(callback)
    return any(
        button.callback_data == wanted
        for row in message.reply_markup.inline_keyboard
        for button in row
    )
