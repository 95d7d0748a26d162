"""Chats as one person sees them: who is in them, what one can do there, what was said last."""

from __future__ import annotations

from typing import Any

from playground.server import Chat, Message, Person, World, menus
from playground.server.members import GONE, status
from playground.web import messages, sight

Json = dict[str, Any]

REQUESTS = ("users", "location", "contact", "chat", "poll")


def view(world: World, person: Person, chat: Chat) -> Json:
    """A chat as the page gets it."""
    last = chat.messages[-1:]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": world.bot.first_name if chat.private else chat.profile["title"],
        "forum": chat.forum,
        "topics": [{"id": topic.thread_id, "name": topic.name} for topic in chat.topics],
        "members": _members(world, chat),
        "mine": status(chat, person.id),
        "bot": _bot_status(world, person, chat),
        "can_write": sight.can_write(person, chat),
        "started": chat.started,
        "linked": chat.linked.id if chat.linked else None,
        "migrated_to": chat.migrated_to.id if chat.migrated_to else None,
        "pinned": [message.message_id for message in chat.pinned],
        "commands": _commands(world, person, chat),
        "keyboard": _keyboard(person, chat),
        "last": _last(world, person, last[0]) if last else None,
    }


def _last(world: World, person: Person, message: Message) -> Json:
    return {**messages.brief(world, person, message), "date": message.date}


def _bot_status(world: World, person: Person, chat: Chat) -> str:
    if chat.private:
        return "kicked" if person.blocked else "member"
    return status(chat, world.bot.id)


def _members(world: World, chat: Chat) -> list[Json]:
    bots = {bot.id: bot for bot in world.bots.values()}
    found = []
    for user_id, here in chat.members.items():
        account = world.people.get(user_id) or bots.get(user_id)
        if account is not None and here not in GONE:
            user = account.json()
            name = messages.full_name(user)
            found.append({"id": user_id, "name": name, "status": here, "is_bot": user["is_bot"]})
    return found


def _commands(world: World, person: Person, chat: Chat) -> list[Json]:
    there = chat.private or status(chat, world.bot.id) not in GONE
    return menus.listed(world.bot, person, chat) if there and chat.type != "channel" else []


def _keyboard(person: Person, chat: Chat) -> Json | None:
    """The keyboard below the chat: the latest that is for this person and not used up."""
    has_written = False
    for message in reversed(chat.messages):
        markup = message.reply_keyboard
        if markup is not None and _is_for(person, message, markup):
            if "remove_keyboard" in markup:
                return None
            once = "force_reply" in markup or markup.get("one_time_keyboard")
            if not (once and has_written):
                return _shown(message, markup)
        has_written = has_written or message.author_id == person.id
    return None


def _is_for(person: Person, message: Message, markup: Json) -> bool:
    """Whether a person gets it: a selective one goes to who is named, or replied to."""
    if not markup.get("selective") or message.chat.private:
        return True
    named = [e["user"]["id"] for e in message.entities if e["type"] == "text_mention"]
    replied = message.reply_to.author_id if message.reply_to else 0
    return person.id in {*named, replied}


def _shown(message: Message, markup: Json) -> Json:
    rows = [[_key(button) for button in row] for row in markup.get("keyboard", [])]
    placeholder = markup.get("input_field_placeholder")
    return {"message": message.message_id, "placeholder": placeholder, "rows": rows}


def _key(button: Json | str) -> Json:
    if isinstance(button, str):
        return {"text": button, "request": None, "most": 1}
    asked = next((name for name in REQUESTS if button.get(f"request_{name}")), None)
    users = button.get("request_users") or {}
    return {"text": button["text"], "request": asked, "most": users.get("max_quantity", 1)}
