"""What is sent beside a card: the videos of a share, and words that are too long for the card.

Such a message cannot be put in place by an edit. Sent twice, one of the two could never be taken
back, because nobody would know its number; so each is sent at most once, and the row that says so
is there before it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram import Bot, Message
from telegram.error import BadRequest, InvalidToken, RetryAfter

from bot import delivery, media
from bot.errors import DeliveryError, Gone, Moved, NotAllowed, Postponed, Refused, Unreachable
from bot.line_errors import NEVER_LEFT
from diary.cards import Contents
from diary.clock import Now
from storage import card_messages, cards, clips, removals
from storage.cards import Card
from storage.clips import Clip
from storage.database import Connection, Database
from storage.media import MediaFolder

log = structlog.get_logger()

#: What Telegram, or the line to it, says before anything was taken.
_NEVER_SENT = (RetryAfter, InvalidToken)


class CardExtras:
    """Sends what belongs to a card; every method raises a DeliveryError."""

    def __init__(
        self, database: Database, bot: Bot, now: Now, kept: MediaFolder | None = None
    ) -> None:
        """`kept` holds the files that Telegram does not know."""
        self._database = database
        self._bot = bot
        self._now = now
        self._kept = kept

    async def send_videos(self, contents: Contents) -> int | None:
        """The videos of a share, where they were chosen; the message for the card to reply to."""
        if contents.share is None or "video" not in contents.parts:
            return None
        async with self._database.reading() as connection:
            parts = await clips.of_entry(connection, contents.entry.id)
        protected = contents.place is not None and contents.place.is_protected
        send = partial(self._video, contents.card, protected=protected)
        sent = [await send(clip) for clip in parts if clip.has_file]
        return next((number for number in reversed(sent) if number is not None), None)

    async def _video(self, card: Card, clip: Clip, *, protected: bool) -> int | None:
        """None where it is not there, or nobody knows: the card goes on without it."""
        try:
            send = partial(self._send_video, card, clip, protected=protected)
            return await self.send_once(card, card_messages.clip_part(clip.id), send)
        except (Refused, Postponed) as error:
            # A chat that takes no videos may take the words.
            if is_unsent(error) and not isinstance(error, NotAllowed):
                raise
            log.warning("video not sent", action="card", card=card.id, reason=type(error).__name__)
            return None

    async def _send_video(self, card: Card, clip: Clip, *, protected: bool) -> Message:
        """The person's own file, without its caption: those words are another part."""
        try:
            return await media.send(
                self._bot,
                self._database,
                self._kept,
                card.chat_id,
                clip,
                message_thread_id=card.thread_id,
                protect_content=protected or None,
            )
        except FileNotFoundError as error:
            raise BadRequest("the file is nowhere") from error

    async def give_up_videos(self, connection: Connection, contents: Contents) -> None:
        """The words are there: videos that the chat did not take will not come after them."""
        if contents.share is None or "video" not in contents.parts:
            return
        card_id = contents.card.id
        known = {sent.part for sent in await card_messages.of_card(connection, card_id)}
        for clip in await clips.of_entry(connection, contents.entry.id):
            part = card_messages.clip_part(clip.id)
            if clip.has_file and part not in known:
                await card_messages.begin(connection, card_id, part)

    async def send_once(
        self, card: Card, part: str, call: Callable[[], Awaitable[Message]]
    ) -> int | None:
        """Its message id; None when it was tried before and nobody knows what became of it."""
        async with self._database.writing() as connection:
            if await cards.get(connection, card.id) is None:
                raise Gone
            known = await card_messages.find(connection, card.id, part)
            if known is not None:
                return known.message_id
            await card_messages.begin(connection, card.id, part)
        try:
            message = await delivery.attempt(call)
        except DeliveryError as error:
            if is_unsent(error):
                async with self._database.writing() as connection:
                    await card_messages.remove(connection, card.id, part)
            raise
        return None if message is None else await self._keep(card, part, message.message_id)

    async def _keep(self, card: Card, part: str, message_id: int) -> int:
        """Where the card was taken away meanwhile, this goes too."""
        async with self._database.writing() as connection:
            if not await card_messages.keep(connection, card.id, part, message_id):
                now = self._now()
                await removals.add(connection, card.chat_id, message_id, now, "taken_back")
        return message_id


def is_unsent(error: DeliveryError) -> bool:
    """Whether it is sure that nothing was sent, and worth trying again some time."""
    if isinstance(error, (Unreachable, Moved, NotAllowed)) or delivery.is_without_topic(error):
        return True
    cause = error.__cause__
    if not isinstance(error, Postponed) or cause is None:
        return False
    return isinstance(cause, _NEVER_SENT) or isinstance(cause.__cause__, NEVER_LEFT)
