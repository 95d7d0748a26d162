"""/glossary: the words that speech recognition shall know of a person; a tap takes one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import cut
from bot.phrases.glossary import Glossary, words_in
from diary import glossary
from diary.errors import NotYours, TooLate
from storage.glossary import Term

#: Words on a page: each is a button.
PAGE = 10

#: Characters on a button.
_SHOWN = 24


async def show(desk: Desk) -> None:
    """The command: the list, from its beginning."""
    text, rows = _page(words_in(desk.language), await _terms(desk), 0)
    await desk.say(text, buttons=rows)


async def _terms(desk: Desk) -> Sequence[Term]:
    async with desk.deciding() as connection:
        return await glossary.of_person(connection, await desk.met(connection))


def _page(words: Glossary, terms: Sequence[Term], number: int) -> tuple[str, Rows]:
    """What the list says and offers on this page, counted from 0; the last one for one behind."""
    if not terms:
        return f"{words.title}\n\n{words.empty}", ()
    last = (len(terms) - 1) // PAGE
    number = min(number, last)
    shown = terms[number * PAGE : (number + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [(_button(term, number),) for term in shown]
    turns = [(words.earlier, number - 1)] * (number > 0) + [(words.later, number + 1)] * (
        number < last
    )
    if turns:
        rows.append(
            tuple(Button(text, Callback("glossary", 0, f"p{page}")) for text, page in turns)
        )
    count = words.count(len(terms), glossary.MOST)
    return f"{words.title}\n\n{count}\n{words.how}", tuple(rows)


def _button(term: Term, page: int) -> Button:
    text = f"✕ {cut(term.heard, _SHOWN)} → {cut(term.meant, _SHOWN)}"
    return Button(text, Callback("glossary", term.id, f"drop-{page}"))


async def _press(desk: Desk, callback: Callback) -> None:
    verb, _, page = callback.detail.partition("-")
    words = words_in(desk.language)
    if verb == "drop" and page.isdigit():
        async with desk.deciding() as connection:
            await glossary.remove(connection, await desk.met(connection), callback.entry_id)
        await desk.answer(words.removed)
    elif verb[:1] == "p" and verb[1:].isdigit():
        page = verb[1:]
        await desk.answer()
    else:
        raise TooLate
    if desk.chat.id != desk.user.id:
        raise NotYours  # the list is nobody else's to see
    text, rows = _page(words, await _terms(desk), int(page))
    await desk.show(text, buttons=rows)


PRESSES: Mapping[str, Press] = {"glossary": _press}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("glossary", handled_by(house, show), NEW_PRIVATE)]
