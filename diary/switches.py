"""The switches of one entry: comments, its video, only for its author.

Comments and "only for me" are changes that can be undone; a video that is forgotten is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from diary import changes, shares
from diary.changes import Undoer
from diary.errors import TooLate
from storage import cards, clips, diaries, entries, jobs
from storage import shares as share_rows
from storage.cards import Card
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: Menus that can be open under a card (`Card.menu`); `LEADING` is for who leads, not the author.
OPEN, LEADING, FORGETTING, CLOSING = "more", "lead", "forget", "private"


async def turn_menu(
    connection: Connection, card: Card, *, is_open: bool, is_own: bool = True
) -> None:
    """Open the switches under a card, or close whatever is open."""
    opened = OPEN if is_own else LEADING
    await cards.want_one(connection, card.id, menu=opened if is_open else None)


async def switch_comments(
    connection: Connection, person: Person, entry: Entry, now: dt.datetime
) -> bool:
    """Take comments or none; whether they are taken now. What was said before stays kept."""
    is_on = not entry.comments_on
    await entries.change(connection, entry.id, comments_on=is_on)
    await changes.record(connection, person, entry, "comments", not is_on, is_on, now)
    await cards.want_now(connection, entry.id)
    return is_on


async def ask_forget(connection: Connection, entry: Entry, card: Card) -> None:
    """Let the card ask first: it cannot be undone. Raises TooLate while it is needed."""
    await _require_idle(connection, entry)
    await cards.want_one(connection, card.id, menu=FORGETTING)


async def forget_video(connection: Connection, entry: Entry, card: Card, now: dt.datetime) -> None:
    """Keep no way to the video: its numbers go, and with them another try and its shares' videos.

    The message that it came in is the person's own and stays. Both numbers go, also the one by
    which a second copy is known: sent once more, it is a new video to us. Raises TooLate.
    """
    await _require_idle(connection, entry)
    await entries.change(connection, entry.id, keeps_video=False)
    await clips.forget_files(connection, entry.id)
    await shares.drop_videos(connection, entry.id, now)
    await cards.want_now(connection, entry.id)
    await cards.want_one(connection, card.id, menu=None)


async def _require_idle(connection: Connection, entry: Entry) -> None:
    """While something is analysed its file is needed; afterwards it can be forgotten once."""
    job = await jobs.of_entry(connection, entry.id)
    is_busy = job is not None and job.state in {"queued", "running"}
    if entry.state != "done" or not entry.keeps_video or is_busy:
        raise TooLate


async def switch_private(
    connection: Connection,
    person: Person,
    entry: Entry,
    card: Card,
    now: dt.datetime,
    *,
    is_sure: bool,
) -> bool | None:
    """Only for its author, or not any more; whether it is now, None where the card asks first.

    Where it is shown it is taken back. Raises TooLate in a shared diary: there it never is.
    """
    home = await diaries.get(connection, entry.diary_id)
    if home.is_shared:
        raise TooLate
    if entry.is_private:
        await entries.change(connection, entry.id, is_private=False)
        await changes.record(
            connection, person, entry, "private", before=True, after=False, now=now
        )
        await cards.want_one(connection, card.id)
        return False
    if await share_rows.of_entry(connection, entry.id) and not is_sure:
        await cards.want_one(connection, card.id, menu=CLOSING)
        return None
    await entries.change(connection, entry.id, is_private=True)
    await changes.record(connection, person, entry, "private", before=False, after=True, now=now)
    await shares.take_back_all(connection, entry.id, now)
    await cards.want_one(connection, card.id, menu=None if is_sure else OPEN)
    return True


async def _put_comments_back(
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    _now: dt.datetime,
) -> bool:
    if entry.comments_on != after:
        return False
    await entries.change(connection, entry.id, comments_on=before)
    await cards.want_now(connection, entry.id)
    return True


async def _put_private_back(
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    now: dt.datetime,
) -> bool:
    """What was taken back from others stays so: to show it again is for its author to say."""
    if entry.is_private != after:
        return False
    await entries.change(connection, entry.id, is_private=before)
    if before:
        await shares.take_back_all(connection, entry.id, now)
    await cards.want_now(connection, entry.id)
    return True


UNDOERS: Mapping[str, Undoer] = {"comments": _put_comments_back, "private": _put_private_back}
