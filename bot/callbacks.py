"""What a button carries: an action and an entry. Chosen by the client, so only ever a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

ACTIONS = ("agree", "cancel", "retry", "view", "anyway", "drop", "origin")

_FORM = re.compile(r"([a-z]{1,12}):([0-9]{1,18})(?::([a-z]{1,12}))?")


@dataclass(frozen=True, slots=True)
class Callback:
    """`entry_id` is 0 where no entry is meant; `detail` is, for instance, the view to turn to."""

    action: str
    entry_id: int = 0
    detail: str = ""

    def __str__(self) -> str:
        """At most 64 bytes, which is Telegram's limit: 12 + 18 + 12 characters and two colons."""
        tail = f":{self.detail}" if self.detail else ""
        return f"{self.action}:{self.entry_id}{tail}"


def read(data: object) -> Callback | None:
    """The callback that `data` spells; None for anything that this bot never sent."""
    match = _FORM.fullmatch(data) if isinstance(data, str) else None
    if match is None or match[1] not in ACTIONS:
        return None
    return Callback(match[1], int(match[2]), match[3] or "")
