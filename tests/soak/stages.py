"""What is under way in a bot at one moment: read from its rows, alive or dead."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Which rows are at which stage: each query gives the ids of what is there now. Rounds and
#: questions that a kill has cut off stay as they were; here only those of today count.
STAGES = {
    "update in the inbox": "SELECT id FROM inbox WHERE state = 'waiting'",
    "consent asked for": "SELECT id FROM entries WHERE state = 'consent'",
    "clip accepted, no card": (
        "SELECT id FROM cards WHERE message_id IS NULL AND share_id IS NULL AND stopped IS NULL"
    ),
    "share kept, no card": (
        "SELECT id FROM cards WHERE message_id IS NULL AND share_id IS NOT NULL AND stopped IS NULL"
    ),
    "clip waits in the queue": "SELECT id FROM jobs WHERE state = 'queued'",
    "clip: fetch": "SELECT id FROM jobs WHERE state = 'running' AND stage = 'fetch'",
    "clip: face": "SELECT id FROM jobs WHERE state = 'running' AND stage = 'face'",
    "clip: speech": "SELECT id FROM jobs WHERE state = 'running' AND stage = 'speech'",
    "clip: words": "SELECT id FROM jobs WHERE state = 'running' AND stage = 'words'",
    "findings kept, clip in work": (
        "SELECT jobs.id FROM jobs JOIN clips ON clips.entry_id = jobs.entry_id"
        " WHERE jobs.state = 'running' AND findings IS NOT NULL AND findings != 'null'"
    ),
    "report stored, card not shown": (
        "SELECT cards.id FROM cards JOIN entries ON entries.id = cards.entry_id WHERE"
        " entries.state = 'done' AND message_id IS NOT NULL AND shown < wanted AND stopped IS NULL"
    ),
    "entry deleted, can be undone": "SELECT id FROM entries WHERE state = 'deleted'",
    "message to be removed": "SELECT id FROM removals WHERE due_at <= datetime('now')",
    "comment kept, author not told": (
        "SELECT id FROM notices WHERE kind = 'comment' AND state IN ('waiting', 'waiting_again')"
    ),
    "notice is being sent": "SELECT id FROM notices WHERE state IN ('sending', 'sending_again')",
    "invitation open": "SELECT id FROM invitations WHERE state = 'pending'",
    "export asked for": "SELECT id FROM exports WHERE state = 'asked'",
    "export waits": "SELECT id FROM exports WHERE state = 'waiting'",
    "export is packed and sent": "SELECT id FROM exports WHERE state = 'running' AND sent = 0",
    "export sent, not told": "SELECT id FROM exports WHERE state = 'running' AND sent > 0",
    "import is looked at": "SELECT id FROM imports WHERE state = 'waiting'",
    "import asked about": "SELECT id FROM imports WHERE state = 'ready'",
    "import comes in": "SELECT id FROM imports WHERE state = 'bringing'",
    "import is undone": "SELECT id FROM imports WHERE state = 'undoing'",
    "evening due": "SELECT id FROM diaries WHERE next_round_at <= datetime('now')",
    "evening claimed": "SELECT id FROM rounds WHERE state = 'claimed'",
    "evening is being sent": (
        "SELECT id FROM rounds WHERE state = 'sending' AND day > date('now', '-3 days')"
    ),
    "question due": "SELECT id FROM diaries WHERE next_question_at <= datetime('now')",
    "question claimed": "SELECT id FROM questions WHERE state = 'claimed'",
    "question is being sent": (
        "SELECT id FROM questions WHERE state = 'sending' AND day > date('now', '-3 days')"
    ),
    "reminder or digest due": (
        "SELECT diary_id FROM routines WHERE is_on AND next_at <= datetime('now')"
    ),
    "erasure: clearing": "SELECT id FROM erasures WHERE state = 'clearing'",
    "erasure: messages": "SELECT id FROM erasures WHERE state = 'withdrawing'",
    "erasure: the file": "SELECT id FROM erasures WHERE state = 'sweeping'",
    "erasure: telling": "SELECT id FROM erasures WHERE state IN ('telling', 'sending')",
}

_BEHIND = (
    "SELECT id, coalesce(shown, -1) || ':' || attempts FROM cards"
    " WHERE (shown < wanted OR message_id IS NULL) AND stopped IS NULL"
)

#: What must have gone on after a restart, with how one sees of a row that it has.
GONE_ON = {
    "update": (
        "SELECT id, attempts FROM inbox WHERE state = 'waiting'",
        "SELECT id, attempts FROM inbox WHERE state = 'waiting'",
    ),
    "job": (
        "SELECT id, lease FROM jobs WHERE state = 'running'",
        "SELECT id, lease FROM jobs WHERE state IN ('running', 'queued')",
    ),
    "card": (_BEHIND, _BEHIND),
    "export": (
        "SELECT id, lease FROM exports WHERE state = 'running'",
        "SELECT id, lease FROM exports WHERE state IN ('running', 'waiting')",
    ),
    "import": (
        "SELECT id, lease FROM imports WHERE lease IS NOT NULL",
        "SELECT id, lease FROM imports WHERE state IN ('waiting', 'bringing', 'undoing')",
    ),
    "evening": (
        "SELECT id, 0 FROM diaries WHERE next_round_at <= datetime('now') AND state = 'open'",
        "SELECT id, 0 FROM diaries WHERE next_round_at <= datetime('now') AND state = 'open'",
    ),
    "notice": (
        "SELECT id, attempts FROM notices WHERE state IN ('sending', 'sending_again')",
        "SELECT id, attempts FROM notices WHERE state IN ('sending', 'sending_again')",
    ),
    # Files are written anew for erasures at most every few minutes: that one waits on purpose.
    "erasure": (
        "SELECT id, state || ':' || attempts FROM erasures WHERE state != 'sweeping'",
        "SELECT id, state || ':' || attempts FROM erasures",
    ),
}

Pending = dict[tuple[str, int], Any]


class Busy(Exception):
    """A writer has the file for itself just now."""


class Rows:
    """A look into the bot's database that never waits long."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows; raises Busy."""
        try:
            if self._connection is None:
                # Kept open: each new connection reads the whole schema.
                uri = f"file:{self._path}?mode=ro"
                self._connection = sqlite3.connect(uri, uri=True, timeout=0.05)
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            raise Busy from error

    def at(self, stage: str) -> set[int]:
        """The ids of what is at a stage; none while nobody can look."""
        with suppress(Busy):
            return {row[0] for row in self.all(STAGES[stage])}
        return set()

    def under_way(self) -> dict[str, set[int]]:
        """Every stage at which something is."""
        return {stage: ids for stage in STAGES if (ids := self.at(stage))}

    def pending(self, *, after: bool = False) -> Pending:
        """What somebody waits for; `after`: what of it would still look so, had nothing gone on."""
        return {
            (kind, number): mark
            for kind, queries in GONE_ON.items()
            for number, mark in self.all(queries[after])
        }
