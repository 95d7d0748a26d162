"""Sends a clip: by Telegram's number for it, or from what we keep ourselves, once.

A clip that was brought in is unknown to Telegram. The first time it is shown it is uploaded; from
then on it has a number like any other.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing
from typing import Any, BinaryIO

from telegram import Bot, InputFile, Message

from storage import clips
from storage.clips import Clip
from storage.database import Database
from storage.media import MediaFolder

_PIECE = 1 << 20

#: How long an upload may take, in seconds, and at least how fast it is, in bytes a second.
UPLOAD_S = 300.0
SLOWEST = 1 << 20


async def send(
    bot: Bot, database: Database, media: MediaFolder | None, chat_id: int, clip: Clip, **more: Any
) -> Message:
    """Send the clip to a chat; `more` are arguments of every sending call (message_thread_id…).

    Raises a TelegramError, and FileNotFoundError where its file is nowhere or cannot be read.
    """
    if clip.file_id:
        return await _call(bot, clip, clip.file_id, chat_id, **more)
    if media is None or clip.media is None:
        raise FileNotFoundError
    file = await asyncio.to_thread(_whole, media, clip.media)
    with closing(file):
        # An open file is sent piece by piece: with a server of one's own it may have 2000 MB.
        name = f"{clip.kind}.{_ending(clip.kind)}"
        upload = InputFile(file, filename=name, attach=True, read_file_handle=False)
        wait_s = UPLOAD_S + (clip.size or 0) / SLOWEST
        timeouts = {"read_timeout": wait_s, "write_timeout": UPLOAD_S}
        message = await _call(bot, clip, upload, chat_id, **more, **timeouts)
    await _keep(database, clip, message)
    return message


def _whole(media: MediaFolder, name: str) -> BinaryIO:
    """The open file, once it has been read to its end.

    What turns out to be damaged while it is sent looks like a line that broke, and would be sent
    again for ever.
    """
    try:
        file = media.open(name)
        with ExitStack() as stack:
            stack.callback(file.close)
            while file.read(_PIECE):
                pass
            file.seek(0)
            stack.pop_all()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FileNotFoundError("it cannot be read") from error
    return file


def _ending(kind: str) -> str:
    return {"voice": "ogg", "audio": "mp3"}.get(kind, "mp4")


async def _call(bot: Bot, clip: Clip, file: str | InputFile, chat_id: int, **more: Any) -> Message:
    if clip.kind == "video_note":
        return await bot.send_video_note(chat_id, file, **more)
    if clip.kind == "video":
        return await bot.send_video(chat_id, file, **more)
    if clip.kind == "voice":
        return await bot.send_voice(chat_id, file, **more)
    if clip.kind == "audio":
        return await bot.send_audio(chat_id, file, **more)
    return await bot.send_document(chat_id, file, **more)


async def _keep(database: Database, clip: Clip, message: Message) -> None:
    """From now on Telegram's number is enough; the file itself stays with us."""
    sent = (
        message.video_note
        or message.video
        or message.voice
        or message.audio
        or message.animation
        or message.document
    )
    if sent is not None:
        async with database.writing() as connection:
            await clips.set_file(connection, clip.id, sent.file_id, sent.file_unique_id)
