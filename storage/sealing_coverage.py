"""Every column in which something can be said: sealed, or named here with the reason why not.

A hand-kept list forgets: a test compares this one with the schema, so a new column of text or JSON
is sealed by its type (`storage.sealed_types`) or gets a line here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Column, String, Table, Text

from storage import personal_tables, shared_tables, tables  # noqa: F401 - they fill the metadata
from storage.metadata import metadata
from storage.sealed_types import KINDS


class Open(StrEnum):
    """Why a column is not sealed."""

    CODE = "one of a few words of this program: a state, a kind, a view, a language, a country"
    CLOCK = "a time zone, which the hours of reminders are reckoned with in the database"
    RANDOM = "a random number or a digest that says nothing of what it names"
    NUMBERS = "counts of entries, files and bytes, no content"
    CHAT = "a number that Telegram gave to an album, which tells no more than the chat's"
    FAULT = "the name of an error of this program"


#: Columns of text or JSON that are not sealed, by table.
OPEN: Final[Mapping[str, Mapping[str, Open]]] = {
    "admissions": {"fingerprint": Open.RANDOM, "state": Open.CODE},
    "answers": {"state": Open.CODE},
    "card_messages": {"part": Open.CODE},
    "cards": dict.fromkeys(("menu", "view", "picture", "reaction", "stopped"), Open.CODE),
    "changes": {"kind": Open.CODE},
    "clips": {"kind": Open.CODE, "media": Open.RANDOM},
    "comments": {
        **dict.fromkeys(("kind", "state", "hearing"), Open.CODE),
        "uid": Open.RANDOM,
    },
    "diaries": {**dict.fromkeys(("kind", "state", "language"), Open.CODE), "time_zone": Open.CLOCK},
    "entries": {
        **dict.fromkeys(("state", "reason", "kind", "language"), Open.CODE),
        "uid": Open.RANDOM,
        "media_group_id": Open.CHAT,
    },
    "erasures": {"language": Open.CODE, "state": Open.CODE, "counts": Open.NUMBERS},
    "evenings": {"time_zone": Open.CLOCK, "lease": Open.RANDOM},
    "exclusions": {"kind": Open.CODE},
    "exports": {"state": Open.CODE, "counts": Open.NUMBERS, "lease": Open.RANDOM},
    "imports": {"state": Open.CODE, "counts": Open.NUMBERS, "lease": Open.RANDOM},
    "inbox": {"state": Open.CODE, "kind": Open.CODE, "outcome": Open.FAULT},
    "invitation_answers": {"answer": Open.CODE},
    "invitations": {"token_hash": Open.RANDOM, "state": Open.CODE},
    "jobs": {**dict.fromkeys(("state", "stage", "task"), Open.CODE), "lease": Open.RANDOM},
    "members": dict.fromkeys(("state", "capture", "choice"), Open.CODE),
    "notices": {"kind": Open.CODE, "state": Open.CODE},
    "numbers": {"name": Open.CODE},
    "persons": dict.fromkeys(("language", "kind", "speech_language", "country"), Open.CODE),
    "prompts": {"kind": Open.CODE},
    "questions": {"state": Open.CODE},
    "removals": {"instead": Open.CODE},
    "rounds": {"state": Open.CODE, "seen": Open.RANDOM},
    "routines": {"kind": Open.CODE, "lease": Open.RANDOM},
    "sealing": {
        **dict.fromkeys(("key_name", "next_key", "at_table"), Open.CODE),
        **dict.fromkeys(("proof", "next_proof"), Open.RANDOM),
    },
    "shares": {"parts": Open.CODE, "state": Open.CODE},
    "standings": {"status": Open.CODE},
    "tallies": {"what": Open.CODE},
    "threads": {"language": Open.CODE},
}

_WORDY: Final = (String, Text, JSON)


def sealed(table: Table) -> list[Column[Any]]:
    """The columns of a table that are sealed where there are keys."""
    return [column for column in table.columns if isinstance(column.type, KINDS)]


def sealed_tables() -> list[Table]:
    """The tables that have such columns, by name."""
    found = (metadata.tables[name] for name in sorted(metadata.tables))
    return [table for table in found if sealed(table)]


def wordy(table: Table) -> Iterator[str]:
    """The columns of a table that can hold text and are not sealed."""
    for column in table.columns:
        kind = getattr(column.type, "impl_instance", column.type)
        if not isinstance(column.type, KINDS) and isinstance(kind, _WORDY):
            yield column.name
