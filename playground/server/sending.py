"""The methods that put new messages into chats."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playground.server import places, threads
from playground.server.access import Request, formatted, replied_message, writable_chat
from playground.server.chats import Chat, ChatAction
from playground.server.entities import CAPTION_LIMIT, TEXT_LIMIT, check_length
from playground.server.files import picture_size
from playground.server.keyboards import read_keyboard, read_reply_keyboard
from playground.server.media import Attachment, describe
from playground.server.members import may
from playground.server.parameters import Parameters, Upload
from playground.server.refusals import Refused, bad_request

Json = dict[str, Any]

MEGABYTE = 1024 * 1024
PHOTO_LIMIT = 10 * MEGABYTE
FILE_LIMIT = 50 * MEGABYTE
LOCAL_FILE_LIMIT = 2000 * MEGABYTE
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
GENERAL_TOPIC = 1
RIGHTS = {
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "animation": "can_send_other_messages",
    "video_note": "can_send_video_notes",
    "voice": "can_send_voice_notes",
    "audio": "can_send_audios",
    "document": "can_send_documents",
    "sticker": "can_send_other_messages",
}
CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(request: Request) -> Json:
    """Send a text."""
    chat = writable_chat(request)
    return post(request, chat, text_content(request))


async def send_photo(request: Request) -> Json:
    """Send a photo."""
    return _send_media(request, "photo")


async def send_document(request: Request) -> Json:
    """Send a file."""
    return _send_media(request, "document")


async def send_video(request: Request) -> Json:
    """Send a video."""
    return _send_media(request, "video")


async def send_video_note(request: Request) -> Json:
    """Send a round video, which has no caption."""
    return _send_media(request, "video_note")


async def send_voice(request: Request) -> Json:
    """Send a voice message."""
    return _send_media(request, "voice")


async def send_audio(request: Request) -> Json:
    """Send a piece of music."""
    return _send_media(request, "audio")


async def send_sticker(request: Request) -> Json:
    """Send a sticker."""
    return _send_media(request, "sticker")


async def send_animation(request: Request) -> Json:
    """Send a video without sound."""
    return _send_media(request, "animation")


async def send_chat_action(request: Request) -> bool:
    """Show that the bot is at work; only this method knows a forum's General topic as 1."""
    chat = writable_chat(request)
    thread_id = request.parameters.integer("message_thread_id")
    if thread_id != GENERAL_TOPIC:
        threads.of_request(chat, thread_id, None)
    if request.parameters.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    action = ChatAction(request.world.clock(), request.parameters.text("action"), thread_id)
    chat.actions.append(action)
    request.world.changed()
    return True


def text_content(request: Request) -> Json:
    """Return the content of a text message from a request's parameters."""
    values = request.parameters
    text, entities = formatted(request, values, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    check_length(text, TEXT_LIMIT, "message")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = values.structure("link_preview_options", "link preview options")
    return content | ({"link_preview_options": preview} if preview else {})


def caption_content(request: Request, values: Parameters) -> Json:
    """Return the caption part of a media message."""
    caption, entities = formatted(request, values, "caption", "caption_entities")
    check_length(caption, CAPTION_LIMIT, "message caption")
    if not caption:
        return {}
    content: Json = {"caption": caption}
    if entities:
        content["caption_entities"] = entities
    if values.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def media_content(request: Request, kind: str, source: Upload | str, values: Parameters) -> Json:
    """Return the content of a media message; `source` is an upload or a file_id."""
    local = request.world.files.local is not None
    source = _local_file(source) if local else source
    if isinstance(source, Upload):
        _check_upload(kind, source, LOCAL_FILE_LIMIT if local else FILE_LIMIT)
        content = describe(_attachment(kind, source, values), request.world.files, fresh=True)
    else:
        content = _again(request, kind, source)
    spoiler = {"has_media_spoiler": True} if values.flag("has_spoiler") else {}
    return {**content, **spoiler, **caption_content(request, values)}


def _send_media(request: Request, kind: str) -> Json:
    """Send a media of one kind."""
    chat = writable_chat(request, RIGHTS[kind])
    source = request.parameters.file(kind)
    return post(request, chat, media_content(request, kind, source, request.parameters))


def post(request: Request, chat: Chat, content: Json, more: Json | None = None) -> Json:
    """Put the bot's message into the chat and return it; `more` are fields that no edit changes."""
    reply_to, quote = replied_message(request, chat)
    keyboard = read_reply_keyboard(request.parameters, chat.type)
    markup = None if keyboard else read_keyboard(request.parameters)
    protected = request.parameters.flag("protect_content")
    thread_id = request.parameters.integer("message_thread_id")
    thread = threads.of_request(chat, thread_id, reply_to)
    if threads.closed(chat, thread) and not may(chat, request.bot.id, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    extra = {**thread, **quote, **({"has_protected_content": True} if protected else {})}
    extra |= {"sender_chat": chat.json()} if chat.type == "channel" else {}
    extra |= more or {}
    date = request.world.dates(chat, reply_to) if request.world.dates else None
    message = request.world.post(
        chat, request.bot.json(), content, markup=markup, reply_to=reply_to, extra=extra, date=date
    )
    message.reply_keyboard = keyboard
    places.forward_post(request.world, message)
    return message.json()


def _attachment(kind: str, upload: Upload, values: Parameters) -> Attachment:
    """Return what the request says of an uploaded media."""
    return Attachment(
        kind,
        upload.content,
        file_name=upload.name if kind != "video_note" else None,
        mime_type=upload.mime_type,
        duration=values.integer("duration"),
        width=values.integer("width") or values.integer("length"),
        height=values.integer("height"),
    )


def _again(request: Request, kind: str, file_id: str) -> Json:
    """Return the description of a file that is sent again by its identifier."""
    files = request.world.files
    stored = files.again(file_id)
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {_title(stored.kind)} as {_title(kind)}")
    return files.descriptions[file_id]


def _title(kind: str) -> str:
    """Return a kind's name as the server writes it: VideoNote."""
    return "".join(part.capitalize() for part in kind.split("_"))


def _local_file(source: Upload | str) -> Upload | str:
    """Return the file that an address like file:///… names, anything else as it is."""
    if isinstance(source, Upload) or not source.startswith("file://"):
        return source
    path = Path(unquote(urlsplit(source).path))
    if not path.is_file():
        raise bad_request("wrong file identifier/HTTP URL specified")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Upload(path.name, kind, path.read_bytes())


def _check_upload(kind: str, upload: Upload, limit: int) -> None:
    """Refuse what is empty, too big, or no photo where one is sent."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise Refused(413)
    if kind == "photo":
        check_photo(upload)


def check_photo(upload: Upload) -> None:
    """Refuse a picture that Telegram does not take as a photo."""
    if len(upload.content) > PHOTO_LIMIT:
        told = f"file of size {len(upload.content)} bytes is too big for a photo"
        raise bad_request(f"{told}; the maximum size is {PHOTO_LIMIT} bytes")
    size = picture_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if min(size) == 0 or sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
