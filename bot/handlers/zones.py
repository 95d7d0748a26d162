"""Whose clock counts: asked for by the name of a city, or taken from a place that somebody sends.

A place is looked up and forgotten; what is kept is the zone alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot import delivery, keyboards, pickers, settings_pages
from bot import prompts as questions
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.handlers import settings
from bot.phrases.settings import words_in
from bot.settings_pages import MINE, Page
from diary import zones
from diary.errors import NotYours, TooLate
from languages.catalogue import LANGUAGES
from storage import persons, prompts
from storage.prompts import Prompt

#: The kinds of prompts that wait for the name of a city, or for a place: the question itself, that
#: with a keyboard, and the page of the settings that will show what was chosen.
ZONE, PLACE, PAGE = "zone", "zoneplace", "zonepage"


async def _press(desk: Desk, callback: Callback) -> None:
    """Ask for a city, or for where the person is."""
    if callback.detail not in {"here", "city"}:
        raise NotYours
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    number = callback.entry_id
    await settings.admit(desk, number)
    words = words_in((await settings.subject(desk, number)).language)
    await desk.answer()
    if callback.detail == "here" and desk.chat.type == Chat.PRIVATE:
        text, keys = words.ask_location, (words.share_key, words.give_up_key)
        asked = await pickers.offer_location(desk, text, *keys, words.zone_field)
        await questions.wait(desk, asked, PLACE, number)
    else:
        await questions.ask(desk, ZONE, number, words.ask_zone_name, words.zone_field)
    await questions.wait(desk, desk.message, PAGE, number)


async def _take_reply(desk: Desk, prompt: Prompt) -> None:
    """Somebody has written or sent where they are: the page that they came from shows it."""
    number = prompt.subject_id or MINE
    await settings.admit(desk, number)
    page_id, found = await _page_of(desk, prompt), _meant(desk)
    if len(found) == 1:
        await settings.choose(desk, number, "zone", zones.code(found[0]), prompt)
    await settings.put(desk, page_id, await _answer(desk, number, found))
    await _tidy(desk, prompt, is_set=len(found) == 1)


async def _answer(desk: Desk, number: int, found: Sequence[str]) -> Page:
    """Everything that is set now, or what else it could have meant."""
    whose, now = await settings.subject(desk, number), desk.house.now()
    if len(found) == 1:
        return settings.page_of(desk, "main", whose)
    if found:
        return settings_pages.which_zone(whose, found)
    typed = None if desk.message.location else (desk.message.text or "")
    return settings_pages.no_zone(whose, typed, now)


async def _page_of(desk: Desk, prompt: Prompt) -> int | None:
    """The number of the page's message; None where it is not known (any more)."""
    if prompt.kind == PAGE:
        return prompt.message_id
    async with desk.house.database.reading() as connection:
        found = await prompts.of_person(connection, prompt.person_id, PAGE, desk.house.now())
    at = (prompt.chat_id, prompt.subject_id)
    return next((p.message_id for p in found if (p.chat_id, p.subject_id) == at), None)


async def _tidy(desk: Desk, prompt: Prompt, *, is_set: bool) -> None:
    """Take the question away that was answered; a page goes on waiting for a better answer."""
    words = words_in((await settings.subject(desk, prompt.subject_id or MINE)).language)
    if prompt.kind == PLACE and is_set:
        await pickers.put_away(desk, words.saved)
    async with desk.house.database.writing() as connection:
        if is_set:
            await prompts.remove_all(connection, prompt.person_id, PAGE, prompt.subject_id or MINE)
        if prompt.kind == ZONE:
            await prompts.remove(connection, prompt.chat_id, prompt.message_id)
    if prompt.kind != ZONE:
        return
    bot = desk.house.bot
    with contextlib.suppress(DeliveryError):  # a courtesy: it may be gone, or too old
        await delivery.attempt(lambda: bot.delete_message(desk.here, prompt.message_id))


def _meant(desk: Desk) -> Sequence[str]:
    place = desk.message.location
    if place is None:
        return zones.find((desk.message.text or "")[:100])
    found = zones.at(place.latitude, place.longitude)
    return () if found is None else (found,)


async def _take_place(desk: Desk) -> None:
    """A place without a reply: what the key sends, or somebody who is on their way."""
    prompt = await _asked(desk)
    if prompt is not None:
        await _take_reply(desk, prompt)
        return
    whose, found = await settings.subject(desk, MINE), _meant(desk)
    if not found:
        await desk.say(words_in(whose.language).no_place, reply=True)
        return
    page = settings_pages.zone_here(whose, found[0], desk.house.now())
    await desk.say(page.text, buttons=page.buttons)


async def _asked(desk: Desk) -> Prompt | None:
    """What this person is being asked for here, if it is a place."""
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        if person is None:
            return None
        now = desk.house.now()
        found = [
            p for k in (PLACE, ZONE) for p in await prompts.of_person(connection, person.id, k, now)
        ]
    return next((prompt for prompt in found if prompt.chat_id == desk.here), None)


async def _give_up(desk: Desk) -> None:
    whose = await settings.subject(desk, MINE)
    await pickers.put_away(desk, words_in(whose.language).location_given_up)


async def _take(desk: Desk, prompt: Prompt) -> None:
    """A reply; the key that gives up is one, too, where an app replies with it."""
    if desk.message.text in _keys() and desk.chat.type == Chat.PRIVATE:
        await _give_up(desk)
    else:
        await _take_reply(desk, prompt)


def _keys() -> list[str]:
    return [words_in(language).give_up_key for language in LANGUAGES]


PRESSES: Mapping[str, Press] = {"zone": _press}
REPLIES: Mapping[str, Callable[[Desk, Prompt], Awaitable[None]]] = dict.fromkeys(
    (ZONE, PLACE, PAGE), _take
)


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        MessageHandler(NEW_PRIVATE & filters.LOCATION, handled_by(house, _take_place)),
        MessageHandler(NEW_PRIVATE & filters.Text(_keys()), handled_by(house, _give_up)),
    ]
