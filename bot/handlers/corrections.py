"""`fix: wrong -> right`: a reply to one's card, or to what the button under its words asks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from telegram import Chat

from analysis.corrections import Pair, normal
from bot import prompts
from bot.buttons import Button
from bot.callbacks import Callback
from bot.card_replies import CardHint, CardReply
from bot.desk import Desk, Press
from bot.handlers import undo
from bot.handlers.shares import ask_here, own_card
from bot.lettering import cut, escape
from bot.phrases.corrections import Corrections, words_in
from diary import entries, fixes, glossary
from diary.errors import NoRoom, NotYours, TooLate, TooLong
from storage import changes
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person
from storage.prompts import Prompt

#: Between the two words: as it is typed, and as keyboards and people write it.
_ARROW = re.compile(r"\s*(?:->|=>|→|⇒|➡️?|➜|›|>)\s*")

#: What a correction by prompt may begin with all the same.
_PREFIX = re.compile(r"(?:fix|고침)\s*[:：]\s*", re.IGNORECASE)

#: Characters of a word in a sentence of the bot.
_SHOWN = 40


def read(text: str) -> Pair | None:
    """The two words of `wrong -> right`; None for what has no arrow, or nothing beside it."""
    parts = _ARROW.split(_PREFIX.sub("", text.strip(), count=1))
    if len(parts) != 2:  # noqa: PLR2004 - one arrow
        return None
    heard, meant = map(normal, parts)
    return (heard, meant) if heard and meant else None


async def _ask(desk: Desk, callback: Callback) -> None:
    """The button under the words: the answer to the prompt says what is wrong."""
    await ask_here(desk)
    async with desk.deciding() as connection:
        _, entry, _ = await own_card(desk, connection, callback)
    await desk.answer()
    words = words_in(desk.chat_language)
    await prompts.ask(desk, "entry_fix", entry.id, words.ask, words.placeholder)


async def _reply(desk: Desk, prompt: Prompt) -> None:
    await _fix(desk, prompt.subject_id or 0, desk.message.text or "")


async def _write(desk: Desk, entry: Entry, text: str) -> None:
    await _fix(desk, entry.id, text)


async def _fix(desk: Desk, entry_id: int, text: str) -> None:
    words, pair, house = words_in(desk.chat_language), read(text), desk.house
    if pair is None:
        await desk.say(words.how, reply=True)
        return
    try:
        async with desk.deciding() as connection:
            now, here = house.now(), desk.here
            entry = await entries.of_author(connection, entry_id, desk.user.id, now, here=here)
            person = await desk.met(connection)
            change = await fixes.fix(connection, person, entry, pair, now)
            made = await changes.get(connection, change) if change else None
    except TooLong as error:
        await desk.say(words.too_long(error.length, fixes.LONGEST), reply=True)
        return
    house.wake_cards()
    house.wake_worker()
    if change is None or made is None:
        await desk.say(words.not_found(_shown(pair[0])), reply=True)
        return
    await _confirm(desk, words, pair, change, is_heard=made.before["words"] != made.after["words"])


async def _confirm(
    desk: Desk, words: Corrections, pair: Pair, change: int, *, is_heard: bool
) -> None:
    """What was heard wrong may be heard right from now on; what was written was a slip."""
    text = words.done(*map(_shown, pair))
    if desk.chat.type != Chat.PRIVATE or not is_heard:
        await undo.confirm(desk, text, change)
        return
    always = Button(words.always_button, Callback("always", change))
    row = (always, undo.button(change, desk.language))
    await desk.say(f"{text}\n{words.offer()}", buttons=(row,), reply=True)


def _shown(word: str) -> str:
    return escape(cut(word, _SHOWN))


async def _always(desk: Desk, callback: Callback) -> None:
    """Keep the corrected word for everything that this person says from now on."""
    words, house = words_in(desk.language), desk.house
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            heard, meant = await _corrected(connection, person, callback.entry_id)
            await glossary.add(connection, person, heard, meant, house.now())
    except NoRoom:
        await desk.answer(words.no_room, alert=True)
    except TooLate:
        await desk.answer(words.too_late, alert=True)
    else:
        await desk.answer()
        row = (undo.button(callback.entry_id, desk.language),)
        await desk.show(words.kept(_shown(heard), _shown(meant)), buttons=(row,))


async def _corrected(connection: Connection, person: Person, change_id: int) -> Pair:
    """The pair of a correction of this person's; raises NotYours, or TooLate once it is blanked."""
    made = await changes.get(connection, change_id)
    if made is None or made.person_id != person.id or made.kind != fixes.KIND:
        raise NotYours
    if not made.after or not made.after["words"]:
        raise TooLate
    heard, meant = made.after["words"][-1]
    return heard, meant


PRESSES: Mapping[str, Press] = {"fix": _ask, "always": _always}

REPLIES = {"entry_fix": _reply}

CARD_REPLIES: Mapping[str, CardReply] = dict.fromkeys(("fix", "고침"), _write)

CARD_HINTS: Mapping[str, CardHint] = dict.fromkeys(CARD_REPLIES, lambda code: words_in(code).how)
