"""What the bot asked of the stand-in, for developers: each request in a line."""

from __future__ import annotations

import json
from typing import Any

from playground.server.parameters import Upload
from playground.server.watching import Call

Json = dict[str, Any]

TEXT_SHOWN = 40
WHOLE_SHOWN = 240
#: Who looks at a call sees these first: where it went, and to what.
FIRST = ("chat_id", "message_id", "message_thread_id", "offset", "timeout", "action")


def view(number: int, call: Call) -> Json:
    """A request as the page gets it."""
    answer = call.answer or {}
    return {
        "number": number,
        "time": call.time,
        "method": call.method,
        "chat": whole(call.params.get("chat_id")),
        "outcome": call.outcome,
        "status": call.status,
        "told": told(call.params),
        "error": None if answer.get("ok", True) else answer.get("description"),
    }


def told(params: Json) -> str:
    """The parameters as one line, long texts and structures cut short."""
    names = [name for name in FIRST if name in params]
    names += [name for name in params if name not in FIRST]
    return _cut(", ".join(f"{name}: {_value(params[name])}" for name in names), WHOLE_SHOWN)


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
