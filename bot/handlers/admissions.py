"""/allow, /block and /unblock, for admins; for everybody else they do not exist.

Whom is said by a number, a name, or as a reply to a forwarded message. A block can be taken back
with a button, and so can a permission. The log has who did what to whom, as numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from telegram import Message, MessageOriginUser, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import admin_menu, pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.messages import Buttons
from bot.phrases import admissions as phrases
from bot.phrases.admissions import Admissions
from diary import admissions, clock
from diary.errors import TooLate
from storage import admissions as rows
from storage import persons
from storage.admissions import Admission

log = structlog.get_logger()

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")

#: What is undone by which detail of a button.
_STATES = {"allow": "allowed", "block": "blocked"}

#: Does it to an account, and says so.
Act = Callable[[Desk, int], Awaitable[None]]


def _words(desk: Desk) -> Admissions:
    return phrases.words_in(desk.language)


async def show_menu(desk: Desk) -> None:
    """Once a day of use: at the bot's start an admin may not have written to it yet."""
    now, admin = desk.house.now(), desk.user.id
    if desk.house.told.is_news(admin, "menu", now + dt.timedelta(days=1), now):
        await admin_menu.put(desk.house.bot, admin)


async def _command(act: Act, name: str, desk: Desk) -> None:
    """Do it to whoever is meant; without anybody, show who there is."""
    await show_menu(desk)
    _, _, given = (desk.message.text or "").partition(" ")
    replied = desk.message.reply_to_message
    if not given.strip() and replied is None:
        await _show_list(desk, name)
        return
    telegram_id = await _whom(desk, given.strip(), replied, name)
    if telegram_id is not None:
        await act(desk, telegram_id)


async def _whom(desk: Desk, given: str, replied: Message | None, name: str) -> int | None:
    """The account that is meant; None where nobody is, which is said."""
    words = _words(desk)
    if _NUMBER.fullmatch(given):
        return int(given)
    if match := _NAME.fullmatch(given):
        async with desk.house.database.reading() as connection:
            person = await persons.of_username(connection, match[1])
        if person is not None:
            return person.telegram_id
        await desk.say(words.unknown_name, reply=True)
        return None
    origin = replied.forward_origin if replied is not None and not given else None
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.id
    await desk.say(words.hidden if origin is not None else words.how_to(name), reply=True)
    return None


async def _allow(desk: Desk, telegram_id: int) -> None:
    async with desk.deciding() as connection:
        number = await admissions.allow(connection, telegram_id, desk.house.now())
    _note(desk, "allow", telegram_id)
    desk.house.wake_worker()
    text = _words(desk).allowed(telegram_id)
    await desk.say(text, buttons=_undo(desk, number, "allow"))


async def _block(desk: Desk, telegram_id: int) -> None:
    house = desk.house
    try:
        async with desk.deciding() as connection:
            number, stopped = await admissions.block(
                connection, telegram_id, house.now(), house.door.admins
            )
    except TooLate:
        await desk.say(_words(desk).is_admin)
        return
    _note(desk, "block", telegram_id)
    for entry_id in stopped:
        house.stop_work(entry_id)
    text = _words(desk).blocked_now(telegram_id, len(stopped))
    await desk.say(text, buttons=_undo(desk, number, "block"))


async def _unblock(desk: Desk, telegram_id: int) -> None:
    async with desk.deciding() as connection:
        found = await rows.find(connection, telegram_id)
        is_blocked = found is not None and found.state == "blocked"
        if found is not None and is_blocked:
            await admissions.take_back(connection, found.id, "blocked", desk.house.now())
    if not is_blocked:
        await desk.say(_words(desk).not_blocked)
        return
    _note(desk, "unblock", telegram_id)
    desk.house.wake_worker()
    await desk.say(_words(desk).unblocked(telegram_id))


def _note(desk: Desk, act: str, telegram_id: int | None) -> None:
    log.info("admin", action="admin", act=act, admin=desk.user.id, account=telegram_id)


def _undo(desk: Desk, number: int, name: str) -> Buttons:
    return ((Button(_words(desk).take_back_button, Callback("admit", number, name)),),)


async def _show_list(desk: Desk, name: str) -> None:
    """Who is allowed and who is blocked, with what takes it back where `name` is about it."""
    words, shown = _words(desk), admissions.SHOWN
    async with desk.house.database.reading() as connection:
        allowed = await rows.listed(connection, "allowed", shown + 1)
        blocked = await rows.listed(connection, "blocked", shown + 1)
    parts = [words.head(desk.house.door.open_to)]
    parts.append("\n".join([words.allowed_list, *_lines(desk, words, allowed[:shown])]))
    parts.append("\n".join([words.blocked_list, *_lines(desk, words, blocked[:shown])]))
    if max(len(allowed), len(blocked)) > shown:
        parts.append(words.newest)
    parts.append(words.how_to(name))
    of_list, what = (allowed, "allow") if name == "allow" else (blocked, "block")
    buttons = [_button(words, one, what) for one in of_list[:shown]]
    await desk.say("\n\n".join(parts), buttons=buttons)


def _lines(desk: Desk, words: Admissions, found: Sequence[Admission]) -> list[str]:
    zone = desk.house.limits.time_zone
    lines = [
        words.one(
            words.erased if one.telegram_id is None else f"<code>{one.telegram_id}</code>",
            clock.local(one.made_at, zone).date(),
        )
        for one in found
    ]
    return lines or [words.nobody]


def _button(words: Admissions, one: Admission, what: str) -> tuple[Button, ...]:
    who = words.erased if one.telegram_id is None else str(one.telegram_id)
    return (Button(words.take_back_of(who), Callback("admit", one.id, what)),)


async def _take_back(desk: Desk, callback: Callback) -> None:
    """For who is no admin this button is as unknown as any that never was."""
    state = _STATES.get(callback.detail)
    if desk.user.id not in desk.house.door.admins or state is None:
        raise TooLate
    async with desk.deciding() as connection:
        found = await admissions.take_back(connection, callback.entry_id, state, desk.house.now())
    _note(desk, f"{callback.detail} taken back", found.telegram_id)
    desk.house.wake_worker()
    await pages.show(desk, _words(desk).taken_back)


PRESSES: Mapping[str, Press] = {"admit": _take_back}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: admins alone."""
    admins = NEW_PRIVATE & filters.User(list(house.door.admins))
    acts = {"allow": _allow, "block": _block, "unblock": _unblock}
    return [
        CommandHandler(name, handled_by(house, partial(_command, act, name)), admins)
        for name, act in acts.items()
    ]
