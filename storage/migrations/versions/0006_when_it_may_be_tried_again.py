"""When it may be tried again: the next time is found without a look at all that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_IS_POSTPONED = sa.text("not_before IS NOT NULL")


def upgrade() -> None:
    """An index of the few that are postponed."""
    op.create_index(
        "ix_inbox_not_before",
        "inbox",
        ["state", "not_before"],
        unique=False,
        sqlite_where=_IS_POSTPONED,
        postgresql_where=_IS_POSTPONED,
    )


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_inbox_not_before", table_name="inbox")
