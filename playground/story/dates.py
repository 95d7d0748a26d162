"""The dates of the story's messages: each has its own, and what the bot says to it has the same.

The world's clock stays right meanwhile: whoever does something else in these chats does it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from playground.server import Chat, Message, World

#: A message that is said to be so much older than it is, in seconds, is one of the story.
_OLDER_S: Final = 30.0


@contextmanager
def told(world: World) -> Iterator[None]:
    """Let the bot's messages be of the story's dates as long as this lasts."""
    world.dates = of_answer
    try:
        yield
    finally:
        world.dates = None


def of_answer(chat: Chat, reply_to: Message | None) -> float | None:
    """The date (unix seconds) of what the bot says in a chat: that of what it says it to.

    None where that is no message of the story.
    """
    asked = reply_to or next((m for m in reversed(chat.messages) if not m.from_bot), None)
    return float(asked.date) if asked is not None and _is_of_story(asked) else None


def set_back(messages: Iterable[Message], date: float) -> None:
    """Say of messages that nobody has heard of yet that they are of this date (unix seconds)."""
    for message in messages:
        message.date = int(date)


def _is_of_story(message: Message) -> bool:
    return message.versions[0].time - message.date > _OLDER_S
