"""The shared diary: members, invitations, shares, comments, and what is sent each evening."""

import sqlalchemy as sa
from alembic import op

from storage.types import Emoji, Key, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "moves",
        sa.Column("old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("old_chat_id", name=op.f("pk_moves")),
    )
    op.create_table(
        "removals",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("instead", sa.String(length=24), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_removals_chat_id_parked_at", ["chat_id", "parked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_removals_due_at"), ["due_at"], unique=False)

    op.create_table(
        "standings",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "telegram_id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_telegram_id"), ["telegram_id"], unique=False)

    op.create_table(
        "prompts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("next_until", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_prompts_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_prompts_chat_id_message_id")),
    )
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_prompts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("inviter_id", Key, nullable=False),
        sa.Column("invitee_id", Key, nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_invitations_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitee_id"],
            ["persons.id"],
            name=op.f("fk_invitations_invitee_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"],
            ["persons.id"],
            name=op.f("fk_invitations_inviter_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_diary_id"), ["diary_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_invitee_id"), ["invitee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_inviter_id"), ["inviter_id"], unique=False)

    op.create_table(
        "members",
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("capture", sa.String(length=8), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("choice", sa.String(length=8), nullable=True),
        sa.Column("settle_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_members_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_members_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("diary_id", "person_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_settle_at"), ["settle_at"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("diary_id", Key, nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_notices_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_notices_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_diary_id"), ["diary_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_notices_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_questions_diary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("diary_id", "day", name=op.f("uq_questions_diary_id_day")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_state_closes_at", ["state", "closes_at"], unique=False)

    op.create_table(
        "evenings",
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("day_starts_hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evening_minute", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lease", sa.String(length=40), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "due_at", "time_zone", "day_starts_hour", "evening_minute", name=op.f("pk_evenings")
        ),
    )
    op.create_table(
        "rounds",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("is_replaced", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_rounds_diary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("diary_id", "day", name=op.f("uq_rounds_diary_id_day")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index("ix_rounds_state_id", ["state", "id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("question_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_answers_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_answers_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_answers_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_state"), ["state"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("author_id", Key, nullable=False),
        sa.Column("parent_id", Key, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.Column("file_unique_id", sa.String(length=64), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hearing", sa.String(length=16), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persons.id"], name=op.f("fk_comments_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_comments_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_comments_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_comments_chat_id_message_id")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_comments_entry_id_diary_id", ["entry_id", "diary_id"], unique=False
        )
        batch_op.create_index("ix_comments_hearing_id", ["hearing", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comments_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "threads",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_threads_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_threads_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_threads_chat_id_message_id")),
        sa.UniqueConstraint("entry_id", "chat_id", name=op.f("uq_threads_entry_id_chat_id")),
    )

    op.create_table(
        "invitation_answers",
        sa.Column("invitation_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitation_answers_invitation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_invitation_answers_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name=op.f("pk_invitation_answers")),
    )
    with op.batch_alter_table("invitation_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_answers_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "shares",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("entry_id", Key, nullable=False),
        sa.Column("diary_id", Key, nullable=False),
        sa.Column("parts", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diaries.id"], name=op.f("fk_shares_diary_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_shares_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("entry_id", "diary_id", name=op.f("uq_shares_entry_id_diary_id")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_diary_id"), ["diary_id"], unique=False)

    op.create_table(
        "card_messages",
        sa.Column("card_id", Key, nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_card_messages_card_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "part", name=op.f("pk_card_messages")),
    )
    with op.batch_alter_table("card_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_card_messages_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "reactions",
        sa.Column("card_id", Key, nullable=False),
        sa.Column("reactor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("emoji", Emoji(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_reactions_card_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "reactor", "emoji", name=op.f("pk_reactions")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("share_id", Key, nullable=True))
        batch_op.add_column(sa.Column("thread_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("menu", sa.String(length=16), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_cards_entry_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_cards_entry_id_chat_id"), ["entry_id", "chat_id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_cards_share_id"), ["share_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_cards_share_id"), "shares", ["share_id"], ["id"], ondelete="CASCADE"
        )

    # Not in batches: those may make a table anew, and what refers to it would go with the old one.
    op.add_column(
        "diaries", sa.Column("state", sa.String(length=16), server_default="open", nullable=False)
    )
    op.add_column("diaries", sa.Column("title", sa.String(length=50), nullable=True))
    op.add_column(
        "diaries", sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("diaries", sa.Column("description", sa.String(length=200), nullable=True))
    op.add_column("diaries", sa.Column("cover", sa.Integer(), nullable=True))
    op.add_column("diaries", sa.Column("cover_file_id", sa.String(length=255), nullable=True))
    op.add_column("diaries", sa.Column("language", sa.String(length=8), nullable=True))
    op.add_column("diaries", sa.Column("topic_id", sa.BigInteger(), nullable=True))
    op.add_column("diaries", sa.Column("discussion_chat_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "diaries", sa.Column("comments_on", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("diaries", sa.Column("evening_minute", sa.Integer(), nullable=True))
    op.add_column("diaries", sa.Column("next_round_at", UtcDateTime(), nullable=True))
    op.add_column("diaries", sa.Column("question_minute", sa.Integer(), nullable=True))
    op.add_column("diaries", sa.Column("next_question_at", UtcDateTime(), nullable=True))
    op.add_column("diaries", sa.Column("delete_at", UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_diaries_delete_at"), "diaries", ["delete_at"], unique=False)
    op.create_index(
        op.f("ix_diaries_discussion_chat_id"), "diaries", ["discussion_chat_id"], unique=False
    )
    op.create_index(
        op.f("ix_diaries_next_question_at"), "diaries", ["next_question_at"], unique=False
    )
    op.create_index(op.f("ix_diaries_next_round_at"), "diaries", ["next_round_at"], unique=False)

    op.add_column(
        "entries", sa.Column("comments_on", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "entries", sa.Column("keeps_video", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "entries", sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("entries", sa.Column("removed_at", UtcDateTime(), nullable=True))

    op.add_column(
        "persons",
        sa.Column("language_chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "persons", sa.Column("kind", sa.String(length=16), server_default="person", nullable=False)
    )
    op.add_column("persons", sa.Column("name", sa.String(length=64), nullable=True))
    op.add_column("persons", sa.Column("username", sa.String(length=32), nullable=True))
    op.add_column(
        "persons", sa.Column("notices", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.create_index(op.f("ix_persons_username"), "persons", ["username"], unique=False)


def downgrade() -> None:
    """Go back to the version before."""
    # Cards of shares have no place in the old table; nothing refers to cards but reactions.
    with op.batch_alter_table("card_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_messages_message_id"))

    op.drop_table("card_messages")
    op.drop_table("reactions")
    op.drop_table("threads")
    op.execute(sa.text("DELETE FROM cards WHERE share_id IS NOT NULL"))
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cards_share_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_cards_share_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_cards_entry_id_chat_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_cards_entry_id"), ["entry_id"])
        batch_op.drop_column("menu")
        batch_op.drop_column("thread_id")
        batch_op.drop_column("share_id")

    # Not in batches: those drop and make a table again, and what refers to it would go with it.
    op.drop_index(op.f("ix_persons_username"), table_name="persons")
    op.drop_column("persons", "notices")
    op.drop_column("persons", "username")
    op.drop_column("persons", "name")
    op.drop_column("persons", "kind")
    op.drop_column("persons", "language_chosen")

    op.drop_column("entries", "removed_at")
    op.drop_column("entries", "is_private")
    op.drop_column("entries", "keeps_video")
    op.drop_column("entries", "comments_on")

    op.drop_index(op.f("ix_diaries_next_round_at"), table_name="diaries")
    op.drop_index(op.f("ix_diaries_next_question_at"), table_name="diaries")
    op.drop_index(op.f("ix_diaries_discussion_chat_id"), table_name="diaries")
    op.drop_index(op.f("ix_diaries_delete_at"), table_name="diaries")
    op.drop_column("diaries", "delete_at")
    op.drop_column("diaries", "next_question_at")
    op.drop_column("diaries", "question_minute")
    op.drop_column("diaries", "next_round_at")
    op.drop_column("diaries", "evening_minute")
    op.drop_column("diaries", "comments_on")
    op.drop_column("diaries", "discussion_chat_id")
    op.drop_column("diaries", "topic_id")
    op.drop_column("diaries", "language")
    op.drop_column("diaries", "cover_file_id")
    op.drop_column("diaries", "cover")
    op.drop_column("diaries", "description")
    op.drop_column("diaries", "is_named")
    op.drop_column("diaries", "title")
    op.drop_column("diaries", "state")

    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shares_diary_id"))

    op.drop_table("shares")
    with op.batch_alter_table("invitation_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_answers_person_id"))

    op.drop_table("invitation_answers")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_parent_id"))
        batch_op.drop_index("ix_comments_hearing_id")
        batch_op.drop_index("ix_comments_entry_id_diary_id")
        batch_op.drop_index(batch_op.f("ix_comments_author_id"))

    op.drop_table("comments")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_state"))
        batch_op.drop_index(batch_op.f("ix_answers_person_id"))
        batch_op.drop_index(batch_op.f("ix_answers_entry_id"))

    op.drop_table("answers")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index("ix_rounds_state_id")

    op.drop_table("rounds")
    op.drop_table("evenings")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_state_closes_at")

    op.drop_table("questions")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_state_due_at")
        batch_op.drop_index(batch_op.f("ix_notices_person_id"))
        batch_op.drop_index(batch_op.f("ix_notices_diary_id"))

    op.drop_table("notices")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_settle_at"))
        batch_op.drop_index(batch_op.f("ix_members_person_id"))

    op.drop_table("members")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_inviter_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_invitee_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_expires_at"))
        batch_op.drop_index(batch_op.f("ix_invitations_diary_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompts_person_id"))
        batch_op.drop_index(batch_op.f("ix_prompts_expires_at"))

    op.drop_table("prompts")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standings_telegram_id"))

    op.drop_table("standings")
    with op.batch_alter_table("removals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removals_due_at"))
        batch_op.drop_index("ix_removals_chat_id_parked_at")

    op.drop_table("removals")
    op.drop_table("moves")
