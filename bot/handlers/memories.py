"""/memory: what was said on this day before, and what shall not come up when looking back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import delivery, keyboards, memories, messages, pages, reminders
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.errors import Gone, Refused
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases.memories import words_in
from bot.routines import send_clip
from diary import clock, entries, exclusions, hours, preferences, routines
from diary import memories as rules
from diary.errors import TooLate
from diary.memories import Memory
from diary.routines import MEMORY
from storage import removals
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

_ON, _OFF = frozenset({"on", "켜기"}), frozenset({"off", "끄기"})
_SKIP, _LIST = frozenset({"skip", "빼기"}), frozenset({"list", "목록"})

#: More than this of what cannot be read is not repeated.
LONGEST_ECHO = 30


async def memory(desk: Desk) -> None:
    """Show one, or change what comes and what does not."""
    wish, _, rest = (desk.message.text or "").partition(" ")[2].strip().partition(" ")
    if wish.lower() in _ON:
        await _turn_on(desk, rest)
    elif wish.lower() in _OFF:
        await _turn_off(desk)
    elif wish.lower() in _SKIP:
        await _skip(desk, rest)
    elif wish.lower() in _LIST:
        await _list(desk)
    else:
        await _look_back(desk)


async def _own(desk: Desk, connection: Connection) -> tuple[Person, Diary]:
    person = await desk.met(connection)
    limits, now = desk.house.limits, desk.house.now()
    return person, await preferences.own(connection, person, limits, now)


async def _look_back(desk: Desk) -> None:
    """What there is today, as long as the person asks; the one shown longest ago comes next."""
    await pages.ask_telegram(desk)
    house = desk.house
    async with desk.deciding() as connection:
        person, diary = await _own(desk, connection)
        now = house.now()
        found = await rules.of_today(connection, person, diary, now, by_itself=False)
        routine = await routines.get(connection, diary.id, MEMORY)
        if found is not None:
            await rules.note(connection, person, found, now)
    offer = () if routine.is_on else (_daily_button(desk),)
    if found is None:
        await _say_nothing(desk, offer)
        return
    if person.discreet:
        text, buttons = memories.veiled(found, desk.language)
        await desk.say(text, buttons=[*buttons, *([offer] if offer else ())])
        return
    text, buttons = memories.face(found, desk.language, by_itself=routine.is_on)
    await _send(desk, found, text, [*buttons, *([offer] if offer else ())])


def _daily_button(desk: Desk) -> Button:
    return Button(words_in(desk.language).daily_button, Callback("memory", 0, "daily"))


async def _say_nothing(desk: Desk, offer: tuple[Button, ...]) -> None:
    words = words_in(desk.language)
    text = words.nothing if offer else f"{words.nothing}\n\n{words.how_to}"
    await desk.say(escape(text), buttons=(offer,) if offer else ())


async def _send(desk: Desk, found: Memory, text: str, buttons: Buttons) -> None:
    """The clip, and what is said of it as an answer to that."""
    clip_id = await _send_clip(desk, found)
    await delivery.insist(
        partial(messages.send_text, desk.house.bot, desk.here, text, buttons, reply_to=clip_id)
    )


async def _send_clip(desk: Desk, found: Memory) -> int | None:
    clip = found.clip
    if clip is None:
        return None
    try:
        house = desk.house
        send = partial(send_clip, house.bot, house.database, house.media, desk.here, clip)
        return await delivery.insist(send)
    except (Refused, Gone, FileNotFoundError):
        return None


# What comes by itself


async def _turn_on(desk: Desk, said: str) -> None:
    words = words_in(desk.language)
    text = said.strip()
    minute = hours.read_minute(text) if text else routines.RULES[MEMORY].minute
    if minute is None:
        await desk.say(words.wrong_time(escape(cut(text, LONGEST_ECHO))))
        return
    async with desk.deciding() as connection:
        diary = (await _own(desk, connection))[1]
        now = desk.house.now()
        await routines.set_minute(connection, diary, MEMORY, minute, now)
        await routines.set_weekday(connection, diary, MEMORY, None, now)
    await desk.say(escape(words.on(reminders.clock_words(minute, desk.language))))


async def _daily(desk: Desk, _: Callback) -> None:
    """Under a memory: let them come; the memory stays where it is."""
    async with desk.deciding() as connection:
        diary = (await _own(desk, connection))[1]
        await routines.switch(connection, diary, MEMORY, desk.house.now(), on=True)
        routine = await routines.get(connection, diary.id, MEMORY)
    at = reminders.clock_words(routine.minute, desk.language)
    await desk.answer()
    await desk.say(escape(words_in(desk.language).on(at)))


async def _turn_off(desk: Desk) -> None:
    async with desk.deciding() as connection:
        diary = (await _own(desk, connection))[1]
        await routines.switch(connection, diary, MEMORY, desk.house.now(), on=False)
    await desk.say(escape(words_in(desk.language).off))


async def _stop(desk: Desk, _: Callback) -> None:
    await desk.answer()
    await _turn_off(desk)


async def _less(desk: Desk, _: Callback) -> None:
    """First once a week; whoever still wants less gets none."""
    words = words_in(desk.language)
    async with desk.deciding() as connection:
        diary = (await _own(desk, connection))[1]
        now = desk.house.now()
        routine = await routines.get(connection, diary.id, MEMORY)
        is_last = routine.weekday is not None or not routine.is_on
        if is_last:
            await routines.switch(connection, diary, MEMORY, now, on=False)
        else:
            weekday = clock.local(now, diary.time_zone).weekday()
            await routines.set_weekday(connection, diary, MEMORY, weekday, now)
    await desk.answer()
    stop = Button(words.stop_button, Callback("memory", 0, "off"))
    text = words.off if is_last else words.weekly
    await desk.say(escape(text), buttons=() if is_last else ((stop,),))


# What is not shown


async def _skip(desk: Desk, said: str) -> None:
    words = words_in(desk.language)
    wish = exclusions.read(said)
    if wish is None:
        await desk.say(escape(words.how_to_skip))
        return
    listing = Button(words.list_button, Callback("memory", 0, "list"))
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            await exclusions.add(connection, person, wish, desk.house.now())
    except TooLate:
        await desk.say(escape(words.too_many), buttons=((listing,),))
        return
    await desk.say(escape(words.skipped), buttons=((listing,),))


async def _list(desk: Desk) -> None:
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        skips = await exclusions.of_person(connection, person)
        hidden = await exclusions.hidden(connection, person)
    await pages.show(desk, *memories.skips_face(skips, hidden, desk.language))


async def _show_list(desk: Desk, _: Callback) -> None:
    await _list(desk)


async def _drop(desk: Desk, callback: Callback) -> None:
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        await exclusions.remove(connection, person, callback.entry_id)
    await _list(desk)


async def _hide(desk: Desk, callback: Callback) -> None:
    """The entry, for its author: what was sent of it now goes, too."""
    await _set_hidden(desk, callback, hidden=True)
    await _take_clip_away(desk)
    await pages.show(desk, *memories.hidden_face(callback.entry_id, desk.language))


async def _take_clip_away(desk: Desk) -> None:
    """The clip that the words answer, where we have sent it."""
    clip = desk.message.reply_to_message
    house = desk.house
    if not isinstance(clip, Message) or clip.from_user is None or clip.from_user.id != house.bot.id:
        return
    async with house.database.writing() as connection:
        await removals.add(connection, desk.chat.id, clip.message_id, house.now())
    house.wake_removals()


async def _unhide(desk: Desk, callback: Callback) -> None:
    await _set_hidden(desk, callback, hidden=False)
    await pages.show(desk, escape(words_in(desk.language).unhidden))


async def _list_again(desk: Desk, callback: Callback) -> None:
    await _set_hidden(desk, callback, hidden=False)
    await _list(desk)


async def _set_hidden(desk: Desk, callback: Callback, *, hidden: bool) -> None:
    """Raises NotYours for everybody but the author."""
    await pages.ask_telegram(desk)
    now, here = desk.house.now(), desk.chat.id
    async with desk.deciding() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
        await exclusions.hide(connection, entry, hidden=hidden)


async def _show(desk: Desk, callback: Callback) -> None:
    """What a discreet message has only announced."""
    await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        person, diary = await _own(desk, connection)
        now = desk.house.now()
        found = await rules.again(connection, person, callback.entry_id, diary, now)
    await _send_clip(desk, found)
    await pages.show(desk, *memories.face(found, desk.language))


async def _press(desk: Desk, callback: Callback) -> None:
    act = _ACTS.get(callback.detail)
    if act is None or not keyboards.offers(desk.update, callback):
        raise TooLate
    await act(desk, callback)


_ACTS: Mapping[str, Press] = {
    "show": _show,
    "hide": _hide,
    "back": _unhide,
    "again": _list_again,
    "less": _less,
    "daily": _daily,
    "off": _stop,
    "list": _show_list,
    "drop": _drop,
}

PRESSES: Mapping[str, Press] = {"memory": pages.in_private(_press)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("memory", handled_by(house, memory), NEW_PRIVATE)]
