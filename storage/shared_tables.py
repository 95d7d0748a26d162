"""The tables of the shared diary: who is in it, what is shown in it, what is said about it.

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
    UniqueConstraint,
    false,
)

from storage.metadata import metadata
from storage.sealed_types import Sealed, SealedEmoji, SealedKey
from storage.types import Key, UtcDateTime

members = Table(
    "members",
    metadata,
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("state", String(16), nullable=False),
    Column("capture", String(8), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("choice", String(8)),
    Column("settle_at", UtcDateTime, index=True),
)

standings = Table(
    "standings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("status", String(16), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("inviter_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("invitee_id", ForeignKey("persons.id", ondelete="CASCADE"), index=True),
    Column("token_hash", String(64), unique=True),
    Column("state", String(16), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime),
)

invitation_answers = Table(
    "invitation_answers",
    metadata,
    Column("invitation_id", ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("answer", String(16), nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("parts", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    UniqueConstraint("entry_id", "diary_id"),
)

card_messages = Table(
    "card_messages",
    metadata,
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(32), primary_key=True),
    Column("message_id", BigInteger, index=True),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("parent_id", ForeignKey("comments.id", ondelete="SET NULL"), index=True),
    Column("kind", String(16), nullable=False),
    Column("text", Sealed("comments.text")),
    Column("file_id", Sealed("comments.file_id", 255)),
    Column("file_unique_id", SealedKey("comments.file_unique_id", 64)),
    Column("duration_s", Float),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("hearing", String(16)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("uid", String(32)),
    Column("by_name", Sealed("comments.by_name", 64)),
    Column("by_id", BigInteger),
    UniqueConstraint("chat_id", "message_id"),
    Index("ix_comments_entry_id_diary_id", "entry_id", "diary_id"),
    Index("ix_comments_hearing_id", "hearing", "id"),
    Index("ix_comments_uid", "uid", unique=True),
)

threads = Table(
    "threads",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("page", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    UniqueConstraint("entry_id", "chat_id"),
    UniqueConstraint("chat_id", "message_id"),
)

reactions = Table(
    "reactions",
    metadata,
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("reactor", BigInteger, primary_key=True, autoincrement=False),
    Column("emoji", SealedEmoji("reactions.emoji"), primary_key=True),
    Column("number", Integer, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), index=True),
    Column("subject_id", BigInteger),
    Column("number", Integer, nullable=False, default=1),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Index("ix_notices_state_due_at", "state", "due_at"),
)

removals = Table(
    "removals",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("instead", String(24)),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("parked_at", UtcDateTime),
    Index("ix_removals_chat_id_parked_at", "chat_id", "parked_at"),
)

evenings = Table(
    "evenings",
    metadata,
    Column("due_at", UtcDateTime, primary_key=True),
    Column("time_zone", String(64), primary_key=True),
    Column("day_starts_hour", Integer, primary_key=True, autoincrement=False),
    Column("evening_minute", Integer, primary_key=True, autoincrement=False),
    Column("lease", String(40), nullable=False),
    Column("lease_until", UtcDateTime, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("seen", String(64)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("is_replaced", Boolean, nullable=False, default=False, server_default=false()),
    UniqueConstraint("diary_id", "day"),
    Index("ix_rounds_state_id", "state", "id"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("answered", Integer, nullable=False, default=0),
    Column("members", Integer, nullable=False, default=0),
    Column("wanted", Integer, nullable=False, default=0),
    Column("shown", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    UniqueConstraint("diary_id", "day"),
    Index("ix_questions_state_closes_at", "state", "closes_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
)

prompts = Table(
    "prompts",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("subject_id", BigInteger),
    Column("next_until", UtcDateTime),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("chat_id", "message_id"),
)

moves = Table(
    "moves",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_chat_id", BigInteger, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
)
