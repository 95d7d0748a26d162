"""/prompt: a question for one person alone, another one, and questions of one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot import keyboards, pages
from bot import own_questions as asking
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import recordings as clips
from bot.handlers import writings
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import question_list
from bot.phrases.own_questions import words_in
from diary import entries, own_questions, recordings
from diary.errors import TooLate
from storage.own_questions import OwnQuestion
from storage.prompts import Prompt

_ADD, _LIST = frozenset({"add", "추가"}), frozenset({"list", "목록"})
_OFF = frozenset({"off", "stop", "끄기", "그만"})

#: More than this of a wish that is unknown is not repeated.
LONGEST_ECHO = 30


async def prompt(desk: Desk) -> None:
    """Ask, keep a question of the person's own, show theirs, or let the one that waits rest."""
    wish, _, rest = (desk.message.text or "").partition(" ")[2].strip().partition(" ")
    if wish.lower() in _ADD:
        await _add(desk, rest)
    elif wish.lower() in _LIST:
        await _list(desk)
    elif wish.lower() in _OFF:
        await _turn_off(desk)
    elif wish:
        echo = escape(cut(f"{wish} {rest}".strip(), LONGEST_ECHO))
        await desk.say(words_in(desk.language).unknown(echo))
    else:
        await asking.ask(desk)


async def _turn_off(desk: Desk) -> None:
    """Nothing asks by itself here; what can be ended is the question that waits."""
    async with desk.deciding() as connection:
        await own_questions.stop(connection, await desk.met(connection))
    await desk.say(escape(words_in(desk.language).off))


async def _add(desk: Desk, said: str) -> None:
    words = words_in(desk.language)
    if not said.strip():
        await desk.say(escape(words.example))
        return
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            is_new = await own_questions.add(connection, person, said, desk.house.now())
    except TooLate:
        await desk.say(words.limits(own_questions.LONGEST, own_questions.MOST))
        return
    mine = Button(words.mine_button, Callback("prompt", 0, "list"))
    await desk.say(words.added if is_new else words.known, buttons=((mine,),))


async def _list(desk: Desk) -> None:
    """The person's own questions, each a button that deletes it."""
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = await own_questions.of_person(connection, person)
    words = words_in(desk.language)
    await pages.show(desk, escape(words.mine if found else words.none), _buttons(found))


def _buttons(found: Sequence[OwnQuestion]) -> Buttons:
    return [
        (Button(pages.on_button(f"✕ {one.text}"), Callback("prompt", one.id, "drop")),)
        for one in found
    ]


async def _press(desk: Desk, callback: Callback) -> None:
    """Only what is one's own is looked up: whatever a button carries, nobody else's is touched."""
    if callback.detail in {"next", "stop", "list"} and not keyboards.offers(desk.update, callback):
        raise TooLate
    act = _ACTS.get(callback.detail)
    if act is None:
        raise TooLate
    await act(desk, callback)


async def _next(desk: Desk, _: Callback) -> None:
    """Another question in the same message."""
    house, language = desk.house, desk.language
    listed = question_list.words_in(language).all
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        choice = await own_questions.following_of(connection, person, listed)
        at = desk.chat.id, desk.message.message_id
        await own_questions.wait(connection, person, choice, at, house.now())
    text, buttons = asking.face(choice, language)
    await pages.show(desk, text, buttons)


async def _stop(desk: Desk, _: Callback) -> None:
    async with desk.deciding() as connection:
        await own_questions.stop(connection, await desk.met(connection))
    await pages.show(desk, escape(words_in(desk.language).stopped))


async def _ask(desk: Desk, callback: Callback) -> None:
    """The question that stands in a digest: of the bot's list, or of the person's own."""
    number = callback.entry_id
    await asking.ask(desk, -number if callback.detail == "own" else number)
    await desk.answer()


async def _drop(desk: Desk, callback: Callback) -> None:
    async with desk.deciding() as connection:
        await own_questions.remove(connection, await desk.met(connection), callback.entry_id)
    await _list(desk)


async def _show(desk: Desk, _: Callback) -> None:
    await _list(desk)


async def _is_none(desk: Desk, callback: Callback) -> None:
    """The author says that the entry answers nothing."""
    house = desk.house
    now, here = house.now(), desk.chat.id
    async with desk.deciding() as connection:
        entry = await entries.of_author(connection, callback.entry_id, desk.user.id, now, here=here)
        await own_questions.forget(connection, entry)
    house.wake_cards()
    await desk.answer(words_in(desk.language).no_answer)


_ACTS: Mapping[str, Press] = {
    "next": _next,
    "stop": _stop,
    "ask": _ask,
    "own": _ask,
    "drop": _drop,
    "list": _show,
    "none": _is_none,
}


async def _wait_for_tap(desk: Desk, prompt: Prompt) -> None:
    """Offer to keep the text; the tap finds the question that it is about."""
    listed = question_list.words_in(desk.language).all
    async with desk.house.database.writing() as connection:
        person, now = await desk.met(connection), desk.house.now()
        choice = await own_questions.chosen(connection, person, listed, prompt.subject_id or 0)
        at = prompt.chat_id, prompt.message_id
        await own_questions.wait(connection, person, choice, at, now)
    await writings.offer(desk)


async def take_reply(desk: Desk, prompt: Prompt) -> None:
    """A reply to the question: its answer, at any time of its month. A text waits for a tap."""
    house, words = desk.house, words_in(desk.language)
    if desk.message.text:
        await _wait_for_tap(desk, prompt)
        return
    if not (clips.CLIPS | clips.SOUNDS).check_update(desk.update):
        await desk.say(words.needs_clip, reply=True)
        return
    recording = clips.read(desk.message, desk.user.id, desk.language)
    if refusal := recordings.refusal(recording, house.limits):
        await clips.refuse(desk, recording, refusal, desk.says)
        return
    listed, is_gone = question_list.words_in(desk.language).all, False
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        entry_id = await recordings.accept(connection, recording, house.limits, house.now())
        try:
            choice = await own_questions.chosen(connection, person, listed, prompt.subject_id or 0)
        except TooLate:
            is_gone = True
        else:
            if entry_id is not None:
                await own_questions.take_reply(connection, person, entry_id, choice, prompt)
    house.wake_cards()
    house.wake_worker()
    if is_gone:
        await desk.say(words.gone, reply=True)


PRESSES: Mapping[str, Press] = {"prompt": pages.in_private(_press)}
REPLIES: Mapping[str, Callable[[Desk, Prompt], Awaitable[None]]] = {
    own_questions.PROMPT: take_reply
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("prompt", handled_by(house, prompt), NEW_PRIVATE)]
