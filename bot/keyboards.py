"""Whether a pressed button is really there: what a client sends may name any message."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Message, Update

from bot import callbacks
from bot.buttons import Button
from bot.callbacks import Callback


def offers(update: Update, callback: Callback) -> bool:
    """Whether the message of a press, as Telegram has it, carries this very button.

    What turns a message into something else asks this first: a forged press could name a card. Of a
    message that is too old Telegram does not tell; nothing is changed there.
    """
    wanted = str(callback)
    return any(button.callback_data == wanted for button in _shown(update))


def of_action(update: Update, action: str) -> list[Button]:
    """The buttons with this action below the message of a press: a way back is carried on."""
    found = ((button.text, callbacks.read(button.callback_data)) for button in _shown(update))
    return [
        Button(text, read) for text, read in found if read is not None and read.action == action
    ]


def _shown(update: Update) -> list[InlineKeyboardButton]:
    query = update.callback_query
    message = query.message if query else None
    if not isinstance(message, Message) or message.reply_markup is None:
        return []
    return [button for row in message.reply_markup.inline_keyboard for button in row]
