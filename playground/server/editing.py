"""The methods that change messages: text, caption, media, keyboard, reactions."""

from typing import Any

from playground.server.access import Request, find_message, reachable_chat
from playground.server.chats import Message
from playground.server.keyboards import read_keyboard
from playground.server.members import may
from playground.server.parameters import Parameters
from playground.server.reactions import check_reaction
from playground.server.refusals import bad_request
from playground.server.sending import caption_content, media_content, text_content

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})
WITH_CAPTION = frozenset({"photo", "video", "animation", "document", "audio", "voice"})
EDITED_KINDS = frozenset({"photo", "video", "animation", "document", "audio"})


async def edit_message_text(request: Request) -> Json:
    """Change the text of a text message."""
    message = _own_message(request)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(request, message, text_content(request))


async def edit_message_caption(request: Request) -> Json:
    """Change or remove the caption of a media message."""
    message = _own_message(request)
    if message.kind not in WITH_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    media = {key: value for key, value in message.content.items() if key not in CAPTION_FIELDS}
    return _change(request, message, media | caption_content(request, request.parameters))


async def edit_message_media(request: Request) -> Json:
    """Put another media into a message; a text message may become one."""
    message = _own_message(request)
    if message.kind not in WITH_CAPTION | {"text"}:
        raise bad_request("message can't be edited")
    media = request.parameters.structure("media", "input media")
    if not isinstance(media, dict):
        raise bad_request("input media is not specified" if media is None else "expected an Object")
    kind = str(media.get("type", ""))
    if kind not in EDITED_KINDS:
        raise bad_request("can't parse InputMedia: Invalid InputMedia type specified")
    values = Parameters(media, request.parameters.attached)
    return _change(request, message, media_content(request, kind, values.file("media"), values))


async def edit_message_reply_markup(request: Request) -> Json:
    """Change or remove the inline keyboard."""
    message = _own_message(request)
    return _change(request, message, message.content)


async def set_message_reaction(request: Request) -> bool:
    """Set the bot's reaction: at most one, of the emoji that Telegram allows."""
    message = find_message(request, reachable_chat(request), "react")
    reactions = request.parameters.structure("reaction", "reaction types") or []
    request.world.react(message, request.bot.id, check_reaction(reactions))
    return True


def _own_message(request: Request) -> Message:
    """Return the bot's message that is to be edited."""
    chat = reachable_chat(request)
    message = find_message(request, chat, "edit")
    editor = chat.type == "channel" and may(chat, request.bot.id, "can_edit_messages")
    own = message.author_id == request.bot.id
    if not (own or editor) or message.kind == "other":
        raise bad_request("message can't be edited")
    return message


def _change(request: Request, message: Message, content: Json) -> Json:
    """Give the message new content and the request's keyboard.

    An edit without a keyboard removes it.
    """
    markup = read_keyboard(request.parameters)
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    request.world.change(message, content, markup)
    return message.json()
