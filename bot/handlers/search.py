"""/search: over one's own diary and those one is in, or in a group over its diary alone.

What was typed stays in `storage.searches`, so that the pages can be turned after a restart; each
press looks up anew what there is to be found, and who may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import keyboards, messages, pages, search_pages
from bot.callbacks import Callback, number
from bot.delivery import insist
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.errors import Gone, Refused
from bot.handlers import groups
from bot.phrases.search import words_in
from bot.search_pages import Me, Page, Place
from diary import clock, rights, search, search_advice, search_reasons, search_syntax
from diary.errors import NotYours, TooLate
from diary.rights import Act
from diary.search_syntax import LONGEST, Query
from storage import diaries, persons, searches
from storage import search as search_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.searches import Search

#: How long the pages of a search can be turned. What people typed is not kept for longer.
PATIENCE = dt.timedelta(days=7)

_HERE = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


@dataclass(frozen=True, slots=True)
class Reach:
    """Who searches, and where: `places` are the diaries that they may read; `group` if just one."""

    person: Person
    places: tuple[Diary, ...]
    group: Diary | None = None

    @property
    def diary(self) -> Diary | None:
        """Whose clock counts."""
        return self.group or next((d for d in self.places if not d.is_shared), None)


async def find(desk: Desk) -> None:
    """What stands behind the command, or how to ask where nothing does."""
    await look_for(desk, (desk.message.text or "").partition(" ")[2].strip()[: 4 * LONGEST])


async def look_for(desk: Desk, asked: str) -> None:
    """Search for this and send the first page, also where a button asks for it."""
    try:
        number, page = await _begin(desk, asked)
    except NotYours:
        await groups.ask_to_read(desk)
        return
    sent = await insist(
        lambda: messages.send_text(
            desk.house.bot,
            desk.here,
            page.text,
            page.buttons,
            reply_to=None if _is_private(desk) else desk.message.message_id,
            thread_id=desk.thread_id,
        )
    )
    if sent is not None:
        async with desk.house.database.writing() as connection:
            at = {"chat_id": sent.chat.id, "message_id": sent.message_id}
            await searches.change(connection, number, **at)


async def look_below(desk: Desk, asked: str) -> None:
    """Search for this in the message of the pressed button, which is /me and leads back there."""
    number, page = await _begin(desk, asked)
    async with desk.house.database.writing() as connection:
        chat_id, message_id = _at(desk)
        await searches.change(connection, number, chat_id=chat_id, message_id=message_id)
    await _edit(desk, page)


async def _begin(desk: Desk, asked: str) -> tuple[int, Page]:
    """Keep the search and give its first page; raises NotYours."""
    if _is_private(desk):
        await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        reach = await _reach(desk, connection)
        query = _read(desk, reach, asked)
        search_id = await searches.add(
            connection,
            reach.person.id,
            desk.here,
            query.text,
            desk.house.now() + PATIENCE,
            diary_id=reach.group.id if reach.group else None,
        )
        return search_id, await _page(desk, connection, reach, query, search_id)


async def _reach(desk: Desk, connection: Connection) -> Reach:
    """What the person may search here and now; raises NotYours."""
    now = desk.house.now()
    if _is_private(desk):
        person = await desk.met(connection)
        return Reach(person, tuple(await search.places(connection, person, now)))
    diary = await diaries.of_chat(connection, desk.here)
    diary = diary or await diaries.of_discussion(connection, desk.here)
    found = await persons.find(connection, desk.user.id)
    if diary is None or not diary.is_shared or found is None:
        raise NotYours
    await rights.require(connection, found, diary.id, Act.READ, now, is_here=True)
    return Reach(_today_called(desk, found), (diary,), diary)


def _today_called(desk: Desk, person: Person) -> Person:
    """With the names that Telegram says now: in a group nobody is met."""
    username = desk.user.username
    return replace(
        person, name=desk.user.full_name, username=username.lower() if username else None
    )


def _read(desk: Desk, reach: Reach, text: str) -> Query:
    """What was typed, by the day that it is in the diary."""
    zone = reach.diary.time_zone if reach.diary else desk.house.limits.time_zone
    starts = clock.week_starts(zone, _language(desk))
    return search_syntax.read(text, _today(desk, reach), starts)


def _today(desk: Desk, reach: Reach) -> dt.date:
    """The day that it is in the diary."""
    limits, diary = desk.house.limits, reach.diary
    zone = diary.time_zone if diary else limits.time_zone
    hour = diary.day_starts_hour if diary else limits.day_starts_hour
    return clock.today(desk.house.now(), zone, hour)


async def _page(
    desk: Desk,
    connection: Connection,
    reach: Reach,
    query: Query,
    search_id: int,
    page: int = 0,
) -> Page:
    """What the message shows now; what was asked for and the page are kept for its buttons."""
    language = _language(desk)
    if not query.parts:
        tags = await search.common_tags(connection, reach.places)
        return search_pages.how(language, tags, search_id)
    results = await search.search(connection, query, reach.places, page, reach.person)
    await searches.change(connection, search_id, text=query.text, page=results.page)
    place = Place(
        search_id,
        language,
        is_private=reach.group is None,
        authors=await _authors(connection, reach),
        is_alone=len(reach.places) == 1,
        reasons=await search_reasons.reasons(connection, results),
        me=_me(desk),
    )
    advice = None
    if not results.total:
        today = _today(desk, reach)
        advice = await search_advice.advise(connection, results, reach.places, today)
    return search_pages.page(results, place, advice)


def _me(desk: Desk) -> Me | None:
    """Whether the pressed button stands below a /me, or what that was turned to."""
    is_me = bool(
        keyboards.of_action(desk.update, "metag") or keyboards.of_action(desk.update, "me")
    )
    return Me(has_picture=bool(desk.message.photo)) if is_me else None


async def _authors(connection: Connection, reach: Reach) -> Mapping[int, str]:
    """Who has written which entry: names by person. To oneself one needs no name."""
    known = await search_rows.writers(connection, [diary.id for diary in reach.places])
    own = reach.person.id if reach.group is None else None
    return {person_id: name or "" for person_id, name, _ in known if person_id != own}


async def _press(desk: Desk, callback: Callback) -> None:
    """Another page of the same search, or another search in the same message."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    if _is_private(desk):
        await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        reach = await _reach(desk, connection)
        made = await _made(desk, connection, reach, callback.entry_id)
        query = _changed(desk, reach, _read(desk, reach, made.text), callback.detail)
        page = number(callback.detail[1:]) if callback.detail[:1] == "p" else 0
        shows = await _page(desk, connection, reach, query, made.id, page)
    await desk.answer()
    await _edit(desk, shows)


async def _made(desk: Desk, connection: Connection, reach: Reach, search_id: int) -> Search:
    """The search of this very message; raises NotYours or TooLate.

    A private one is its person's. In a group whoever may read the diary may turn its pages.
    """
    made = await searches.find(connection, search_id, desk.house.now())
    if made is None or (made.chat_id, made.message_id) != _at(desk):
        raise TooLate
    if reach.group is None and made.person_id != reach.person.id:
        raise NotYours
    if made.diary_id != (reach.group.id if reach.group else None):
        raise NotYours
    return made


def _at(desk: Desk) -> tuple[int, int]:
    return desk.chat.id, desk.message.message_id


def _changed(desk: Desk, reach: Reach, query: Query, detail: str) -> Query:
    """The search that a button asks for; raises TooLate for what no button carries."""
    words, span = words_in(_language(desk)), query.span
    if detail[1:].isdigit():
        return _changed_at(desk, reach, query, detail)
    if detail == "until" and span is not None and span.last is not None:
        return query.up_to(span.last)
    if detail == "month":
        return _read(desk, reach, words.this_month)
    if detail == "video":
        return _read(desk, reach, "has:video")
    raise TooLate


def _changed_at(desk: Desk, reach: Reach, query: Query, detail: str) -> Query:
    """Another page, without a part, with one taken for a mood, or by the tag on the button."""
    kind, at = detail[:1], number(detail[1:])
    if kind == "p":
        return query
    if kind == "x":
        return query.without(at)
    if kind == "m":
        return search_syntax.as_mood(query, at)
    if kind == "t":
        return _read(desk, reach, _label(desk, detail))
    raise TooLate


def _label(desk: Desk, detail: str) -> str:
    """The tag that stands on the pressed button, as Telegram has it."""
    message = desk.message
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    labels = {
        str(button.callback_data).rpartition(":")[2]: button.text for row in rows for button in row
    }
    return labels.get(detail, "").rstrip("…")


async def _edit(desk: Desk, shows: Page) -> None:
    bot, message_id = desk.house.bot, desk.message.message_id
    edit = messages.edit_caption if desk.message.photo else messages.edit_text
    try:
        await insist(lambda: edit(bot, desk.chat.id, message_id, shows.text, shows.buttons))
    except (Gone, Refused):
        await desk.say(shows.text, buttons=shows.buttons)


def _is_private(desk: Desk) -> bool:
    return desk.chat.type == Chat.PRIVATE


def _language(desk: Desk) -> str:
    """What a group reads is in its language."""
    return desk.language if _is_private(desk) else desk.chat_language


PRESSES: Mapping[str, Press] = {"search": _press}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("search", handled_by(house, find), NEW_PRIVATE),
        CommandHandler("search", handled_by(house, find), _HERE),
    ]
