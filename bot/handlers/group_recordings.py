"""Notes in the chat of a shared diary, posts in a channel's, /save, and the consent of each author.

What is kept, asked about or left alone is `diary.captures`; here it is only read and told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot import delivery, standings
from bot.callbacks import Callback
from bot.desk import Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.handlers import groups
from bot.handlers.comments import CLOSED, KEPT
from bot.handlers.recordings import CLIPS, SOUNDS, has_clip, read, refuse
from bot.phrases import phrases_in
from bot.phrases.captures import words_in
from diary import captures, comments, entries
from diary.captures import Acceptance
from diary.errors import NotYours, TooLate
from diary.recordings import Recording
from storage import cards, diaries, removals
from storage import entries as entry_rows
from storage.database import Connection
from storage.entries import Entry

#: What /save is answered with where the clip itself is not answered by its card.
_SENTENCES = frozenset({"here", "comment", "closed", "left"})


async def take(desk: Desk) -> None:
    """Keep a clip of a diary's chat, or ask its author first."""
    sender = _sender(desk.message)
    if sender is None:
        return
    recording = read(desk.message, sender, desk.language)
    way = "reply" if _answers_us(desk) else "seen"
    async with desk.deciding() as connection:
        if await _is_comment(connection, desk.message):
            return
        outcome = await _accept(desk, connection, recording, way)
    await _follow(desk, recording, outcome)
    if outcome is not None and outcome.is_told:
        await _turn_away(desk, outcome.outcome, way)


async def _turn_away(desk: Desk, outcome: str, way: str) -> None:
    """Quietly: a reaction. In words to who has answered the bot."""
    with contextlib.suppress(DeliveryError):
        await delivery.react(desk.house.bot, desk.here, desk.message.message_id, CLOSED)
    if way == "reply":
        await desk.say(getattr(words_in(desk.chat_language), outcome), reply=True)


async def save(desk: Desk) -> None:
    """/save as a reply to one's own note."""
    words, note = words_in(desk.chat_language), desk.message.reply_to_message
    sender = _sender(desk.message)
    if sender is None:
        return
    if note is None or not has_clip(note):
        await desk.say(words.save_how, reply=True)
        return
    if _sender(note) != sender:
        await desk.say(words.save_not_yours, reply=True)
        return
    recording = read(note, sender, desk.language)
    async with desk.deciding() as connection:
        outcome = await _accept(desk, connection, recording, "save")
    await _follow(desk, recording, outcome)
    if outcome is None:
        await groups.offer(desk)
    elif outcome.outcome in _SENTENCES:
        await desk.say(getattr(words, outcome.outcome), reply=True)


def _sender(message: Message) -> int | None:
    """Who sent it: a person, or the chat itself for what is under its name; None for others.

    Another channel may write in a group: that is no author here.
    """
    if message.sender_chat is not None:
        return message.chat.id if message.sender_chat.id == message.chat.id else None
    user = message.from_user
    return None if user is None or user.is_bot else user.id


def _answers_us(desk: Desk) -> bool:
    replied = desk.message.reply_to_message
    author = replied.from_user if replied else None
    return author is not None and author.id == desk.house.bot.id


async def _is_comment(connection: Connection, message: Message) -> bool:
    """A round answer to a card or a comment is a comment: another file's."""
    replied = message.reply_to_message
    if replied is None or message.video_note is None:
        return False
    found = await comments.target(connection, message.chat.id, replied.message_id)
    return found is not None


async def _accept(
    desk: Desk, connection: Connection, recording: Recording, way: str
) -> Acceptance | None:
    """None where the chat is no diary."""
    diary = await diaries.of_chat(connection, desk.here)
    if diary is None or not diary.is_shared:
        return None
    now, limits = desk.house.now(), desk.house.limits
    taken = await captures.accept(connection, recording, diary, limits, now, way=way)
    if taken.is_agreed and recording.telegram_id != recording.chat_id:
        await desk.met(connection)  # their name of today stands on the card
    return taken


async def _follow(desk: Desk, recording: Recording, outcome: Acceptance | None) -> None:
    """The card speaks for what is kept; a clip that cannot be taken gets its sentence."""
    if outcome is None:
        return
    if outcome.outcome == "kept":
        desk.house.wake_cards()
        desk.house.wake_worker()
    elif outcome.outcome in {"too_big", "too_long"}:
        await refuse(desk, recording, outcome.outcome, phrases_in(desk.chat_language))


async def edit(desk: Desk) -> None:
    """Another caption: title, words and tags follow it."""
    async with desk.deciding() as connection:
        diary = await diaries.of_chat(connection, desk.here)
        if diary is None or diary.state != "open":
            return
        message = desk.message
        await captures.edit_caption(
            connection, message.chat.id, message.message_id, message.caption, desk.house.now()
        )
    desk.house.wake_cards()
    desk.house.wake_worker()


async def _choose(desk: Desk, callback: Callback) -> None:
    """The author of a waiting note has pressed always, this once or never."""
    try:
        is_card = await _decide(desk, callback)
    except (NotYours, TooLate):
        await _sweep(desk, callback)
        raise
    if not is_card:
        await _sweep(desk, callback)
    await _tell(desk, is_refused=callback.detail == "never")


async def _decide(desk: Desk, callback: Callback) -> bool:
    """Whether it was pressed under the entry's own card."""
    if callback.detail == "drop":
        await _ask_standing(desk)
    async with desk.deciding() as connection:
        if callback.detail != "never":
            # Somebody who agrees is kept with their name; a refusal undoes this with the rest.
            await desk.met(connection)
        entry = await _asked(desk, connection, callback)
        card = await cards.of_entry(connection, entry.id)
        await captures.answer(connection, entry, callback.detail, desk.house.now())
    query = desk.update.callback_query
    pressed = query.message if query else None
    return card is not None and pressed is not None and card.message_id == pressed.message_id


async def _sweep(desk: Desk, callback: Callback) -> None:
    """Take away a question that stands there still, though it is answered.

    A bot that dies while it sends one sends it again, and knows of the second alone. That this
    message is such a question says its own keyboard, which comes from Telegram, not from a client.
    """
    query = desk.update.callback_query
    message = query.message if query else None
    if not isinstance(message, Message) or not _has_button(message, str(callback)):
        return
    async with desk.house.database.writing() as connection:
        entry = await entry_rows.get(connection, callback.entry_id)
        card = await cards.of_message(connection, message.chat.id, message.message_id)
        if card is None and (entry is None or entry.state != "consent"):
            now = desk.house.now()
            await removals.add(connection, message.chat.id, message.message_id, now, "gone")


def _has_button(message: Message, data: str) -> bool:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == data for row in rows for button in row)


async def _tell(desk: Desk, *, is_refused: bool) -> None:
    house = desk.house
    house.wake_cards()
    house.wake_worker()
    house.wake_removals()
    if is_refused:
        await desk.answer(words_in(desk.language).left_alone, alert=True)
    else:
        await desk.answer(desk.says.done)


async def _claim(desk: Desk, callback: Callback) -> None:
    """An administrator says that a note under the group's name is theirs."""
    await _ask_standing(desk)
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            entry = await _asked(desk, connection, callback)
            await captures.claim(connection, entry, person, desk.house.now())
    except NotYours:
        await desk.answer(words_in(desk.language).admins_only, alert=True)
        return
    desk.house.wake_cards()
    desk.house.wake_worker()
    await desk.answer()


async def _ask_standing(desk: Desk) -> None:
    house = desk.house
    await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)


async def _asked(desk: Desk, connection: Connection, callback: Callback) -> Entry:
    now, who = desk.house.now(), desk.user.id
    return await captures.asked(connection, callback.entry_id, who, now, here=desk.here)


async def _to_comment(desk: Desk, callback: Callback) -> None:
    """The author meant their note as a comment on the card above it."""
    now = desk.house.now()
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            entry = await entries.of_author(
                connection, callback.entry_id, desk.user.id, now, here=desk.here
            )
            wait = desk.house.notice_wait
            said = await captures.to_comment(connection, entry, person, now, wait=wait)
    except TooLate:
        await desk.answer(words_in(desk.language).no_comment)
        return
    house = desk.house
    house.stop_work(entry.id)
    for wake in (house.wake_cards, house.wake_removals, house.wake_notices, house.wake_hearing):
        wake()
    await desk.answer(words_in(desk.language).now_comment)
    if said.comment is not None:
        with contextlib.suppress(DeliveryError):
            await delivery.react(house.bot, desk.here, said.comment.message_id, KEPT)


PRESSES: Mapping[str, Press] = {
    "capture": _choose,
    "mine": _claim,
    "tocomment": _to_comment,
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: clips in groups and channels, their captions, and /save."""
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED
    group, everywhere = filters.ChatType.GROUPS, filters.ChatType.GROUPS | filters.ChatType.CHANNEL
    posts = filters.UpdateType.CHANNEL_POST
    return [
        CommandHandler("save", handled_by(house, save), group & new),
        MessageHandler(((group & new) | posts) & CLIPS, handled_by(house, take)),
        MessageHandler(everywhere & edited & (CLIPS | SOUNDS), handled_by(house, edit)),
    ]
