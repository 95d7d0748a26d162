"""The tables of persons, diaries, entries and their cards. Those of the shared diary: next door.

A change here needs a migration; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from storage.metadata import metadata
from storage.types import Document, Key, UtcDateTime, Word

inbox = Table(
    "inbox",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_key", BigInteger),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("outcome", String(200)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("raw", Text),
    Index("ix_inbox_state_id", "state", "id"),
)

persons = Table(
    "persons",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("language_chosen", Boolean, nullable=False, default=False, server_default=false()),
    Column("kind", String(16), nullable=False, default="person", server_default="person"),
    Column("name", String(64)),
    Column("username", String(32), index=True),
    Column("notices", Boolean, nullable=False, default=True, server_default=true()),
    Column("consented_at", UtcDateTime),
    Column("blocked_at", UtcDateTime),
    Column("served_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

diaries = Table(
    "diaries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("owner_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("time_zone", String(64), nullable=False),
    Column("day_starts_hour", Integer, nullable=False),
    Column("state", String(16), nullable=False, default="open", server_default="open"),
    Column("title", String(50)),
    Column("is_named", Boolean, nullable=False, default=False, server_default=false()),
    Column("description", String(200)),
    Column("cover", Integer),
    Column("cover_file_id", String(255)),
    Column("language", String(8)),
    Column("topic_id", BigInteger),
    Column("discussion_chat_id", BigInteger, index=True),
    Column("comments_on", Boolean, nullable=False, default=True, server_default=true()),
    Column("evening_minute", Integer),
    Column("next_round_at", UtcDateTime, index=True),
    Column("question_minute", Integer),
    Column("next_question_at", UtcDateTime, index=True),
    Column("delete_at", UtcDateTime, index=True),
    Column("created_at", UtcDateTime, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(40)),
    Column("media_group_id", String(64)),
    Column("twin_id", ForeignKey("entries.id", ondelete="SET NULL")),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("origin_at", UtcDateTime),
    Column("day", Date, nullable=False),
    Column("title", String(200)),
    Column("caption", Text, nullable=False, default=""),
    Column("language", String(8)),
    Column("report", Document),
    Column("comments_on", Boolean, nullable=False, default=True, server_default=true()),
    Column("keeps_video", Boolean, nullable=False, default=True, server_default=true()),
    Column("is_private", Boolean, nullable=False, default=False, server_default=false()),
    Column("removed_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("analysed_at", UtcDateTime),
    Index("ix_entries_diary_id_day", "diary_id", "day"),
    Index("ix_entries_author_id_state", "author_id", "state"),
)

clips = Table(
    "clips",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("file_id", String(255), nullable=False),
    Column("file_unique_id", String(64), nullable=False, index=True),
    Column("size", BigInteger),
    Column("duration_s", Float),
    Column("findings", Document),
    Column("lacks_speech", Boolean, nullable=False, default=False, index=True),
    UniqueConstraint("chat_id", "message_id"),
)

tags = Table(
    "tags",
    metadata,
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", Word(), primary_key=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("manual", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_tags_diary_id_tag", "diary_id", "tag"),
)

terms = Table(
    "terms",
    metadata,
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), primary_key=True),
    Column("term", Word(), primary_key=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("stage", String(16)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("interruptions", Integer, nullable=False, default=0),
    Column("fetches", Integer, nullable=False, default=0),
    Column("duration_s", Float, nullable=False, default=0.0),
    Column("enqueued_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime),
    Column("lease", String(40)),
    Column("lease_until", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("took_s", Float),
    Index("ix_jobs_state_enqueued_at", "state", "enqueued_at"),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("share_id", ForeignKey("shares.id", ondelete="CASCADE"), unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("menu", String(16)),
    Column("reply_to", BigInteger),
    Column("message_id", BigInteger),
    Column("view", String(16), nullable=False),
    Column("picture", String(32)),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("shown_at", UtcDateTime),
    Column("reaction", String(8)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("retry_at", UtcDateTime),
    Column("stopped", String(16)),
    UniqueConstraint("entry_id", "chat_id"),
    Index("ix_cards_chat_id_message_id", "chat_id", "message_id"),
)
