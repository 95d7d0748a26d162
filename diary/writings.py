"""A text becomes an entry, after its author's tap: its first line a title, its hashtags tags.

There is no clip: that the message is an entry already is known by the card that answers it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from diary import captions, fixes, headings, persons, recordings, search_terms
from diary.clock import day_of
from diary.headings import Heading
from diary.recordings import Home, Limits
from storage import cards, entries, jobs, tags
from storage.database import Connection
from storage.entries import Entry

#: A first line is a title up to this length; longer, it is where the text begins.
LONGEST_TITLE = 40

_FIXABLE = frozenset({"consent", "waiting", "done", "failed"})


@dataclass(frozen=True, slots=True)
class Writing:
    """A text as it came in; `origin_at` is when a forwarded one was first sent."""

    telegram_id: int
    language: str
    chat_id: int
    message_id: int
    text: str
    written_at: dt.datetime
    origin_at: dt.datetime | None = None


def title_of(text: str) -> str | None:
    """The first line of a body, where it is short enough for a title."""
    first = text.split("\n", 1)[0]
    return first if first and len(first) <= LONGEST_TITLE else None


async def accept(
    connection: Connection, writing: Writing, shown_at: int, limits: Limits, now: dt.datetime
) -> int | None:
    """Keep a text of a private chat; the entry, None when it is one already.

    The message `shown_at`, which has asked, becomes its card.
    """
    place = writing.chat_id, writing.message_id
    if await cards.entry_replying_to(connection, *place) is not None:
        return None
    person = await persons.meet(connection, writing.telegram_id, writing.language, now)
    diary = await persons.own_diary(
        connection, person, limits.time_zone, limits.day_starts_hour, now
    )
    home = await recordings.home(connection, diary, person, now)
    entry_id = await _begin(connection, home, writing, now)
    await cards.add(connection, entry_id, *place)
    card = await cards.of_entry(connection, entry_id)
    assert card is not None  # noqa: S101 - it was added just now
    await cards.change(connection, card.id, message_id=shown_at)
    return entry_id


async def _begin(connection: Connection, home: Home, writing: Writing, now: dt.datetime) -> int:
    diary, author, body = home.diary, home.author, captions.body(writing.text)
    says = _heading(writing.text)
    entry_id = await entries.add(
        connection,
        {
            "diary_id": diary.id,
            "author_id": author.id,
            "kind": "text",
            "state": "waiting" if home.is_agreed else "consent",
            "recorded_at": writing.written_at,
            "origin_at": writing.origin_at,
            "day": day_of(writing.written_at, diary.time_zone, diary.day_starts_hour),
            "title": title_of(body),
            "text": body,
            "headings": headings.kept(None, writing.message_id, says),
            "created_at": now,
        },
    )
    await tags.replace(connection, diary.id, entry_id, says.tags, manual=True)
    work = "queued" if home.is_agreed else "held"
    await jobs.add(connection, entry_id, author.id, work, now, None)
    return entry_id


def _heading(text: str) -> Heading:
    return Heading(title_of(captions.body(text)), captions.parse(text).tags)


async def edit(
    connection: Connection, chat_id: int, message_id: int, text: str, now: dt.datetime
) -> bool:
    """A message was changed by who wrote it; whether an entry follows it.

    Title and tags that were given in another way stay. Telegram lets nobody else edit a message.
    """
    entry_id = await cards.entry_replying_to(connection, chat_id, message_id)
    entry = await entries.get(connection, entry_id) if entry_id else None
    if entry is None or entry.kind != "text" or entry.state not in _FIXABLE:
        return False
    body, says = captions.body(text), _heading(text)
    title = _title_after(entry, body)
    known = tuple(await tags.of_entry(connection, entry.id, manual=True))
    names = headings.followed(entry, known, message_id, says).tags
    kept = headings.kept(entry, message_id, says)
    await entries.change(connection, entry.id, text=body, title=title, headings=kept)
    if (entry.text, entry.title, known) == (body, title, names):
        return False
    await tags.replace(connection, entry.diary_id, entry.id, names, manual=True)
    await search_terms.reindex(connection, entry.id)
    await cards.want(connection, entry.id)
    await fixes.choose_anew(connection, entry.id, now)
    return True


def _title_after(entry: Entry, body: str) -> str | None:
    return title_of(body) if entry.title == title_of(entry.text or "") else entry.title
