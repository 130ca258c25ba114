"""Alembic's entry: it works on the connection that planner.store.migrate hands over."""

from alembic import context
from sqlmodel import SQLModel

import planner.store.tables  # noqa: F401 - makes the tables known

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
