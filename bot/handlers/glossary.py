"""/glossary: the words that speech recognition shall know of a person; a tap takes one out.

`/glossary add wrong -> right` (or without "add") puts one in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers.corrections import read
from bot.lettering import cut, escape
from bot.phrases import corrections
from bot.phrases.glossary import Glossary, words_in
from diary import glossary
from diary.errors import NoRoom, NotYours, TooLate, TooLong
from storage.glossary import Term

#: Words on a page: each is a button.
PAGE = 10

#: Characters on a button, and of a word that is said again.
_SHOWN = 24

_ADD = frozenset({"add", "추가"})


async def glossary_of(desk: Desk) -> None:
    """The command: the list, from its beginning, or with a word that is to be kept."""
    wish, _, rest = (desk.message.text or "").partition(" ")[2].strip().partition(" ")
    said = rest if wish.lower() in _ADD else f"{wish} {rest}"
    if wish:
        await _add(desk, said.strip())
        return
    text, rows = _page(words_in(desk.language), await _terms(desk), 0)
    await desk.say(text, buttons=rows)


async def _add(desk: Desk, said: str) -> None:
    """Keep a word that was typed with an arrow; anything else gets an example."""
    words, pair = corrections.words_in(desk.language), read(said)
    if pair is None:
        await desk.say(words_in(desk.language).example)
        return
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            await glossary.add(connection, person, *pair, desk.house.now())
    except TooLong as error:
        await desk.say(words.too_long(error.length, glossary.LONGEST))
    except NoRoom:
        await desk.say(words.no_room)
    except TooLate:  # the same word on both sides
        await desk.say(words_in(desk.language).example)
    else:
        heard, meant = (escape(cut(word, _SHOWN)) for word in pair)
        await desk.say(words.kept(heard, meant))


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
    return [CommandHandler("glossary", handled_by(house, glossary_of), NEW_PRIVATE)]
