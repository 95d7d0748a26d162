"""Replies become comments; /c, /del, edits, and the button that makes one an entry.

Whether a reply is a comment only the tables know: these routes come before all others, and let
through what is none.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from telegram import Message, MessageOriginChannel, Update
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot import delivery, standings, threads
from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.phrases.comments import Comments, words_in
from diary import comments, recordings, rights
from diary.comments import LONGEST, Answer, Remark, Target, is_here
from diary.errors import NotYours, TooLate
from diary.persons import shown_name
from diary.recordings import Recording
from diary.rights import Act
from storage import cards, diaries, persons, removals
from storage import comments as comment_rows
from storage import standings as standings_rows
from storage.comments import Comment
from storage.database import Connection
from storage.persons import Person

#: Before the routes of all other files, also those that take every reply (`bot.handlers.replies`).
GROUP = -2

#: Reactions of the bot: kept, and no comments here.
KEPT, CLOSED, DONE = "✍", "🙈", "👌"

#: How long the button stands in the chat that makes a round comment an entry.
CHOICE = dt.timedelta(hours=1)


async def take(desk: Desk) -> None:
    """A reply: kept if it answers a card, a comment or a thread, else for others to handle."""
    remark = _remark(desk.message)
    target = await _target(desk)
    if remark is None or target is None or _sender(desk.message) is None:
        return
    await _keep(desk, target, remark)
    raise ApplicationHandlerStop


async def comment(desk: Desk) -> None:
    """/c text, as a reply: for groups in which the bot sees nothing but commands."""
    target, text = await _target(desk), _argument(desk.message)
    if target is None or not text or _sender(desk.message) is None:
        await desk.say(words_in(desk.chat_language).comment_how, reply=True)
    else:
        remark = Remark(desk.chat.id, desk.message.message_id, "text", text=text)
        await _keep(desk, target, remark)
    raise ApplicationHandlerStop


async def _target(desk: Desk) -> Target | None:
    replied = desk.message.reply_to_message
    if replied is None:
        return None
    async with desk.house.database.reading() as connection:
        return await comments.target(
            connection, desk.chat.id, replied.message_id, origin=_origin(replied)
        )


def _origin(message: Message) -> tuple[int, int] | None:
    """Where Telegram has brought this from by itself: a channel's post in its discussion group."""
    origin = message.forward_origin
    if not message.is_automatic_forward or not isinstance(origin, MessageOriginChannel):
        return None
    return origin.chat.id, origin.message_id


def _remark(message: Message) -> Remark | None:
    """What a message says; None for what cannot be a comment."""
    place = (message.chat.id, message.message_id)
    if message.text and message.text.strip():
        return Remark(*place, "text", text=message.text.strip())
    spoken = message.voice or message.video_note
    if spoken is None:
        return None
    duration = spoken.duration
    return Remark(
        *place,
        "voice" if message.voice else "video_note",
        file_id=spoken.file_id,
        file_unique_id=spoken.file_unique_id,
        duration_s=duration.total_seconds() if isinstance(duration, dt.timedelta) else duration,
    )


def _argument(message: Message) -> str:
    """What stands behind the command, on its line or below."""
    command_and_text = (message.text or "").split(maxsplit=1)
    return command_and_text[1].strip() if len(command_and_text) > 1 else ""


def _sender(message: Message) -> int | None:
    """Who speaks: a person, or the chat or channel under whose name it is written."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    user = message.from_user
    return None if user is None or user.is_bot else user.id


async def _speaker(desk: Desk, connection: Connection) -> Person:
    """The same as somebody who is kept."""
    chat = desk.message.sender_chat if desk.update.callback_query is None else None
    if chat is None:
        return await desk.met(connection)
    found = await persons.find(connection, chat.id)
    if found is None:
        now, language = desk.house.now(), desk.chat_language
        found = await persons.add(connection, chat.id, language, now, kind="chat")
    if chat.title and found.name != (name := shown_name(chat.title)):
        await persons.change(connection, found.id, name=name)
    return found


async def _keep(desk: Desk, target: Target, remark: Remark) -> None:
    house = desk.house
    if target.diary.is_shared and not is_here(target.diary, desk.here):
        await _ask_standing(desk, target.diary.chat_id)
    try:
        async with desk.deciding() as connection:
            author = await _speaker(desk, connection)
            await desk.spend(connection, author, "comments")
            answer = await comments.add(
                connection,
                target,
                author,
                remark,
                house.now(),
                here=desk.here,
                wait=house.notice_wait,
            )
    except NotYours:
        await desk.say(desk.says.not_yours, reply=True)
        return
    house.wake_cards()
    house.wake_notices()
    house.wake_hearing()
    await _confirm(desk, target, answer, remark)


async def _ask_standing(desk: Desk, chat_id: int) -> None:
    house = desk.house
    await standings.refresh(house.bot, house.database, house.now, chat_id, desk.user.id)


async def _confirm(desk: Desk, target: Target, answer: Answer, remark: Remark) -> None:
    """Quietly: a reaction. A sentence only where something has to be known."""
    words = words_in(desk.chat_language)
    if answer.outcome in {"kept", "known"}:
        await _react(desk, desk.message.message_id, KEPT)
        if answer.outcome == "kept" and answer.comment is not None:
            await _offer_entry(desk, target, answer.comment, words)
    elif answer.outcome == "too_long":
        await desk.say(words.too_long(len(remark.text or ""), LONGEST), reply=True)
    else:
        await _react(desk, desk.message.message_id, CLOSED)
        if answer.outcome == "off":
            await desk.say(words.off, reply=True)


async def _react(desk: Desk, message_id: int, emoji: str | None) -> bool:
    """A courtesy: where it cannot be shown, nothing is lost."""
    with contextlib.suppress(DeliveryError):
        return await delivery.react(desk.house.bot, desk.chat.id, message_id, emoji)
    return False


async def _offer_entry(desk: Desk, target: Target, kept: Comment, words: Comments) -> None:
    """Whoever answers with a round video may have meant an entry. The offer goes by itself."""
    if kept.kind != "video_note" or desk.here != target.diary.chat_id:
        return
    house, chat_id, message_id = desk.house, desk.chat.id, desk.message.message_id
    row = ((Button(words.entry_button, Callback("toentry", kept.id)),),)
    sent = await delivery.say(
        house.bot,
        chat_id,
        words.note_kept,
        buttons=row,
        reply_to=message_id,
        thread_id=desk.thread_id,
    )
    if sent is not None:
        async with house.database.writing() as connection:
            await removals.add(connection, chat_id, sent.message_id, house.now() + CHOICE)


async def change(desk: Desk) -> None:
    """A message was edited: if it is a comment, the comment follows."""
    message = desk.message
    async with desk.house.database.reading() as connection:
        known = await comment_rows.of_message(connection, message.chat.id, message.message_id)
    if known is None or _sender(message) is None:
        return
    text = (message.text or "").strip()
    if text.startswith("/"):
        text = _argument(message)
    try:
        answer = await _edit(desk, known.diary_id, text)
    except NotYours:
        await desk.say(desk.says.not_yours, reply=True)
        raise ApplicationHandlerStop from None
    if answer is not None and answer.outcome == "too_long":
        words = words_in(desk.chat_language)
        await desk.say(words.too_long(len(text), LONGEST), reply=True)
    elif answer is not None:
        await threads.keep_true(desk.house, known.entry_id, known.diary_id)
    raise ApplicationHandlerStop


async def _edit(desk: Desk, diary_id: int, text: str) -> Answer | None:
    """Let the comment that the message is follow it; raises NotYours."""
    message, now = desk.message, desk.house.now()
    async with desk.house.database.reading() as connection:
        diary = await diaries.find(connection, diary_id)
    if diary is not None and diary.is_shared and not is_here(diary, desk.here):
        await _ask_standing(desk, diary.chat_id)
    async with desk.deciding() as connection:
        author, place = await _speaker(desk, connection), (message.chat.id, message.message_id)
        return await comments.edit(connection, author, *place, text, now, here=desk.here)


async def delete(desk: Desk) -> None:
    """/del, as a reply to a comment: wiped for its author, hidden for who leads the diary."""
    await _delete(desk)
    raise ApplicationHandlerStop


async def _delete(desk: Desk) -> None:
    words, replied = words_in(desk.chat_language), desk.message.reply_to_message
    async with desk.house.database.reading() as connection:
        found = None
        if replied is not None:
            found = await comment_rows.of_message(connection, desk.chat.id, replied.message_id)
        diary = await diaries.find(connection, found.diary_id) if found else None
    if found is None or diary is None or found.state == "refused":
        await desk.say(words.delete_how, reply=True)
        return
    if diary.is_shared:
        await _ask_lead(desk, diary.chat_id)
    try:
        done = await _remove(desk, found.id)
    except NotYours:
        await desk.say(words.not_yours, reply=True)
        return
    except TooLate:
        done = "deleted"
    desk.house.wake_cards()
    await threads.keep_true(desk.house, found.entry_id, found.diary_id)
    await _react(desk, found.message_id, None)
    if done == "hidden" or not await _react(desk, desk.message.message_id, DONE):
        await desk.say(words.hidden if done == "hidden" else words.deleted, reply=True)


async def _remove(desk: Desk, comment_id: int) -> str:
    async with desk.deciding() as connection:
        person = await _speaker(desk, connection)
        now, here = desk.house.now(), desk.here
        done, _ = await comments.remove(connection, person, comment_id, now, here=here)
    return done


async def _ask_lead(desk: Desk, chat_id: int) -> None:
    """What the person is in the diary's chat. Only administrators write under its name."""
    house, chat = desk.house, desk.message.sender_chat
    if chat is None:
        await _ask_standing(desk, chat_id)
    elif chat.id == chat_id:
        async with house.database.writing() as connection:
            await standings_rows.put(connection, chat_id, chat_id, "administrator", house.now())


async def _to_entry(desk: Desk, callback: Callback) -> None:
    """The author of a round comment meant an entry."""
    words, query = words_in(desk.language), desk.update.callback_query
    offered = query.message if query else None
    if offered is None:
        raise TooLate
    try:
        async with desk.deciding() as connection:
            kept = await _entry_of(desk, connection, callback.entry_id)
            await removals.add(connection, desk.chat.id, offered.message_id, desk.house.now())
    except TooLate:
        await desk.answer(words.no_entry)
        return
    desk.house.wake_cards()
    desk.house.wake_worker()
    desk.house.wake_removals()
    await desk.answer(words.now_entry)
    await _react(desk, kept.message_id, None)
    await threads.keep_true(desk.house, kept.entry_id, kept.diary_id)


async def _entry_of(desk: Desk, connection: Connection, comment_id: int) -> Comment:
    """Make an entry of a comment of the person's own; raises NotYours or TooLate."""
    house, person = desk.house, await desk.met(connection)
    found = await comment_rows.get(connection, comment_id)
    if found is None or found.state == "refused":
        raise NotYours
    diary = await rights.require(
        connection,
        person,
        found.diary_id,
        Act.EDIT_COMMENT,
        house.now(),
        author_id=found.author_id,
        is_here=desk.here == found.chat_id,
    )
    if found.kind != "video_note" or found.state != "visible" or desk.here != diary.chat_id:
        raise TooLate
    author = await persons.get(connection, found.author_id)
    recording = _recording(found, author, desk)
    await comment_rows.remove(connection, found.id)
    if not await recordings.accept_comment(
        connection, recording, diary, author, house.limits, house.now()
    ):
        raise TooLate
    await cards.want(connection, found.entry_id)
    return found


def _recording(found: Comment, author: Person, desk: Desk) -> Recording:
    return Recording(
        telegram_id=author.telegram_id,
        language=author.language,
        chat_id=found.chat_id,
        message_id=found.message_id,
        kind="video_note",
        file_id=found.file_id or "",
        file_unique_id=found.file_unique_id or "",
        size=None,
        duration_s=found.duration_s,
        recorded_at=found.created_at,
        thread_id=desk.thread_id,
    )


PRESSES: Mapping[str, Press] = {"toentry": _to_entry}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: replies, edits, and two commands."""
    where = filters.ChatType.GROUPS | filters.ChatType.PRIVATE
    new, edited = where & filters.UpdateType.MESSAGE, where & filters.UpdateType.EDITED_MESSAGE
    said = (filters.TEXT & ~filters.COMMAND) | filters.VOICE | filters.VIDEO_NOTE
    return [
        CommandHandler("c", handled_by(house, comment), new),
        CommandHandler("del", handled_by(house, delete), new),
        MessageHandler(new & filters.REPLY & said, handled_by(house, take)),
        MessageHandler(edited & filters.TEXT, handled_by(house, change)),
    ]
