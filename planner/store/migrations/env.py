"""Alembic's entry: it works on the connection that planner.store.migrate hands over."""

from alembic import context
from sqlmodel import SQLModel

from planner.store import tables

assert tables.PersonRow  # the tables are known once their module is imported

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
