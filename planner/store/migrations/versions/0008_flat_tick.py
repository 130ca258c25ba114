"""A quiet tick costs the same whatever is stored: indexes of the few rows that it asks for"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index(
        "ix_addresses_blocked",
        "addresses",
        ["blocked_until"],
        sqlite_where=sa.text("blocked_until IS NOT NULL"),
        postgresql_where=sa.text("blocked_until IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_own",
        "outbox",
        ["created_at"],
        sqlite_where=sa.text("automatic IS 0"),
        postgresql_where=sa.text("automatic IS false"),
    )
    op.create_index("ix_occurrences_kind_at", "occurrences", ["kind", "at"])
    op.create_index("ix_promises_ended_at", "promises", ["ended_at"])
    op.create_index("ix_requests_ended_at", "requests", ["ended_at"])
    op.create_index(
        "ix_owner_actions_undo",
        "owner_actions",
        ["undo_until"],
        sqlite_where=sa.text("undo_until IS NOT NULL"),
        postgresql_where=sa.text("undo_until IS NOT NULL"),
    )
