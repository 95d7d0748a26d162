"""How Alembic runs here: on the connection that `storage.schema` hands over."""

from alembic import context

import storage.personal_tables
import storage.shared_tables
import storage.tables  # noqa: F401 - they fill the metadata
from storage.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
