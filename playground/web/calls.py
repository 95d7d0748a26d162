"""What the bot asked of the stand-in, for developers: each request in a line."""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any

from playground.server import Person, World
from playground.server.parameters import Upload
from playground.server.watching import Call

Json = dict[str, Any]

TEXT_SHOWN = 40
WHOLE_SHOWN = 240
#: Who looks at a call sees these first: where it went, and to what.
FIRST = ("chat_id", "message_id", "message_thread_id", "offset", "timeout", "action")


def view(number: int, call: Call, *, readable: bool = True) -> Json:
    """A request as the page gets it; what is said in it only where it is `readable`."""
    answer = call.answer or {}
    return {
        "number": number,
        "time": call.time,
        "method": call.method,
        "chat": whole(call.params.get("chat_id")),
        "outcome": call.outcome,
        "status": call.status,
        "told": told(call.params, readable=readable),
        "error": None if answer.get("ok", True) else answer.get("description"),
    }


def told(params: Json, *, readable: bool = True) -> str:
    """The parameters as one line, long texts and structures cut short.

    Where it is not `readable`, only where it went is told: of the rest the names.
    """
    names = [name for name in FIRST if name in params]
    names += [name for name in params if name not in FIRST]
    shown = (_value(params[name]) if readable or name in FIRST else "…" for name in names)
    return _cut(", ".join(map("{}: {}".format, names, shown)), WHOLE_SHOWN)


def is_readable(world: World, person: Person, call: Call, mine: Container[int]) -> bool:
    """Whether a person may read what a request says: in their chats, or as an answer to them."""
    if "chat_id" in call.params:
        return whole(call.params["chat_id"]) in mine
    asked = (
        world.presses.get(str(call.params.get("callback_query_id"))),
        world.bot.inline_asks.get(str(call.params.get("inline_query_id"))),
    )
    return all(one is None or one.person is person for one in asked)


def action(call: Call) -> tuple[int, str] | None:
    """The chat and the action where the bot said what it is doing."""
    chat = whole(call.params.get("chat_id"))
    if call.method.lower() != "sendchataction" or call.outcome != "ok" or chat is None:
        return None
    return chat, str(call.params.get("action", ""))


def whole(value: Any) -> int | None:
    """A number that came as a number or as text."""
    text = str(value)
    return int(text) if text.removeprefix("-").isdecimal() else None


def _value(value: Any) -> str:
    if isinstance(value, Upload):
        return f"<{value.name}, {len(value.content) / 1024:.0f} kB>"
    if isinstance(value, bytes):
        return f"<{len(value) / 1024:.0f} kB>"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return _cut(" ".join(text.split()), TEXT_SHOWN)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
