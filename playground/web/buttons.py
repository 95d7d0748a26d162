"""What a person presses: buttons below messages and chats, links, the list of inline mode."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playground.server import Chat, Message
from playground.server.inline import QUERY_LIMIT, InlineAsk
from playground.server.links import HOSTS
from playground.web import sight
from playground.web.asked import Asked
from playground.web.errors import ActRefused
from playground.web.sayings import told

Json = dict[str, Any]

#: So long the page shows that a button was pressed, or that words are looked up, in seconds.
PATIENCE_S = 15.0
DATA_LIMIT = 64


async def press(asked: Asked) -> Json:
    """Press a button with callback data; {} where the bot does not answer in time."""
    message, data = asked.open_message(), asked.word("data")
    if data not in [button.data for button in message.buttons]:
        raise ActRefused("unknown_button")
    pressed = asked.world.press(asked.person, message.chat, message.message_id, data)
    try:
        answer = await pressed.answered(PATIENCE_S)
    except TimeoutError:
        return {}
    alert = str(answer.get("show_alert", "")).lower() in {"true", "1"}
    return {"text": answer.get("text") or None, "alert": alert, "url": answer.get("url")}


async def pick(asked: Asked) -> Json:
    """Answer a button of the keyboard that asks for people."""
    people = asked.people()
    try:
        sent = asked.person.pick_users(asked.message(), asked.word("button"), people)
    except LookupError:
        raise ActRefused("unknown_button") from None
    except ValueError:
        raise ActRefused("too_many_people", limit=_most(asked)) from None
    return told(asked, sent)


def _most(asked: Asked) -> int:
    rows = (asked.message().reply_keyboard or {}).get("keyboard", [])
    found = (b for row in rows for b in row if isinstance(b, dict) and "request_users" in b)
    wanted = [b["request_users"] for b in found if b["text"] == asked.word("button")]
    return int(wanted[0].get("max_quantity", 1))


async def inline(asked: Asked) -> Json:
    """Type something behind the bot's name in a chat."""
    query = asked.word("query")
    if len(query) > QUERY_LIMIT:
        raise ActRefused("text_too_long", limit=QUERY_LIMIT)
    ask = asked.person.type_inline(query, asked.writable_chat(), asked.word("offset"))
    try:
        answer = await ask.answered(PATIENCE_S)
    except TimeoutError:
        return {"ask": ask.query_id, "results": [], "button": None, "next": ""}
    results = [
        {"id": r["id"], "title": r.get("title", ""), "description": r.get("description", "")}
        for r in answer.results
    ]
    button = answer.button["text"] if answer.button else None
    return {"ask": ask.query_id, "results": results, "button": button, "next": answer.next_offset}


async def inline_choose(asked: Asked) -> Json:
    """Send one of the results."""
    ask = _ask(asked)
    sight.check_can_write(asked.person, ask.chat)
    try:
        return told(asked, asked.person.choose_inline(ask, asked.word("result")))
    except LookupError:
        raise ActRefused("no_inline") from None


async def inline_button(asked: Asked) -> Json:
    """Press the button above the results."""
    try:
        return told(asked, asked.person.press_inline_button(_ask(asked)))
    except LookupError:
        raise ActRefused("no_inline") from None


def _ask(asked: Asked) -> InlineAsk:
    """What this person asked before, with its answer."""
    found = asked.world.bot.inline_asks.get(asked.word("ask"))
    if found is None or found.person is not asked.person or not found.answer.done():
        raise ActRefused("no_inline")
    return found


async def open_link(asked: Asked) -> Json:
    """Follow a link of Telegram: start the bot, add it to a chat, join a chat."""
    url = asked.text("url")
    target = _own_link(asked, url)
    if "start" in target and asked.person.blocked:
        raise ActRefused("bot_blocked")
    chat = asked.open_chat() if asked.has("chat") else None
    if chat is None and {"startgroup", "startchannel"} & set(target):
        raise ActRefused("unknown_chat")
    try:
        done = asked.person.open_link(url, chat)
    except PermissionError:
        raise ActRefused("not_admin") from None
    except ValueError:
        raise ActRefused("not_possible") from None
    return _opened(asked, url, chat, done)


def _own_link(asked: Asked, url: str) -> dict[str, list[str]]:
    """The query of a link that leads to something here."""
    parts = urlsplit(url)
    path = parts.path.strip("/")
    known = path.startswith("+") or path.lower() == asked.world.bot.username.lower()
    if parts.hostname not in HOSTS or not known:
        raise ActRefused("foreign_link")
    query = parse_qs(parts.query, keep_blank_values=True)
    return query if query or path.startswith("+") else {"start": [""]}


def _opened(asked: Asked, url: str, chat: Chat | None, done: Message | str | None) -> Json:
    if isinstance(done, str):
        return {"did": done, "chat": _joined(asked, url) if done == "joined" else None}
    if chat is not None:
        return {"did": "added", "chat": chat.id}
    return {"did": "sent", "chat": done.chat.id if done else None}


def _joined(asked: Asked, url: str) -> int | None:
    mine = sight.chats(asked.world, asked.person)
    return next((chat.id for chat in mine if url in chat.invite_links), None)
