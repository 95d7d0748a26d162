"""The calls that send and edit messages, each with our defaults: HTML, no link previews."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.buttons import Button, Link

Buttons = Sequence[Sequence[Button | Link]]

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(rows: Buttons) -> InlineKeyboardMarkup | None:
    """An inline keyboard; None without buttons, which also removes one."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button | Link) -> InlineKeyboardButton:
    if isinstance(button, Link):
        return InlineKeyboardButton(button.text, url=button.url)
    return InlineKeyboardButton(button.text, callback_data=str(button.callback))


async def send_text(
    bot: Bot,
    chat_id: int,
    text: str,
    buttons: Buttons,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
    silent: bool = False,
    protected: bool = False,
) -> Message:
    """A new message; the one it replies to may be gone. `thread_id` is a forum's topic.

    `protected`: Telegram lets nobody pass it on or save it, whatever it is turned into.
    """
    reply = None
    if reply_to is not None:
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True)
    return await bot.send_message(
        chat_id,
        text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(buttons),
        reply_parameters=reply,
        message_thread_id=thread_id,
        disable_notification=silent or None,
        protect_content=protected or None,
        link_preview_options=_NO_PREVIEW,
    )


async def send_photo(
    bot: Bot,
    chat_id: int,
    png: bytes,
    text: str,
    buttons: Buttons,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
    silent: bool = False,
    protected: bool = False,
    has_spoiler: bool = False,
) -> Message:
    """A new photo with a caption, under a spoiler as in `edit_photo`; otherwise as `send_text`."""
    reply = None
    if reply_to is not None:
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True)
    return await bot.send_photo(
        chat_id,
        png,
        caption=text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(buttons),
        reply_parameters=reply,
        message_thread_id=thread_id,
        disable_notification=silent or None,
        protect_content=protected or None,
        has_spoiler=has_spoiler or None,
        filename="calendar.png",
    )


async def edit_text(bot: Bot, chat_id: int, message_id: int, text: str, buttons: Buttons) -> object:
    """Another text for a text message."""
    return await bot.edit_message_text(
        text,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(buttons),
        link_preview_options=_NO_PREVIEW,
    )


async def edit_caption(
    bot: Bot, chat_id: int, message_id: int, text: str, buttons: Buttons
) -> object:
    """Another caption for a photo."""
    return await bot.edit_message_caption(
        chat_id,
        message_id,
        caption=text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(buttons),
    )


async def edit_photo(
    bot: Bot,
    chat_id: int,
    message_id: int,
    png: bytes,
    text: str,
    buttons: Buttons,
    *,
    has_spoiler: bool = False,
) -> object:
    """A message becomes this photo, whatever it was; under a spoiler it waits for a tap."""
    media = InputMediaPhoto(
        png,
        caption=text,
        parse_mode=ParseMode.HTML,
        filename="card.png",
        has_spoiler=has_spoiler or None,
    )
    return await bot.edit_message_media(media, chat_id, message_id, reply_markup=keyboard(buttons))
