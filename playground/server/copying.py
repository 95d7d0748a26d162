"""The methods that send again what stands somewhere: copies, forwards, albums."""

from typing import Any

from playground.server.access import Request, find_message, readable_chat, writable_chat
from playground.server.chats import Chat, Message
from playground.server.parameters import Parameters
from playground.server.privacy import is_service
from playground.server.refusals import bad_request
from playground.server.senders import origin
from playground.server.sending import caption_content, media_content, post

Json = dict[str, Any]

ALBUM_LIMIT = 10
MESSAGES_LIMIT = 100
ALONE = ("document", "audio")
ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


async def copy_message(request: Request) -> Json:
    """Send a message's content as the bot's own; a new caption takes the place of the old."""
    chat = writable_chat(request)
    message = _source(request, "copy")
    content = dict(message.content)
    if "caption" in request.parameters.values and "text" not in content:
        content = {name: value for name, value in content.items() if name not in CAPTION}
        content |= caption_content(request, request.parameters)
    return {"message_id": post(request, chat, content)["message_id"]}


async def forward_message(request: Request) -> Json:
    """Send a message with its origin."""
    chat = writable_chat(request)
    return _forward(request, chat, _source(request, "forward"))


async def copy_messages(request: Request) -> list[Json]:
    """Copy several messages in the order of their numbers; what cannot be copied is skipped."""
    chat = writable_chat(request)
    contents = [dict(message.content) for message in _sources(request, "copied")]
    if request.parameters.flag("remove_caption"):
        contents = [{k: v for k, v in c.items() if k not in CAPTION} for c in contents]
    return [{"message_id": post(request, chat, content)["message_id"]} for content in contents]


async def forward_messages(request: Request) -> list[Json]:
    """Forward several messages in the order of their numbers; what cannot be is skipped."""
    chat = writable_chat(request)
    sent = [_forward(request, chat, message) for message in _sources(request, "forwarded")]
    return [{"message_id": message["message_id"]} for message in sent]


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
    for kind in ALONE:
        if 0 < sum(kind in content for content in contents) < len(contents):
            raise bad_request(f"{kind} can't be mixed with other media types")
    album = {"media_group_id": request.world.new_media_group_id()}
    return [post(request, chat, content, album) for content in contents]


def _item(request: Request, item: Any) -> Json:
    """Return the content of one part of an album."""
    kind = str(item.get("type", "")) if isinstance(item, dict) else ""
    if kind not in ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: Invalid InputMedia type specified")
    values = Parameters(item, request.parameters.attached)
    return media_content(request, kind, values.file("media"), values)


def _forward(request: Request, chat: Chat, message: Message) -> Json:
    """Send a message with its origin and return what was sent."""
    told = {"forward_origin": origin(message.json())}
    return post(request, chat, dict(message.content), told)


def _source(request: Request, to_what: str) -> Message:
    """Return the message to send again; `to_what` is "copy" or "forward"."""
    message = find_message(request, readable_chat(request, "from_chat_id"), to_what)
    if not _is_free(message):
        done = {"copy": "copied", "forward": "forwarded"}[to_what]
        raise bad_request(f"the message can't be {done}")
    return message


def _sources(request: Request, done: str) -> list[Message]:
    """Return the messages to send again; `done` is "copied" or "forwarded"."""
    chat = readable_chat(request, "from_chat_id")
    numbers = request.parameters.structure("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MESSAGES_LIMIT:
        raise bad_request(f"too many messages to be {done}")
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [message for number in numbers if (message := chat.find(int(number)))]
    free = [message for message in found if _is_free(message)]
    if not free:
        raise bad_request(f"there are no messages to {'copy' if done == 'copied' else 'forward'}")
    return free


def _is_free(message: Message) -> bool:
    """Say whether a message may be sent again."""
    return not is_service(message) and "has_protected_content" not in message.extra
