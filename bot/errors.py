"""What can go wrong between the bot and Telegram.

DeliveryError
├── Unreachable    the person has blocked the bot, or the chat is gone
├── Moved          the group has become a supergroup, with another number
├── Gone           the message to change is no longer there
├── Postponed      not now: `after_s` says when to try again
└── Refused        Telegram will never take this call
    └── NotAllowed     not while the bot has the rights in the chat that it has now
"""

from __future__ import annotations

from bot import refusals


class DeliveryError(Exception):
    """A message could not be delivered."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())

    @property
    def told(self) -> str:
        """What a log line may repeat of it: never what Telegram quotes of a message."""
        documented = (type(self).__doc__ or "").strip()
        return documented if str(self) == documented else refusals.own_words(str(self))


class Unreachable(DeliveryError):
    """The person has blocked the bot, or the chat is gone."""

    def __init__(self, message: str | None = None, chat_id: int | None = None) -> None:
        """`chat_id` is the chat that Telegram refused, where that is known."""
        super().__init__(message)
        self.chat_id = chat_id


class Moved(DeliveryError):
    """The group `old` has become a supergroup: `chat_id` is its new number."""

    def __init__(self, chat_id: int, old: int | None = None) -> None:
        super().__init__()
        self.chat_id = chat_id
        self.old = old


class Gone(DeliveryError):
    """The message to change is no longer there."""


class Postponed(DeliveryError):
    """Telegram does not take the message now."""

    def __init__(self, after_s: float) -> None:
        super().__init__()
        self.after_s = after_s


class Refused(DeliveryError):
    """Telegram will never take this call."""


class NotAllowed(Refused):
    """The bot has not the rights for this in the chat; somebody there can give them."""


class UnknownToken(Exception):
    """Telegram does not know this bot."""
