"""/leave: what becomes of one's entries; the question to those who are gone already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import callbacks, pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import exports
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import departures as phrases
from bot.phrases import invitations as invitation_phrases
from bot.phrases.departures import Departures
from diary import clock, departures
from diary.departures import Left, Settled
from diary.errors import NotYours
from storage import diaries, members, persons
from storage.database import Connection
from storage.notices import Notice


def _words(desk: Desk) -> Departures:
    return phrases.words_in(desk.language)


async def leave(desk: Desk) -> None:
    """In a group, the way to the private chat; there, the diaries that one can leave."""
    if desk.chat.type != Chat.PRIVATE:
        await _lead(desk)
        return
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = await departures.open_for(connection, person)
    if not found:
        await desk.say(_words(desk).none)
    elif len(found) == 1:
        await _ask(desk, found[0])
    else:
        buttons = pages.choices([left.diary for left in found], "leave", desk.language)
        await desk.say(_words(desk).choose, buttons=buttons)


async def _lead(desk: Desk) -> None:
    words, diary = phrases.words_in(desk.chat_language), await pages.here(desk)
    if diary is None:
        says = invitation_phrases.words_in(desk.chat_language)
        await desk.say(says.no_diary, reply=True)
        return
    link = pages.deep_link(desk, words.lead_button, f"leave_{diary.id}")
    await desk.say(words.lead, buttons=((link,),), reply=True)


async def begin(desk: Desk, payload: str) -> None:
    """Somebody has come from a group to leave it, or says so."""
    try:
        await _ask(desk, await _about(desk, callbacks.number(payload)))
    except NotYours:
        await desk.say(_words(desk).none)


async def _about(desk: Desk, diary_id: int) -> Left:
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        return await departures.about(connection, person, diary_id)


async def _ask(desk: Desk, left: Left) -> None:
    words, title = _words(desk), pages.title_of(left.diary, desk.language)
    if not left.entries:
        go = Button(words.just_leave_button, Callback("leave", left.diary.id, "leave"))
        rows: list[tuple[Button, ...]] = [(go,)]
        text = words.ask_nothing(title)
    else:
        says = words.ask if left.is_member else words.ask_left
        rows, text = _ways(words, left.diary.id), says(title, left.entries)
    if left.is_member and left.entries:
        rows.append((exports.first_button(desk.language, left.diary.id),))
    if left.is_member:
        rows.append((Button(words.stay_button, Callback("leave", left.diary.id, "stay")),))
    await pages.show(desk, text, rows)


def _ways(words: Departures, diary_id: int) -> list[tuple[Button, ...]]:
    return [
        (Button(words.take_button, Callback("leave", diary_id, "take")),),
        (Button(words.leave_button, Callback("leave", diary_id, "leave")),),
        (Button(words.delete_button, Callback("leave", diary_id, "delete")),),
    ]


async def _press(desk: Desk, callback: Callback) -> None:
    left = await _about(desk, callback.entry_id)
    detail = callback.detail
    if detail == "":
        await _ask(desk, left)
    elif detail == "stay":
        await pages.show(desk, _words(desk).stayed)
    elif detail == "delete":
        await _sure(desk, left)
    elif detail in {"take", "leave", "really"}:
        await _settle(desk, left, "delete" if detail == "really" else detail)
    else:
        raise NotYours


async def _sure(desk: Desk, left: Left) -> None:
    """Ask once more before anything is deleted."""
    words, title = _words(desk), pages.title_of(left.diary, desk.language)
    yes = Button(words.yes_delete_button(left.entries), Callback("leave", left.diary.id, "really"))
    back = Button(
        invitation_phrases.words_in(desk.language).back_button, Callback("leave", left.diary.id)
    )
    await pages.show(desk, words.sure_delete(title, left.entries), ((yes,), (back,)))


async def _settle(desk: Desk, left: Left, choice: str) -> None:
    house = desk.house
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), house.now()
        done = await departures.settle(connection, person, left.diary.id, choice, house.limits, now)
    if choice == "delete":
        for entry_id in done.entry_ids:
            house.stop_work(entry_id)
    house.wake_cards()
    house.wake_removals()
    house.wake_notices()
    await pages.show(desk, _said(_words(desk), done, desk.language))


def _said(words: Departures, done: Settled, language: str) -> str:
    title, number = pages.title_of(done.diary, language), done.entries
    if done.choice == "take":
        return words.taken(title, number)
    if done.choice == "delete":
        return words.deleted(title, number)
    return words.left(title) if number else words.left_nothing(title)


async def _departed(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """The question to somebody who is gone, while they are."""
    person = await persons.get(connection, notice.person_id)
    member = await members.find(connection, notice.diary_id or 0, person.id)
    if member is None or member.state == "member":
        return None
    words = phrases.words_in(person.language)
    try:
        left = await departures.about(connection, person, member.diary_id)
    except NotYours:
        diary = await diaries.get(connection, member.diary_id)
        return Letter(words.gone_nothing(pages.title_of(diary, person.language)))
    title = pages.title_of(left.diary, person.language)
    until = clock.local(member.settle_at or now, left.diary.time_zone).date()
    buttons: Buttons = _ways(words, left.diary.id)
    return Letter(words.ask_gone(title, left.entries, until), buttons)


PRESSES: Mapping[str, Press] = {"leave": pages.in_private(_press)}

STARTS = {"leave": begin}

NOTICES: Mapping[str, Kind] = {departures.ASKS: Kind(_departed, of_diary=False)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    anywhere = NEW_PRIVATE | (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE)
    return [CommandHandler("leave", handled_by(house, leave), anywhere)]
