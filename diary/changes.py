"""Changes that a person makes to an entry of theirs: written down with what was before.

Each is one edit, kept in the transaction that makes it, and can be undone for ten minutes, once.
How a kind is undone its own file says (`diary.undo`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from storage import changes
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: How long a change can be undone, and a deleted entry be brought back.
WINDOW = dt.timedelta(minutes=10)

#: Puts an entry back to `before`: gets connection, person, the entry as it is now, `before`,
#: `after` and the time. False where it is no longer as the change has left it: then it stays.
Undoer = Callable[[Connection, Person, Entry, Any, Any, dt.datetime], Awaitable[bool]]


async def record(
    connection: Connection,
    person: Person,
    entry: Entry,
    kind: str,
    before: Any,
    after: Any,
    now: dt.datetime,
) -> int:
    """Write down what this person changes; the number for an [Undo] button.

    `kind` is at most 16 letters, `before` and `after` are plain JSON. Call it in the transaction
    that makes the change. What is equal before and after is no change: do not record it.
    """
    return await changes.add(
        connection, person.id, entry.id, kind, before, after, now, now + WINDOW
    )
