"""/report: one page for a therapist, with the sentences that its author has ticked and no others.

The ticks stand on the buttons of the message, as Telegram has it; what a client sends is compared
with that, and every sentence is looked up again before it is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler

from analysis.errors import AnalysisError
from bot import callbacks, delivery, keyboards, pages, readers
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import therapist_report as phrases
from charts.therapist_page import Page, Point
from diary import clock
from diary import therapist_report as reports
from diary.errors import TooLate
from diary.therapist_report import CHOSEN, Account, Sentence
from languages import dates
from storage.persons import Person

#: The name under which a worker draws it (`app.wiring`).
CHART = "therapist_report"

#: Units of a sentence in the list: the page has the whole.
LONGEST = 120

IN_A_ROW = 4

Ticks = Collection[tuple[int, str]]


async def report(desk: Desk) -> None:
    """The list to tick, for the weeks that were asked for."""
    words = phrases.words_in(desk.language)
    _, _, asked = (desk.message.text or "").partition(" ")
    weeks = reports.weeks_of(asked)
    if weeks is None:
        await desk.say(words.usage)
        return
    _, found = await _account(desk, weeks)
    if not found.entries:
        await desk.say(words.nothing)
        return
    await desk.say(_text(found, desk.language), buttons=_buttons(found, weeks, (), desk.language))


async def _account(desk: Desk, weeks: int) -> tuple[Person, Account]:
    house = desk.house
    limits = house.limits
    async with house.database.writing() as connection:
        person = await desk.met(connection)
        zone, starts = limits.time_zone, limits.day_starts_hour
        found = await reports.account(connection, person, weeks, zone, starts, house.now())
    return person, found


def _text(found: Account, language: str) -> str:
    words = phrases.words_in(language)
    first, last = (dates.short_day(day, language) for day in (found.first, found.last))
    parts = [f"{words.head}\n{words.period(first, last, CHOSEN)}", words.explained]
    for number, one in enumerate(reports.offered(found), start=1):
        day = dates.short_day(one.day, language)
        parts.append(f"{number}. <i>{escape(day)}</i>\n{escape(cut(one.text, LONGEST))}")
    return "\n\n".join(parts)


def _buttons(found: Account, weeks: int, ticks: Ticks, language: str) -> Buttons:
    """A box for each sentence: it carries what it stands for, and whether it is ticked."""
    boxes = [
        _box(number, one, is_on=(one.entry_id, one.mark) in ticks, weeks=weeks)
        for number, one in enumerate(reports.offered(found), start=1)
    ]
    rows = [tuple(boxes[i : i + IN_A_ROW]) for i in range(0, len(boxes), IN_A_ROW)]
    make = Button(phrases.words_in(language).make_button, Callback("report", weeks))
    return [*rows, (make,)]


def _box(number: int, one: Sentence, *, is_on: bool, weeks: int) -> Button:
    detail = f"{weeks}-{one.mark}-{int(is_on)}"
    return Button(f"{'☑' if is_on else '☐'} {number}", Callback("tick", one.entry_id, detail))


def _ticked(update: Update) -> set[tuple[int, str]]:
    """What is ticked on the message as Telegram has it."""
    message = update.callback_query.message if update.callback_query else None
    markup = message.reply_markup if isinstance(message, Message) else None
    found = set()
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            callback = callbacks.read(button.callback_data)
            if callback is not None and callback.action == "tick":
                _, _, rest = callback.detail.partition("-")
                mark, _, is_on = rest.partition("-")
                found |= {(callback.entry_id, mark)} if is_on == "1" else set()
    return found


async def _tick(desk: Desk, callback: Callback) -> None:
    """One more, or one less."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    asked, _, rest = callback.detail.partition("-")
    one = (callback.entry_id, rest.partition("-")[0])
    ticks = _ticked(desk.update)
    if one not in ticks and len(ticks) >= CHOSEN:
        await desk.answer(phrases.words_in(desk.language).enough, alert=True)
        return
    weeks = callbacks.number(asked)
    _, found = await _account(desk, weeks)
    now = ticks ^ {one}
    buttons = _buttons(found, weeks, now, desk.language)
    await pages.show(desk, _text(found, desk.language), buttons)


async def _make(desk: Desk, callback: Callback) -> None:
    """Draw the page of what is ticked, and send it."""
    weeks = callback.entry_id
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    person, found = await _account(desk, weeks)
    words = phrases.words_in(desk.language)
    await desk.answer()
    page = _page(desk, person, found, _ticked(desk.update))
    try:
        content = await desk.house.draw(CHART, page, desk.language)
    except AnalysisError:
        await desk.say(words.undrawn)
        return
    name = f"mind-gitter-{found.first:%Y-%m-%d}-{found.last:%Y-%m-%d}.pdf"
    await delivery.insist(
        partial(
            desk.house.bot.send_document,
            desk.here,
            content,
            filename=name,
            caption=words.caption,
            disable_content_type_detection=True,
        )
    )


def _page(desk: Desk, person: Person, found: Account, ticks: Ticks) -> Page:
    reader = desk.house.readers().expression
    measured = reader.measured
    zone = desk.house.limits.time_zone
    return Page(
        name=person.name or "",
        first=found.first,
        last=found.last,
        made=clock.local(desk.house.now(), zone).date(),
        entries=found.entries,
        points=[Point(one.day, one.mood, one.look) for one in found.days],
        tags=found.tags,
        quotes=[(one.day, one.text) for one in reports.chosen(found, ticks)],
        model=reader.version,
        right=readers.hundredths(measured.right) if measured else None,
    )


PRESSES: Mapping[str, Press] = {
    "tick": pages.in_private(_tick),
    "report": pages.in_private(_make),
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("report", handled_by(house, report), NEW_PRIVATE)]
