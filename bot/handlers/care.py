"""Help in bad times: /help now, the numbers by country, and the one offer of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from bot import pages
from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.desk import Desk, Press
from bot.lettering import escape
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import care as phrases
from bot.phrases.care import Care
from diary import care, helplines
from diary.errors import NotYours
from diary.helplines import Country, Helpline
from languages import dates, world
from storage import diaries, persons
from storage.database import Connection
from storage.notices import Notice

#: What stands behind /help to ask for the numbers, in any case of letters.
NOW = frozenset({"now", "지금"})

#: Countries beside each other on the buttons.
IN_A_ROW = 3

#: What a button carries for a country of which no number is known.
ELSEWHERE = "xx"

#: An offer that could not be told for so long is told no more: it would come out of nowhere.
STALE = dt.timedelta(hours=24)


def is_asked(desk: Desk) -> bool:
    """Whether numbers are asked for behind /help."""
    return (desk.message.text or "").partition(" ")[2].strip().casefold() in NOW


def private_button(desk: Desk) -> Link:
    """For a group: the way to them, in words that tell nobody what was asked for."""
    words = phrases.words_in(desk.chat_language)
    return pages.deep_link(desk, words.private_button, PAYLOAD)


async def show(desk: Desk) -> None:
    """The numbers for where the person is, in their private chat."""
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        own = await diaries.of_chat(connection, desk.user.id)
    zone = own.time_zone if own else desk.house.limits.time_zone
    code = helplines.country_of(person.country if person else None, zone)
    await _page(desk, code)


async def _begin(desk: Desk, _rest: str) -> None:
    """Somebody has come from a group, where they are not shown."""
    await show(desk)


async def _page(desk: Desk, code: str) -> None:
    country = helplines.of(code)
    await pages.show(desk, text(country, desk.language), buttons(code, desk.language))


def text(country: Country, language: str) -> str:
    """The page of a country, as HTML."""
    words = phrases.words_in(language)
    if not country.lines:
        other = words.other(helplines.directory())
        return f"{words.head}\n\n{words.danger_elsewhere}\n\n{other}"
    lines = [_line(one, words) for one in country.lines]
    return "\n\n".join([words.head, words.danger(_emergency(country, words)), *lines, words.unsure])


def _emergency(country: Country, words: Care) -> str:
    """The numbers in bold, each with whose it is where they are different ones."""
    numbers = [f"<b>{number}</b>" for number in country.emergency]
    if country.services:
        pairs = zip(numbers, country.services, strict=True)
        numbers = [words.emergency[service].format(number=number) for number, service in pairs]
    return words.between.join(numbers)


def _line(one: Helpline, words: Care) -> str:
    about = [words.always] if one.hours == "24/7" else []
    about += [words.notes[one.note]] if one.note else []
    if words.language not in one.languages:
        names = [world.language_name(code, words.language) for code in one.languages[:3]]
        about.append(", ".join(names))
    head = f"<b>{escape(one.number)}</b>  {escape(one.called(words.language))}"
    day = dates.short_day_and_year(dt.date.fromisoformat(one.checked), words.language)
    seen = f"<i>{escape(words.seen(_host(one.source), day))}</i>"
    return "\n".join([head, *([escape(" · ".join(about))] if about else []), seen])


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def buttons(code: str, language: str) -> Buttons:
    """The other countries; and elsewhere, but on the page of that itself."""
    words = phrases.words_in(language)
    others = [
        Button(world.country_name(other, language), Callback("helpin", 0, other.lower()))
        for other in helplines.codes()
        if other != code
    ]
    if code in helplines.codes():
        others.append(Button(words.elsewhere_button, Callback("helpin", 0, ELSEWHERE)))
    return [tuple(others[i : i + IN_A_ROW]) for i in range(0, len(others), IN_A_ROW)]


async def _choose(desk: Desk, callback: Callback) -> None:
    """Another country, remembered for the next time."""
    code = callback.detail.upper()
    if code not in helplines.codes() and callback.detail != ELSEWHERE:
        raise NotYours
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        await persons.change(connection, person.id, country=code)
    await _page(desk, code)


async def _answer(desk: Desk, callback: Callback) -> None:
    """What somebody says to the offer."""
    if callback.detail == "help":
        await show(desk)
        return
    if callback.detail != "off":
        raise NotYours
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        await persons.change(connection, person.id, offers_help=False)
    await pages.show(desk, phrases.words_in(desk.language).declined)


async def _offer(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """One gentle line, while it is fresh."""
    person = await persons.get(connection, notice.person_id)
    if not person.offers_help or now - notice.created_at > STALE:
        return None
    words = phrases.words_in(person.language)
    yes = Button(words.offer_button, Callback("care", 0, "help"))
    no = Button(words.decline_button, Callback("care", 0, "off"))
    return Letter(words.offer, ((yes,), (no,)))


PRESSES: Mapping[str, Press] = {
    "helpin": pages.in_private(_choose),
    "care": pages.in_private(_answer),
}

#: The payload says nothing of what it leads to: a group sees the link.
PAYLOAD = "more"

STARTS: Mapping[str, Callable[[Desk, str], Awaitable[None]]] = {PAYLOAD: _begin}

NOTICES: Mapping[str, Kind] = {care.OFFERS: Kind(_offer, of_diary=False)}
