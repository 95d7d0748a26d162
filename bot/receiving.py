"""What comes in from Telegram, however it comes: raw into the inbox, before Telegram hears of it.

Polling confirms updates with its next question, the webhook with its 200; both come after `keep`.
Nothing parses an update before that: one odd update must not block all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeGuard

from bot import senders
from bot.turnstile import Turnstile
from storage import inbox
from storage.database import Database

#: Updates that this bot understands; Telegram sends no others.
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)

#: The largest number that the table's columns take.
_MOST = 2**63 - 1

#: Where an update of each kind says which chat it belongs to.
_MESSAGES = tuple(kind for kind in ALLOWED_UPDATES if kind != "callback_query")


class Received(Protocol):
    """Is told that something has come in."""

    def __call__(self, *, more: bool = False) -> None:
        """`more`: and that more of it may wait outside."""


#: Is told of updates that could not be kept.
Missed = Callable[[Sequence[Mapping[str, Any]]], None]


def is_update(raw: object) -> TypeGuard[dict[str, Any]]:
    """Whether this has a number that it can be kept under; Telegram gives one to each."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return type(number) is int and 0 <= number <= _MOST


async def keep(
    database: Database,
    updates: Iterable[dict[str, Any]],
    now: dt.datetime,
    turnstile: Turnstile | None = None,
) -> None:
    """Put updates into the inbox, all of them or none; those that are there stay as they are.

    What the turnstile leaves unread stays out. Raises Unavailable.
    """
    raws = {raw["update_id"]: raw for raw in updates}
    arrivals = [senders.arrival(raw, chat_key(raw)) for raw in raws.values()]
    let = (turnstile or Turnstile()).let_in(arrivals, now)
    if let.arrivals:
        come = [senders.written(one, raws[one.update_id]) for one in let.arrivals]
        async with database.writing() as connection:
            await inbox.put_all(connection, come, now)
    let.settle()


def chat_key(raw: Mapping[str, Any]) -> int | None:
    """The chat whose order this update belongs to; None for one that stands alone.

    It looks and never insists: whatever has another shape stands alone.
    """
    body = next((raw[kind] for kind in _MESSAGES if isinstance(raw.get(kind), dict)), None)
    query = raw.get("callback_query")
    if isinstance(query, dict):
        body = query["message"] if isinstance(query.get("message"), dict) else None
    chat = body.get("chat") if body else None
    key = chat.get("id") if isinstance(chat, dict) else None
    return key if type(key) is int and -_MOST <= key <= _MOST else None
