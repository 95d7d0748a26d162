"""/export: what is to be taken along, and how; the rest is `bot.exports`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import callbacks, pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import Desk, House, Press, handled_by
from bot.messages import Buttons
from bot.phrases import exports as phrases
from diary import clock, exports
from diary.errors import NotYours
from diary.exports import Days, Extent
from languages import dates
from storage import diaries
from storage import exports as rows

_MEGABYTE = 1 << 20


async def export(desk: Desk) -> None:
    """In a group, the way to the private chat; there, the question what and how."""
    words = phrases.words_in(desk.chat_language)
    if desk.chat.type != Chat.PRIVATE:
        link = pages.deep_link(desk, words.go_button, "export_0")
        await desk.say(words.only_private, buttons=((link,),), reply=True)
        return
    _, _, asked = (desk.message.text or "").partition(" ")
    span = exports.days(asked, await _today(desk))
    if span is None:
        await desk.say(words.bad_days, reply=True)
        return
    await ask(desk, None, span)


async def _today(desk: Desk) -> Any:
    house = desk.house
    async with house.database.reading() as connection:
        own = await diaries.of_chat(connection, desk.user.id)
    zone = own.time_zone if own else house.limits.time_zone
    return clock.local(house.now(), zone).date()


async def begin(desk: Desk, payload: str) -> None:
    """Somebody has come from a group."""
    if callbacks.number(payload) != 0:
        raise NotYours
    await ask(desk, None, (None, None))


async def ask(desk: Desk, diary_id: int | None, span: Days) -> None:
    """What an export would hold, and whether it is wanted so."""
    house, words = desk.house, phrases.words_in(desk.language)
    await pages.ask_telegram(desk)
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), house.now()
        is_busy = await rows.busy(connection, person.id) is not None
        number, extent = 0, Extent(0, 0, 0, 0, 0)
        if not is_busy:
            narrowed = (diary_id, span)
            number, extent = await exports.ask(connection, person, narrowed, house.part_bytes, now)
    if is_busy:
        await desk.say(words.busy)
    elif not extent.entries:
        await desk.say(words.nothing)
    else:
        text = _question(words, extent, span, desk.language)
        await desk.say(text, buttons=_answers(words, number, extent))


def _question(words: phrases.Exports, extent: Extent, span: Days, language: str) -> str:
    size = dates.number(round(extent.film_bytes / _MEGABYTE, 1), language)
    text = words.ask(words.entries(extent.entries), words.films(extent.films), size)
    if span[0] is not None and span[1] is not None:
        first, last = (dates.day(day, language) for day in (span[0], span[1]))
        text += f"\n{words.ask_days(first, last)}"
    return f"{text}\n{words.parts(extent.parts)}"


def _answers(words: phrases.Exports, number: int, extent: Extent) -> Buttons:
    rows = [(Button(words.all_button, Callback("export", number, "all")),)]
    if extent.films:
        rows.append((Button(words.without_button, Callback("export", number, "bare")),))
    return [*rows, (Button(words.no_button, Callback("export", number, "no")),)]


async def _press(desk: Desk, callback: Callback) -> None:
    house, words = desk.house, phrases.words_in(desk.language)
    number, detail = callback.entry_id, callback.detail
    if detail not in {"all", "bare", "no", "cancel"}:
        raise NotYours
    query = desk.update.callback_query
    message_id = query.message.message_id if query and query.message else None
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        if detail in {"all", "bare"}:
            await desk.spend(connection, person, "exports")
            await exports.begin(connection, person, number, message_id, films=detail == "all")
        else:
            await exports.cancel(connection, person, number, house.now())
    house.wake_exports()
    said = {"no": words.dropped, "cancel": words.cancelled}.get(detail, words.waiting)
    cancel = Button(words.cancel_button, Callback("export", number, "cancel"))
    await pages.show(desk, said, ((cancel,),) if detail in {"all", "bare"} else ())


async def _of_diary(desk: Desk, callback: Callback) -> None:
    """From a question that would delete or leave: all that is one's own in this diary first."""
    async with desk.house.database.reading() as connection:
        diary = await diaries.find(connection, callback.entry_id)
    if diary is None:
        raise NotYours
    await ask(desk, diary.id, (None, None))
    await desk.answer()


def first_button(language: str, diary_id: int) -> Button:
    """For questions after which something is gone."""
    words = phrases.words_in(language)
    return Button(words.first_button, Callback("exportof", diary_id))


PRESSES: Mapping[str, Press] = {
    "export": pages.in_private(_press),
    "exportof": pages.in_private(_of_diary),
}

STARTS = {"export": begin}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    new = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    return [CommandHandler("export", handled_by(house, export), new)]
