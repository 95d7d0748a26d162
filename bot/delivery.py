"""What Telegram answers becomes an error of ours, and waiting is one rule.

The calls themselves pass `bot.line`. A card waits in its row (`bot.card_delivery`); a plain answer
waits in the line for a moment and otherwise with the update that it answers, which is handled
again.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import structlog
from telegram import Bot, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import messages, pace
from bot.errors import DeliveryError, Gone, Moved, NotAllowed, Postponed, Refused, Unreachable
from bot.line_errors import NEVER_LEFT, Unanswered
from bot.messages import Buttons

log = structlog.get_logger()
Answer = TypeVar("Answer")

#: How long a plain answer is tried for before its update is put back.
PATIENCE_S = 20.0
#: How long the spinner on a button may turn at most; whoever pressed it waits.
PRESS_S = 5.0
FIRST_PAUSE_S = 0.5
UNKNOWN_TOKEN_S = 60.0
#: Telegram keeps an update for a day; a longer wait is taken for a day, then it is asked again.
LONGEST_S = 86_400.0

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOO_LARGE = "request entity too large"
_SAME = "message is not modified"
_NO_CHAT = ("chat not found", "user is deactivated", "peer_id_invalid")
_OTHER_KIND = ("no text in the message to edit", "no caption in the message to edit")
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")

#: How Telegram says that a chat does not let the bot do this: as 400, some of it also as 403.
_NO_RIGHT = re.compile(
    r"not enough rights|have no rights|need administrator rights|chat_admin_required"
    r"|chat_restricted|chat_(write|guest_send|send_\w+)_forbidden"
)

_LATE = ("query is too old", "query id is invalid")


async def attempt(call: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """One call; None when Telegram says that nothing would change, which is as good as done.

    Raises Unreachable, Moved, Gone, Postponed, NotAllowed or Refused.
    """
    try:
        return await call()
    except RetryAfter as error:
        raise Postponed(seconds_of(error)) from error
    except Forbidden as error:
        raise _named(error, Unreachable(error.message, getattr(error, "chat", None))) from error
    except ChatMigrated as error:
        raise Moved(error.new_chat_id, getattr(error, "old", None)) from error
    except BadRequest as error:
        if _SAME in error.message.lower():
            return None
        raise _named(error) from error
    except (TimedOut, NetworkError) as error:
        if _TOO_LARGE in error.message.lower():
            raise Refused(error.message) from error
        raise Postponed(0.0) from error
    except InvalidToken as error:
        # Nobody's message is at fault; the polling loop tells the operator.
        raise Postponed(UNKNOWN_TOKEN_S) from error
    except TelegramError as error:
        raise Refused(str(error)) from error


def _named(error: TelegramError, other: DeliveryError | None = None) -> DeliveryError:
    text = error.message.lower()
    if _NO_RIGHT.search(text):
        return NotAllowed(error.message)
    if any(part in text for part in _NO_CHAT):
        return Unreachable(error.message)
    if any(part in text for part in _GONE):
        return Gone()
    return other or Refused(error.message)


def is_other_kind(error: Refused) -> bool:
    """Whether the message has a caption where a text was to be edited, or the other way round."""
    return any(part in str(error).lower() for part in _OTHER_KIND)


def is_without_topic(error: DeliveryError) -> bool:
    """Whether the forum topic is closed or gone: the chat itself may take the message."""
    return isinstance(error, Refused) and any(part in str(error).lower() for part in _NO_TOPIC)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait; the library gives it as a number or as a timedelta."""
    after = error.retry_after
    return min(
        LONGEST_S, float(after.total_seconds() if isinstance(after, dt.timedelta) else after)
    )


def may_have_arrived(error: Postponed) -> bool:
    """Whether Telegram may have done what it gave no answer to.

    An answer that refuses (429, 5xx) and a call that never left say that it did not.
    """
    told = error.__cause__
    lost = told.__cause__ if isinstance(told, NetworkError) else None
    is_lost = isinstance(lost, httpx.HTTPError) and not isinstance(lost, NEVER_LEFT)
    return is_lost or isinstance(told, Unanswered)


def pause_s(attempts: int, after_s: float = 0.0) -> float:
    """Seconds before the next try: what Telegram asks for, else 0.5, 1, 2 … 60, with jitter."""
    growing = min(60.0, FIRST_PAUSE_S * 2.0 ** min(attempts, 10))
    return after_s + growing * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, no secret


async def insist(call: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """`attempt`, repeated for a while by the line; raises Postponed when that was too short.

    Also where nobody knows whether Telegram has done it: a plain answer may come twice, not never.
    """
    with pace.speaking(patience_s=PATIENCE_S, insists=True):
        return await attempt(call)


async def say(
    bot: Bot,
    chat_id: int,
    text: str,
    *,
    buttons: Buttons = (),
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> Message | None:
    """Send an HTML message; raises a DeliveryError."""
    return await insist(
        lambda: messages.send_text(
            bot, chat_id, text, buttons, reply_to=reply_to, thread_id=thread_id
        )
    )


async def answer_press(bot: Bot, query_id: str, text: str | None, *, alert: bool = False) -> None:
    """End the spinner on a button. An answer that comes too late is nobody's loss."""
    try:
        with pace.speaking(patience_s=PRESS_S, insists=True):
            await attempt(lambda: bot.answer_callback_query(query_id, text=text, show_alert=alert))
    except DeliveryError as error:
        late = any(part in str(error).lower() for part in _LATE)
        log.info("press not answered", action="answer", late=late)


async def react(bot: Bot, chat_id: int, message_id: int, emoji: str | None) -> bool:
    """Set the bot's reaction, or take it back; False where Telegram does not let it."""
    try:
        await attempt(lambda: bot.set_message_reaction(chat_id, message_id, emoji))
    except (Refused, Gone):
        return False
    return True
