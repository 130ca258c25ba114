"""The address a person wrote to, copies among the sent mail, promises that were not delivered"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("requests") as table:
        table.add_column(
            sa.Column("written_to", sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("outbox") as table:
        table.add_column(
            sa.Column("copied", sqltypes.AutoString(), nullable=False, server_default="")
        )
        table.create_index(op.f("ix_outbox_sent_at"), ["sent_at"])
        table.add_column(
            sa.Column("from_address", sqltypes.AutoString(), nullable=False, server_default="")
        )
        wanted = sa.text("copied = 'wanted'")
        table.create_index(
            "ix_outbox_copied", ["id"], sqlite_where=wanted, postgresql_where=wanted
        )
    with op.batch_alter_table("promises") as table:
        table.drop_constraint(op.f("ck_promises_state"), type_="check")
        table.create_check_constraint(
            op.f("ck_promises_state"),
            "state IN ('standing', 'kept', 'moved late', 'broken', 'released', 'not delivered')",
        )
