"""/book: title, description and cover of a shared diary, for its owner and its chat's admins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from telegram import Chat, Message, Update
from telegram.ext import BaseHandler, CommandHandler

from analysis.errors import AnalysisError
from bot import delivery, messages, prompts, standings
from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import Desk, House, Press, handled_by
from bot.errors import Gone, Moved, Refused
from bot.handlers import groups as group_handlers
from bot.lettering import escape
from bot.messages import Buttons
from bot.phrases.book import Book, words_in
from diary import groups, rights
from diary.errors import NoText, NotYours, TooLate, TooLong
from diary.groups import COVERS, LONGEST_DESCRIPTION, LONGEST_TITLE
from diary.rights import Act
from storage import diaries, removals
from storage import prompts as prompt_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.prompts import Prompt

log = structlog.get_logger()

#: The largest photo that is drawn into a calendar, in bytes: more is only work.
MOST_PHOTO_BYTES = 1 << 20

#: What can follow the command, in both languages.
_PARTS = {
    "title": "title",
    "제목": "title",
    "description": "description",
    "소개": "description",
    "설명": "description",
    "cover": "cover",
    "표지": "cover",
}

_LONGEST = {"title": LONGEST_TITLE, "description": LONGEST_DESCRIPTION}


class Unfit(Exception):
    """What was sent cannot be a title, description or cover; the message is the sentence."""


async def book(desk: Desk) -> None:
    """Show what the diary is called, or change it at once."""
    async with desk.house.database.reading() as connection:
        diary = await diaries.of_chat(connection, desk.here)
    if diary is None:
        await group_handlers.offer(desk)
        return
    words = words_in(desk.chat_language)
    part, rest = _command(desk.message)
    if part is not None:
        try:
            diary = await _change(desk, diary.id, _values(desk.message, part, rest, words))
        except Unfit as error:
            await desk.say(str(error), reply=desk.chat.type != Chat.CHANNEL)
            return
        except NotYours:
            await desk.say(words.leads_only, reply=True)
            return
    await desk.say(state(diary, words), buttons=_buttons(diary, words))


def _command(message: Message) -> tuple[str | None, str]:
    """What is to be changed, and into what: `/book title My diary`."""
    _, _, rest = (message.text or "").partition(" ")
    word, _, value = rest.strip().partition(" ")
    part = _PARTS.get(word.lower())
    return part, value.strip()


def state(diary: Diary, words: Book) -> str:
    """The diary as it is called now."""
    title = escape(diary.title or words.untitled)
    description = escape(diary.description) if diary.description else words.no_description
    return words.state(title, description, _cover(diary, words)) + (
        f"\n\n{words.in_channel}" if diary.kind == "channel" else ""
    )


def _cover(diary: Diary, words: Book) -> str:
    if diary.cover_file_id is not None:
        return words.photo_cover
    return words.no_cover if diary.cover is None else words.covers[diary.cover - 1]


def _buttons(diary: Diary, words: Book) -> Buttons:
    """In a channel nobody can be asked for a reply: there the command says all."""
    cover = _button(words.cover_button, diary, "covers")
    if diary.kind == "channel":
        return ((cover,),)
    title = _button(words.title_button, diary, "title")
    return ((title, _button(words.description_button, diary, "description")), (cover,))


def _cover_buttons(diary: Diary, words: Book) -> Buttons:
    drawn = [
        _button(f"{number} {name}", diary, f"cover{number}")
        for number, name in enumerate(words.covers, 1)
    ]
    last = [
        _button(words.no_cover_button, diary, "none"),
        _button(words.back_button, diary, "back"),
    ]
    if diary.kind != "channel":
        last.insert(0, _button(words.photo_button, diary, "photo"))
    return (drawn[:3], drawn[3:], last)


def _button(text: str, diary: Diary, detail: str) -> Button:
    return Button(text, Callback("book", diary.id, detail))


def _values(message: Message, part: str, text: str, words: Book) -> Mapping[str, Any]:
    """The columns that this message changes; raises Unfit."""
    if part == "cover":
        return _cover_of(message, text, words)
    try:
        return {part: groups.cleaned(text, longest=_LONGEST[part])}
    except NoText as error:
        raise Unfit(words.empty) from error
    except TooLong as error:
        says = words.too_long_title if part == "title" else words.too_long_description
        raise Unfit(says(error.length)) from error


def _cover_of(message: Message, text: str, words: Book) -> Mapping[str, Any]:
    """A number, or the photo that the command replies to."""
    if text.isdecimal() and 1 <= int(text) <= COVERS:
        return {"cover": int(text)}
    replied = message.reply_to_message
    if text or replied is None or not replied.photo:
        raise Unfit(words.unknown_cover)
    return _photo_of(replied, words)


def _photo_of(message: Message, words: Book) -> Mapping[str, Any]:
    """The largest size of a photo that is not too large; raises Unfit."""
    if not message.photo:
        raise Unfit(words.no_photo)
    fit = [size for size in message.photo if (size.file_size or 0) <= MOST_PHOTO_BYTES]
    if not fit:
        raise Unfit(words.too_large_photo)
    return {"cover_file_id": max(fit, key=lambda size: size.width * size.height).file_id}


async def _change(
    desk: Desk, diary_id: int, values: Mapping[str, Any], prompt: Prompt | None = None
) -> Diary:
    """Change it, if the person may; raises NotYours."""
    await _ask_standing(desk)
    async with desk.deciding() as connection:
        diary = await _led(desk, connection, diary_id)
        await groups.describe(connection, diary, **values)
        if prompt is not None:
            at = (prompt.chat_id, prompt.message_id)
            await prompt_rows.remove(connection, *at)
            await removals.add(connection, *at, desk.house.now())
        return await diaries.get(connection, diary.id)


async def _led(desk: Desk, connection: Connection, diary_id: int) -> Diary:
    """The diary of this chat, for those who lead it; raises NotYours.

    Who writes under the chat's own name is an admin: Telegram says so by letting them.
    """
    here = await diaries.of_chat(connection, desk.here)
    if here is None or here.id != diary_id:
        raise NotYours
    if _is_chat_itself(desk):
        return here
    person = await desk.met(connection)
    now = desk.house.now()
    return await rights.require(connection, person, diary_id, Act.EDIT_DIARY, now, is_here=True)


def _is_chat_itself(desk: Desk) -> bool:
    if desk.update.callback_query is not None:
        return False
    sender = desk.message.sender_chat
    return sender is not None and sender.id == desk.chat.id


async def _ask_standing(desk: Desk) -> None:
    house = desk.house
    if not _is_chat_itself(desk):
        await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)


async def _press(desk: Desk, callback: Callback) -> None:
    """A button under /book."""
    act = _ACTIONS.get(callback.detail)
    if act is None:
        raise TooLate
    await _ask_standing(desk)
    try:
        async with desk.house.database.writing() as connection:
            diary = await _led(desk, connection, callback.entry_id)
    except NotYours:
        await desk.answer(words_in(desk.language).leads_only, alert=True)
        return
    await act(desk, diary, callback.detail)


async def _ask(desk: Desk, diary: Diary, part: str) -> None:
    words = words_in(desk.chat_language)
    text, field = {
        "title": (words.ask_title, words.title_field),
        "description": (words.ask_description, words.description_field),
        "photo": (words.ask_photo, None),
    }[part]
    await desk.answer()
    await prompts.ask(desk, f"book_{part}", diary.id, text, field)


async def _choose(desk: Desk, diary: Diary, _detail: str) -> None:
    words = words_in(desk.chat_language)
    await desk.answer()
    await _draw(desk, diary, words.choose_cover, _cover_buttons(diary, words))


async def _show(desk: Desk, diary: Diary, _detail: str) -> None:
    words = words_in(desk.chat_language)
    await desk.answer()
    await _turn(desk, diary, state(diary, words), _buttons(diary, words))


async def _turn(desk: Desk, diary: Diary, text: str, buttons: Buttons) -> None:
    """Turn the page. One that shows the covers keeps its picture: no photo becomes a text again."""
    if getattr(desk.message, "photo", ()):
        await _draw(desk, diary, text, buttons)
    else:
        await desk.show(text, buttons=buttons)


async def _draw(desk: Desk, diary: Diary, text: str, buttons: Buttons) -> None:
    """The page with the six covers above it, the chosen one outlined; else the words alone."""
    house, message_id = desk.house, desk.message.message_id
    edit = messages.edit_photo
    try:
        png = await house.draw("cover_choice", diary.cover, desk.chat_language)
        await delivery.insist(lambda: edit(house.bot, desk.here, message_id, png, text, buttons))
    except (AnalysisError, Gone, Refused, Moved) as error:
        log.info("covers not shown", action="book", error=type(error).__name__)
        await desk.show(text, buttons=buttons)


async def _set_cover(desk: Desk, diary: Diary, detail: str) -> None:
    number = None if detail == "none" else int(detail.removeprefix("cover"))
    changed = await _change(desk, diary.id, {"cover": number})
    words = words_in(desk.chat_language)
    await desk.answer(words_in(desk.language).done)
    await _turn(desk, changed, state(changed, words), _buttons(changed, words))


_ACTIONS: Mapping[str, Callable[[Desk, Diary, str], Awaitable[None]]] = {
    "title": _ask,
    "description": _ask,
    "photo": _ask,
    "covers": _choose,
    "back": _show,
    "none": _set_cover,
    **{f"cover{number}": _set_cover for number in range(1, COVERS + 1)},
}


async def _reply(desk: Desk, prompt: Prompt) -> None:
    """The text or photo that was asked for; where it does not fit, the question stands."""
    words, part = words_in(desk.chat_language), prompt.kind.removeprefix("book_")
    try:
        values = (
            _photo_of(desk.message, words)
            if part == "photo"
            else _values(desk.message, part, desk.message.text or "", words)
        )
        diary = await _change(desk, prompt.subject_id or 0, values, prompt)
    except Unfit as error:
        await desk.say(str(error), reply=True)
        return
    except NotYours:
        await desk.say(words.leads_only, reply=True)
        return
    desk.house.wake_removals()
    await desk.say(f"{words.done}\n\n{state(diary, words)}", buttons=_buttons(diary, words))


PRESSES: Mapping[str, Press] = {"book": _press}

REPLIES = {"book_title": _reply, "book_description": _reply, "book_photo": _reply}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("book", handled_by(house, book), group_handlers.HERE)]
