"""The tables of what a person chooses, changes, asks for and takes along.

A change here needs a migration; a test compares the two. What a button carries the number of has
`sqlite_autoincrement`: SQLite else gives the number of a row that went to the next one, and an old
button would act on that. The other databases never do.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    true,
)

from storage.metadata import metadata
from storage.sealed_types import Sealed, SealedDocument, SealedKey, SealedTerm, SealedWord
from storage.types import Document, Key, UtcDateTime

#: What comes by itself at an hour of a diary: reminder, digest, memory. A person's are those of
#: their own diary. `weekday` (0 is Monday) is for what comes weekly. `ignored` counts in a row.
#: `next_at` is when it may be sent, `due_at` the moment that this is for: later tries keep it.
routines = Table(
    "routines",
    metadata,
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("is_on", Boolean, nullable=False, default=True, server_default=true()),
    Column("minute", Integer, nullable=False),
    Column("weekday", Integer),
    Column("next_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("ignored", Integer, nullable=False, default=0),
    Column("paused_at", UtcDateTime),
    Column("last_at", UtcDateTime),
    Column("last_message_id", BigInteger),
    Column("lease", String(40)),
    Column("lease_until", UtcDateTime),
    Index("ix_routines_next_at", "next_at"),
)

#: What a person does not want to be shown when looking back: a tag, a name or a range of days. One
#: entry that its author does not want to see so has `is_hidden`.
exclusions = Table(
    "exclusions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("value", SealedWord("exclusions.value")),
    Column("first", Date),
    Column("last", Date),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: Which entries a person was shown when looking back, so that not always the same ones come.
memories = Table(
    "memories",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("shown_at", UtcDateTime, nullable=False),
)

#: What a person changed, with what was before: for /undo. What was is blanked when that is over.
changes = Table(
    "changes",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("before", SealedDocument("changes.before")),
    Column("after", SealedDocument("changes.after")),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
    Column("undone_at", UtcDateTime),
    Index("ix_changes_person_id_made_at", "person_id", "made_at"),
    sqlite_autoincrement=True,
)

#: Words that speech recognition gets wrong, and what this person means by them.
glossary = Table(
    "glossary",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("heard", SealedWord("glossary.heard"), nullable=False),
    Column("meant", SealedWord("glossary.meant"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "heard"),
    sqlite_autoincrement=True,
)

#: Tags that a person took off an entry: they are not found for this person again.
unwanted_tags = Table(
    "unwanted_tags",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", SealedWord("unwanted_tags.tag"), primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
)

#: What the analysis of an entry found before it was made again.
earlier_reports = Table(
    "earlier_reports",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("report", SealedDocument("earlier_reports.report", in_pieces=True), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: Questions that a person wants to be asked, and the one that was asked last.
own_questions = Table(
    "own_questions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Sealed("own_questions.text"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

asked_questions = Table(
    "asked_questions",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Sealed("asked_questions.text"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("asked_at", UtcDateTime, nullable=False),
)

#: Which comments of a diary have a word, by its lemma; those of entries are in `terms`.
comment_terms = Table(
    "comment_terms",
    metadata,
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), primary_key=True),
    Column("term", SealedTerm("comment_terms.term"), primary_key=True),
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Index("ix_comment_terms_comment_id", "comment_id"),
)

#: A search that somebody made: the message that shows it, and what they typed, which may be the
#: most private thing of all. A row goes when it has expired (an hour's sweep), and with the person.
searches = Table(
    "searches",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), index=True),
    Column("text", Sealed("searches.text"), nullable=False),
    Column("page", Integer, nullable=False, default=0),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

#: Entries and comments whose terms were made without the words worker, until it has read them.
unread_words = Table(
    "unread_words",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), unique=True),
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), unique=True),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("not_before", UtcDateTime),
)

exports = Table(
    "exports",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("diary_id", ForeignKey("diaries.id", ondelete="CASCADE"), index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("first", Date),
    Column("last", Date),
    Column("state", String(16), nullable=False, index=True),
    Column("parts", Integer, nullable=False, default=0),
    Column("sent", Integer, nullable=False, default=0),
    Column("counts", Document),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("lease", String(40)),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    sqlite_autoincrement=True,
)

imports = Table(
    "imports",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("file_id", Sealed("imports.file_id", 255), nullable=False),
    Column("file_unique_id", SealedKey("imports.file_unique_id", 64), nullable=False),
    Column("size", BigInteger),
    Column("state", String(16), nullable=False, index=True),
    Column("counts", Document),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("lease", String(40)),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    sqlite_autoincrement=True,
)

#: Who asked to be forgotten: kept until they have the receipt. No key to `persons`: that is gone.
erasures = Table(
    "erasures",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("counts", Document),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: The last number that was given in tables that are older, which SQLite cannot be told any more:
#: `storage.numbering`.
numbers = Table(
    "numbers",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("last", Key, nullable=False),
)

#: How often a person has done something that has a limit, since a moment: their clips of today.
#: Only numbers, and only those of the span that a limit is for.
tallies = Table(
    "tallies",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("number", Integer, nullable=False),
)

#: Who an admin has let in or blocked. A person who is blocked and has everything erased stays
#: blocked, known by a fingerprint of their account's number alone.
admissions = Table(
    "admissions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("telegram_id", BigInteger, unique=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
