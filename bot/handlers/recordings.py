"""A clip comes in: it is accepted in one transaction, and its card does the talking."""

from __future__ import annotations

import datetime as dt

from telegram import Audio, Document, Message, Update, Video, VideoNote, Voice
from telegram.ext import MessageHandler, filters

from bot.desk import Desk, House, handled_by
from bot.phrases import Phrases
from diary import own_questions, recordings
from diary.recordings import Recording

_MEGABYTE = 1 << 20

#: What can be an entry. An animation is a document too, but nobody's diary.
CLIPS = (filters.VIDEO_NOTE | filters.VIDEO | filters.Document.VIDEO) & ~filters.ANIMATION

#: What can be an entry without a picture. In a group only when its author says so: people talk.
SOUNDS = filters.VOICE | filters.AUDIO | filters.Document.AUDIO

Media = VideoNote | Video | Voice | Audio | Document


async def accept(desk: Desk) -> None:
    """Keep it, or say why not. Whether it is new, a part of an album or a twin, the diary knows."""
    recording = read(desk.message, desk.user.id, desk.language)
    if refusal := recordings.refusal(recording, desk.house.limits):
        await refuse(desk, recording, refusal, desk.says)
        return
    async with desk.deciding() as connection:
        now = desk.house.now()
        entry_id = await recordings.accept(connection, recording, desk.house.limits, now)
        if entry_id is not None:
            sent_at = min(now, desk.message.date)
            person = await desk.met(connection)
            await own_questions.take_next(connection, person, entry_id, sent_at)
    desk.house.wake_cards()
    desk.house.wake_worker()


async def refuse(desk: Desk, recording: Recording, refusal: str, says: Phrases) -> None:
    """A sentence with the reason and what to do; nothing was fetched or kept."""
    limits = desk.house.limits
    if refusal == "too_big":
        size = -(-(recording.size or 0) // _MEGABYTE)
        await desk.say(says.too_big(size, limits.max_file_bytes // _MEGABYTE), reply=True)
    else:
        seconds = recording.duration_s or 0.0
        await desk.say(says.too_long(seconds, limits.max_duration_s), reply=True)


def read(message: Message, telegram_id: int, language: str) -> Recording:
    """The clip of a message, as the diary knows clips: sent by this person, or chat itself."""
    kind, media = _media(message)
    return Recording(
        telegram_id=telegram_id,
        language=language,
        chat_id=message.chat.id,
        message_id=message.message_id,
        kind=kind,
        file_id=media.file_id,
        file_unique_id=media.file_unique_id,
        size=media.file_size,
        duration_s=_seconds(media),
        recorded_at=message.date,
        origin_at=message.forward_origin.date if message.forward_origin else None,
        caption=message.caption,
        media_group_id=message.media_group_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
    )


def has_clip(message: Message) -> bool:
    """Whether there is something that `read` can read."""
    return bool((CLIPS | SOUNDS).check_update(Update(0, message=message)))


def _media(message: Message) -> tuple[str, Media]:
    for kind in ("video_note", "video", "voice", "audio"):
        media: Media | None = getattr(message, kind)
        if media is not None:
            return kind, media
    assert message.document is not None  # noqa: S101 - the route asks for one of these
    is_sound = (message.document.mime_type or "").startswith("audio/")
    return "audio" if is_sound else "document", message.document


def _seconds(media: Media) -> float | None:
    """A document says no duration; the library gives it as a number or as a timedelta."""
    if isinstance(media, Document):
        return None
    duration = media.duration
    return float(duration.total_seconds() if isinstance(duration, dt.timedelta) else duration)


def routes(house: House) -> list[MessageHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    wanted = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & (CLIPS | SOUNDS)
    return [MessageHandler(wanted, handled_by(house, accept))]
