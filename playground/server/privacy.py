"""What a bot gets to see of a chat.

Rules: https://core.telegram.org/bots/features#privacy-mode; the bot itself is told of its own
service messages only (tdlib/telegram-bot-api).
"""

from playground.server.bots import Bot
from playground.server.chats import Message
from playground.server.members import GONE, is_admin, status

SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "users_shared",
    }
)


def is_service(message: Message) -> bool:
    """Say whether a message tells what happened, instead of something that somebody said."""
    return not SERVICE.isdisjoint(message.content)


def sees(bot: Bot, message: Message) -> bool:
    """Say whether a bot is told of a message: privacy mode hides most of a group from it."""
    chat = message.chat
    if chat.private:
        return chat.bot_id == bot.id
    if status(chat, bot.id) in GONE:
        return bool(message.content.get("left_chat_member", {}).get("id") == bot.id)
    if message.author_id == bot.id and not is_service(message):
        return False
    if chat.type == "channel" or bot.reads_all_group_messages or is_admin(chat, bot.id):
        return True
    if message.extra.get("via_bot", {}).get("id") == bot.id:
        return True
    return is_service(message) or _replies(bot, message) or _addressed(bot, message)


def _replies(bot: Bot, message: Message) -> bool:
    """Say whether a message replies to one of the bot's."""
    return message.reply_to is not None and message.reply_to.sender["id"] == bot.id


def _addressed(bot: Bot, message: Message) -> bool:
    """Say whether a message is a command for this bot (or for any), or names it."""
    text = (message.text or message.caption or "").encode("utf-16-le")
    me = f"@{bot.username.lower()}"
    for entity in message.entities:
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        word = text[start:end].decode("utf-16-le").lower()
        if entity["type"] == "bot_command" and ("@" not in word or word.endswith(me)):
            return True
        if bot.hears_mentions and entity["type"] == "mention" and word == me:
            return True
    return False
