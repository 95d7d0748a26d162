"""Every table in which somebody can stand, and what becomes of its rows when they are erased.

A hand-kept list forgets: a test compares this one with the schema, and another fills every table
and looks for what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Table, Text

from storage.sealed_types import KINDS


class Fate(StrEnum):
    """What becomes of rows that are about somebody who is erased."""

    GONE = "the rows of a person go with them"
    HANDED_OVER = "what others still have gets another owner; what nobody has goes"
    EMPTIED = "what others have answered stays as an empty place, of someone who left"
    BLANKED = "the number of the person is taken out of the row"
    WITHDRAWN = "rows live until their message has disappeared from the chat"
    NOBODY = "says nothing of any person"


@dataclass(frozen=True, slots=True)
class Cover:
    """`columns` are those that can point to a person; where rows stay, also all that hold text."""

    fate: Fate
    columns: tuple[str, ...] = ()


#: Every table. A test compares this with the schema, so that no new place is forgotten.
COVERAGE: Mapping[str, Cover] = {
    "admissions": Cover(Fate.BLANKED, ("telegram_id", "fingerprint", "state")),
    "answers": Cover(Fate.GONE, ("person_id",)),
    "asked_questions": Cover(Fate.GONE, ("person_id", "chat_id", "message_id")),
    "card_messages": Cover(Fate.GONE, ("message_id",)),
    "cards": Cover(Fate.GONE, ("chat_id", "thread_id", "reply_to", "message_id")),
    "changes": Cover(Fate.GONE, ("person_id",)),
    "clips": Cover(Fate.GONE, ("chat_id", "message_id", "size")),
    "comment_terms": Cover(Fate.GONE),
    "comments": Cover(
        Fate.EMPTIED,
        (
            *("author_id", "kind", "text", "file_id", "file_unique_id", "chat_id", "message_id"),
            *("state", "hearing", "uid", "by_name", "by_id"),
        ),
    ),
    "diaries": Cover(
        Fate.HANDED_OVER,
        (
            *("owner_id", "kind", "chat_id", "time_zone", "state", "title", "description"),
            *("cover_file_id", "language", "topic_id", "discussion_chat_id"),
        ),
    ),
    "earlier_reports": Cover(Fate.GONE),
    "entries": Cover(Fate.GONE, ("author_id", "import_id")),
    "erasures": Cover(Fate.GONE, ("telegram_id",)),
    "evenings": Cover(Fate.NOBODY, ("time_zone", "lease")),
    "exclusions": Cover(Fate.GONE, ("person_id",)),
    "exports": Cover(Fate.GONE, ("person_id", "chat_id", "message_id")),
    "glossary": Cover(Fate.GONE, ("person_id",)),
    "imports": Cover(Fate.GONE, ("person_id", "chat_id", "message_id", "size")),
    "inbox": Cover(
        Fate.BLANKED,
        ("update_id", "chat_key", "sender_key", "kind", "state", "outcome", "raw"),
    ),
    "invitation_answers": Cover(Fate.GONE, ("person_id",)),
    "invitations": Cover(Fate.GONE, ("inviter_id", "invitee_id")),
    "jobs": Cover(Fate.GONE, ("person_id",)),
    "members": Cover(Fate.GONE, ("person_id",)),
    "memories": Cover(Fate.GONE, ("person_id",)),
    "moves": Cover(Fate.NOBODY, ("old_chat_id", "new_chat_id")),
    "notices": Cover(Fate.GONE, ("person_id", "subject_id")),
    "numbers": Cover(Fate.NOBODY, ("name", "last")),
    "own_questions": Cover(Fate.GONE, ("person_id",)),
    "persons": Cover(Fate.GONE, ("telegram_id",)),
    "prompts": Cover(Fate.GONE, ("chat_id", "message_id", "person_id", "subject_id")),
    "questions": Cover(Fate.NOBODY, ("state", "chat_id", "message_id")),
    "reactions": Cover(Fate.GONE, ("reactor",)),
    "removals": Cover(Fate.WITHDRAWN, ("chat_id", "message_id", "instead")),
    "rounds": Cover(Fate.WITHDRAWN, ("state", "chat_id", "message_id", "seen")),
    "routines": Cover(Fate.GONE, ("last_message_id",)),
    "sealing": Cover(
        Fate.NOBODY, ("key_name", "proof", "next_key", "next_proof", "at_table", "at_row")
    ),
    "searches": Cover(Fate.GONE, ("person_id", "chat_id", "message_id")),
    "shares": Cover(Fate.GONE),
    "standings": Cover(Fate.GONE, ("chat_id", "telegram_id")),
    "tags": Cover(Fate.GONE),
    "tallies": Cover(Fate.GONE, ("person_id",)),
    "terms": Cover(Fate.GONE),
    "threads": Cover(Fate.GONE, ("chat_id", "message_id")),
    "unread_words": Cover(Fate.GONE),
    "unwanted_tags": Cover(Fate.GONE, ("person_id",)),
}

#: Types of columns in which something can be said.
_WORDY = (Text, JSON, KINDS)


def telling(table: Table) -> tuple[str, ...]:
    """The columns of a table that can point to a person, or (where its rows stay) say something."""
    stays = COVERAGE[table.name].fate is not Fate.GONE if table.name in COVERAGE else True
    return tuple(column.name for column in table.columns if _tells(column, stays=stays))


def _tells(column: Any, *, stays: bool) -> bool:
    targets = {key.column.table.name for key in column.foreign_keys}
    if targets or column.name == "id":
        return "persons" in targets
    if isinstance(column.type, BigInteger):
        return True
    return stays and (isinstance(column.type, _WORDY) or hasattr(column.type, "length"))
