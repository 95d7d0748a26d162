"""Attachments: what people and bots send beside text, and how the Bot API describes it."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from playground.server.files import FileStore, StoredFile, picture_size

Json = dict[str, Any]

EXTENSIONS = {"video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is sent.

    `kind` is photo, video, video_note, animation, document, voice, audio or sticker.

    `duration` in seconds, `width` and `height` in pixels (a video note's side is `width`),
    `file_size` in bytes as Telegram tells it (default: the content's).
    """

    kind: str
    content: bytes
    caption: str = ""
    file_name: str | None = None
    mime_type: str | None = None
    duration: int = 0
    width: int = 0
    height: int = 0
    file_size: int | None = None


def describe(attachment: Attachment, files: FileStore, *, fresh: bool = False) -> Json:
    """Keep the attachment's file and return its part of a Message, like {"video": …}."""
    name = attachment.file_name or EXTENSIONS.get(attachment.mime_type or "", "")
    stored = files.add(
        attachment.kind, attachment.content, name=name, size=attachment.file_size, fresh=fresh
    )
    content = _description(attachment, stored)
    # A copy: the caption that a message adds is not the file's.
    files.descriptions[stored.file_id] = dict(content)
    return content


def chat_photo(sizes: list[Json]) -> Json:
    """Return the Bot API's ChatPhoto of a photo's sizes."""
    small, big = sizes[0], sizes[-1]
    told = {"small": small, "big": big}
    ids = ("file_id", "file_unique_id")
    return {f"{size}_{name}": photo[name] for size, photo in told.items() for name in ids}


def _description(attachment: Attachment, stored: StoredFile) -> Json:
    """Return the part of a Message that describes a kept file."""
    common: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": stored.size,
    }
    if attachment.kind == "photo":
        width, height = picture_size(stored.content) or (90, 90)
        return {"photo": [{**common, "width": width, "height": height}]}
    content = {attachment.kind: {**common, **_details(attachment)}}
    if attachment.kind == "animation":
        # Telegram calls it a document too, for old bots.
        content["document"] = {**common, **_named(attachment, "video/mp4")}
    return content


def _details(attachment: Attachment) -> Json:
    """Return what is particular to the kind."""
    details: dict[str, Json] = {
        "video_note": {"duration": attachment.duration, "length": attachment.width or 384},
        "video": {
            "duration": attachment.duration,
            "width": attachment.width or 640,
            "height": attachment.height or 480,
            **_named(attachment, "video/mp4"),
        },
        "animation": {
            "duration": attachment.duration,
            "width": attachment.width or 320,
            "height": attachment.height or 240,
            **_named(attachment, "video/mp4"),
        },
        "voice": {"duration": attachment.duration, "mime_type": "audio/ogg"},
        "audio": {"duration": attachment.duration, **_named(attachment, "audio/mpeg")},
        "document": _named(attachment, None),
        "sticker": {
            "type": "regular",
            "width": attachment.width or 512,
            "height": attachment.height or 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🙂",
        },
    }
    return details[attachment.kind]


def _named(attachment: Attachment, default_type: str | None) -> Json:
    """Return file name and media type where they are known."""
    guessed = mimetypes.guess_type(attachment.file_name or "")[0]
    mime_type = attachment.mime_type or guessed or default_type
    name = {"file_name": attachment.file_name} if attachment.file_name else {}
    return {**name, **({"mime_type": mime_type} if mime_type else {})}
