"""The message that a card is: how it is sent, and how it is changed into what it must show."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import structlog
from telegram import Bot

from analysis.errors import AnalysisError
from bot import card_words, delivery, messages
from bot.cards import Face, curve
from bot.errors import Refused
from bot.lettering import LONGEST_CAPTION, cut, escape
from bot.phrases import openings, phrases_in
from bot.phrases import shares as share_phrases
from bot.removals import blank
from charts.curve import Curve
from diary.cards import Contents

log = structlog.get_logger()

#: States that a card tells once and for all.
FINAL = frozenset({"done", "failed", "cancelled"})

#: The picture of a card that has been painted over.
COVERED = "covered"

#: A chart that could not be drawn so often is left out, and the card says so.
MOST_DRAWINGS = 3

_MARKUP = re.compile(r"<[^>]+>")


class Painter(Protocol):
    """Draws a chart in a worker process."""

    async def draw(self, view: str, value: Curve | None, language: str, /) -> bytes:
        """PNG bytes; raises AnalysisError. A "deleted_entry" shows no value."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to be drawn. `revision` changes with whatever would look different."""

    view: str
    curve: Curve
    language: str
    has_spoiler: bool = False

    @property
    def revision(self) -> str:
        """At most 32 characters: the view and a digest of everything in the picture."""
        seen = hashlib.sha256(repr(self._seen).encode()).hexdigest()
        return f"{self.view}:{seen[:16]}"

    @property
    def _seen(self) -> tuple[object, ...]:
        covered = ("spoiler",) if self.has_spoiler else ()
        return (self.curve, self.language, *covered)


class CardMessage:
    """Sends and edits; every method raises a DeliveryError where Telegram does not take it."""

    def __init__(self, bot: Bot, painter: Painter) -> None:
        self._bot = bot
        self._painter = painter

    async def send(self, contents: Contents, shows: Face, under: int | None = None) -> int:
        """The first line of a card; its message id. `under` is the message that it replies to.

        Whatever has happened meanwhile, it only says that the clip is here: a send whose answer is
        lost is repeated, and what then stands there twice must not look like a second card.
        """
        ready = is_ready(contents)
        text = _first_line(contents, shows)
        twin = contents.twin if contents.entry.state == "twin" else None
        above = under if under is not None else contents.card.reply_to
        message = await delivery.attempt(
            partial(
                messages.send_text,
                self._bot,
                contents.card.chat_id,
                text,
                () if ready else shows.buttons,
                reply_to=twin.message_id if twin and twin.message_id else above,
                thread_id=contents.card.thread_id,
                protected=contents.place is not None and contents.place.is_protected,
            )
        )
        if message is None:
            raise Refused
        return message.message_id

    async def edit(
        self, contents: Contents, shows: Face, message_id: int, *, is_last: bool
    ) -> str | None:
        """Make the message show this; the revision of the picture that it has now.

        Raises AnalysisError when the picture cannot be drawn; the last time, it is left out.
        """
        try:
            return await self._edit(contents, shows, message_id, is_last=is_last)
        except Refused as error:
            # Better without its markup than not at all: a person waits for it.
            log.warning("card refused", action="card", card=contents.card.id, reason=error.told)
            # Without its markup nothing would be covered: then the neutral line alone is shown.
            text = shows.text.partition("\n")[0] if shows.has_spoiler else shows.text
            bare = replace(shows, text=_without_markup(text), picture=None)
            await self._edit_text(contents, bare, message_id)
            return contents.card.picture

    async def _edit(
        self, contents: Contents, shows: Face, message_id: int, *, is_last: bool
    ) -> str | None:
        if contents.entry.state == "deleted" and contents.card.picture not in {None, COVERED}:
            return await self._cover(contents, shows, message_id)
        picture = _picture(contents, shows)
        if picture is None or picture.revision == contents.card.picture:
            await self._edit_text(contents, shows, message_id)
            return contents.card.picture
        try:
            png = await self._painter.draw(picture.view, picture.curve, picture.language)
        except AnalysisError as error:
            log.warning("no picture", action="card", card=contents.card.id, reason=error.code)
            if not is_last:
                raise
            return await self._edit_without_picture(contents, shows, message_id)
        chat_id = contents.card.chat_id
        change = partial(messages.edit_photo, self._bot, chat_id, message_id, png)
        covered = shows.has_spoiler
        await delivery.attempt(partial(change, shows.text, shows.buttons, has_spoiler=covered))
        return picture.revision

    async def _cover(self, contents: Contents, shows: Face, message_id: int) -> str:
        """Nothing of what was deleted is shown on: a message cannot lose its picture."""
        chat_id = contents.card.chat_id
        png = await self._nothing(contents)
        change = partial(messages.edit_photo, self._bot, chat_id, message_id, png)
        await delivery.attempt(partial(change, shows.text, shows.buttons))
        return COVERED

    async def _nothing(self, contents: Contents) -> bytes:
        """What says that an entry was deleted; in no case does its own picture stay for that."""
        try:
            return await self._painter.draw("deleted_entry", None, contents.language)
        except AnalysisError as error:
            log.warning("no picture", action="card", card=contents.card.id, reason=error.code)
            return blank()

    async def _edit_without_picture(
        self, contents: Contents, shows: Face, message_id: int
    ) -> str | None:
        note = phrases_in(contents.language).no_picture
        await self._edit_text(
            contents, replace(shows, text=f"{shows.text}\n<i>{note}</i>"), message_id
        )
        return contents.card.picture

    async def _edit_text(self, contents: Contents, shows: Face, message_id: int) -> None:
        """The words alone, as text or caption: a lost answer may have left us wrong about which."""
        edits = [messages.edit_text, messages.edit_caption]
        if contents.card.picture is not None:
            edits.reverse()
        chat_id = contents.card.chat_id
        first, second = (
            partial(edit, self._bot, chat_id, message_id, shows.text, shows.buttons)
            for edit in edits
        )
        try:
            await delivery.attempt(first)
        except Refused as error:
            if not delivery.is_other_kind(error):
                raise
            await delivery.attempt(second)


def is_ready(contents: Contents) -> bool:
    """Whether the card has its say already: then its first line is edited at once."""
    return contents.share is not None or contents.entry.state in FINAL


def _first_line(contents: Contents, shows: Face) -> str:
    if contents.share is not None:
        begins = share_phrases.words_in(contents.language).begins
        return escape(begins(card_words.author(contents)))
    is_again = contents.card.reply_to is None or contents.card.shown_at is not None
    if contents.entry.state == "done" and is_again:
        return openings.words_in(contents.language).coming
    if contents.entry.state in FINAL or contents.stage:
        return phrases_in(contents.language).queued
    return shows.text


def _picture(contents: Contents, shows: Face) -> Picture | None:
    if shows.picture is None or contents.report is None:
        return None
    drawn = curve(contents, contents.report)
    return Picture(shows.picture, drawn, contents.language, shows.has_spoiler)


def _without_markup(text: str) -> str:
    return escape(cut(html.unescape(_MARKUP.sub("", text)), LONGEST_CAPTION))
