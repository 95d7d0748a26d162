"""The keyboards below a private chat that let somebody pick a person, or send where they are.

Telegram offers them in private chats only.
"""

from __future__ import annotations

from telegram import (
    KeyboardButton,
    KeyboardButtonRequestUsers,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode

from bot import delivery
from bot.desk import Desk


async def offer(desk: Desk, text: str, pick: str, give_up: str, request_id: int) -> None:
    """Show the keyboard; `request_id` (below 2**31) comes back with the choice, unproven."""
    wanted = KeyboardButtonRequestUsers(
        request_id, user_is_bot=False, max_quantity=1, request_name=True, request_username=True
    )
    rows = [[KeyboardButton(pick, request_users=wanted)], [KeyboardButton(give_up)]]
    markup = ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    await delivery.insist(
        lambda: desk.house.bot.send_message(
            desk.here, text, parse_mode=ParseMode.HTML, reply_markup=markup
        )
    )


async def offer_location(
    desk: Desk, text: str, send: str, give_up: str, placeholder: str
) -> Message | None:
    """Show the keyboard, with `placeholder` in the empty field; the message that carries it."""
    rows = [[KeyboardButton(send, request_location=True)], [KeyboardButton(give_up)]]
    markup = ReplyKeyboardMarkup(
        rows, resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=placeholder
    )
    return await delivery.insist(
        lambda: desk.house.bot.send_message(
            desk.here, text, parse_mode=ParseMode.HTML, reply_markup=markup
        )
    )


async def put_away(desk: Desk, text: str) -> None:
    """Say something, and take the keyboard away with it."""
    await delivery.insist(
        lambda: desk.house.bot.send_message(
            desk.here, text, parse_mode=ParseMode.HTML, reply_markup=ReplyKeyboardRemove()
        )
    )
