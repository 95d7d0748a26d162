"""/calendar and the buttons below a calendar, which turn it in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler

from analysis.errors import AnalysisError
from bot import calendar_pages, covers, delivery, keyboards, messages
from bot.buttons import Button
from bot.calendar_pages import Asked, Reader
from bot.callbacks import Callback
from bot.commit_calendar import MINE, Sheet, view_of
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import groups
from bot.handlers.groups import HERE
from bot.phrases.commit_calendar import words_in
from bot.phrases.profile import words_in as profile_words_in
from diary import periods, rights
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import diaries, persons
from storage.database import Connection
from storage.diaries import Diary


async def show_mine(desk: Desk) -> None:
    """A person's own calendar, of the period that they name."""
    await _send(desk, await _mine(desk, _named(desk)), desk.language)


async def show_ours(desk: Desk) -> None:
    """The calendar of the diary here: by member, or altogether where a period is named."""
    kind = "days" if _argument(desk) else "rows"
    try:
        sheet = await _ours(desk, _named(desk), kind)
    except NotYours:
        await groups.ask_to_read(desk)
    else:
        await _send(desk, sheet, desk.chat_language)


async def _turn(desk: Desk, callback: Callback) -> None:
    """Another view in the same message, which must really have had this button."""
    view = view_of(callback.detail)
    if view is None or not keyboards.offers(desk.update, callback):
        raise TooLate
    asked = partial(periods.decode, view.period)
    if callback.entry_id == MINE:
        if desk.chat.type != Chat.PRIVATE or view.kind == "rows":
            raise NotYours
        sheet, language = await _mine(desk, asked, view.kind), desk.language
    else:
        sheet = await _ours(desk, asked, view.kind, callback.entry_id)
        language = desk.chat_language
    if sheet is None:
        raise TooLate
    await _edit(desk, _with_way_back(desk, sheet), language)


def _with_way_back(desk: Desk, sheet: Sheet) -> Sheet:
    """The calendar that a person's /me was turned into leads back there, however often it turns."""
    mine = (Callback("goeswith"), Callback("me"))
    if not any(keyboards.offers(desk.update, callback) for callback in mine):
        return sheet
    back = Button(profile_words_in(desk.language).back_button, Callback("me"))
    return replace(sheet, buttons=(*sheet.buttons, (back,)))


async def _mine(desk: Desk, asked: Asked, kind: str = "days") -> Sheet | None:
    house = desk.house
    reader = Reader(desk.user.id, desk.language, house.limits)
    async with house.database.reading() as connection:
        diary = await diaries.of_chat(connection, desk.user.id)
        sheet = await calendar_pages.mine(connection, reader, house.now(), asked, kind)
    return sheet if sheet is None or diary is None else await _covered(desk, diary, sheet)


async def _ours(desk: Desk, asked: Asked, kind: str, diary_id: int | None = None) -> Sheet | None:
    """The calendar of this chat's diary; raises NotYours, also where a button means another."""
    now, language = desk.house.now(), desk.chat_language
    async with desk.house.database.reading() as connection:
        diary = await diary_here(desk, connection)
        if diary_id not in {None, diary.id}:
            raise NotYours
        if kind == "rows":
            sheet = await calendar_pages.by_member(connection, diary, language, now)
        else:
            found = await calendar_pages.ours(connection, diary, language, now, asked, kind)
            if found is None:
                return None
            sheet = found
    return await _covered(desk, diary, sheet)


async def diary_here(desk: Desk, connection: Connection) -> Diary:
    """The diary of this chat, for one who may read it; raises NotYours."""
    diary = await diaries.of_chat(connection, desk.here)
    if diary is None:
        diary = await diaries.of_discussion(connection, desk.here)
    if diary is None or not diary.is_shared:
        raise NotYours
    if desk.chat.type == Chat.CHANNEL and desk.update.callback_query is None:
        return diary  # a post: whoever reads the channel reads the answer, whoever wrote it
    person = await persons.find(connection, desk.user.id)
    now = desk.house.now()
    return await rights.require(connection, person, diary.id, Act.READ, now, is_here=True)


async def _covered(desk: Desk, diary: Diary, sheet: Sheet) -> Sheet:
    return await covers.covered(desk.house.bot, diary, sheet)


def _argument(desk: Desk) -> str:
    """What stands behind the command."""
    return (desk.message.text or "").partition(" ")[2].strip()


def _named(desk: Desk) -> Asked:
    return partial(periods.read, _argument(desk))


async def _send(desk: Desk, sheet: Sheet | None, language: str) -> None:
    words = words_in(language)
    if sheet is None:
        is_to_come = periods.is_period(_argument(desk))
        await desk.say(words.to_come if is_to_come else words.example, reply=True)
        return
    try:
        png = await desk.house.draw(sheet.chart, sheet.value, language)
    except AnalysisError:
        await desk.say(f"{sheet.caption}\n\n{words.not_drawn}", reply=True)
        return
    is_private = desk.chat.type == Chat.PRIVATE
    await delivery.insist(
        lambda: messages.send_photo(
            desk.house.bot,
            desk.here,
            png,
            sheet.caption,
            sheet.buttons,
            reply_to=None if is_private else desk.message.message_id,
            thread_id=desk.thread_id,
            protected=sheet.is_protected,
        )
    )


async def _edit(desk: Desk, sheet: Sheet, language: str) -> None:
    try:
        png = await desk.house.draw(sheet.chart, sheet.value, language)
    except AnalysisError:
        await desk.answer(words_in(language).not_drawn, alert=True)
        return
    await desk.answer()
    await delivery.insist(
        lambda: messages.edit_photo(
            desk.house.bot, desk.here, desk.message.message_id, png, sheet.caption, sheet.buttons
        )
    )


PRESSES: Mapping[str, Press] = {"calendar": _turn}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("calendar", handled_by(house, show_mine), NEW_PRIVATE),
        CommandHandler("calendar", handled_by(house, show_ours), HERE),
    ]
