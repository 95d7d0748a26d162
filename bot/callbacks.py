"""What a button carries: an action and a row. Chosen by the client, so only ever a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"([a-z]{1,12}):([0-9]{1,18})(?::([a-z0-9_-]{1,30}))?")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Callback:
    """`entry_id` is 0 where no entry is meant; `detail` is, for instance, the view to turn to.

    For actions that are not about an entry the number is a diary, an invitation, a comment …: what
    the action says. Which actions there are: `bot.handlers.presses`.
    """

    action: str
    entry_id: int = 0
    detail: str = ""

    def __str__(self) -> str:
        """At most 64 bytes, which is Telegram's limit: 12 + 18 + 30 characters and two colons."""
        tail = f":{self.detail}" if self.detail else ""
        return f"{self.action}:{self.entry_id}{tail}"


def read(data: object) -> Callback | None:
    """The callback that `data` spells; None for anything that this bot never sent."""
    match = _FORM.fullmatch(data) if isinstance(data, str) else None
    if match is None:
        return None
    return Callback(match[1], int(match[2]), match[3] or "")


def number(text: str) -> int:
    """A row's number as a client has written it; 0, which no row has, for anything else.

    At most 18 digits: what is larger than the databases' integers (63 bits) is no question to them.
    """
    return int(text) if _NUMBER.fullmatch(text) else 0
