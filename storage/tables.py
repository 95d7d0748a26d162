"""The tables of persons, diaries, entries and their cards.

Next door: those of the shared diary, and of what a person chooses, changes and takes along. A
change here needs a migration; a test compares the two.
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
    UniqueConstraint,
    false,
    text,
    true,
)

from storage.metadata import metadata
from storage.sealed_types import (
    Sealed,
    SealedDocument,
    SealedKey,
    SealedNumber,
    SealedTerm,
    SealedWord,
)
from storage.types import Key, UtcDateTime

inbox = Table(
    "inbox",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_key", BigInteger),
    Column("sender_key", BigInteger),
    Column("kind", String(16), nullable=False, default="other", server_default="other"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("surplus", Boolean, nullable=False, default=False, server_default=false()),
    Column("state", String(16), nullable=False),
    Column("outcome", String(200)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("raw", Sealed("inbox.raw")),
    Index("ix_inbox_state_id", "state", "id"),
    #: Everything that the order goes by, so that no row of a flood has to be read for it.
    Index("ix_inbox_state_chat_key", "state", "chat_key", "sender_key", "surplus"),
    Index("ix_inbox_sender_key_state", "sender_key", "state"),
    #: Only of the few that are postponed: however many wait, the next time is found at once.
    Index(
        "ix_inbox_not_before",
        "state",
        "not_before",
        sqlite_where=text("not_before IS NOT NULL"),
        postgresql_where=text("not_before IS NOT NULL"),
    ),
)

persons = Table(
    "persons",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("language_chosen", Boolean, nullable=False, default=False, server_default=false()),
    Column("kind", String(16), nullable=False, default="person", server_default="person"),
    Column("name", Sealed("persons.name", 64)),
    Column("username", SealedKey("persons.username", 32), index=True),
    Column("notices", Boolean, nullable=False, default=True, server_default=true()),
    Column("speech_language", String(8)),
    Column("streaks", Boolean, nullable=False, default=True, server_default=true()),
    Column("discreet", Boolean, nullable=False, default=False, server_default=false()),
    Column("country", String(2)),
    Column("offers_help", Boolean, nullable=False, default=True, server_default=true()),
    Column("help_offered_at", UtcDateTime),
    Column("inline_consented_at", UtcDateTime),
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
    Column("title", SealedKey("diaries.title", 50)),
    Column("is_named", Boolean, nullable=False, default=False, server_default=false()),
    Column("description", Sealed("diaries.description", 200)),
    Column("cover", Integer),
    Column("cover_file_id", Sealed("diaries.cover_file_id", 255)),
    Column("language", String(8)),
    Column("topic_id", BigInteger),
    Column("discussion_chat_id", BigInteger, index=True),
    Column("comments_on", Boolean, nullable=False, default=True, server_default=true()),
    Column("is_protected", Boolean, nullable=False, default=False, server_default=false()),
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
    Column("uid", String(32)),
    Column("kind", String(16), nullable=False, default="video", server_default="video"),
    Column("text", Sealed("entries.text")),
    Column("words", SealedDocument("entries.words")),
    Column("mood", SealedNumber("entries.mood")),
    Column("look", Sealed("entries.look", 16)),
    Column("question", Sealed("entries.question")),
    Column("is_hidden", Boolean, nullable=False, default=False, server_default=false()),
    Column("import_id", BigInteger),
    Column("delete_at", UtcDateTime),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("origin_at", UtcDateTime),
    Column("day", Date, nullable=False),
    Column("title", Sealed("entries.title", 200)),
    Column("caption", Sealed("entries.caption"), nullable=False, default=""),
    Column("headings", SealedDocument("entries.headings")),
    Column("language", String(8)),
    Column("report", SealedDocument("entries.report", in_pieces=True)),
    Column("comments_on", Boolean, nullable=False, default=True, server_default=true()),
    Column("keeps_video", Boolean, nullable=False, default=True, server_default=true()),
    Column("is_private", Boolean, nullable=False, default=False, server_default=false()),
    Column("removed_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("analysed_at", UtcDateTime),
    Index("ix_entries_diary_id_day", "diary_id", "day"),
    Index("ix_entries_author_id_state", "author_id", "state"),
    Index("ix_entries_uid", "uid", unique=True),
    Index("ix_entries_delete_at", "delete_at"),
    Index("ix_entries_import_id", "import_id"),
)

clips = Table(
    "clips",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("file_id", Sealed("clips.file_id", 255), nullable=False),
    Column("file_unique_id", SealedKey("clips.file_unique_id", 64), nullable=False, index=True),
    Column("size", BigInteger),
    Column("duration_s", Float),
    Column("media", String(64)),
    Column("findings", SealedDocument("clips.findings")),
    Column("lacks_speech", Boolean, nullable=False, default=False, index=True),
    UniqueConstraint("chat_id", "message_id"),
)

tags = Table(
    "tags",
    metadata,
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", SealedWord("tags.tag"), primary_key=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("manual", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_tags_diary_id_tag", "diary_id", "tag"),
)

#: The newest entries with a word are the end of a stretch of its key: no entry has to be read.
terms = Table(
    "terms",
    metadata,
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), primary_key=True),
    Column("term", SealedTerm("terms.term"), primary_key=True),
    Column("day", Date, primary_key=True),
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
    Column("task", String(16)),
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

#: What the rows are sealed with: at most one row, none while nothing is. `next_key` while that
#: changes (the empty name: to nothing), and how far that is: `storage.sealing_state`.
sealing = Table(
    "sealing",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key_name", String(16), nullable=False),
    Column("proof", String(255), nullable=False),
    Column("next_key", String(16)),
    Column("next_proof", String(255)),
    Column("at_table", String(64)),
    Column("at_row", BigInteger),
)
