"""A diary's own cover: fetched from Telegram for the moment in which it is drawn, never kept."""

from __future__ import annotations

from dataclasses import replace

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.commit_calendar import Sheet
from storage.diaries import Diary

log = structlog.get_logger()

#: Bytes; Telegram's own copies of a photo are far smaller.
LARGEST = 5 << 20


async def covered(bot: Bot, diary: Diary, sheet: Sheet) -> Sheet:
    """The calendar with the diary's photo; where it cannot be had, as it is."""
    if diary.cover_file_id is None:
        return sheet
    photo = await _photo(bot, diary.cover_file_id)
    return sheet if photo is None else replace(sheet, value=replace(sheet.value, cover=photo))


async def _photo(bot: Bot, file_id: str) -> bytes | None:
    try:
        file = await bot.get_file(file_id)
        if file.file_size is not None and file.file_size > LARGEST:
            return None
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        log.info("no cover", action="calendar", error=type(error).__name__)
        return None
