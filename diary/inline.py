"""What a person finds of their own diary from any chat, and may send there: sentences alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from diary import clock, corrections, search, search_syntax
from diary.search import Hit
from diary.timeline import LONGEST_TITLE
from storage import diaries, persons
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an entry. `title` is the author's own, if any."""

    entry_id: int
    day: dt.date
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Quotes:
    """A page of what was found; `next_page` is None where there is no more."""

    quotes: tuple[Quote, ...]
    next_page: int | None


async def allow(connection: Connection, person: Person, now: dt.datetime) -> None:
    """The person lets their own diary be searched from any chat, by themselves alone."""
    await persons.change(connection, person.id, inline_consented_at=now)


async def take_back(connection: Connection, person: Person) -> None:
    """No longer."""
    await persons.change(connection, person.id, inline_consented_at=None)


def is_allowed(person: Person | None) -> bool:
    """Whether the person has agreed to the bot at all, and to this."""
    if person is None or person.consented_at is None:
        return False
    return person.inline_consented_at is not None


async def find(
    connection: Connection, person: Person, text: str, now: dt.datetime, page: int = 0
) -> Quotes:
    """Sentences of the person's own diary alone; nothing of what is for nobody else's eyes."""
    diary = await diaries.of_chat(connection, person.telegram_id)
    if diary is None or diary.is_shared or diary.owner_id != person.id:
        return Quotes((), None)
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    week = clock.week_starts(diary.time_zone, person.language)
    found = await search.search(connection, search_syntax.read(text, today, week), [diary], page)
    more = page + 1 if page + 1 < found.pages else None
    return Quotes(_quotes(found.hits, diary, person), more)


def _quotes(hits: Sequence[Hit], diary: Diary, person: Person) -> tuple[Quote, ...]:
    made = (_quote(hit) for hit in hits if _may_leave(hit, diary, person))
    return tuple(quote for quote in made if quote is not None)


def _may_leave(hit: Hit, diary: Diary, person: Person) -> bool:
    """Only what one has written oneself, at home, and has not kept for oneself."""
    entry = hit.sight.entry
    at_home = entry.diary_id == diary.id and entry.author_id == person.id
    return at_home and not entry.is_private and entry.state == "done"


def _quote(hit: Hit) -> Quote | None:
    """The sentence with the word, if the author has said it; else the first key sentence.

    Where nothing was said it is what was written.
    """
    entry, report = hit.sight.entry, corrections.heard_in(hit.sight.entry)
    keys = report.key_sentences if report else ()
    text = keys[0].text if keys else corrections.written(entry) or entry.title or ""
    if hit.sentence is not None and hit.sentence.is_hit and hit.sentence.is_authors:
        text = "".join(piece for piece, _ in hit.sentence.pieces)
    text = " ".join(text.split())
    title = entry.title[:LONGEST_TITLE] if entry.title else None
    return Quote(entry.id, entry.day, title, text) if text else None
