"""The methods that send again what stands somewhere: copies, forwards, albums."""

from typing import Any

from playground.server.access import Request, find_message, readable_chat, writable_chat
from playground.server.chats import Message
from playground.server.parameters import Parameters
from playground.server.privacy import is_service
from playground.server.refusals import bad_request
from playground.server.senders import origin
from playground.server.sending import caption_content, media_content, post

Json = dict[str, Any]

ALBUM_LIMIT = 10
ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


async def copy_message(request: Request) -> Json:
    """Send a message's content as the bot's own; a new caption takes the place of the old."""
    chat = writable_chat(request)
    message = _source(request, "copy", "the message can't be copied")
    content = dict(message.content)
    if "caption" in request.parameters.values and "text" not in content:
        content = {name: value for name, value in content.items() if name not in CAPTION}
        content |= caption_content(request, request.parameters)
    return {"message_id": post(request, chat, content)["message_id"]}


async def forward_message(request: Request) -> Json:
    """Send a message with its origin."""
    chat = writable_chat(request)
    message = _source(request, "forward", "the message can't be forwarded")
    told = {"forward_origin": origin(message.json())}
    return post(request, chat, dict(message.content), told)


async def send_media_group(request: Request) -> list[Json]:
    """Send an album."""
    chat = writable_chat(request)
    items = request.parameters.structure("media", "media")
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    contents = [_item(request, item) for item in items]
    album = {"media_group_id": request.world.new_media_group_id()}
    return [post(request, chat, content, album) for content in contents]


def _item(request: Request, item: Any) -> Json:
    """Return the content of one part of an album."""
    kind = str(item.get("type", "")) if isinstance(item, dict) else ""
    if kind not in ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: Invalid InputMedia type specified")
    values = Parameters(item, request.parameters.attached)
    return media_content(request, kind, values.file("media"), values)


def _source(request: Request, to_what: str, refusal: str) -> Message:
    """Return the message to send again."""
    message = find_message(request, readable_chat(request, "from_chat_id"), to_what)
    if is_service(message) or "has_protected_content" in message.extra:
        raise bad_request(refusal)
    return message
