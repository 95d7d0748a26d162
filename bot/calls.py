"""What a call to Telegram does, told from its method and parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Chat = int | str

#: What a file download is called, which is no method.
FILE = "file"

#: Methods that make messages which people see, by how their names begin.
_SENDS = ("send", "copy", "forward")
_EDITS = ("editmessage", "stopmessagelivelocation")
#: None of these makes a message.
_NO_MESSAGE = frozenset({"sendchataction"})
_READS = ("get", "answer")
#: What holds the messages of a call that makes several.
_SEVERAL = {
    "sendmediagroup": "media",
    "copymessages": "message_ids",
    "forwardmessages": "message_ids",
}


class Effect(Enum):
    """SEND makes messages, EDIT changes one, CHANGE is anything else that can be done twice.

    READ asks, or answers what is not a chat's: a press, an inline query.
    """

    SEND = "send"
    EDIT = "edit"
    CHANGE = "change"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Call:
    """`family` is what is refused together; `weight` the number of messages that it counts for.

    `message_id` is the message that is changed.
    """

    method: str
    family: str
    effect: Effect
    chat: Chat | None = None
    message_id: int | None = None
    weight: int = 0

    @property
    def is_repeatable(self) -> bool:
        """Whether doing it twice is as good as once."""
        return self.effect is not Effect.SEND


#: Fetching a file.
DOWNLOAD = Call(FILE, FILE, Effect.READ)


def read(url: str, parameters: Mapping[str, Any], *, is_download: bool = False) -> Call:
    """The call of a request; `parameters` are those of the method."""
    if is_download:
        return DOWNLOAD
    method = url.rsplit("/", 1)[-1].split("?", 1)[0].lower()
    effect = _effect(method)
    chat, message_id = parameters.get("chat_id"), parameters.get("message_id")
    return Call(
        method,
        "editmessage" if effect is Effect.EDIT else method,
        effect,
        _number(chat) if isinstance(chat, int | str) else None,
        message_id if isinstance(message_id, int) and effect is not Effect.SEND else None,
        _weight(method, parameters) if effect in {Effect.SEND, Effect.EDIT} else 0,
    )


def _number(chat: Chat) -> Chat:
    """A number may be written as text."""
    return int(chat) if isinstance(chat, str) and chat.lstrip("-").isdecimal() else chat


def _effect(method: str) -> Effect:
    if method.startswith(_READS):
        return Effect.READ
    if method.startswith(_SENDS) and method not in _NO_MESSAGE:
        return Effect.SEND
    return Effect.EDIT if method.startswith(_EDITS) else Effect.CHANGE


def _weight(method: str, parameters: Mapping[str, Any]) -> int:
    several = parameters.get(_SEVERAL.get(method, ""), ())
    if isinstance(several, str):
        try:
            several = json.loads(several)
        except ValueError:
            return 1
    return max(1, len(several)) if isinstance(several, list | tuple) else 1
