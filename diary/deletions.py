"""Deleting an entry: gone for everybody at once, back within ten minutes, then gone for good.

Whoever wrote it may, from wherever they are. In the ten minutes its row stays, and nobody reads it;
its cards in shared chats are taken away, and its author's own says so. Undone, it is back wherever
it was shown, under new cards, with what was said about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from diary import changes, departures, rights, search_terms
from diary.changes import WINDOW, Undoer
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import (
    cards,
    clips,
    diaries,
    entries,
    erasure,
    jobs,
    notices,
    persons,
    removals,
    shares,
    threads,
)
from storage import departures as belongings
from storage.cards import Card
from storage.clips import Clip
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person
from storage.shares import Share

KIND = "delete"

#: The menu of a deleted entry's card whose author's own message goes too.
MESSAGES_GONE = "messages"

#: Younger messages a bot may delete (https://core.telegram.org/bots/api#deletemessage).
DELETABLE = dt.timedelta(hours=48)

#: What can be deleted: what waits for a question is cancelled instead.
STATES = frozenset({"waiting", "done", "failed"})

_BUSY = ("held", "queued", "running")


async def of_author(
    connection: Connection,
    person: Person | None,
    entry_id: int,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Entry:
    """The entry, also a deleted one, for who may delete it; raises NotYours."""
    entry = await entries.get(connection, entry_id)
    if entry is None:
        raise NotYours
    home = await diaries.get(connection, entry.diary_id)
    is_here = home.is_shared and here == home.chat_id
    await rights.require(
        connection,
        person,
        home.id,
        Act.DELETE_ENTRY,
        now,
        author_id=entry.author_id,
        is_here=is_here,
    )
    return entry


async def delete(connection: Connection, person: Person, entry: Entry, now: dt.datetime) -> int:
    """Let the entry disappear everywhere; the change that brings it back. Raises TooLate.

    Who deletes it gets a line in their own chat with a button for that, wherever it was written.
    """
    job = await jobs.of_entry(connection, entry.id)
    was = {
        "state": entry.state,
        "job": job.state if job else None,
        **await _place(connection, entry),
    }
    if entry.state not in STATES or not await entries.change(
        connection, entry.id, was=(entry.state,), state="deleted", delete_at=now + WINDOW
    ):
        raise TooLate
    await jobs.change(connection, entry.id, was=_BUSY, state="cancelled", lease=None)
    await search_terms.reindex(connection, entry.id)
    await _take_away(connection, entry, person, now)
    # Nobody hears of what is gone; brought back, it is told after all.
    await notices.hold(connection, erasure.SUBJECTS["entry"], entry.id, now + WINDOW)
    return await changes.record(connection, person, entry, KIND, was, None, now)


async def _place(connection: Connection, entry: Entry) -> Mapping[str, Any]:
    """Where its own card stands, to be put there again."""
    card = await cards.of_entry(connection, entry.id)
    if card is None:
        return {"chat_id": None}
    return {"chat_id": card.chat_id, "thread_id": card.thread_id, "reply_to": card.reply_to}


async def _take_away(
    connection: Connection, entry: Entry, person: Person, now: dt.datetime
) -> None:
    """Cards and what was said leave every chat but the own one of who deletes it."""
    for card in await _cards(connection, entry.id):
        if card.chat_id != person.telegram_id:
            await departures.remove_card(connection, card.id, now, "deleted")
    for thread in await threads.of_entries(connection, (entry.id,)):
        await removals.add(connection, thread.chat_id, thread.message_id, now, "deleted")
        await threads.remove(connection, thread.entry_id, thread.chat_id)
    if await cards.at(connection, entry.id, person.telegram_id) is None:
        await cards.add(connection, entry.id, person.telegram_id, None)
    await cards.want_now(connection, entry.id, menu=None, view="card")


async def _cards(connection: Connection, entry_id: int) -> Sequence[Card]:
    numbers = await belongings.cards_in(connection, (entry_id,), None)
    found = [await cards.get(connection, number) for number in numbers]
    return [card for card in found if card is not None]


async def _restore(
    connection: Connection,
    person: Person,
    entry: Entry,
    before: Any,
    _after: Any,
    now: dt.datetime,
) -> bool:
    if not await entries.change(
        connection, entry.id, was=("deleted",), state=before["state"], delete_at=None
    ):
        return False
    if before["job"] in _BUSY:
        await jobs.change(connection, entry.id, was=("cancelled",), state="queued", enqueued_at=now)
    await search_terms.reindex(connection, entry.id)
    await _put_card(connection, person, entry, before, now)
    for share in await shares.of_entry(connection, entry.id):
        await _show_again(connection, share)
    return True


async def _put_card(
    connection: Connection, person: Person, entry: Entry, was: Any, now: dt.datetime
) -> None:
    """Its own card stands where the entry belongs: the line about its deletion goes, or becomes it.

    That may be another chat than before: its author may have taken it along meanwhile, or its group
    have moved. Who is in the chat where it stood must not see what is theirs no longer.
    """
    chat_id = None if was["chat_id"] is None else await _belongs_in(connection, entry)
    for card in await _cards(connection, entry.id):
        if card.chat_id != chat_id and card.share_id is None and card.chat_id == person.telegram_id:
            await departures.remove_card(connection, card.id, now, "gone")
    if chat_id is None:
        return
    if await cards.at(connection, entry.id, chat_id) is None:
        stood = was if was["chat_id"] == chat_id else {"reply_to": None, "thread_id": None}
        await cards.add(
            connection, entry.id, chat_id, stood["reply_to"], thread_id=stood["thread_id"]
        )
    await cards.want_now(connection, entry.id)


async def _belongs_in(connection: Connection, entry: Entry) -> int | None:
    """The chat of its diary as it is now, or its author's own for what was taken out of it."""
    if entry.removed_at is None:
        return (await diaries.get(connection, entry.diary_id)).chat_id
    author = await persons.get(connection, entry.author_id)
    return None if author.kind == "chat" else author.telegram_id


async def _show_again(connection: Connection, share: Share) -> None:
    """Where it was shared it is shown again, as long as that diary is open."""
    diary = await diaries.get(connection, share.diary_id)
    known = await cards.of_share(connection, share.id)
    if diary.state == "open" and known is None:
        await cards.add(
            connection,
            share.entry_id,
            diary.chat_id,
            None,
            thread_id=diary.topic_id,
            share_id=share.id,
        )


async def own_messages(connection: Connection, person: Person, entry: Entry) -> Sequence[Clip]:
    """The person's own messages in their chat that the bot can still delete for them."""
    if not is_young(entry):
        return ()
    found = await clips.of_entry(connection, entry.id)
    return [clip for clip in found if clip.chat_id == person.telegram_id]


def is_young(entry: Entry) -> bool:
    """Whether Telegram lets a bot delete the message that a deleted entry came from."""
    return entry.delete_at is not None and entry.delete_at - entry.recorded_at < DELETABLE


async def delete_messages(
    connection: Connection, person: Person, entry: Entry, now: dt.datetime
) -> int:
    """Delete what the person has sent, as far as Telegram lets us; how many messages.

    Raises TooLate where there is none, or it is no deleted entry.
    """
    found = await own_messages(connection, person, entry)
    if entry.state != "deleted" or not found:
        raise TooLate
    for clip in found:
        await removals.add(connection, clip.chat_id, clip.message_id, now)
    card = await cards.at(connection, entry.id, person.telegram_id)
    if card is not None:
        await cards.want_one(connection, card.id, menu=MESSAGES_GONE)
    return len(found)


async def end_due(connection: Connection, now: dt.datetime) -> Sequence[int]:
    """Remove for good what was deleted ten minutes ago; the entries' numbers."""
    due = await entries.to_delete(connection, now)
    await departures.forget(connection, due, now, "deleted")
    await erasure.forget_subjects(connection, "entry", due)
    return due


UNDOERS: Mapping[str, Undoer] = {KIND: _restore}
