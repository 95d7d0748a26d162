"""Find it, look back, change it, own it: what a person chooses, changes and takes along."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from storage.types import Document, Key, UtcDateTime, Word

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _name_each(name: str) -> None:
    """Give every row that is here a name of its own, which it keeps wherever it is taken to."""
    rows = sa.table(name, sa.column("id", sa.BigInteger()), sa.column("uid", sa.String(32)))
    connection = op.get_bind()
    named = [
        {"row": row.id, "name": uuid4().hex} for row in connection.execute(sa.select(rows.c.id))
    ]
    if named:
        change = sa.update(rows).where(rows.c.id == sa.bindparam("row"))
        connection.execute(change.values(uid=sa.bindparam("name")), named)


def _make_terms(*, with_day: bool) -> None:
    """Make the table of terms anew, with the day of each entry in its key or without."""
    columns = "diary_id, term, entry_id"
    op.execute(f"CREATE TABLE kept_terms AS SELECT {columns} FROM terms")  # noqa: S608
    op.drop_table("terms")
    day = [sa.Column("day", sa.Date(), nullable=False)] if with_day else []
    key = ["diary_id", "term", *(column.name for column in day), "entry_id"]
    op.create_table(
        "terms",
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("term", Word(), nullable=False),
        *day,
        sa.Column("entry_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_terms_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_terms_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_terms")),
    )
    op.create_index(op.f("ix_terms_entry_id"), "terms", ["entry_id"], unique=False)
    chosen = "k.diary_id, k.term, k.entry_id" + (", e.day" if with_day else "")
    op.execute(
        f"INSERT INTO terms ({columns}{', day' if with_day else ''})"  # noqa: S608
        f" SELECT {chosen} FROM kept_terms k JOIN entries e ON e.id = k.entry_id"
    )
    op.drop_table("kept_terms")


def _have_all_read() -> None:
    """What was kept before is found by its words, too, once the bot has gone through it."""
    op.execute(
        "INSERT INTO unread_words (entry_id)"
        " SELECT id FROM entries WHERE state IN ('done', 'failed') ORDER BY id"
    )
    op.execute(
        "INSERT INTO unread_words (comment_id)"
        " SELECT id FROM comments WHERE state = 'visible' AND text IS NOT NULL ORDER BY id"
    )


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "erasures",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", Document, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_erasures_telegram_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_erasures_state"), "erasures", ["state"], unique=False)
    op.create_table(
        "numbers",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("last", Key, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_numbers")),
    )
    op.create_table(
        "asked_questions",
        sa.Column("person_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_asked_questions_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_asked_questions")),
    )
    op.create_table(
        "glossary",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("heard", Word(), nullable=False),
        sa.Column("meant", Word(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_glossary_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary")),
        sa.UniqueConstraint("person_id", "heard", name=op.f("uq_glossary_person_id_heard")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "imports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", Document, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_imports_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_imports_person_id"), "imports", ["person_id"], unique=False)
    op.create_index(op.f("ix_imports_state"), "imports", ["state"], unique=False)
    op.create_table(
        "own_questions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_own_questions_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_own_questions_person_id"), "own_questions", ["person_id"], unique=False
    )
    op.create_table(
        "unwanted_tags",
        sa.Column("person_id", Key, nullable=False),
        sa.Column("tag", Word(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_unwanted_tags_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "tag", name=op.f("pk_unwanted_tags")),
    )
    op.create_table(
        "exports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("diary_id", Key, nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("counts", Document, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_exports_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_exports_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exports_diary_id"), "exports", ["diary_id"], unique=False)
    op.create_index(op.f("ix_exports_person_id"), "exports", ["person_id"], unique=False)
    op.create_index(op.f("ix_exports_state"), "exports", ["state"], unique=False)
    op.create_table(
        "routines",
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.Column("last_message_id", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_routines_diary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("diary_id", "kind", name=op.f("pk_routines")),
    )
    op.create_index("ix_routines_next_at", "routines", ["next_at"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("before", Document, nullable=True),
        sa.Column("after", Document, nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_changes_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_changes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_changes_entry_id"), "changes", ["entry_id"], unique=False)
    op.create_index(
        "ix_changes_person_id_made_at", "changes", ["person_id", "made_at"], unique=False
    )
    op.create_index(op.f("ix_changes_until"), "changes", ["until"], unique=False)
    op.create_table(
        "earlier_reports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("report", Document, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_earlier_reports_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_reports")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_earlier_reports_entry_id"), "earlier_reports", ["entry_id"], unique=False
    )
    op.create_table(
        "exclusions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", Word(), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_exclusions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exclusions_person_id"), "exclusions", ["person_id"], unique=False)
    op.create_table(
        "memories",
        sa.Column("person_id", Key, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_memories_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_memories_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "entry_id", name=op.f("pk_memories")),
    )
    op.create_index(op.f("ix_memories_entry_id"), "memories", ["entry_id"], unique=False)
    op.create_table(
        "comment_terms",
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("term", Word(), nullable=False),
        sa.Column("comment_id", Key, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_comment_terms_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_comment_terms_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_comment_terms_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("diary_id", "term", "comment_id", name=op.f("pk_comment_terms")),
    )
    op.create_index("ix_comment_terms_comment_id", "comment_terms", ["comment_id"], unique=False)
    op.create_index(op.f("ix_comment_terms_entry_id"), "comment_terms", ["entry_id"], unique=False)
    op.create_table(
        "searches",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("diary_id", Key, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_searches_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_searches_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_searches_diary_id"), "searches", ["diary_id"], unique=False)
    op.create_index(op.f("ix_searches_expires_at"), "searches", ["expires_at"], unique=False)
    op.create_index(op.f("ix_searches_person_id"), "searches", ["person_id"], unique=False)
    op.create_table(
        "unread_words",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("entry_id", Key, nullable=True),
        sa.Column("comment_id", Key, nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_unread_words_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_unread_words_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_words")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_unread_words_comment_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_unread_words_entry_id")),
    )
    _make_terms(with_day=True)
    _have_all_read()
    op.add_column("clips", sa.Column("media", sa.String(length=64), nullable=True))
    op.add_column("comments", sa.Column("uid", sa.String(length=32), nullable=True))
    op.add_column("comments", sa.Column("by_name", sa.String(length=64), nullable=True))
    op.add_column("comments", sa.Column("by_id", sa.BigInteger(), nullable=True))
    _name_each("comments")
    op.create_index("ix_comments_uid", "comments", ["uid"], unique=True)
    op.add_column("jobs", sa.Column("task", sa.String(length=16), nullable=True))
    op.add_column("entries", sa.Column("uid", sa.String(length=32), nullable=True))
    op.add_column(
        "entries", sa.Column("kind", sa.String(length=16), server_default="video", nullable=False)
    )
    op.add_column("entries", sa.Column("text", sa.Text(), nullable=True))
    op.add_column("entries", sa.Column("headings", Document, nullable=True))
    op.add_column("entries", sa.Column("words", Document, nullable=True))
    op.add_column("entries", sa.Column("mood", sa.Integer(), nullable=True))
    op.add_column("entries", sa.Column("look", sa.String(length=16), nullable=True))
    op.add_column("entries", sa.Column("question", sa.Text(), nullable=True))
    op.add_column(
        "entries", sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("entries", sa.Column("import_id", sa.BigInteger(), nullable=True))
    op.add_column("entries", sa.Column("delete_at", UtcDateTime(), nullable=True))
    op.create_index("ix_entries_delete_at", "entries", ["delete_at"], unique=False)
    op.create_index("ix_entries_import_id", "entries", ["import_id"], unique=False)
    _name_each("entries")
    op.create_index("ix_entries_uid", "entries", ["uid"], unique=True)
    op.add_column(
        "diaries",
        sa.Column("is_protected", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("persons", sa.Column("speech_language", sa.String(length=8), nullable=True))
    op.add_column(
        "persons", sa.Column("streaks", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "persons", sa.Column("discreet", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("persons", sa.Column("country", sa.String(length=2), nullable=True))
    op.add_column(
        "persons",
        sa.Column("offers_help", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column("persons", sa.Column("help_offered_at", UtcDateTime(), nullable=True))
    op.add_column("persons", sa.Column("inline_consented_at", UtcDateTime(), nullable=True))


def _end_deletions() -> None:
    """What was deleted just now goes for good: the version before knows no such state, nor when.

    Entries that were spoken or written stay: that version shows them by title, tags and report,
    and plays no file of theirs. What stood in the text alone goes with its column.
    """
    op.execute("DELETE FROM entries WHERE state = 'deleted'")


def downgrade() -> None:
    """Go back to the version before."""
    _end_deletions()
    op.drop_column("diaries", "is_protected")
    op.drop_column("persons", "inline_consented_at")
    op.drop_column("persons", "help_offered_at")
    op.drop_column("persons", "offers_help")
    op.drop_column("persons", "country")
    op.drop_column("persons", "discreet")
    op.drop_column("persons", "streaks")
    op.drop_column("persons", "speech_language")
    op.drop_index("ix_entries_uid", table_name="entries")
    op.drop_index("ix_entries_import_id", table_name="entries")
    op.drop_index("ix_entries_delete_at", table_name="entries")
    op.drop_column("entries", "delete_at")
    op.drop_column("entries", "import_id")
    op.drop_column("entries", "is_hidden")
    op.drop_column("entries", "question")
    op.drop_column("entries", "look")
    op.drop_column("entries", "mood")
    op.drop_column("entries", "words")
    op.drop_column("entries", "headings")
    op.drop_column("entries", "text")
    op.drop_column("entries", "kind")
    op.drop_column("entries", "uid")
    op.drop_index("ix_comments_uid", table_name="comments")
    op.drop_column("jobs", "task")
    op.drop_column("comments", "by_id")
    op.drop_column("comments", "by_name")
    op.drop_column("comments", "uid")
    op.drop_column("clips", "media")
    _make_terms(with_day=False)
    op.drop_table("unread_words")
    op.drop_index(op.f("ix_searches_person_id"), table_name="searches")
    op.drop_index(op.f("ix_searches_expires_at"), table_name="searches")
    op.drop_index(op.f("ix_searches_diary_id"), table_name="searches")
    op.drop_table("searches")
    op.drop_index(op.f("ix_comment_terms_entry_id"), table_name="comment_terms")
    op.drop_index("ix_comment_terms_comment_id", table_name="comment_terms")
    op.drop_table("comment_terms")
    op.drop_index(op.f("ix_memories_entry_id"), table_name="memories")
    op.drop_table("memories")
    op.drop_index(op.f("ix_exclusions_person_id"), table_name="exclusions")
    op.drop_table("exclusions")
    op.drop_index(op.f("ix_earlier_reports_entry_id"), table_name="earlier_reports")
    op.drop_table("earlier_reports")
    op.drop_index(op.f("ix_changes_until"), table_name="changes")
    op.drop_index("ix_changes_person_id_made_at", table_name="changes")
    op.drop_index(op.f("ix_changes_entry_id"), table_name="changes")
    op.drop_table("changes")
    op.drop_index("ix_routines_next_at", table_name="routines")
    op.drop_table("routines")
    op.drop_index(op.f("ix_exports_state"), table_name="exports")
    op.drop_index(op.f("ix_exports_person_id"), table_name="exports")
    op.drop_index(op.f("ix_exports_diary_id"), table_name="exports")
    op.drop_table("exports")
    op.drop_table("unwanted_tags")
    op.drop_index(op.f("ix_own_questions_person_id"), table_name="own_questions")
    op.drop_table("own_questions")
    op.drop_index(op.f("ix_imports_state"), table_name="imports")
    op.drop_index(op.f("ix_imports_person_id"), table_name="imports")
    op.drop_table("imports")
    op.drop_table("glossary")
    op.drop_table("asked_questions")
    op.drop_table("numbers")
    op.drop_index(op.f("ix_erasures_state"), table_name="erasures")
    op.drop_table("erasures")
