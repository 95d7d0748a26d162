"""Title, tags, day and expression of an entry: buttons behind [⋯], prompts, replies to its card."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from bot import prompts
from bot.callbacks import Callback
from bot.card_replies import HASHTAGS, CardHint, CardReply
from bot.desk import Desk, Press
from bot.edit_menus import LOOK, LOOKS, TAGS, code, day_menu
from bot.handlers import undo
from bot.handlers.shares import ask_here, own_card
from bot.lettering import escape
from bot.phrases.edits import Edits, words_in
from diary import clock, edits, entries, tags, written_days
from diary.captions import LONGEST_TITLE, MOST_TAGS
from diary.errors import NoRoom, NotYet, TooLate, TooLong
from storage import cards, diaries
from storage.database import Connection
from storage.entries import Entry
from storage.prompts import Prompt

#: What brings the automatic title back: an empty message cannot be sent.
_NOTHING = frozenset({"", "-", "–", "—"})

_MONTH = re.compile(r"m\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _words(desk: Desk) -> Edits:
    return words_in(desk.chat_language)


async def _own(desk: Desk, connection: Connection, entry_id: int) -> Entry:
    """The person's own entry as it is now; raises NotYours."""
    now, here = desk.house.now(), desk.here
    return await entries.of_author(connection, entry_id, desk.user.id, now, here=here)


# Title


async def _ask_title(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        await cards.want_one(connection, card.id, menu=None)
    desk.house.wake_cards()
    await desk.answer()
    words = _words(desk)
    await prompts.ask(desk, "entry_title", entry.id, words.ask_title, words.title_placeholder)


async def _reply_title(desk: Desk, prompt: Prompt) -> None:
    await _set_title(desk, prompt.subject_id or 0, desk.message.text or "")


async def _write_title(desk: Desk, entry: Entry, text: str) -> None:
    await _set_title(desk, entry.id, text)


async def _set_title(desk: Desk, entry_id: int, text: str) -> None:
    words, title = _words(desk), "" if text.strip() in _NOTHING else text
    try:
        async with desk.deciding() as connection:
            entry, person = await _own(desk, connection, entry_id), await desk.met(connection)
            change = await edits.set_title(connection, person, entry, title, desk.house.now())
    except TooLong as error:
        await desk.say(words.title_long(error.length, LONGEST_TITLE), reply=True)
        return
    desk.house.wake_cards()
    name = edits.cleaned(title)
    if change is None:
        await desk.say(words.title_same, reply=True)
    else:
        text = words.title_is(escape(name)) if name else words.title_automatic
        await undo.confirm(desk, text, change)


# Tags


async def _press_tags(desk: Desk, callback: Callback) -> None:
    verb, _, which = callback.detail.partition("-")
    act = {"": _open_tags, "new": _ask_tags, "add": _add_tag, "drop": _drop_tag}.get(verb)
    if act is None:
        raise TooLate
    await ask_here(desk)
    await act(desk, callback, which)


async def _open_tags(desk: Desk, callback: Callback, _which: str) -> None:
    await _open(desk, callback, TAGS)


async def _open(desk: Desk, callback: Callback, menu: str) -> None:
    async with desk.deciding() as connection:
        _, _, card = await own_card(desk, connection, callback)
        await cards.want_one(connection, card.id, menu=menu)
    desk.house.wake_cards()
    await desk.answer()


async def _ask_tags(desk: Desk, callback: Callback, _which: str) -> None:
    async with desk.deciding() as connection:
        _, entry, _ = await own_card(desk, connection, callback)
    await desk.answer()
    words = _words(desk)
    await prompts.ask(desk, "entry_tags", entry.id, words.type_tags, words.tags_placeholder)


async def _add_tag(desk: Desk, callback: Callback, which: str) -> None:
    words, now = _words(desk), desk.house.now()
    try:
        async with desk.deciding() as connection:
            person, entry, _ = await own_card(desk, connection, callback)
            offered = await tags.offered(connection, entry)
            tag = next((tag for tag in offered if code(tag) == which), None)
            if tag is None or await tags.add(connection, person, entry, (tag,), now) is None:
                raise TooLate
    except NoRoom:
        await desk.answer(words.tags_full(MOST_TAGS), alert=True)
        return
    desk.house.wake_cards()
    await desk.answer(words.tag_added(tag))


async def _drop_tag(desk: Desk, callback: Callback, which: str) -> None:
    async with desk.deciding() as connection:
        person, entry, _ = await own_card(desk, connection, callback)
        has = await tags.of_entry(connection, entry.id)
        tag = next((tag for tag in (*has.manual, *has.automatic) if code(tag) == which), None)
        if tag is None:
            raise TooLate
        await tags.drop(connection, person, entry, tag, desk.house.now())
    desk.house.wake_cards()
    words = _words(desk)
    await desk.answer((words.tag_not_again if tag in has.automatic else words.tag_gone)(tag))


async def _reply_tags(desk: Desk, prompt: Prompt) -> None:
    await _set_tags(desk, prompt.subject_id or 0, desk.message.text or "")


async def _write_tags(desk: Desk, entry: Entry, text: str) -> None:
    await _set_tags(desk, entry.id, text)


async def _set_tags(desk: Desk, entry_id: int, text: str) -> None:
    words, names = _words(desk), tags.written(text)
    if not names:
        await desk.say(words.no_tag, reply=True)
        return
    try:
        async with desk.deciding() as connection:
            entry, person = await _own(desk, connection, entry_id), await desk.met(connection)
            change = await tags.add(connection, person, entry, names, desk.house.now())
    except NoRoom:
        await desk.say(words.tags_full(MOST_TAGS), reply=True)
        return
    desk.house.wake_cards()
    if change is None:
        await desk.say(words.tags_same, reply=True)
    else:
        listed = " ".join(f"#{escape(tag)}" for tag in names)
        await undo.confirm(desk, words.tags_are(listed), change)


# Day


async def _press_day(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    detail = callback.detail
    if detail == "stay":
        await desk.answer()
    elif detail == "future":
        await desk.answer(_words(desk).day_future)
    elif _DAY.fullmatch(detail):
        await _pick_day(desk, callback)
    elif not detail or _MONTH.fullmatch(detail):
        await _open_month(desk, callback)
    else:
        raise TooLate


async def _open_month(desk: Desk, callback: Callback) -> None:
    async with desk.deciding() as connection:
        _, entry, card = await own_card(desk, connection, callback)
        diary = await diaries.get(connection, entry.diary_id)
        today = clock.today(desk.house.now(), diary.time_zone, diary.day_starts_hour)
        month = _month(callback, min(entry.day, today))
        if month > today or month < edits.FIRST_DAY:
            raise TooLate
        await cards.want_one(connection, card.id, menu=day_menu(month, today))
    desk.house.wake_cards()
    await desk.answer()


def _month(callback: Callback, day: dt.date) -> dt.date:
    """The first day of the month that is asked for; by default, of the one with this day."""
    if not callback.detail:
        return day.replace(day=1)
    try:
        return dt.date.fromisoformat(f"{callback.detail[1:]}-01")
    except ValueError:
        raise TooLate from None


async def _pick_day(desk: Desk, callback: Callback) -> None:
    words = _words(desk)
    try:
        day = dt.date.fromisoformat(callback.detail)
    except ValueError:
        raise TooLate from None
    try:
        async with desk.deciding() as connection:
            person, entry, card = await own_card(desk, connection, callback)
            change = await edits.set_day(connection, person, entry, day, desk.house.now())
            await cards.want_one(connection, card.id, menu=None)
    except NotYet:
        await desk.answer(words.day_future, alert=True)
        return
    desk.house.wake_cards()
    moved = words.day_moved(entry.day, day) if change else words.day_same
    await desk.answer(moved)
    if change is not None:
        await undo.confirm(desk, escape(moved), change)


async def _write_day(desk: Desk, entry: Entry, text: str) -> None:
    words, now = _words(desk), desk.house.now()
    async with desk.house.database.reading() as connection:
        diary = await diaries.get(connection, entry.diary_id)
    day = written_days.read(text, clock.today(now, diary.time_zone, diary.day_starts_hour))
    if day is None or day < edits.FIRST_DAY:
        await desk.say(words.day_how if day is None else words.day_too_early, reply=True)
        return
    try:
        async with desk.deciding() as connection:
            own, person = await _own(desk, connection, entry.id), await desk.met(connection)
            change = await edits.set_day(connection, person, own, day, now)
    except NotYet:
        await desk.say(words.day_future, reply=True)
        return
    desk.house.wake_cards()
    if change is None:
        await desk.say(words.day_same, reply=True)
    else:
        await undo.confirm(desk, escape(words.day_moved(own.day, day)), change)


# Expression


async def _press_look(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    if callback.detail in {"", "wrong"}:
        await _open(desk, callback, LOOKS if callback.detail else LOOK)
        return
    async with desk.deciding() as connection:
        person, entry, card = await own_card(desk, connection, callback)
        change = await edits.set_look(connection, person, entry, callback.detail, desk.house.now())
        await cards.want_one(connection, card.id, menu=None)
    desk.house.wake_cards()
    await desk.answer(_said(_words(desk), entry, callback.detail, change))


def _said(words: Edits, entry: Entry, look: str, change: int | None) -> str:
    if change is None or entry.look == look:
        return words.look_gone
    return words.look_right if look == "right" else words.look_kept(look)


PRESSES: Mapping[str, Press] = {
    "title": _ask_title,
    "tags": _press_tags,
    "date": _press_day,
    "look": _press_look,
}

REPLIES = {"entry_title": _reply_title, "entry_tags": _reply_tags}

CARD_REPLIES: Mapping[str, CardReply] = {
    HASHTAGS: _write_tags,
    **dict.fromkeys(("title", "제목"), _write_title),
    **dict.fromkeys(("date", "날짜"), _write_day),
}

CARD_HINTS: Mapping[str, CardHint] = {
    **dict.fromkeys(("title", "제목"), lambda code: words_in(code).title_how),
    **dict.fromkeys(("date", "날짜"), lambda code: words_in(code).day_how),
}
