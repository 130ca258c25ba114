"""The address a person wrote to, copies among the sent mail"""

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
