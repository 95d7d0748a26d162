"""`@bot word` in any chat: one's own sentences, after one consent. What is chosen, one sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import BaseHandler, InlineQueryHandler, MessageHandler, filters

from bot import delivery, pages
from bot.buttons import Button
from bot.callbacks import Callback, number
from bot.desk import Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.lettering import cut, escape
from bot.phrases.inline import words_in
from diary import inline
from diary.inline import Quote, Quotes
from languages import dates
from storage import persons

log = structlog.get_logger()

#: Units of a quote: what somebody sends is a sentence, no page.
LONGEST_QUOTE = 600
#: Units of the line below a title in the list.
LONGEST_LINE = 120

#: An offset comes back from a client, which may write any number.
LAST_PAGE = 10_000

#: What leads from the list to the consent.
PAYLOAD = "inline"

_NOTHING = Quotes((), None)


async def answer(desk: Desk) -> None:
    """The list, for this person alone and kept by nobody; without a consent the way to it."""
    query, words = desk.update.inline_query, words_in(desk.language)
    if query is None:
        return
    now, asked = desk.house.now(), query.query.strip()
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        is_allowed = inline.is_allowed(person)
        found = _NOTHING
        if person is not None and is_allowed and asked:
            page = min(number(query.offset), LAST_PAGE)
            found = await inline.find(connection, person, asked, now, page)
    button = None
    if not is_allowed:
        button = words.ask_first_button
    elif not found.quotes and not query.offset:
        button = words.nothing_button if asked else words.type_button
    await _send(desk, query.id, found, button)


async def _send(desk: Desk, query_id: str, found: Quotes, button: str | None) -> None:
    """An answer that comes too late is nobody's loss: the next letter asks again."""
    above = InlineQueryResultsButton(button, start_parameter=PAYLOAD) if button else None
    call = desk.house.bot.answer_inline_query
    try:
        await delivery.attempt(
            lambda: call(
                query_id,
                _articles(found.quotes, desk.language),
                cache_time=0,
                is_personal=True,
                next_offset="" if found.next_page is None else str(found.next_page),
                button=above,
            )
        )
    except DeliveryError as error:
        log.info("list not shown", action="inline", error=type(error).__name__)


def _articles(quotes: Sequence[Quote], language: str) -> list[InlineQueryResultArticle]:
    """A text for each: never a video, a picture, a tag or a name."""
    made = []
    for quote in quotes:
        day = dates.day(quote.day, language)
        text = escape(cut(quote.text, LONGEST_QUOTE))
        content = InputTextMessageContent(f"<blockquote>{text}</blockquote>", ParseMode.HTML)
        title = f"{day} · {quote.title}" if quote.title else day
        line = cut(quote.text, LONGEST_LINE)
        made.append(InlineQueryResultArticle(str(quote.entry_id), title, content, description=line))
    return made


async def explain(desk: Desk, _rest: str) -> None:
    """/start inline: what it does, and the button that allows it, or no longer."""
    words = words_in(desk.language)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        is_allowed = inline.is_allowed(person)
    if person.consented_at is None:
        await desk.say(f"{desk.says.greeting}\n\n{desk.says.ask_consent}", buttons=_consent(desk))
        return
    text, action = (
        (words.take_back_button, "inlineno") if is_allowed else (words.agree_button, "inlineyes")
    )
    name = f"@{desk.house.bot.username}"
    await desk.say(words.explains(name), buttons=((Button(text, Callback(action)),),))


def _consent(desk: Desk) -> Sequence[Sequence[Button]]:
    return ((Button(desk.says.consent_button, Callback("agree")),),)


async def _allow(desk: Desk, _callback: Callback) -> None:
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        await inline.allow(connection, person, desk.house.now())
    await desk.answer()
    name = f"@{desk.house.bot.username}"
    await desk.show(words_in(desk.language).allowed(name))


async def _take_back(desk: Desk, _callback: Callback) -> None:
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        await inline.take_back(connection, person)
    await desk.answer()
    await desk.show(words_in(desk.language).taken_back)


async def _leave_alone(_desk: Desk) -> None:
    """What somebody has sent through this bot is said already: it is no entry and no comment."""


class _ThroughUs(filters.MessageFilter):
    """Messages that people have sent by choosing one of our results."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house = house

    def filter(self, message: Message) -> bool:
        """Asked late: only a bot that has said hello knows its number."""
        return message.via_bot is not None and message.via_bot.id == self._house.bot.id


PRESSES: Mapping[str, Press] = {
    "inlineyes": pages.in_private(_allow),
    "inlineno": pages.in_private(_take_back),
}

STARTS: Mapping[str, Callable[[Desk, str], Awaitable[None]]] = {PAYLOAD: explain}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        InlineQueryHandler(handled_by(house, answer)),
        MessageHandler(_ThroughUs(house), handled_by(house, _leave_alone)),
    ]
