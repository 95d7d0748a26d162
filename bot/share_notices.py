"""What the author of an entry is told when somebody has taken it out of a shared diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.lettering import escape
from bot.notices import Kind, Letter
from bot.phrases import phrases_in
from bot.phrases.shares import words_in
from storage import cards, diaries, entries, persons, shares
from storage.database import Connection
from storage.entries import Entry
from storage.notices import Notice


async def _removed(connection: Connection, notice: Notice, _: dt.datetime) -> Letter | None:
    """The entry is theirs, so they may know; of the diary only its name is told."""
    entry = await entries.get(connection, notice.subject_id or 0)
    diary = await diaries.find(connection, notice.diary_id or 0)
    if entry is None or entry.state == "deleted" or diary is None:
        return None
    if not await _is_out(connection, entry, diary.id):
        return None
    person = await persons.get(connection, notice.person_id)
    if entry.author_id != person.id:
        return None
    words = words_in(person.language)
    day = phrases_in(person.language).day_note(entry.day)
    title = diary.title or words.unnamed
    is_here = entry.diary_id == diary.id and await cards.at(
        connection, entry.id, person.telegram_id
    )
    text = words.removed_note(title, day) if is_here else words.removed_entry(title, day)
    return Letter(escape(text))


async def _is_out(connection: Connection, entry: Entry, diary_id: int) -> bool:
    if entry.diary_id == diary_id:
        return entry.removed_at is not None
    share = await shares.find(connection, entry.id, diary_id)
    return share is not None and share.state == "removed"


KINDS: Mapping[str, Kind] = {"removed_entry": Kind(_removed, of_diary=False)}
