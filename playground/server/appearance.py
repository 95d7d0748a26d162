"""The methods that change how a group or channel looks, and those that tell how people look."""

from typing import Any

from playground.server import places
from playground.server.access import Request, readable_chat, require
from playground.server.chats import Chat
from playground.server.entities import count
from playground.server.parameters import Upload
from playground.server.refusals import bad_request
from playground.server.sending import check_photo

Json = dict[str, Any]

RIGHT = "can_change_info"
TITLE_LIMIT = 128
DESCRIPTION_LIMIT = 255
PHOTOS_LIMIT = 100


async def set_chat_title(request: Request) -> bool:
    """Give a chat another title; the same one is refused."""
    chat = _changeable(request, "title", "change")
    title = request.parameters.text("title").strip()[:TITLE_LIMIT]
    if not title:
        raise bad_request("title must be non-empty")
    if title == chat.profile["title"]:
        raise bad_request("CHAT_NOT_MODIFIED")
    places.rename(request.world, chat, request.bot.json(), title)
    return True


async def set_chat_description(request: Request) -> bool:
    """Give a chat another description, which nobody is told of."""
    chat = _changeable(request, "description", "set")
    description = request.parameters.text("description").strip()
    if count(description) > DESCRIPTION_LIMIT:
        raise bad_request("CHAT_ABOUT_TOO_LONG")
    if description == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = description
    return True


async def set_chat_photo(request: Request) -> bool:
    """Give a chat another photo, which must be uploaded."""
    chat = _changeable(request, "photo", "change")
    photo = request.parameters.file("photo")
    if not isinstance(photo, Upload):
        raise bad_request("photo should be uploaded as an InputFile")
    check_photo(photo)
    places.set_photo(request.world, chat, request.bot.json(), photo.content)
    return True


async def delete_chat_photo(request: Request) -> bool:
    """Take a chat's photo away."""
    chat = _changeable(request, "photo", "change")
    if chat.photo is None:
        raise bad_request("CHAT_NOT_MODIFIED")
    places.set_photo(request.world, chat, request.bot.json(), None)
    return True


async def get_user_profile_photos(request: Request) -> Json:
    """Return a person's photos, the newest first; each in its sizes."""
    values = request.parameters
    person = request.world.people.get(values.integer("user_id"))
    if person is None:
        raise bad_request("user not found")
    first = max(0, values.integer("offset"))
    limit = min(max(1, values.integer("limit", PHOTOS_LIMIT)), PHOTOS_LIMIT)
    return {"total_count": len(person.photos), "photos": person.photos[first : first + limit]}


def _changeable(request: Request, what: str, verb: str) -> Chat:
    """Return the chat whose looks the bot may change."""
    chat = readable_chat(request)
    if chat.private:
        raise bad_request(f"can't change private chat {what}")
    require(request, chat, RIGHT, f"not enough rights to {verb} chat {what}")
    return chat
