"""What the line to Telegram raises beside the library's own errors."""

from __future__ import annotations

import httpx
from telegram.error import ChatMigrated, Forbidden, NetworkError, RetryAfter

#: Ways in which a call never left this machine.
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Migrated(ChatMigrated):
    """The group `old` has become a supergroup; None where the call does not tell."""

    __slots__ = ("old",)

    def __init__(self, new_chat_id: int, old: object) -> None:
        super().__init__(new_chat_id)
        self.old = old if isinstance(old, int) else None


class Shut(Forbidden):
    """The bot may not speak in `chat`; None where the call was not about one."""

    __slots__ = ("chat",)

    def __init__(self, message: str, chat: object) -> None:
        super().__init__(message)
        self.chat = chat if isinstance(chat, int) else None


class OutOfTurn(RetryAfter):
    """Telegram was not asked: it has said before, or would say, that this is too early."""

    __slots__ = ()


class Unanswered(NetworkError):
    """Telegram may have done it: a gateway waited for its answer in vain."""

    __slots__ = ()
