"""The methods that delete messages.

Who may delete what: https://core.telegram.org/bots/api#deletemessage; that the 48 hours hold for
administrators too: can_delete_channel_message of tdlib/td.
"""

from typing import Any

from playground.server.access import Request, find_message, readable_chat
from playground.server.chats import Chat, Message
from playground.server.members import is_admin, may
from playground.server.refusals import bad_request

Json = dict[str, Any]

DELETABLE_SECONDS = 48 * 3600
DICE_SECONDS = 24 * 3600
# Without these a chat or a topic would lose its beginning.
BEGINNINGS = frozenset(
    {
        "supergroup_chat_created",
        "channel_chat_created",
        "migrate_from_chat_id",
        "forum_topic_created",
    }
)


async def delete_message(request: Request) -> bool:
    """Delete a message for everybody."""
    message = find_message(request, readable_chat(request), "delete")
    _check_deletable(request, message)
    request.world.delete(message)
    return True


async def delete_messages(request: Request) -> bool:
    """Delete several messages; those that are not there are skipped."""
    chat = readable_chat(request)
    numbers = request.parameters.structure("message_ids", "message identifiers")
    if not isinstance(numbers, list):
        raise bad_request("message identifiers are not specified")
    found = [message for number in numbers if (message := chat.find(int(number)))]
    for message in found:
        _check_deletable(request, message)
    for message in found:
        request.world.delete(message)
    return True


def _check_deletable(request: Request, message: Message) -> None:
    """Refuse what a bot may not delete: what is old, or other people's without the right."""
    chat, age = message.chat, request.world.clock() - message.date
    if age > DELETABLE_SECONDS:
        for_all = " for everyone" if chat.type in {"private", "group"} else ""
        raise bad_request(f"message can't be deleted{for_all}")
    fresh_dice = chat.private and "dice" in message.content and age < DICE_SECONDS
    begins = not BEGINNINGS.isdisjoint(message.content)
    own = message.author_id == request.bot.id
    if fresh_dice or begins or not _may_delete(request.bot.id, chat, own=own):
        raise bad_request("message can't be deleted")


def _may_delete(bot_id: int, chat: Chat, *, own: bool) -> bool:
    """Say whether a bot has the right to delete its `own` or somebody else's message."""
    if chat.private:
        return True
    if chat.type == "channel":
        return may(chat, bot_id, "can_post_messages" if own else "can_delete_messages")
    deletes = is_admin(chat, bot_id) if chat.type == "group" else False
    return own or deletes or may(chat, bot_id, "can_delete_messages")
