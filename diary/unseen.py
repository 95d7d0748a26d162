"""Entries whose faces nobody could read because the expression model was broken."""

from __future__ import annotations

import datetime as dt

from analysis.errors import ModelError
from diary import entries
from diary.errors import TooLate
from storage import entries as rows
from storage.database import Connection


async def complete(connection: Connection, now: dt.datetime) -> int:
    """The model is whole again: these are looked at once more; how many."""
    count = 0
    for entry_id in await rows.with_reason(connection, ModelError.code):
        entry = await rows.get(connection, entry_id)
        if entry is None:
            continue
        try:
            await entries.retry(connection, entry, now)
        except TooLate:  # its video is forgotten
            continue
        count += 1
    return count
