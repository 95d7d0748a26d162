"""Whose turn it is: what a flood cannot hold up, what is counted, and who was let in or blocked."""

import sqlalchemy as sa
from alembic import op

from storage.types import Key, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns of the inbox for its order, and two tables."""
    op.add_column("inbox", sa.Column("sender_key", sa.BigInteger()))
    op.add_column("inbox", sa.Column("kind", sa.String(16), nullable=False, server_default="other"))
    op.add_column("inbox", sa.Column("sent_at", UtcDateTime()))
    op.add_column(
        "inbox", sa.Column("surplus", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_inbox_state_chat_key",
        "inbox",
        ["state", "chat_key", "sender_key", "surplus"],
        unique=False,
    )
    op.create_index("ix_inbox_sender_key_state", "inbox", ["sender_key", "state"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("person_id", Key, nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_tallies_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "what", name=op.f("pk_tallies")),
    )
    op.create_table(
        "admissions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_admissions_telegram_id")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_admissions_fingerprint")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Without them."""
    op.drop_table("admissions")
    op.drop_table("tallies")
    op.drop_index("ix_inbox_sender_key_state", table_name="inbox")
    op.drop_index("ix_inbox_state_chat_key", table_name="inbox")
    for column in ("surplus", "sent_at", "kind", "sender_key"):
        op.drop_column("inbox", column)
