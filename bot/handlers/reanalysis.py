"""/reanalyze, and the button behind [⋯]: an entry is analysed once more, after everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import card_replies
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers.shares import ask_here, own_card
from bot.phrases.reanalysis import Reanalysis, words_in
from diary import entries, reanalysis
from diary.errors import NotYours, TooLate
from diary.reanalysis import Models
from storage import cards
from storage.entries import Entry


def models(house: House) -> Models:
    """What reads here now."""
    here = house.readers()
    found = {"face": here.finder, "expression": here.expression.version}
    return found | ({"speech": here.speech} if here.speech else {})


async def _again(desk: Desk, callback: Callback) -> None:
    await ask_here(desk)
    words, house = words_in(desk.language), desk.house
    try:
        async with desk.deciding() as connection:
            person, entry, card = await own_card(desk, connection, callback)
            now = house.now()
            is_queued = await reanalysis.again(connection, person, entry, models(house), now)
            await cards.want_one(connection, card.id, menu=None)
    except TooLate:
        await desk.answer(words.impossible, alert=True)
        return
    house.wake_cards()
    house.wake_worker()
    await desk.answer(words.queued_toast if is_queued else words.nothing_newer, alert=not is_queued)


async def command(desk: Desk) -> None:
    """As a reply to a card that entry; alone, everything that would be read better now."""
    words, entry = words_in(desk.language), await _replied(desk)
    if entry is not None:
        await desk.say(await _one(desk, entry, words), reply=True)
        return
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        found = await reanalysis.outdated(connection, person, models(desk.house))
    if not found:
        await desk.say(words.none)
        return
    row = (Button(words.all_button, Callback("againall", 0)),)
    await desk.say(words.ask_all(len(found)), buttons=(row,))


async def _replied(desk: Desk) -> Entry | None:
    """The person's own entry whose card the command answers."""
    card_message: Message | None = desk.message.reply_to_message
    if card_message is None:
        return None
    async with desk.house.database.reading() as connection:
        card = await card_replies.card_of(connection, desk.chat.id, card_message.message_id)
        if card is None:
            return None
        now = desk.house.now()
        return await entries.of_author(connection, card.entry_id, desk.user.id, now, here=desk.here)


async def _one(desk: Desk, entry: Entry, words: Reanalysis) -> str:
    house = desk.house
    try:
        async with desk.deciding() as connection:
            person, now = await desk.met(connection), house.now()
            is_queued = await reanalysis.again(connection, person, entry, models(house), now)
    except TooLate:
        return words.impossible
    house.wake_cards()
    house.wake_worker()
    return words.queued_toast if is_queued else words.nothing_newer


async def _all(desk: Desk, _callback: Callback) -> None:
    """The yes to analysing all of one's own diary again."""
    if desk.chat.id != desk.user.id:
        raise NotYours
    words, house = words_in(desk.language), desk.house
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), house.now()
        count = await reanalysis.all_again(connection, person, models(house), now)
    house.wake_cards()
    house.wake_worker()
    await desk.answer()
    await desk.show(words.all_queued(count) if count else words.none)


PRESSES: Mapping[str, Press] = {"again": _again, "againall": _all}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("reanalyze", handled_by(house, command), NEW_PRIVATE)]
