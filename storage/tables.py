"""Every table. A change here needs a migration; a test compares the two."""

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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import Document, Key, UtcDateTime, Word

# Names for every constraint, so that migrations can change them on all three databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
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
    Index("ix_cards_chat_id_message_id", "chat_id", "message_id"),
)
