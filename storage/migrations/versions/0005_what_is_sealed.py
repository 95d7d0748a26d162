"""What is sealed: the name of the key that seals the rows, and how far a change of it has come."""

import sqlalchemy as sa
from alembic import op

from storage.types import Key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of one row."""
    op.create_table(
        "sealing",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("proof", sa.String(255), nullable=False),
        sa.Column("next_key", sa.String(16)),
        sa.Column("next_proof", sa.String(255)),
        sa.Column("at_table", sa.String(64)),
        sa.Column("at_row", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing")),
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("sealing")
